#include "board/common/vigil.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "board/common/report.h"
#include "board/common/watchdog.h"
#include "core/log.h"

enum { SOON_MS = 1000 };

static void note(struct vigil *vigil, enum feed_sign sign)
{
    if (feed_note(&vigil->feed, sign) && vigil->device_fd >= 0 && !watchdog_feed(vigil->device_fd))
        log_error("rear", "cannot feed the watchdog: %s", strerror(errno));
}

static void set_pace(struct vigil *vigil, int bite_s)
{
    int64_t silence_ms = vigil->setup->silence_ms;
    vigil->period_ms = feed_period_ms(silence_ms, bite_s);
    vigil->keeper_quiet_ms = feed_silence_ms(silence_ms, bite_s);
    if (bite_s > 0 && silence_ms * 2 > bite_s * INT64_C(1000))
        log_warn("rear", "the watchdog bites after %d s: watchdog_seconds should be %d at most",
                 bite_s, bite_s / 2);
}

/* Tried again as long as another one has it: a rear that ended a moment ago. */
static void open_device(struct vigil *vigil)
{
    const char *device = vigil->setup->device;
    if (!device || vigil->device_fd >= 0)
        return;
    vigil->device_fd = watchdog_open(device, feed_bite_s(vigil->setup->silence_ms));
    if (vigil->device_fd < 0)
        return;
    int bite_s = watchdog_seconds(vigil->device_fd);
    log_info("rear", "watchdog device=%s seconds=%d", device, bite_s);
    set_pace(vigil, bite_s);
}

void vigil_begin(struct vigil *vigil, const struct vigil_setup *setup, int64_t now_ms)
{
    *vigil = (struct vigil){.setup = setup,
                            .probe.fd = -1,
                            .device_fd = -1,
                            .disk_fd = probe_open_disk("/"),
                            .front_fd = -1,
                            .next_ms = now_ms,
                            .heard_ms = now_ms};
    set_pace(vigil, 0);
    feed_need(&vigil->feed, FEED_STORE, true);
    feed_need(&vigil->feed, FEED_DISK, vigil->disk_fd >= 0);
}

void vigil_started(struct vigil *vigil, int64_t now_ms)
{
    vigil->heard_ms = now_ms;
}

void vigil_fill(const struct vigil *vigil, struct pollfd fds[VIGIL_FDS])
{
    fds[0] = (struct pollfd){vigil->setup->listen_fd, POLLIN, 0};
    fds[1] = (struct pollfd){vigil->front_fd, POLLIN, 0};
    fds[2] = (struct pollfd){vigil->probe.fd, POLLIN, 0};
}

int64_t vigil_due_ms(const struct vigil *vigil)
{
    int64_t quiet_ms = vigil->heard_ms + vigil->keeper_quiet_ms;
    return vigil->next_ms < quiet_ms ? vigil->next_ms : quiet_ms;
}

/* -- the front: its face is needed as long as it is there -- */

static void take_front(struct vigil *vigil, int fd)
{
    if (vigil->front_fd >= 0)
        close(vigil->front_fd);
    vigil->front_fd = fd;
    feed_need(&vigil->feed, FEED_FACE, fd >= 0);
}

static void hear_front(struct vigil *vigil)
{
    char text[REPORT_TEXT_MAX];
    int fd = report_accept(vigil->setup->listen_fd);
    if (fd >= 0)
        take_front(vigil, fd);
    while (vigil->front_fd >= 0) {
        if (!report_next(vigil->front_fd, text))
            take_front(vigil, -1);
        else if (strcmp(text, REPORT_ALIVE) == 0)
            note(vigil, FEED_FACE);
        else if (strcmp(text, REPORT_READY) == 0)
            vigil->pictured = true;
        else if (text[0] == '\0')
            return;
    }
}

/* -- store and disk -- */

static void ask(struct vigil *vigil, const struct child *keeper, int64_t now_ms)
{
    bool write = vigil->setup->proof && !vigil->kept;
    long fault = vigil->told ? 0 : vigil->setup->fault;
    vigil->next_ms = now_ms + vigil->period_ms;
    open_device(vigil);
    if (vigil->disk_fd >= 0 && probe_disk(vigil->disk_fd))
        note(vigil, FEED_DISK);
    if (keeper->pid <= 0)
        note(vigil, FEED_STORE); /* it is being started, by now or later and later */
    else if (vigil->probe.fd < 0 &&
             !probe_ask(&vigil->probe, vigil->setup->state_dir, write, fault))
        vigil->next_ms = now_ms + SOON_MS; /* it does not listen yet */
}

static void hear_keeper(struct vigil *vigil, int64_t now_ms)
{
    enum probe_answer answer = vigil->probe.fd >= 0 ? probe_take(&vigil->probe) : PROBE_NONE;
    if (answer != PROBE_KEEPS && answer != PROBE_REFUSES)
        return;
    /* A store that refuses is told to people and mends itself, or not: a restart is no cure. */
    vigil->heard_ms = now_ms;
    vigil->told = true;
    vigil->kept = vigil->kept || answer == PROBE_KEEPS;
    note(vigil, FEED_STORE);
}

static void look_at_keeper(struct vigil *vigil, const struct child *keeper, int64_t now_ms)
{
    if (now_ms - vigil->heard_ms < vigil->keeper_quiet_ms)
        return;
    vigil->heard_ms = now_ms; /* its end is on its way */
    if (keeper->pid <= 0)
        return;
    log_error("rear", "the keeper is silent: it is started anew");
    probe_end(&vigil->probe);
    kill(keeper->pid, SIGKILL);
    note(vigil, FEED_STORE);
}

void vigil_turn(struct vigil *vigil, const struct child *keeper, int64_t now_ms)
{
    hear_front(vigil);
    hear_keeper(vigil, now_ms);
    if (now_ms >= vigil->next_ms)
        ask(vigil, keeper, now_ms);
    look_at_keeper(vigil, keeper, now_ms);
}

bool vigil_is_proven(const struct vigil *vigil)
{
    return vigil->pictured && vigil->kept;
}

void vigil_end(struct vigil *vigil, bool stop)
{
    probe_end(&vigil->probe);
    watchdog_close(vigil->device_fd, stop);
    if (vigil->disk_fd >= 0)
        close(vigil->disk_fd);
    if (vigil->front_fd >= 0)
        close(vigil->front_fd);
}
