/* A rectangle of canvas pixels: x, y is its upper left corner; empty when w or h is not positive.
 */
#ifndef JIANYAN_CORE_RECT_H
#define JIANYAN_CORE_RECT_H

#include <stdbool.h>

struct rect {
    int x, y, w, h;
};

static inline bool rect_is_empty(struct rect r)
{
    return r.w <= 0 || r.h <= 0;
}

static inline struct rect rect_intersect(struct rect a, struct rect b)
{
    int x0 = a.x > b.x ? a.x : b.x;
    int y0 = a.y > b.y ? a.y : b.y;
    int x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct rect){x0, y0, x1 > x0 ? x1 - x0 : 0, y1 > y0 ? y1 - y0 : 0};
}

/* r made smaller by d pixels on each side (larger for a negative d). */
static inline struct rect rect_inset(struct rect r, int d)
{
    return (struct rect){r.x + d, r.y + d, r.w - 2 * d, r.h - 2 * d};
}

static inline bool rect_contains(struct rect r, int x, int y)
{
    return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

#endif
