/* Inside of a canvas, for the files of this folder that draw. */
#ifndef JIANYAN_UI_PEN_H
#define JIANYAN_UI_PEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/rect.h"
#include "platform.h"
#include "ui/canvas.h"

enum {
    CELL_PX = 32,
    NOTES_MAX = 96,
    NOTES_BYTES = 32768,
    QR_TEXT_MAX = 2048,
    QR_SIDE_MAX = 97, /* version 20: more could not be read off a screen */
    CORNERS = 6,      /* radii in use at a time, more or less */
    CORNER_MAX = 48,
};

/* What a hash is of. */
enum kind {
    KIND_FILL = 1,
    KIND_ROUND,
    KIND_RING,
    KIND_STROKE,
    KIND_IMAGE,
    KIND_CROSS,
    KIND_GLYPH,
    KIND_QR
};

/* Why a draw function is called. */
enum pass {
    PASS_PAINT,
    PASS_MEASURE,
    PASS_REHEARSE, /* only to have glyphs and codes at hand */
};

/* What was said in the last measuring pass. */
struct notes {
    size_t count, used;
    uint16_t offsets[NOTES_MAX];
    char bytes[NOTES_BYTES];
    bool has_qr;
    char qr[QR_TEXT_MAX];
};

/* A code, kept so that it is encoded once. */
struct qr_cache {
    char text[QR_TEXT_MAX];
    int side; /* modules; 0: none, or the text cannot be encoded */
    uint8_t dark[QR_SIDE_MAX * QR_SIDE_MAX];
};

/* How much of its pixels a round corner covers, kept so that it is counted once. */
struct corner {
    int radius;    /* 0: none */
    uint32_t used; /* when, by corner_clock */
    uint8_t points[CORNER_MAX * CORNER_MAX];
};

struct canvas {
    struct frame frame;
    struct fonts *fonts;
    enum pass pass;
    struct rect clip; /* never larger than the frame */
    int columns, rows;
    uint64_t *cells;  /* hashes of this picture */
    uint64_t *before; /* of the one on the frame */
    bool fresh;       /* nothing on the frame can be trusted */
    struct notes notes;
    struct qr_cache qr[2]; /* more than one code a page is rare */
    unsigned qr_oldest;
    struct corner corners[CORNERS];
    uint32_t corner_clock;
};

/* A hash step: order matters, every bit of v reaches every bit of the result. */
static inline uint64_t pen_mix(uint64_t hash, uint64_t v)
{
    hash = (hash ^ v) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

uint64_t pen_mix_rect(uint64_t hash, struct rect r);
uint64_t pen_mix_bytes(uint64_t hash, const void *bytes, size_t len);

/* Says that something identified by `hash` covers `bounds`. While measuring it is noted in the
 * cells; true if the caller must paint it now, within *visible. */
bool pen_touches(struct canvas *canvas, struct rect bounds, uint64_t hash, struct rect *visible);

/* The same for pictures, of which every cell can have a hash of its own: notes what is identified
 * by `hash` in the part of a cell that lies in `seen`. Only while measuring. */
void pen_note_cell(struct canvas *canvas, int column, int row, struct rect seen, uint64_t hash);

/* Identifies a picture whose corner is at x, y. */
uint64_t pen_image_hash(uint64_t key, int x, int y);

static inline struct rect pen_cell(int column, int row)
{
    return (struct rect){column * CELL_PX, row * CELL_PX, CELL_PX, CELL_PX};
}

/* Notes a visible text for describe. */
void pen_note(struct canvas *canvas, const char *text);

static inline uint32_t *pen_row(const struct canvas *canvas, int y)
{
    return canvas->frame.pixels + (ptrdiff_t)y * canvas->frame.stride;
}

/* Colour c over *pixel, `cover` of 255; exact to the rounded value, the same everywhere. */
static inline void pen_blend(uint32_t *pixel, colour c, uint32_t cover)
{
    if (cover == 255) {
        *pixel = c;
        return;
    }
    uint32_t under = *pixel, rest = 255 - cover;
    uint32_t rb = (c & 0xff00ff) * cover + (under & 0xff00ff) * rest + 0x800080;
    uint32_t g = ((c >> 8) & 0xff) * cover + ((under >> 8) & 0xff) * rest + 0x80;
    rb = ((rb + ((rb >> 8) & 0xff00ff)) >> 8) & 0xff00ff;
    g = ((g + (g >> 8)) >> 8) & 0xff;
    *pixel = rb | g << 8;
}

/* Damage: rectangles of cells that differ, merged where that wastes little; disjoint. */
size_t damage_collect(const struct canvas *canvas, struct rect rects[CANVAS_RECTS_MAX]);

#endif
