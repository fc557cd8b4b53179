/* Text: glyph by glyph, hinting off, no shaping, from our font subset through SDL_ttf behind a
 * bounded glyph cache. The same picture bit for bit everywhere. */
#ifndef JIANYAN_UI_TEXT_H
#define JIANYAN_UI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

enum weight { WEIGHT_REGULAR, WEIGHT_BOLD };
enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct style {
    enum weight weight;
    int size; /* em, px */
    int line; /* distance of base lines, px */
    colour colour;
    bool tabular; /* digits all as wide as 0 */
};

/* Takes the fonts of data_dir/fonts; they are opened when a glyph of theirs is first needed. NULL
 * after one logged line. */
struct fonts *fonts_open(const char *data_dir);

/* From now on glyphs come from this atlas where it has them. False, after one logged line unless
 * there is no such file; then they come from the fonts, and look the same. */
bool fonts_use_atlas(struct fonts *fonts, const char *path);

/* Opens the font that has every character. False after one logged line if it is none. */
bool fonts_ready(struct fonts *fonts);

void fonts_close(struct fonts *fonts);

/* Width of one line in px (no breaking). */
int text_width(struct fonts *fonts, const struct style *style, const char *text, size_t len);

/* One line inside r, centred vertically, cut with … where it is too long. Noted for describe. */
void text_line(struct canvas *canvas, struct rect r, const struct style *style, enum align align,
               const char *text);

/* The largest of a few sizes, from style->size down to about half of it, in which the text fits
 * into width × height; the smallest of them if it fits in none. Lines that belong together take the
 * least of theirs. */
int text_fit(struct fonts *fonts, const struct style *style, int width, int height,
             const char *text);

/* As text_line(), in the size of text_fit() for r. */
void text_line_fit(struct canvas *canvas, struct rect r, const struct style *style,
                   enum align align, const char *text);

/* A paragraph inside r from the top: breaks between Han characters and at spaces, never before
 * closing punctuation or after opening (避头尾). Returns the height used in px; lines that do not
 * fit are not drawn, and the last drawn ends with … then. Noted for describe as one text. */
int text_block(struct canvas *canvas, struct rect r, const struct style *style, enum align align,
               const char *text);

/* Height text_block() would use at that width, without drawing. */
int text_block_height(struct fonts *fonts, int width, const struct style *style, const char *text);

/* The least width up to `width`, in steps, that takes no more lines: set in it, a paragraph leaves
 * no character alone on its last line. */
int text_block_balanced(struct fonts *fonts, int width, const struct style *style,
                        const char *text);

struct fonts *canvas_fonts(struct canvas *canvas);

/* Where the caret stands in a block: x, y of its upper end, for the text up to byte `at`. */
void text_block_caret(struct fonts *fonts, struct rect r, const struct style *style,
                      const char *text, size_t at, int *x, int *y);

/* True if the fonts have a glyph for this code point. */
bool fonts_have(struct fonts *fonts, uint32_t c);

#endif
