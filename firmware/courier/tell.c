#include "courier/tell.h"

#include <poll.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/fault.h"
#include "core/log.h"
#include "courier/link.h"

enum { TELL_MS = 5000, LOOK_MS = 100 };

struct telling {
    struct link link;
    int64_t version, from;
    bool greeted;      /* a status came over this connection, and the news went out after it */
    uint32_t installs; /* as it said then */
};

/* The fault first: who has counted the installation has noted it. */
static void say(struct telling *telling)
{
    struct post_message installed = {.type = POST_INSTALLED};
    struct post_message fault = {.type = POST_FAULT, .fault.number = FAULT_TAKEN_BACK};
    snprintf(installed.installed.version, sizeof installed.installed.version, "%lld",
             (long long)telling->version);
    snprintf(fault.fault.what, sizeof fault.fault.what, "from version %lld to %lld",
             (long long)telling->from, (long long)telling->version);
    if (telling->from == 0 || link_send(&telling->link, &fault))
        link_send(&telling->link, &installed);
}

/* True once the keeper counts one installation more than when it was told. */
static bool hear(struct telling *telling)
{
    struct post_message message;
    bool lost;
    while (link_receive(&telling->link, &message, &lost)) {
        if (message.type != POST_STATUS)
            continue;
        if (telling->greeted && message.status.installs != telling->installs)
            return true;
        if (telling->greeted)
            continue;
        telling->greeted = true;
        telling->installs = message.status.installs;
        say(telling);
    }
    return false;
}

static void wait_for_news(const struct telling *telling)
{
    struct pollfd waiting = {.fd = telling->link.fd, .events = POLLIN};
    poll(&waiting, 1, LOOK_MS); /* a negative descriptor: time alone */
}

void tell_installed(const char *state_dir, int64_t version, int64_t from)
{
    struct telling telling = {.version = version, .from = from};
    const struct clock host = {0}; /* the machine's own */
    int64_t give_up_ms = clock_now(&host).mono_ms + TELL_MS;
    link_init(&telling.link, 0);
    if (!link_try(&telling.link, state_dir, clock_now(&host).mono_ms))
        return; /* nobody to tell */
    while (!hear(&telling)) {
        if (clock_now(&host).mono_ms >= give_up_ms) {
            log_warn("courier", "the keeper did not take in that version=%lld runs",
                     (long long)version);
            break;
        }
        if (telling.link.fd < 0)
            telling.greeted = false;
        link_try(&telling.link, state_dir, clock_now(&host).mono_ms);
        wait_for_news(&telling);
    }
    link_close(&telling.link);
}
