/* When a program that ended is started again: at once the first times, later and later while it
 * keeps ending soon after its start. Pure policy over a monotonic clock; whoever owns the processes
 * (the supervisor of a box, the simulator) asks it. */
#ifndef JIANYAN_BOARD_SUPERVISE_H
#define JIANYAN_BOARD_SUPERVISE_H

#include <stdbool.h>
#include <stdint.h>

enum supervise_end {
    SUPERVISE_ASKED,   /* we ended it ourselves: says nothing about its health */
    SUPERVISE_CRASHED, /* a signal, or a status other than 0 */
};

enum {
    SUPERVISE_AGAIN_MS = 100,     /* the pause before a first restart */
    SUPERVISE_QUICK = 3,          /* so many crashes in a row are restarted without delay */
    SUPERVISE_LONGEST_MS = 60000, /* the longest pause */
    SUPERVISE_HEALTHY_MS = 60000, /* who ran so long had a good start */
    SUPERVISE_LOOP_MS = 300000,   /* SUPERVISE_QUICK crashes within this are a loop */
};

/* One program's history; zeroed to begin. */
struct supervise {
    int64_t started_ms;
    unsigned crashes;                    /* in a row, each less than SUPERVISE_HEALTHY_MS after
                                            its start */
    int64_t crashed_ms[SUPERVISE_QUICK]; /* the last ones, newest first */
    unsigned noted;                      /* of them */
};

/* It has been started. */
void supervise_started(struct supervise *history, int64_t now_ms);

/* It has ended; the time at which to start it again. */
int64_t supervise_ended(struct supervise *history, enum supervise_end how, int64_t now_ms);

/* True when its last SUPERVISE_QUICK crashes came within SUPERVISE_LOOP_MS, however long it ran
 * between them: time for safe mode, or for television. */
bool supervise_is_looping(const struct supervise *history);

#endif
