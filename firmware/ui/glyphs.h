/* Glyphs: the two fonts and a bounded cache of their pictures. The only file behind this header
 * knows SDL_ttf, and uses it as a rasteriser alone. */
#ifndef JIANYAN_UI_GLYPHS_H
#define JIANYAN_UI_GLYPHS_H

#include <stdint.h>

#include "ui/text.h"

enum { GLYPH_SIZE_MAX = 255 };

/* A picture of one glyph: coverage 0 to 255, row by row without padding. Where it lies: `left` from
 * the pen, `top` above the base line. Valid until the next glyphs_find(). */
struct glyph {
    int16_t left, top;
    uint16_t width, height; /* 0: nothing to see */
    const uint8_t *coverage;
};

/* How far the pen moves, px; 0 for what is not drawn (controls, joiners). */
int glyphs_advance(struct fonts *fonts, enum weight weight, int size, uint32_t c);

/* The glyph of c; the sign 〓 where the fonts have none. */
struct glyph glyphs_find(struct fonts *fonts, enum weight weight, int size, uint32_t c);

/* How many glyphs were drawn by the font engine so far, for tests and figures. */
unsigned glyphs_drawn(const struct fonts *fonts);

#endif
