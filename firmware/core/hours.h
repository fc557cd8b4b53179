/* Hours of the day between which something holds, by China's time: "06:30-22:30". */
#ifndef JIANYAN_CORE_HOURS_H
#define JIANYAN_CORE_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"

/* Minutes from midnight; from == to: always. `to` may lie on the next day (22:00-06:00). */
struct hours {
    int from, to;
};

/* Reads "HH:MM-HH:MM", or nothing at all (always). False if it is neither. */
bool hours_read(struct hours *hours, const char *text);

/* True between them; always, while nobody knows what time it is. */
bool hours_hold(const struct hours *hours, struct clock_now now);

/* Milliseconds until that changes; INT64_MAX: it does not, as far as is known. */
int64_t hours_left_ms(const struct hours *hours, struct clock_now now);

#endif
