/* What posters were shown and which faults were met, in a file of its own that may be lost: a
 * failure here is logged once and never delays a letter. The working folder is the state folder. */
#ifndef JIANYAN_KEEPER_PLAYS_H
#define JIANYAN_KEEPER_PLAYS_H

#include <stdbool.h>
#include <stdint.h>

#include "keeper/store.h"
#include "post/post.h"

enum { PLAYS_PENDING_MAX = 32 };

struct plays {
    struct store store;
    bool given_up; /* it failed twice: nothing more is kept until the next start */
    bool renamed;  /* a damaged file was put aside once */
    int count;
    struct post_message pending[PLAYS_PENDING_MAX]; /* POST_PLAY and POST_FAULT */
    int64_t wall_ms[PLAYS_PENDING_MAX];
    int64_t flush_at; /* monotonic; INT64_MAX: nothing pending */
};

/* Nothing is opened before something is to be written. */
void plays_init(struct plays *plays);

/* Notes a POST_PLAY or POST_FAULT; it is written within a minute, or at the end. */
void plays_note(struct plays *plays, const struct post_message *message, int64_t mono_ms,
                int64_t wall_ms);

/* The kinds of faults that were met, the latest first; how many were put into notes. */
size_t plays_faults(struct plays *plays, struct post_fault_note *notes, size_t most);

/* Writes what is pending. */
void plays_flush(struct plays *plays);

/* Flushes and closes. */
void plays_fini(struct plays *plays);

#endif
