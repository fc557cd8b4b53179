/* What a buffer of the screen lacks: rectangles that changed since it was last drawn. With two
 * buffers each has one of these, so that each is given what the other one got. */
#ifndef JIANYAN_BOARD_STALE_H
#define JIANYAN_BOARD_STALE_H

#include <stddef.h>

#include "core/rect.h"

enum { STALE_MAX = 16 };

struct stale {
    struct rect rects[STALE_MAX]; /* may overlap */
    size_t count;
};

/* Adds a rectangle; an empty one changes nothing. When there is no room left, it is joined to the
 * one that grows least by it: never less is covered than was added. */
void stale_add(struct stale *stale, struct rect rect);

/* Nothing but this rectangle: all of the screen, for a buffer that has nothing yet. */
void stale_all(struct stale *stale, struct rect all);

#endif
