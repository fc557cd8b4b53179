/* The letters a device keeps until the intake has them: what may be written, when it counts as
 * kept, and what may leave. Every failure of the file below is met here (docs/store.md).
 *
 * The working folder is the state folder. `now` is what main read from the clock this round. */
#ifndef JIANYAN_KEEPER_LETTERS_H
#define JIANYAN_KEEPER_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "keeper/store.h"
#include "post/post.h"

struct letters_counts {
    uint32_t waiting, delivered, refused;
    uint64_t total;
    int64_t day;    /* in China, of the next */
    uint32_t today; /* letters first kept on that day */
};

/* Zero it before letters_open(). */
struct letters {
    struct store store; /* closed while something is wrong with it */
    int folder_fd;      /* holds the lock; -1: not taken yet */
    enum post_store state;
    struct clock_now now;
    struct letters_counts counts; /* as last read; a copy for status, never decided by */
    int64_t stamp;                /* of this program and its intake, see letters_retry() */
    int64_t tidy_at, probe_at;    /* monotonic */
    int64_t check_at;             /* quick_check since start; INT64_MAX: done */
    unsigned renewals;            /* stores set aside since start */
    unsigned failures;            /* probes in a row that met a broken store */
    bool reserve;                 /* is there */
    bool unsettled;               /* opened; the log must be emptied before the next commit */
    bool suspect;                 /* after an I/O error: settle and check before anything else */
    bool untidy;                  /* commits since the last checkpoint */
    bool marking_fails;           /* give no letter out: it would be sent again and again */
};

/* What became of a mark. */
enum letters_mark {
    LETTERS_MARKED,  /* struck off now, durably */
    LETTERS_ALREADY, /* had been before */
    LETTERS_UNKNOWN, /* no such letter */
    LETTERS_WRONG,   /* the signature is not the intake's for this letter: it stays */
    LETTERS_UNKEPT,  /* right, but it could not be written: the letter will be sent again */
};

/* A letter on its way out. */
struct letters_out {
    uint8_t id[POST_ID_BYTES];
    size_t len;
    uint8_t bytes[POST_LETTER_MAX];
};

/* Takes the folder and opens the store. False only if another keeper has it; any other trouble is
 * in `state`, and letters_tidy() tries again. */
bool letters_open(struct letters *letters, struct clock_now now);

/* Gives folder and store back; fine on a zeroed struct with folder_fd -1. */
void letters_close(struct letters *letters);

/* Keeps a letter. POST_SAVE_OK only after its commit is durable; the same id with the same digest
 * is kept once, however often it comes. *arrived: it had been delivered before. */
enum post_save letters_put(struct letters *letters, const struct post_put *put, bool *arrived);

/* The same for a letter out of a store that was set aside: it keeps the time it was first kept. */
enum post_save letters_take_over(struct letters *letters, const struct post_put *put,
                                 int64_t created_ms, bool *arrived);

/* The oldest letter that waits, copied out; false if none is due. */
bool letters_next(struct letters *letters, struct letters_out *out);

/* Strikes a letter off if the signature is right for the key and digest kept with it; the payload
 * is erased in the same commit. */
enum letters_mark letters_delivered(struct letters *letters, const uint8_t id[POST_ID_BYTES],
                                    const uint8_t signature[POST_SIGNATURE_BYTES]);

/* Sets a malformed letter aside: it is kept, but waits no longer. */
enum letters_mark letters_refused(struct letters *letters, const uint8_t id[POST_ID_BYTES]);

/* Lets the letters that were set aside wait once more: what refused them may have changed. Without
 * `always` only where letters->stamp is another than when the last one was set aside. */
void letters_retry(struct letters *letters, bool always);

/* Puts a letter behind all that wait; costs nothing if it is there already. */
void letters_later(struct letters *letters, const uint8_t id[POST_ID_BYTES]);

/* Reads the counts again. */
void letters_count(struct letters *letters);

/* Whether a letter could be kept now. `write`: by a commit that waits for the disk; otherwise the
 * store is read, and nothing is written. */
enum post_save letters_probe(struct letters *letters, bool write);

/* After an answer: keeps the log short, and lets the check of the whole store begin. */
void letters_trim(struct letters *letters);

/* When nobody waits for an answer: checks, checkpoints, sweeps, and tries what failed again. */
void letters_tidy(struct letters *letters);

/* When letters_tidy() is due next (monotonic milliseconds; INT64_MAX: never). */
int64_t letters_tidy_at(const struct letters *letters);

#endif
