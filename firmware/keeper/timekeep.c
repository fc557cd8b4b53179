#include "keeper/timekeep.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/file.h"
#include "core/log.h"
#include "keeper/keeper.h"
#include "keeper/rules.h"

enum { DAY_MS = 86400000, ORDER_BYTES = 64 };

const char *timekeep_verdict_str(enum timekeep_verdict verdict)
{
    switch (verdict) {
    case TIMEKEEP_RIGHT:
        break;
    case TIMEKEEP_UNASKED:
        return "nobody has asked for it";
    case TIMEKEEP_LATE:
        return "it came too late";
    case TIMEKEEP_FORGED:
        return "it is not signed by the intake, or not for us";
    case TIMEKEEP_BEFORE_US:
        return "the intake's own clock is wrong";
    }
    return "it is right";
}

void timekeep_know(struct timekeep *timekeep, const char *kid,
                   const uint8_t receipt_key[SEAL_PUBLIC_BYTES])
{
    snprintf(timekeep->kid, sizeof timekeep->kid, "%s", kid);
    memcpy(timekeep->receipt_key, receipt_key, sizeof timekeep->receipt_key);
}

void timekeep_ask(struct timekeep *timekeep, int64_t steady_ms)
{
    seal_draw(timekeep->nonce, sizeof timekeep->nonce);
    timekeep->asked = true;
    timekeep->asked_ms = steady_ms;
}

enum timekeep_verdict timekeep_judge(struct timekeep *timekeep, int64_t signed_ms,
                                     const uint8_t signature[SEAL_SIGNATURE_BYTES],
                                     int64_t steady_ms)
{
    if (!timekeep->asked || !timekeep->kid[0])
        return TIMEKEEP_UNASKED;
    timekeep->asked = false;
    if (steady_ms - timekeep->asked_ms > TIMEKEEP_ANSWER_MS)
        return TIMEKEEP_LATE;
    if (!seal_check_time(timekeep->receipt_key, timekeep->nonce, signed_ms, signature))
        return TIMEKEEP_FORGED;
    return clock_may_be(signed_ms) ? TIMEKEEP_RIGHT : TIMEKEEP_BEFORE_US;
}

/* -- in the keeper -- */

static void raise_floor(struct keeper *keeper, int64_t wall_ms)
{
    keeper->clock.floor_ms = wall_ms;
    if (!keeper->clock.simulated)
        file_touch(AT_FDCWD, CLOCK_FLOOR_FILE, wall_ms);
}

void timekeep_open(struct keeper *keeper)
{
    struct seal_intake intake;
    if (seal_intake_parse(keeper->conf.intake_keys, &intake))
        timekeep_know(&keeper->timekeep, intake.kid, intake.receipt_public);
}

void timekeep_close(struct keeper *keeper)
{
    notify_close(&keeper->timekeep.notify);
}

static void tell(struct keeper *keeper, struct peer *peer, bool right)
{
    const struct post_message message = {.type = POST_CLOCK,
                                         .clock = {.right = right,
                                                   .wall_ms = keeper->clock.signed_ms,
                                                   .steady_ms = keeper->clock.signed_at_ms}};
    if (peer)
        peers_send(&keeper->peers, peer, &message);
}

void timekeep_greet(struct keeper *keeper, struct peer *peer)
{
    if (keeper->clock.signed_ms > 0 && (peer->role == POST_FACE || peer->role == POST_COURIER))
        tell(keeper, peer, true);
}

/* A campaign was not signed before it was issued; ours is verified by the face. */
bool timekeep_answer_face(struct keeper *keeper, const struct post_message *message)
{
    if (message->type != POST_INTAKE)
        return false;
    timekeep_know(&keeper->timekeep, message->intake.kid, message->intake.receipt_key);
    if (message->intake.issued_ms > keeper->clock.floor_ms &&
        clock_may_be(message->intake.issued_ms) && keeper->now.state != CLOCK_TRUSTED)
        raise_floor(keeper, message->intake.issued_ms);
    return true;
}

/* Whoever may set the machine's clock looks at it again for itself: board/common/set_clock.h. */
static void order_clock(const struct keeper *keeper)
{
    char order[ORDER_BYTES];
    snprintf(order, sizeof order, "X_TIME=%" PRId64 " %" PRId64, keeper->clock.signed_ms,
             keeper->clock.signed_at_ms);
    if (!keeper->clock.simulated)
        notify_say(&keeper->timekeep.notify, order);
}

static void take_time(struct keeper *keeper, struct peer *peer, const struct post_message *message)
{
    struct timekeep *timekeep = &keeper->timekeep;
    int64_t steady_ms = clock_steady_ms(&keeper->clock);
    enum timekeep_verdict verdict =
        timekeep_judge(timekeep, message->time.wall_ms, message->time.signature, steady_ms);
    if (verdict != TIMEKEEP_RIGHT) {
        log_warn("keeper", "a time was refused: %s", timekeep_verdict_str(verdict));
        tell(keeper, peer, false);
        return;
    }
    /* It was signed between question and answer. */
    clock_sign(&keeper->clock, message->time.wall_ms, (timekeep->asked_ms + steady_ms) / 2);
    keeper->now = keeper->letters.now = clock_now(&keeper->clock);
    log_info("keeper", "the intake has signed the time round_trip_ms=%" PRId64,
             steady_ms - timekeep->asked_ms);
    if (keeper->now.wall_ms < keeper->clock.floor_ms)
        raise_floor(keeper, keeper->now.wall_ms); /* what was noted before was wrong */
    rules_note_contact(keeper);
    tell(keeper, peer, true);
    tell(keeper, peers_find(&keeper->peers, POST_FACE), true);
    order_clock(keeper);
}

static void give_nonce(struct keeper *keeper, struct peer *peer)
{
    struct timekeep *timekeep = &keeper->timekeep;
    struct post_message message = {.type = POST_NONCE};
    timekeep_ask(timekeep, clock_steady_ms(&keeper->clock));
    memcpy(message.nonce.kid, timekeep->kid, sizeof message.nonce.kid);
    memcpy(message.nonce.nonce, timekeep->nonce, sizeof message.nonce.nonce);
    peers_send(&keeper->peers, peer, &message);
}

bool timekeep_answer_courier(struct keeper *keeper, struct peer *peer,
                             const struct post_message *message)
{
    if (message->type == POST_ASK_TIME)
        give_nonce(keeper, peer);
    else if (message->type == POST_TIME)
        take_time(keeper, peer, message);
    else
        return false;
    return true;
}

/* Milliseconds of trusted time until a day has passed since the last note; below 1: it has. */
static int64_t left_ms(const struct keeper *keeper)
{
    return keeper->clock.floor_ms + DAY_MS - keeper->now.wall_ms;
}

void timekeep_note(struct keeper *keeper)
{
    if (keeper->now.state == CLOCK_TRUSTED && left_ms(keeper) <= 0)
        raise_floor(keeper, keeper->now.wall_ms);
}

int64_t timekeep_due_ms(const struct keeper *keeper)
{
    if (keeper->now.state != CLOCK_TRUSTED)
        return INT64_MAX;
    int64_t left = left_ms(keeper);
    return keeper->now.mono_ms + (left > 0 ? left : 0);
}
