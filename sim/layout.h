/* Where things stand in the simulator's window. Pure arithmetic. */
#ifndef JIANYAN_SIM_LAYOUT_H
#define JIANYAN_SIM_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/key.h"
#include "core/rect.h"

enum sim_action { ACT_KEY, ACT_FULL, ACT_SCREEN, ACT_NET, ACT_CUT, ACT_NEXT };

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
    struct spot spots[LAYOUT_SPOTS];
    size_t spot_count;
};

/* A picture of shape_w : shape_h as large as fits; full: nothing but the picture. */
void layout_compute(struct layout *layout, int width, int height, int shape_w, int shape_h,
                    bool full);

/* The spot at that point of the window, NULL if there is none. */
const struct spot *layout_at(const struct layout *layout, int x, int y);

/* A length thought of at 730 lines. */
int layout_px(const struct layout *layout, int px);

#endif
