/* Glyphs: the two fonts and a bounded cache of their pictures. Those of a profile's own texts come
 * from an atlas (ui/atlas.h), the rest from the font engine (ui/engine.h). */
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

/* The same in thousandths of the size, of what is drawn and is no Chinese character. */
int glyphs_units(struct fonts *fonts, enum weight weight, uint32_t c);

/* The glyph of c; the sign 〓 where the fonts have none. */
struct glyph glyphs_find(struct fonts *fonts, enum weight weight, int size, uint32_t c);

/* What names a glyph, and its advance in any size, in an atlas. */
static inline uint64_t glyphs_key(enum weight weight, int size, uint32_t c)
{
    return (uint64_t)c << 16 | (uint64_t)size << 8 | (uint64_t)weight << 1 | 1;
}

static inline uint32_t glyphs_advance_key(enum weight weight, uint32_t c)
{
    return c << 1 | (uint32_t)weight;
}

/* Every glyph that is kept, but for those of the atlas; for the maker of atlases. */
void glyphs_each(const struct fonts *fonts,
                 void (*visit)(uint64_t key, const struct glyph *glyph, void *data), void *data);

/* True once the font engine has opened a font. */
bool glyphs_engine_is_awake(const struct fonts *fonts);

/* How many glyphs were drawn by the font engine so far, for tests and figures. */
unsigned glyphs_drawn(const struct fonts *fonts);

#endif
