/* What the rear keeps watch over: that the keeper answers and its store works, that the disk can be
 * read, that the front reports; and the watchdog, which is fed when all of that is so. A keeper
 * that is silent is killed, to be started anew. Times are the machine's monotonic milliseconds. */
#ifndef JIANYAN_BOARD_VIGIL_H
#define JIANYAN_BOARD_VIGIL_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "board/common/child.h"
#include "board/common/feed.h"
#include "board/common/probe.h"

enum { VIGIL_FDS = 3 };

/* Where things are; all borrowed. */
struct vigil_setup {
    const char *state_dir;
    const char *device; /* the watchdog's; NULL: none is wanted */
    bool proof;         /* somebody waits for vigil_is_proven() */
    long fault;         /* told to the keeper, once; 0: none */
    int64_t silence_ms; /* what a face is allowed */
    int state_fd, listen_fd;
};

struct vigil {
    const struct vigil_setup *setup;
    struct feed feed;
    struct probe probe;
    int device_fd, disk_fd, front_fd;   /* -1: none */
    int64_t period_ms, keeper_quiet_ms; /* see feed.h */
    int64_t next_ms;                    /* store and disk are asked again */
    int64_t heard_ms;                   /* the keeper answered, or was started */
    bool pictured;                      /* a front has reported REPORT_READY */
    bool kept;                          /* the store has taken a real commit */
    bool told;                          /* the keeper knows of the fault */
};

void vigil_begin(struct vigil *vigil, const struct vigil_setup *setup, int64_t now_ms);

/* The keeper was started. */
void vigil_started(struct vigil *vigil, int64_t now_ms);

/* What to wait for, and until when at most. */
void vigil_fill(const struct vigil *vigil, struct pollfd fds[VIGIL_FDS]);
int64_t vigil_due_ms(const struct vigil *vigil);

/* Hears who has spoken, asks what is due, kills a silent keeper, feeds. */
void vigil_turn(struct vigil *vigil, const struct child *keeper, int64_t now_ms);

/* The screen has what it is to have, and the store keeps. */
bool vigil_is_proven(const struct vigil *vigil);

/* `stop`: the watchdog is switched off, because this is an orderly end. */
void vigil_end(struct vigil *vigil, bool stop);

#endif
