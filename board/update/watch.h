/* Waits for updates and installs them: STATE/incoming/firmware, which a carousel, a stick or a
 * person fills, and STATE/firmware, which the courier does. Asleep while nothing changes.
 *
 * A home box is switched on anew soon enough; the others are started anew by night. */
#ifndef JIANYAN_BOARD_UPDATE_WATCH_H
#define JIANYAN_BOARD_UPDATE_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "board/update/box.h"
#include "core/clock.h"
#include "core/conf.h"

enum {
    WATCH_STILL_MS = 1000,          /* nothing has changed for so long: look */
    WATCH_BUSY_MS = 10 * 60 * 1000, /* how often to look while an update is being tried */
    WATCH_BLIND_MS = 86400000,      /* a box that knows no time is started anew so long after */
};

struct watch {
    struct box *box;
    const struct conf *conf;
    const char *state_dir;
    const struct clock *clock; /* the machine's own: the state folder belongs to others */
};

/* What is above is the caller's, and borrowed. True as soon as the box should start anew with what
 * was installed; false, after a logged line, if nothing can be watched. One line is logged for each
 * folder as it is. */
bool watch_run(const struct watch *watch);

/* Milliseconds until a box of that class, in which an update has waited since staged_ms
 * (monotonic), should start anew; INT64_MAX: not by itself. */
int64_t watch_restart_ms(enum conf_class class, struct clock_now now, int64_t staged_ms);

#endif
