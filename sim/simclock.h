/* The time of the simulated box: one clock file that all children map, and the same told to the
 * face over its screen. Headless it stands still and is moved by steps; in a window it runs. */
#ifndef JIANYAN_SIM_SIMCLOCK_H
#define JIANYAN_SIM_SIMCLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"

struct simclock {
    struct clock_file *file; /* mapped, owned */
    struct clock_now base;
    bool running;
    int64_t host_base_ms;
    int64_t world_ahead_ms; /* of the base: a box that does not know the time is alone with that */
};

/* Creates the file `clock` in that folder. False after one line on standard error. */
bool simclock_open(struct simclock *clock, int folder_fd, int64_t wall_ms, bool running);
void simclock_close(struct simclock *clock);

struct clock_now simclock_now(const struct simclock *clock);

/* Lets both clocks go on to this monotonic time; never back. */
void simclock_advance(struct simclock *clock, int64_t mono_ms);

/* What the box believes about the date from now on; if it is trusted, all the world does. */
void simclock_believe(struct simclock *clock, int64_t wall_ms, enum clock_state state);

#endif
