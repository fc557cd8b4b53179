/* Where things stand in the simulator's window. Pure arithmetic. */
#ifndef JIANYAN_SIM_LAYOUT_H
#define JIANYAN_SIM_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/key.h"
#include "core/rect.h"

enum sim_action {
    ACT_KEY,
    ACT_FULL,
    ACT_SCREEN,
    ACT_NET,
    ACT_CUT,
    ACT_NEXT,
    ACT_ARRIVALS,
    ACT_TOUR,
};

/* One thing to press: a key of the remote, or a button. */
struct spot {
    struct rect r; /* window pixels */
    enum sim_action action;
    enum key key; /* ACT_KEY */
};

enum { LAYOUT_SPOTS = 48 };

struct layout {
    int width, height;                     /* of the window */
    int scale;                             /* thousandths of what was drawn for 730 lines */
    struct rect stage, set, screen, strip; /* the room, the television, its picture, notes */
    struct rect panel, remote;             /* empty in full screen */
    struct rect arrivals, caption;         /* on the stage; empty unless wished for */
    struct spot spots[LAYOUT_SPOTS];
    size_t spot_count;
};

struct layout_wish {
    int shape_w, shape_h; /* of the picture */
    bool full;            /* nothing but the picture, and a caption */
    bool arrivals;        /* a column for what has come in */
    bool caption;         /* a line or two below the picture */
};

/* The picture as large as fits beside all that is wished for. */
void layout_compute(struct layout *layout, int width, int height, const struct layout_wish *wish);

/* The spot at that point of the window, NULL if there is none. */
const struct spot *layout_at(const struct layout *layout, int x, int y);

/* A length thought of at 730 lines. */
int layout_px(const struct layout *layout, int px);

#endif
