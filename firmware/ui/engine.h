/* The font engine: draws single glyphs of the two fonts. Behind this header lies the only file that
 * knows SDL_ttf, and uses it as a rasteriser alone. */
#ifndef JIANYAN_UI_ENGINE_H
#define JIANYAN_UI_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/glyphs.h"

struct engine;

/* Looks for the fonts in data_dir/fonts, and opens them when they are first needed: that takes
 * longer than drawing a first picture. NULL after one logged line if they cannot be read. */
struct engine *engine_open(const char *data_dir);
void engine_close(struct engine *engine);

/* Opens the font that has everything, if it is not open. False, after one logged line, if a font is
 * none; then there are no glyphs but those drawn already. */
bool engine_ready(struct engine *engine);

/* True once any font has been needed. */
bool engine_is_awake(const struct engine *engine);

bool engine_has(struct engine *engine, enum weight weight, uint32_t c);

/* How far the pen moves, in thousandths of the size. */
int engine_units(struct engine *engine, enum weight weight, uint32_t c);

/* Draws a glyph. Its coverage is not in the answer: engine_copy() puts it, row by row without
 * padding, into room for width × height bytes. */
struct glyph engine_draw(struct engine *engine, enum weight weight, int size, uint32_t c);
void engine_copy(const struct engine *engine, uint8_t *room);

#endif
