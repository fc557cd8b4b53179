/* Cross-fading, a row at a time: for the row function of canvas_image(). */
#ifndef JIANYAN_UI_FADE_H
#define JIANYAN_UI_FADE_H

#include <stddef.h>
#include <stdint.h>

enum { FADE_FULL = 256 };

/* out[i] = from[i] with `part` of 256 of to[i]; 0 is from, FADE_FULL is to, exactly. out may be
 * from or to itself; else they do not overlap. */
void fade_row(uint32_t *out, const uint32_t *from, const uint32_t *to, size_t count, int part);

#endif
