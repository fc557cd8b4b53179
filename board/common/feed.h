/* When the watchdog is fed: after real work, never because time has passed. Each of those that must
 * be alive gives a sign of its own; once all have given one since the last meal, it is due. Pure.
 */
#ifndef JIANYAN_BOARD_FEED_H
#define JIANYAN_BOARD_FEED_H

#include <stdbool.h>
#include <stdint.h>

enum feed_sign {
    FEED_FACE = 1 << 0,  /* the face drew and listened, or the front is busy replacing it */
    FEED_STORE = 1 << 1, /* the keeper has answered, or the rear is busy replacing it */
    FEED_DISK = 1 << 2,  /* the disk of the root file system was read */
};

struct feed {
    unsigned needed, seen; /* enum feed_sign */
};

/* From now on this sign is needed, or no longer is. */
void feed_need(struct feed *feed, enum feed_sign sign, bool needed);

/* A sign was given. True if that was the last one needed: feed the watchdog, once. */
bool feed_note(struct feed *feed, enum feed_sign sign);

/* How often store and disk are asked, and how long the keeper may be silent, in ms, so that the
 * slowest of both fits between two meals. silence_ms: what a face is allowed (watchdog_seconds of
 * board.conf); bite_s: when the watchdog bites, 0 for none. */
int64_t feed_period_ms(int64_t silence_ms, int bite_s);
int64_t feed_silence_ms(int64_t silence_ms, int bite_s);

/* What the watchdog is asked for, in seconds: room for a face that falls silent, is noticed and
 * killed, and for a keeper likewise. */
int feed_bite_s(int64_t silence_ms);

#endif
