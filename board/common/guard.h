/* What the supervisor holds a face to, whatever the face itself thinks: signs of life, and on a
 * boot screen a deadline by which the television has its screen back. Pure; times are the machine's
 * monotonic milliseconds. */
#ifndef JIANYAN_BOARD_GUARD_H
#define JIANYAN_BOARD_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/conf.h"

enum {
    GUARD_SLACK_MS = 10000,   /* more than boot_seconds, for starting and for handing on */
    GUARD_PERSON_MS = 720000, /* a person's key is good for so long: more than any scene idles */
};

struct guard {
    bool home;           /* there is a television to go on to */
    int64_t limit_ms;    /* from a start to television */
    int64_t watchdog_ms; /* the longest silence */
    int64_t deadline_ms; /* INT64_MAX: none */
    int64_t heard_ms;    /* the last sign of life, or the start */
    bool ready;          /* the first picture stands */
};

/* The box starts. */
void guard_begin(struct guard *guard, const struct conf *conf, int64_t now_ms);

/* A face was started. The deadline only comes nearer by it: what a person did is gone. */
void guard_started(struct guard *guard, int64_t now_ms);

/* Lines the face sent: READY=1, WATCHDOG=1, X_PERSON=1; others say nothing here. */
void guard_hear(struct guard *guard, const char *lines, int64_t now_ms);

enum guard_verdict {
    GUARD_FINE,
    GUARD_HUNG, /* silent for too long: kill it */
    GUARD_OVER, /* television now */
};

/* `running`: a face runs (one that does not cannot hang). */
enum guard_verdict guard_look(const struct guard *guard, bool running, int64_t now_ms);

/* When guard_look() may say something else; INT64_MAX: never. */
int64_t guard_due_ms(const struct guard *guard, bool running);

#endif
