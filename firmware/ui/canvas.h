/* The drawing verbs. A scene's draw function is called twice or more with the same state: once to
 * be measured (every verb is hashed into the cells it touches, and its text noted for describe),
 * then once for each rectangle of changed cells, clipped to it. So draw functions are pure and need
 * not know what changed, and an unchanged screen costs hashing alone.
 *
 * Coordinates are canvas pixels, colours 0x00RRGGBB, texts UTF-8. */
#ifndef JIANYAN_UI_CANVAS_H
#define JIANYAN_UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/rect.h"
#include "platform.h"

struct canvas; /* one frame, its cells, what was noted */
struct fonts;  /* ui/text.h */

enum { CANVAS_RECTS_MAX = 64 };

typedef uint32_t colour;

/* NULL after one logged line. The frame is borrowed and must outlive the canvas. */
struct canvas *canvas_new(struct frame frame, struct fonts *fonts);
void canvas_free(struct canvas *canvas);

/* Draws one picture: calls draw(canvas, data) as described above; the changed rectangles go to
 * rects (at most CANVAS_RECTS_MAX) and their number is returned. */
size_t canvas_render(struct canvas *canvas, void (*draw)(struct canvas *, void *), void *data,
                     struct rect rects[CANVAS_RECTS_MAX]);

/* Gets ready what a picture that is to come needs (its glyphs and codes), without a trace of it. */
void canvas_rehearse(struct canvas *canvas, void (*draw)(struct canvas *, void *), void *data);

/* Forgets what the last picture said: a person's words may be among it. What stands in the frame is
 * not touched. */
void canvas_forget_texts(struct canvas *canvas);

/* Forgets the last codes, which are made anew where they are drawn again. */
void canvas_forget_codes(struct canvas *canvas);

/* The next render repaints everything. */
void canvas_invalidate(struct canvas *canvas);

/* -- verbs, for use inside draw only -- */

/* What follows is cut to r (and to the clip around it), until canvas_unclip() with the returned
 * rectangle. */
struct rect canvas_clip(struct canvas *canvas, struct rect r);
void canvas_unclip(struct canvas *canvas, struct rect before);

void canvas_fill(struct canvas *canvas, struct rect r, colour c);

/* A rectangle with round corners, antialiased; and its outline, `width` px wide, inside r. */
void canvas_round(struct canvas *canvas, struct rect r, int radius, colour c);
void canvas_ring(struct canvas *canvas, struct rect r, int radius, int width, colour c);

/* A straight stroke with round ends, antialiased: signs, ticks, chevrons. */
void canvas_stroke(struct canvas *canvas, int x0, int y0, int x1, int y1, int width, colour c);

/* Pixels of another place: row(y, data) gives line y of a picture of r.w × r.h, or NULL (left as it
 * is). `key` identifies the content for damage tracking. */
void canvas_image(struct canvas *canvas, struct rect r, uint64_t key,
                  const uint32_t *(*row)(int y, void *data), void *data);

/* Two pictures at once are drawn with ui/cross.h. */

/* A QR code: what it says, the shape of the screen's pixels (as a ratio), and its light modules'
 * colour; the dark ones are black. */
struct code {
    const char *text;
    int pixel_w, pixel_h;
    colour light;
};

/* Draws it as large as r allows, centred: modules of whole pixels each way, as square as that lets
 * them look, a quiet zone of four modules inside r, error correction raised as far as the version
 * stays. Noted for describe. False if it cannot fit. */
bool canvas_qr(struct canvas *canvas, struct rect r, const struct code *code);

/* How many modules that code has each way, its quiet zone included; 0 if no code can hold the text.
 */
int canvas_qr_modules(struct canvas *canvas, const char *text);

/* Texts are drawn with ui/text.h. */

/* -- what the last render noted, for describe; valid until the next render -- */

size_t canvas_texts(const struct canvas *canvas);
const char *canvas_text(const struct canvas *canvas, size_t i);
const char *canvas_qr_text(const struct canvas *canvas); /* NULL: no code on the picture */

#endif
