/* The simulator's end of the face's screen: listens, has the frame, keys go out, descriptions come
 * in. Whatever a face sends is checked; a wrong message ends that connection. */
#ifndef JIANYAN_SIM_LINK_H
#define JIANYAN_SIM_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/wire.h"
#include "core/clock.h"
#include "core/key.h"
#include "platform.h"
#include "sim/described.h"
#include "sim/pollset.h"
#include "sim/simclock.h"

struct link {
    const struct simclock *clock; /* borrowed */
    char path[4096];
    int listen_fd, fd;      /* -1: not open; no face */
    bool welcomed;          /* the face has said hello */
    const uint32_t *pixels; /* the face's frame, mapped read-only; NULL: none */
    size_t frame_bytes;
    int width, height, stride; /* stride in pixels */
    uint32_t sent, answered;   /* serials: last sent, last answered by a description */
    uint32_t presents;         /* how many have come: the picture changed */
    struct rect changed;       /* around all that was presented since link_take_changes() */
    bool has_described;        /* by this face */
    struct described described;
    enum key handoff; /* of the last face that handed on; KEY_NONE: none */
    bool handed_on;   /* this face has said that it hands on */
    char *body;       /* WIRE_MESSAGE_MAX bytes to receive into */
};

/* Listens at PATH, replacing an old socket. False after one line on standard error. */
bool link_open(struct link *link, const char *path, const struct simclock *clock);
void link_close(struct link *link);

void link_poll(struct link *link, struct pollset *set);

/* True when a face is there and has described itself. */
bool link_is_up(const struct link *link);

/* True when it has answered everything that was sent. */
bool link_is_answered(const struct link *link);

/* What to send; without a face they do nothing. */
void link_send_clock(struct link *link);
void link_send_key(struct link *link, enum key key, enum key_phase phase, int hold_ms);
void link_send_tap(struct link *link, int x, int y);
void link_send_quit(struct link *link);

/* Works off what has come from the face. */
void link_read(struct link *link);

/* Ends the connection (the face is dead). */
void link_drop(struct link *link);

/* What changed since the last call; empty if nothing. */
struct rect link_take_changes(struct link *link);

#endif
