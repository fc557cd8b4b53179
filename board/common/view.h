/* How the canvas lies on a screen's memory: centred, made smaller where the screen is smaller,
 * turned where the panel hangs on its side, and in the pixels that memory has. Pure. */
#ifndef JIANYAN_BOARD_VIEW_H
#define JIANYAN_BOARD_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/common/scale.h"
#include "platform.h"

enum view_pixel {
    VIEW_XRGB8888, /* 32 bits, 0x00RRGGBB in host byte order */
    VIEW_XBGR8888, /* 32 bits, 0x00BBGGRR */
    VIEW_RGB888,   /* 24 bits; bytes blue, green, red */
    VIEW_RGB565,   /* 16 bits, dithered: photographs have no bands */
};

/* A screen's memory, borrowed. */
struct view_target {
    void *memory;
    size_t stride_bytes;
    enum view_pixel pixel;
};

struct view {
    struct frame canvas; /* what the face draws into; owned */
    struct frame source; /* what is copied: the canvas, or our own smaller copy of it */
    struct scale scale;  /* columns NULL: the canvas has its own size */
    int screen_w, screen_h;
    int turn;          /* quarter turns clockwise, 0 to 3 */
    struct rect place; /* where the canvas lies, screen pixels */
};

/* Makes a black canvas of that size; false when there is no memory. Fits no screen yet. */
bool view_init(struct view *view, int width, int height);

/* Frees the canvas; fine on a zeroed struct. */
void view_fini(struct view *view);

/* Settles how the canvas lies on a screen of that size. May be called again; the canvas stays where
 * it is. False when there is no memory. */
bool view_fit(struct view *view, int screen_w, int screen_h, int turn);

/* The pixels of the screen that show this part of the canvas. */
struct rect view_reach(const struct view *view, struct rect on_canvas);

/* Brings `part` of the screen (screen pixels, inside view->place) up to date from the canvas. */
void view_copy(const struct view *view, const struct view_target *target, struct rect part);

/* Blackens all of the screen that is beside the canvas. */
void view_frame(const struct view *view, const struct view_target *target);

/* The canvas pixel that a point of the screen shows; false if it lies beside the canvas. */
bool view_point(const struct view *view, int screen_x, int screen_y, int *x, int *y);

/* Bytes of one pixel. */
size_t view_pixel_bytes(enum view_pixel pixel);

#endif
