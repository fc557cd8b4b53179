/* Which root file system a start tries, and in which order: the record's word, and what remains if
 * it cannot be had. Pure; docs/image.md tells it in prose. */
#ifndef JIANYAN_BOARD_INIT_START_H
#define JIANYAN_BOARD_INIT_START_H

#include <stdbool.h>

#include "board/init/slots.h"

enum { START_SLOTS = 2 };

struct start {
    struct slots slots;
    bool recorded;          /* there is a record to go by */
    bool changed;           /* it must be written before anything is mounted */
    bool back;              /* this start gives an update up */
    int order[START_SLOTS]; /* slots, 0 or 1, as they are tried */
};

/* Takes the start into what was loaded. `bitten`: the watchdog says that it has restarted the box.
 * Without a record: slot a, then b. */
void start_begin(struct start *start, const struct slots *loaded, bool bitten);

/* The record could not be written: an update that is not counted could be tried for ever, so what
 * has worked before comes first. */
void start_unsaved(struct start *start);

/* The first slot cannot be used. True if the record has changed by it and must be written. */
bool start_unreadable(struct start *start);

/* What runs if `slot` is entered is an update that has still to prove itself. */
bool start_is_trial(const struct start *start, int slot);

#endif
