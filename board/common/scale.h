/* Scaling of a picture by area: each pixel of the target is the mean of what it covers. */
#ifndef JIANYAN_BOARD_SCALE_H
#define JIANYAN_BOARD_SCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/rect.h"

struct scale_tap; /* which source pixels one target pixel covers, and how much of each */

struct scale {
    int from_w, from_h, to_w, to_h; /* pixels */
    struct scale_tap *columns, *rows;
};

/* Prepares scaling. False (nothing to free) if a size is not positive or memory is short. */
bool scale_init(struct scale *scale, int from_w, int from_h, int to_w, int to_h);
void scale_fini(struct scale *scale);

/* The target pixels that the source rectangle touches. */
struct rect scale_reach(const struct scale *scale, struct rect source);

/* Fills the rectangle `part` of the target (in target pixels, inside it). Strides in pixels; both
 * XRGB8888. */
void scale_run(const struct scale *scale, const uint32_t *from, int from_stride, uint32_t *to,
               int to_stride, struct rect part);

#endif
