/* Setting the machine's clock: the one thing the rear does with root's rights while it runs. The
 * keeper, which has verified the intake's signature, says what time it is; the order is looked at
 * once more here, and moves nothing but the system's clock and the battery's.
 *
 * Under systemd there is no rear, and nobody hears the keeper: the system keeps its own clock. */
#ifndef JIANYAN_BOARD_SET_CLOCK_H
#define JIANYAN_BOARD_SET_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SET_CLOCK_OLD_MS = 60000, /* an order that is older is none */
    SET_CLOCK_NEAR_MS = 1000, /* a clock so near is left alone */
};

/* "X_TIME=WALL STEADY": it was WALL (Unix ms) when the machine had run for STEADY ms. */
struct set_clock_order {
    int64_t wall_ms, steady_ms;
};

/* False if the text is no such order. */
bool set_clock_read(const char *text, struct set_clock_order *order);

/* True if the clock is to be set, and to what: the order is fresh, within the years in which a
 * jianyan may run, and the clock is not near it already. wall_ms and steady_ms are what the machine
 * says now. */
bool set_clock_is_due(const struct set_clock_order *order, int64_t wall_ms, int64_t steady_ms,
                      int64_t *to_ms);

/* Does what a text of the keeper orders; one logged line if that changes something, or fails. */
void set_clock(const char *text);

#endif
