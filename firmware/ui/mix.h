/* One step of a cross-fade, a row at a time. */
#ifndef JIANYAN_UI_MIX_H
#define JIANYAN_UI_MIX_H

#include <stddef.h>
#include <stdint.h>

enum { MIX_FULL = 256 };

/* Moves every channel of `count` pixels by `part` of 256 towards `to`: never away from it and never
 * past it; MIX_FULL is `to` exactly. The two do not overlap. */
void mix_row(uint32_t *pixels, const uint32_t *to, size_t count, int part);

#endif
