/* One picture over another, in a given part: what a cross-fade draws. Both are at hand, so that any
 * piece of any step can be painted at any time; where they are the same, no step changes anything
 * and nothing is painted. */
#ifndef JIANYAN_UI_CROSS_H
#define JIANYAN_UI_CROSS_H

#include <stddef.h>
#include <stdint.h>

#include "ui/canvas.h"

/* Two pictures as large as the canvas, row by row without padding. All borrowed. */
struct cross {
    const uint32_t *from, *to;
    int width, height;
    uint64_t from_key, to_key; /* as canvas_image() takes them */
    const uint8_t *differs;    /* from cross_compare() */
    int part;                  /* of 256: how much there is of `to` */
};

/* Bytes for `differs` with pictures of that size. */
size_t cross_room(int width, int height);

/* Fills it: in which cells the two pictures differ. */
void cross_compare(const struct cross *cross, uint8_t *differs);

/* Draws them over the whole canvas; a verb, for use inside draw only. */
void canvas_cross(struct canvas *canvas, const struct cross *cross);

#endif
