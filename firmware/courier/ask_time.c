#include "courier/ask_time.h"

#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "courier/courier.h"
#include "courier/verdict.h"

enum {
    KEEPER_MS = 5000, /* of the machine's clock: the keeper must have answered */
    HOUR_MS = 3600000,
    AGAIN_MS = 24 * HOUR_MS, /* and up to an eighth earlier, so that no hour is everybody's */
    PATH_BYTES = 128,
};

/* The system keeps the clock itself: nobody needs to be asked. */
static bool is_kept(const struct courier *courier)
{
    struct clock_now now = clock_now(&courier->clock);
    return now.state == CLOCK_TRUSTED && !now.by_intake;
}

static bool can_ask(const struct courier *courier)
{
    return courier->link.fd >= 0 && url_check(courier->intake_url) == URL_GOOD;
}

static void rest(struct courier *courier, int64_t wait_ms)
{
    struct ask_time *ask = &courier->ask_time;
    ask->stage = ASK_TIME_RESTS;
    ask->tried = true;
    ask->due_ms = courier_now_ms(courier) + wait_ms;
}

static void fail(struct courier *courier, const char *why)
{
    struct ask_time *ask = &courier->ask_time;
    log_info("courier", "the intake has not told the time: %s", why);
    rest(courier, backoff_ms(&courier->chance, ++ask->failures, courier->conf->retry_cap_seconds));
}

static void begin(struct courier *courier)
{
    struct ask_time *ask = &courier->ask_time;
    const struct post_message message = {.type = POST_ASK_TIME};
    if (!link_send(&courier->link, &message))
        return;
    ask->stage = ASK_TIME_KEEPER;
    ask->asked_ms = courier_host_ms(courier);
}

void ask_time_nonce(struct courier *courier, const char *kid, const uint8_t nonce[POST_NONCE_BYTES])
{
    struct ask_time *ask = &courier->ask_time;
    char path[PATH_BYTES], url[URL_MAX];
    const struct http_request request = {.url = url,
                                         .headers = {"Accept: application/json"},
                                         .file = -1,
                                         .max = ASK_TIME_BYTES_MAX,
                                         .is_signed = true};
    if (ask->stage != ASK_TIME_KEEPER)
        return;
    for (size_t i = 0; i < POST_NONCE_BYTES; i++)
        snprintf(ask->nonce + 2 * i, 3, "%02x", nonce[i]);
    snprintf(path, sizeof path, "v1/time?nonce=%s&kid=%s", ask->nonce, kid);
    if (!kid[0])
        fail(courier, "its keys are not known");
    else if (!url_join(courier->intake_url, path, url, sizeof url) ||
             !http_start(courier->http, HTTP_TIME, &request))
        fail(courier, "its address cannot be used");
    else
        ask->stage = ASK_TIME_INTAKE;
}

static void take_reply(struct courier *courier, const struct http_reply *reply)
{
    struct post_message time = {.type = POST_TIME};
    if (!verdict_time(reply, courier->ask_time.nonce, &time.time.wall_ms, time.time.signature)) {
        fail(courier, reply->why);
        return;
    }
    courier->ask_time.stage = ASK_TIME_CHECKS;
    courier->ask_time.asked_ms = courier_host_ms(courier);
    link_send(&courier->link, &time);
}

/* What failed may have failed for its clock alone. */
static void go_on(struct courier *courier)
{
    if (courier->net == POST_NET_UNKNOWN)
        courier_set_net(courier, POST_NET_OK, "");
    upload_again(courier);
    if (courier->fetch.failures > 0)
        fetch_hurry(courier);
}

void ask_time_clock(struct courier *courier, const struct post_message *message)
{
    struct ask_time *ask = &courier->ask_time;
    bool answers = ask->stage == ASK_TIME_CHECKS;
    if (message->clock.right)
        clock_sign(&courier->clock, message->clock.wall_ms, message->clock.steady_ms);
    if (answers && !message->clock.right) {
        fail(courier, "the keeper does not believe it");
    } else if (answers) {
        ask->failures = 0;
        rest(courier, AGAIN_MS - chance_up_to(&courier->chance, AGAIN_MS / 8));
        go_on(courier);
    }
}

/* A new keeper knows nothing of what the old one was told. */
void ask_time_keeper_lost(struct courier *courier)
{
    http_cancel(courier->http, HTTP_TIME);
    rest(courier, 0);
}

void ask_time_hurry(struct courier *courier)
{
    struct ask_time *ask = &courier->ask_time;
    if (ask->stage != ASK_TIME_RESTS || clock_now(&courier->clock).state == CLOCK_TRUSTED)
        return;
    ask->splayed = true;
    ask->due_ms = courier_now_ms(courier);
}

/* A whole city may have started with us. */
static bool is_due(struct courier *courier)
{
    struct ask_time *ask = &courier->ask_time;
    int64_t splay_ms = courier->once ? 0 : courier->conf->splay_seconds * 1000;
    if (is_kept(courier)) {
        ask->splayed = false;
        return false;
    }
    if (!ask->splayed)
        ask->due_ms = courier_now_ms(courier) + chance_up_to(&courier->chance, splay_ms);
    ask->splayed = true;
    return ask->due_ms <= courier_now_ms(courier);
}

void ask_time_tick(struct courier *courier)
{
    struct ask_time *ask = &courier->ask_time;
    struct http_reply reply;
    if (ask->stage == ASK_TIME_INTAKE && http_take(courier->http, HTTP_TIME, &reply))
        take_reply(courier, &reply);
    if (courier_host_ms(courier) >= ask_time_host_due_ms(courier))
        fail(courier, "the keeper does not answer");
    if (ask->stage == ASK_TIME_RESTS && can_ask(courier) && is_due(courier))
        begin(courier);
}

static bool is_awaited(const struct courier *courier)
{
    return !courier->ask_time.tried && clock_now(&courier->clock).state == CLOCK_UNKNOWN;
}

bool ask_time_holds(const struct courier *courier)
{
    return courier->ask_time.stage != ASK_TIME_RESTS && is_awaited(courier);
}

bool ask_time_comes_first(struct courier *courier)
{
    if (courier->ask_time.stage == ASK_TIME_RESTS && can_ask(courier) && is_awaited(courier))
        begin(courier);
    return ask_time_holds(courier);
}

int64_t ask_time_due_ms(const struct courier *courier)
{
    const struct ask_time *ask = &courier->ask_time;
    if (ask->stage != ASK_TIME_RESTS || !can_ask(courier))
        return INT64_MAX;
    if (is_kept(courier)) /* it may cease to; on a simulated folder it is looked at all the time */
        return courier->clock.simulated ? INT64_MAX : courier_now_ms(courier) + HOUR_MS;
    return ask->splayed ? ask->due_ms : courier_now_ms(courier);
}

int64_t ask_time_host_due_ms(const struct courier *courier)
{
    const struct ask_time *ask = &courier->ask_time;
    bool waits = ask->stage == ASK_TIME_KEEPER || ask->stage == ASK_TIME_CHECKS;
    return waits ? ask->asked_ms + KEEPER_MS : INT64_MAX;
}

bool ask_time_is_done(const struct courier *courier)
{
    const struct ask_time *ask = &courier->ask_time;
    return ask->stage == ASK_TIME_RESTS && (ask->tried || is_kept(courier) || !can_ask(courier));
}
