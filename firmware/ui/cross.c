#include "ui/cross.h"

#include <string.h>

#include "ui/mix.h"
#include "ui/pen.h"

static int cells(int px)
{
    return (px + CELL_PX - 1) / CELL_PX;
}

size_t cross_room(int width, int height)
{
    return (size_t)cells(width) * (size_t)cells(height);
}

static bool differ(const struct cross *cross, struct rect cell)
{
    for (int y = cell.y; y < cell.y + cell.h; y++) {
        ptrdiff_t at = (ptrdiff_t)y * cross->width + cell.x;
        if (memcmp(cross->from + at, cross->to + at, (size_t)cell.w * sizeof *cross->to) != 0)
            return true;
    }
    return false;
}

void cross_compare(const struct cross *cross, uint8_t *differs)
{
    const struct rect all = {0, 0, cross->width, cross->height};
    for (int row = 0; row < cells(cross->height); row++) {
        for (int column = 0; column < cells(cross->width); column++)
            *differs++ = differ(cross, rect_intersect(all, pen_cell(column, row)));
    }
}

static void measure(struct canvas *canvas, struct rect seen, const struct cross *cross)
{
    uint64_t still = pen_image_hash(cross->from_key, 0, 0);
    uint64_t moving = pen_mix(pen_mix(KIND_CROSS, cross->from_key), cross->to_key);
    moving = pen_mix(moving, (uint64_t)cross->part);
    int columns = cells(cross->width);
    for (int row = seen.y / CELL_PX; row < cells(seen.y + seen.h); row++) {
        const uint8_t *differs = cross->differs + (ptrdiff_t)row * columns;
        for (int column = seen.x / CELL_PX; column < cells(seen.x + seen.w); column++)
            pen_note_cell(canvas, column, row, seen, differs[column] ? moving : still);
    }
}

void canvas_cross(struct canvas *canvas, const struct cross *cross)
{
    const struct rect all = {0, 0, cross->width, cross->height};
    struct rect seen = rect_intersect(all, canvas->clip);
    if (canvas->pass == PASS_MEASURE)
        measure(canvas, seen, cross);
    if (canvas->pass != PASS_PAINT)
        return;
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        ptrdiff_t at = (ptrdiff_t)y * cross->width + seen.x;
        mix_row(pen_row(canvas, y) + seen.x, cross->from + at, cross->to + at, (size_t)seen.w,
                cross->part);
    }
}
