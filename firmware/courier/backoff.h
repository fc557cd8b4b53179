/* How long to wait: random, so that a city's boxes never come all at once. */
#ifndef JIANYAN_COURIER_BACKOFF_H
#define JIANYAN_COURIER_BACKOFF_H

#include <stdbool.h>
#include <stdint.h>

enum {
    BACKOFF_BASE_MS = 2000,
    BACKOFF_LEAST_MS = 200,
    RETRY_AFTER_LEAST_S = 1,
    RETRY_AFTER_MOST_S = 86400,
};

/* Randomness for delays alone; never for anything secret. */
struct chance {
    uint64_t state;
};

/* Seeded: runs repeat. Otherwise the system's randomness. */
void chance_init(struct chance *chance, bool seeded, uint64_t seed);

/* Evenly from 0 to most_ms. */
int64_t chance_up_to(struct chance *chance, int64_t most_ms);

/* Full jitter: evenly up to base × 2^failures, at most cap_seconds. */
int64_t backoff_ms(struct chance *chance, unsigned failures, long cap_seconds);

/* The delay a Retry-After header asks for, clamped to 1 s and 24 h, times 1 to 1.25. -1 if it has
 * no number of seconds. */
int64_t backoff_retry_after_ms(struct chance *chance, const char *header);

#endif
