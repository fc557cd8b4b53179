#include "board/common/scale.h"

#include <stdlib.h>

enum { WHOLE = 256 }; /* weight of one source pixel that is covered entirely */

struct scale_tap {
    int first, count;
    uint32_t first_weight, last_weight; /* of the outer two; those between weigh WHOLE */
    uint32_t total;
};

static struct scale_tap tap_at(int i, int from, int to)
{
    int64_t begin = (int64_t)i * from * WHOLE / to;
    int64_t end = (int64_t)(i + 1) * from * WHOLE / to;
    if (end == begin)
        end++;
    struct scale_tap tap = {.first = (int)(begin / WHOLE)};
    int last = (int)((end - 1) / WHOLE);
    tap.count = last - tap.first + 1;
    tap.total = (uint32_t)(end - begin);
    tap.first_weight = (uint32_t)((tap.first + 1) * (int64_t)WHOLE - begin);
    tap.last_weight = (uint32_t)(end - last * (int64_t)WHOLE);
    if (tap.count == 1)
        tap.first_weight = tap.last_weight = tap.total;
    return tap;
}

static struct scale_tap *make_taps(int from, int to)
{
    struct scale_tap *taps = calloc((size_t)to, sizeof *taps);
    for (int i = 0; taps && i < to; i++)
        taps[i] = tap_at(i, from, to);
    return taps;
}

bool scale_init(struct scale *scale, int from_w, int from_h, int to_w, int to_h)
{
    *scale = (struct scale){from_w, from_h, to_w, to_h, NULL, NULL};
    if (from_w <= 0 || from_h <= 0 || to_w <= 0 || to_h <= 0)
        return false;
    scale->columns = make_taps(from_w, to_w);
    scale->rows = make_taps(from_h, to_h);
    if (scale->columns && scale->rows)
        return true;
    scale_fini(scale);
    return false;
}

void scale_fini(struct scale *scale)
{
    free(scale->columns);
    free(scale->rows);
    scale->columns = scale->rows = NULL;
}

struct rect scale_reach(const struct scale *scale, struct rect source)
{
    const struct rect all = {0, 0, scale->to_w, scale->to_h};
    if (rect_is_empty(source))
        return (struct rect){0};
    int64_t x0 = (int64_t)source.x * scale->to_w / scale->from_w;
    int64_t y0 = (int64_t)source.y * scale->to_h / scale->from_h;
    int64_t x1 = (int64_t)(source.x + source.w) * scale->to_w / scale->from_w + 1;
    int64_t y1 = (int64_t)(source.y + source.h) * scale->to_h / scale->from_h + 1;
    struct rect reach = {(int)x0 - 1, (int)y0 - 1, (int)(x1 - x0) + 2, (int)(y1 - y0) + 2};
    return rect_intersect(reach, all);
}

static uint32_t weight(const struct scale_tap *tap, int i)
{
    if (i == 0)
        return tap->first_weight;
    return i == tap->count - 1 ? tap->last_weight : WHOLE;
}

static uint32_t mean(const struct scale_tap *column, const struct scale_tap *row,
                     const uint32_t *from, int stride)
{
    uint64_t red = 0, green = 0, blue = 0;
    for (int y = 0; y < row->count; y++) {
        const uint32_t *line = from + (ptrdiff_t)(row->first + y) * stride + column->first;
        uint32_t r = 0, g = 0, b = 0;
        for (int x = 0; x < column->count; x++) {
            uint32_t w = weight(column, x), pixel = line[x];
            r += (pixel >> 16 & 0xFFU) * w;
            g += (pixel >> 8 & 0xFFU) * w;
            b += (pixel & 0xFFU) * w;
        }
        uint32_t w = weight(row, y);
        red += (uint64_t)r * w;
        green += (uint64_t)g * w;
        blue += (uint64_t)b * w;
    }
    uint64_t total = (uint64_t)column->total * row->total, half = total / 2;
    return (uint32_t)((red + half) / total << 16 | (green + half) / total << 8 |
                      (blue + half) / total);
}

void scale_run(const struct scale *scale, const uint32_t *from, int from_stride, uint32_t *to,
               int to_stride, struct rect part)
{
    for (int y = part.y; y < part.y + part.h; y++) {
        uint32_t *line = to + (ptrdiff_t)y * to_stride;
        for (int x = part.x; x < part.x + part.w; x++)
            line[x] = mean(&scale->columns[x], &scale->rows[y], from, from_stride);
    }
}
