/* Which of the two root file systems a box starts, and what an update has still to prove.
 *
 * An update is written into the slot that does not run, tried, and kept only after it has proven
 * itself; until then every failure leads back to the slot that worked. The states and what leads
 * from one to another are a table in slots.c. The record is kept twice in a partition of its own,
 * so that power may fail at any byte of any write. */
#ifndef JIANYAN_BOARD_INIT_SLOTS_H
#define JIANYAN_BOARD_INIT_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SLOTS_ATTEMPTS = 3, /* so often an update is started before it is given up */
    SLOTS_CYCLES = 8,   /* so often the power may fail meanwhile without costing an attempt */
    SLOTS_BYTES = 8192, /* of the partition that are used */
};

enum slots_state {
    SLOTS_STEADY, /* the active slot runs; the other one is free */
    SLOTS_STAGED, /* the other one holds an update that was not started yet */
    SLOTS_TRYING, /* the update was started and has not proven itself */
    SLOTS_STATES,
};

enum slots_event {
    SLOTS_BEGIN,      /* the other slot is about to be written */
    SLOTS_INSTALLED,  /* it holds a whole, verified update now */
    SLOTS_POWERED,    /* the box starts, and its power was off */
    SLOTS_RESET,      /* the box starts because it failed: watchdog, panic, deadline */
    SLOTS_UNREADABLE, /* what is to be tried cannot be mounted */
    SLOTS_PROVEN,     /* first picture, store and self-test were fine */
    SLOTS_OVERDUE,    /* it has not proven itself in time: the next start is SLOTS_RESET */
    SLOTS_EVENTS,
};

struct slots {
    uint64_t sequence; /* of the record; rises with every write */
    uint8_t state;     /* enum slots_state */
    uint8_t active;    /* 0: slot a, 1: slot b */
    uint8_t attempts;  /* left, of the update */
    uint8_t cycles;    /* power cycles that were forgiven */
    bool overdue;      /* whatever the next start looks like, it is SLOTS_RESET */
    int64_t version;   /* of the update */
    int64_t floor;     /* nothing older is installed: the highest version that has proven itself */
    int64_t given_up;  /* the update that failed last; not taken again by itself. 0: none */
};

/* Takes the event; `version` matters for SLOTS_INSTALLED. False, and nothing changes, where the
 * state does not allow it: nothing is written while an update is tried, and nothing older than the
 * floor is taken. */
bool slots_step(struct slots *slots, enum slots_event event, int64_t version);

/* The slot to start, or that runs: 0 or 1. */
int slots_to_boot(const struct slots *slots);

/* Reads the newest whole record of the partition open as fd. Without one: slot a, steady. */
void slots_load(int fd, struct slots *slots);

/* Writes it over the older of the two and waits for the disk. False if that failed; the record that
 * was there still holds then. */
bool slots_save(int fd, struct slots *slots);

#endif
