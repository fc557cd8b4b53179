/* Two rows of pixels into one. */
#ifndef JIANYAN_UI_MIX_H
#define JIANYAN_UI_MIX_H

#include <stddef.h>
#include <stdint.h>

enum { MIX_FULL = 256 };

/* Writes to `out` every channel of `count` pixels `part` of 256 of the way from one row to the
 * other: never outside of the two; 0 is `from` exactly, MIX_FULL is `to`. `out` may be one of the
 * two, and overlaps neither otherwise. The same result on every machine. */
void mix_row(uint32_t *out, const uint32_t *from, const uint32_t *to, size_t count, int part);

#endif
