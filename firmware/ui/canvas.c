#include "ui/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "ui/pen.h"
#include "ui/text.h"

enum { SIDE_MAX = 8192 };

struct canvas *canvas_new(struct frame frame, struct fonts *fonts)
{
    struct canvas *canvas = NULL;
    bool sane = frame.width > 0 && frame.width <= SIDE_MAX && frame.height > 0 &&
                frame.height <= SIDE_MAX && frame.stride >= frame.width;
    if (sane)
        canvas = calloc(1, sizeof *canvas);
    if (!canvas) {
        log_error("canvas", "no canvas of %d x %d", frame.width, frame.height);
        return NULL;
    }
    canvas->frame = frame;
    canvas->fonts = fonts;
    canvas->fresh = true;
    canvas->columns = (frame.width + CELL_PX - 1) / CELL_PX;
    canvas->rows = (frame.height + CELL_PX - 1) / CELL_PX;
    size_t cells = (size_t)canvas->columns * (size_t)canvas->rows;
    canvas->cells = calloc(cells * 2, sizeof *canvas->cells);
    if (!canvas->cells) {
        log_error("canvas", "no memory for %zu cells", cells);
        free(canvas);
        return NULL;
    }
    canvas->before = canvas->cells + cells;
    return canvas;
}

void canvas_free(struct canvas *canvas)
{
    if (!canvas)
        return;
    free(canvas->cells < canvas->before ? canvas->cells : canvas->before);
    free(canvas);
}

static struct rect whole(const struct canvas *canvas)
{
    return (struct rect){0, 0, canvas->frame.width, canvas->frame.height};
}

/* The measuring pass: leaves hashes and notes behind. */
static void measure(struct canvas *canvas, void (*draw)(struct canvas *, void *), void *data)
{
    uint64_t *older = canvas->before;
    canvas->before = canvas->cells;
    canvas->cells = older;
    memset(older, 0, (size_t)canvas->columns * (size_t)canvas->rows * sizeof *older);
    canvas->notes.count = canvas->notes.used = 0;
    canvas->notes.has_qr = false;
    canvas->pass = PASS_MEASURE;
    canvas->clip = whole(canvas);
    draw(canvas, data);
    canvas->pass = PASS_PAINT;
}

size_t canvas_render(struct canvas *canvas, void (*draw)(struct canvas *, void *), void *data,
                     struct rect rects[CANVAS_RECTS_MAX])
{
    measure(canvas, draw, data);
    size_t count = 1;
    if (canvas->fresh)
        rects[0] = whole(canvas);
    else
        count = damage_collect(canvas, rects);
    canvas->fresh = false;
    for (size_t i = 0; i < count; i++) {
        canvas->clip = rects[i];
        draw(canvas, data);
    }
    return count;
}

void canvas_rehearse(struct canvas *canvas, void (*draw)(struct canvas *, void *), void *data)
{
    canvas->pass = PASS_REHEARSE;
    canvas->clip = whole(canvas);
    draw(canvas, data);
    canvas->pass = PASS_PAINT;
}

void canvas_forget_texts(struct canvas *canvas)
{
    explicit_bzero(&canvas->notes, sizeof canvas->notes);
}

void canvas_invalidate(struct canvas *canvas)
{
    canvas->fresh = true;
}

struct fonts *canvas_fonts(struct canvas *canvas)
{
    return canvas->fonts;
}

struct rect canvas_clip(struct canvas *canvas, struct rect r)
{
    struct rect before = canvas->clip;
    canvas->clip = rect_intersect(before, r);
    return before;
}

void canvas_unclip(struct canvas *canvas, struct rect before)
{
    canvas->clip = before;
}

uint64_t pen_mix_rect(uint64_t hash, struct rect r)
{
    hash = pen_mix(hash, (uint64_t)(uint32_t)r.x << 32 | (uint32_t)r.y);
    return pen_mix(hash, (uint64_t)(uint32_t)r.w << 32 | (uint32_t)r.h);
}

uint64_t pen_mix_bytes(uint64_t hash, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    hash = pen_mix(hash, len);
    for (size_t i = 0; i < len; i++)
        hash = pen_mix(hash, at[i]);
    return hash;
}

bool pen_touches(struct canvas *canvas, struct rect bounds, uint64_t hash, struct rect *visible)
{
    *visible = rect_intersect(bounds, canvas->clip);
    if (rect_is_empty(*visible))
        return false;
    if (canvas->pass != PASS_MEASURE)
        return canvas->pass == PASS_PAINT;
    hash = pen_mix_rect(pen_mix_rect(hash, bounds), *visible);
    int left = visible->x / CELL_PX, right = (visible->x + visible->w - 1) / CELL_PX;
    int top = visible->y / CELL_PX, bottom = (visible->y + visible->h - 1) / CELL_PX;
    for (int row = top; row <= bottom; row++) {
        uint64_t *cell = canvas->cells + (ptrdiff_t)row * canvas->columns;
        for (int column = left; column <= right; column++)
            cell[column] = pen_mix(cell[column], hash);
    }
    return false;
}

void pen_note_cell(struct canvas *canvas, int column, int row, struct rect seen, uint64_t hash)
{
    uint64_t *cell = canvas->cells + (ptrdiff_t)row * canvas->columns + column;
    seen = rect_intersect(seen, pen_cell(column, row));
    if (!rect_is_empty(seen))
        *cell = pen_mix(*cell, pen_mix_rect(hash, seen));
}

uint64_t pen_image_hash(uint64_t key, int x, int y)
{
    return pen_mix(pen_mix(KIND_IMAGE, key), (uint64_t)(uint32_t)x << 32 | (uint32_t)y);
}

void pen_note(struct canvas *canvas, const char *text)
{
    struct notes *notes = &canvas->notes;
    size_t len = strlen(text) + 1;
    if (canvas->pass != PASS_MEASURE || len == 1 || notes->count == NOTES_MAX ||
        len > sizeof notes->bytes - notes->used)
        return;
    memcpy(notes->bytes + notes->used, text, len);
    notes->offsets[notes->count++] = (uint16_t)notes->used;
    notes->used += len;
}

size_t canvas_texts(const struct canvas *canvas)
{
    return canvas->notes.count;
}

const char *canvas_text(const struct canvas *canvas, size_t i)
{
    return i < canvas->notes.count ? canvas->notes.bytes + canvas->notes.offsets[i] : "";
}

const char *canvas_qr_text(const struct canvas *canvas)
{
    return canvas->notes.has_qr ? canvas->notes.qr : NULL;
}

static void note_image(struct canvas *canvas, struct rect seen, uint64_t hash)
{
    for (int row = seen.y / CELL_PX; row * CELL_PX < seen.y + seen.h; row++) {
        for (int column = seen.x / CELL_PX; column * CELL_PX < seen.x + seen.w; column++)
            pen_note_cell(canvas, column, row, seen, hash);
    }
}

void canvas_image(struct canvas *canvas, struct rect r, uint64_t key,
                  const uint32_t *(*row)(int y, void *data), void *data)
{
    struct rect seen = rect_intersect(r, canvas->clip);
    if (canvas->pass == PASS_MEASURE)
        note_image(canvas, seen, pen_image_hash(key, r.x, r.y));
    if (canvas->pass != PASS_PAINT)
        return;
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        const uint32_t *line = row(y - r.y, data);
        if (line)
            memcpy(pen_row(canvas, y) + seen.x, line + (seen.x - r.x),
                   (size_t)seen.w * sizeof *line);
    }
}
