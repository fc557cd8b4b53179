/* The intake's signed time: the keeper draws the nonce, the courier carries question and answer,
 * the keeper verifies. docs/time.md says why nothing more is needed, and what an attacker can do.
 *
 * It also keeps STATE/not-before, at most once a day, behind which no clock is believed. */
#ifndef JIANYAN_KEEPER_TIMEKEEP_H
#define JIANYAN_KEEPER_TIMEKEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/notify.h"
#include "post/post.h"
#include "seal/keyed.h"

struct keeper;
struct peer;

/* From question to answer at most; the time that is believed is wrong by half of it at most. */
enum { TIMEKEEP_ANSWER_MS = 10000 };

struct timekeep {
    char kid[POST_KID_MAX]; /* of the intake's keys; empty: none are known */
    uint8_t receipt_key[SEAL_PUBLIC_BYTES];
    bool asked; /* the nonce is out and not yet used up */
    uint8_t nonce[SEAL_NONCE_BYTES];
    int64_t asked_ms;     /* clock_steady_ms() then */
    struct notify notify; /* to whoever may set the machine's clock; closed: nobody */
};

/* What became of an answer. */
enum timekeep_verdict {
    TIMEKEEP_RIGHT,
    TIMEKEEP_UNASKED,   /* no nonce is out: an old answer, or a second one */
    TIMEKEEP_LATE,      /* after TIMEKEEP_ANSWER_MS */
    TIMEKEEP_FORGED,    /* not signed with the key we know, over the nonce we drew */
    TIMEKEEP_BEFORE_US, /* well signed, but the intake's own clock cannot be right */
};
const char *timekeep_verdict_str(enum timekeep_verdict verdict);

/* What the intake's keys are; kid may be empty. */
void timekeep_know(struct timekeep *timekeep, const char *kid,
                   const uint8_t receipt_key[SEAL_PUBLIC_BYTES]);

/* Draws a nonce; whatever was asked before is no longer answered. */
void timekeep_ask(struct timekeep *timekeep, int64_t steady_ms);

/* Judges an answer; whatever it is, its nonce is used up. */
enum timekeep_verdict timekeep_judge(struct timekeep *timekeep, int64_t signed_ms,
                                     const uint8_t signature[SEAL_SIGNATURE_BYTES],
                                     int64_t steady_ms);

/* -- in the keeper -- */

/* Takes the intake's keys of board.conf, if they stand there. `notify` is open already. */
void timekeep_open(struct keeper *keeper);
void timekeep_close(struct keeper *keeper);

/* Somebody said hello: tells the signed time, if there is one. */
void timekeep_greet(struct keeper *keeper, struct peer *peer);

/* A message of the face or the courier; false if it is none of these. */
bool timekeep_answer_face(struct keeper *keeper, const struct post_message *message);
bool timekeep_answer_courier(struct keeper *keeper, struct peer *peer,
                             const struct post_message *message);

/* Notes a time that can be trusted, once a day; when that is due, INT64_MAX: never. */
void timekeep_note(struct keeper *keeper);
int64_t timekeep_due_ms(const struct keeper *keeper);

#endif
