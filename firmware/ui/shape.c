/* Filled shapes. Edges are antialiased by counting 8 × 8 points of a pixel; all in whole numbers,
 * so that the picture is the same bit for bit on every machine. */
#include <assert.h>
#include <wchar.h>

#include "ui/pen.h"

enum { FINE = 8, POINTS = FINE * FINE };

/* wmemset() has the widest stores of the machine; wchar_t is 32 bits on every Linux. */
static void fill_span(uint32_t *row, int from, int to, colour c)
{
    static_assert(sizeof(wchar_t) == sizeof *row, "a pixel is as wide as a wchar_t");
    if (to > from)
        wmemset((wchar_t *)row + from, (wchar_t)c, (size_t)(to - from));
}

void canvas_fill(struct canvas *canvas, struct rect r, colour c)
{
    struct rect seen;
    if (!pen_touches(canvas, r, pen_mix(KIND_FILL, c), &seen))
        return;
    for (int y = seen.y; y < seen.y + seen.h; y++)
        fill_span(pen_row(canvas, y), seen.x, seen.x + seen.w, c);
}

/* Points of 64 of the pixel (dx, dy) that lie in a disc of radius r around the pixel corner 0, 0.
 * dx and dy count pixels away from the centre, so only the quadrant matters. */
static int disc_points(int dx, int dy, int r)
{
    int64_t limit = (int64_t)r * r * (2 * FINE) * (2 * FINE);
    int64_t far_x = (dx + 1) * 2 * FINE, far_y = (dy + 1) * 2 * FINE;
    if (far_x * far_x + far_y * far_y <= limit)
        return POINTS;
    int64_t near_x = dx * 2 * FINE, near_y = dy * 2 * FINE;
    if (near_x * near_x + near_y * near_y >= limit)
        return 0;
    int points = 0;
    for (int j = 0; j < FINE; j++) {
        int64_t y = near_y + 2 * j + 1;
        for (int i = 0; i < FINE; i++) {
            int64_t x = near_x + 2 * i + 1;
            points += x * x + y * y <= limit;
        }
    }
    return points;
}

/* How far pixel p of a side of length len lies in a rounded end: distance to the centre of its
 * corner in whole pixels, -1 between the corners. */
static int into_corner(int p, int len, int radius)
{
    if (p < radius)
        return radius - 1 - p;
    if (p >= len - radius)
        return p - (len - radius);
    return -1;
}

static void count_corner(struct corner *corner, int radius)
{
    corner->radius = radius;
    for (int dy = 0; dy < radius; dy++) {
        for (int dx = 0; dx < radius; dx++)
            corner->points[dy * radius + dx] = (uint8_t)disc_points(dx, dy, radius);
    }
}

/* The points of a corner's pixels, radius × radius, by dy and dx. NULL where it is too large to be
 * kept. Valid until two others have been asked for. */
static const uint8_t *corner_of(struct canvas *canvas, int radius)
{
    struct corner *oldest = canvas->corners, *at = canvas->corners;
    if (radius > CORNER_MAX)
        return NULL;
    for (; at < canvas->corners + CORNERS && at->radius != radius; at++)
        oldest = at->used < oldest->used ? at : oldest;
    if (at == canvas->corners + CORNERS) {
        at = oldest;
        count_corner(at, radius);
    }
    at->used = ++canvas->corner_clock;
    return at->points;
}

/* A rectangle with round corners. */
struct slab {
    struct rect r;
    int radius;
    const uint8_t *corner; /* from corner_of() */
};

static struct slab slab_of(struct canvas *canvas, struct rect r, int radius)
{
    return (struct slab){r, radius, radius > 0 ? corner_of(canvas, radius) : NULL};
}

/* Points of 64 of pixel x, y inside it. */
static int slab_points(const struct slab *slab, int x, int y)
{
    x -= slab->r.x;
    y -= slab->r.y;
    if (x < 0 || y < 0 || x >= slab->r.w || y >= slab->r.h)
        return 0;
    int dx = into_corner(x, slab->r.w, slab->radius), dy = into_corner(y, slab->r.h, slab->radius);
    if (dx < 0 || dy < 0)
        return POINTS;
    return slab->corner ? slab->corner[dy * slab->radius + dx] : disc_points(dx, dy, slab->radius);
}

static uint32_t cover_of(int points)
{
    return (uint32_t)(points * 255 + POINTS / 2) / POINTS;
}

/* A filled shape (width 0) or its outline: what lies out of `inner`. */
struct outline {
    struct slab outer, inner;
    int width;
};

static int outline_points(const struct outline *o, int x, int y)
{
    int points = slab_points(&o->outer, x, y);
    return o->width == 0 || points == 0 ? points : points - slab_points(&o->inner, x, y);
}

/* Pixels of a row whose cover must be counted. */
static void count_span(uint32_t *row, int y, int from, int to, const struct outline *o, colour c)
{
    for (int x = from; x < to; x++) {
        uint32_t cover = cover_of(outline_points(o, x, y));
        if (cover)
            pen_blend(row + x, c, cover);
    }
}

static int fit_radius(struct rect r, int radius)
{
    int most = (r.w < r.h ? r.w : r.h) / 2;
    return radius < 0 ? 0 : radius < most ? radius : most;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Column x held inside the visible part. */
static int held(int x, struct rect seen)
{
    return smaller(larger(x, seen.x), seen.x + seen.w);
}

/* A row between the corners: all of it, or as much of both ends as the outline is wide. */
static void paint_straight(uint32_t *row, struct rect seen, const struct outline *o, colour c)
{
    const struct rect r = o->outer.r;
    int from = held(r.x, seen), to = held(r.x + r.w, seen);
    int left = o->width > 0 ? held(r.x + o->width, seen) : to;
    fill_span(row, from, left, c);
    fill_span(row, larger(left, held(r.x + r.w - o->width, seen)), to, c);
}

/* A row through two corners. */
static void paint_round(uint32_t *row, int y, struct rect seen, const struct outline *o, colour c)
{
    const struct rect r = o->outer.r;
    int edge = larger(o->outer.radius, o->width);
    int left = held(r.x + edge, seen), right = larger(left, held(r.x + r.w - edge, seen));
    bool hollow = o->width > 0 && y - r.y >= o->width && r.y + r.h - y > o->width;
    count_span(row, y, seen.x, left, o, c);
    if (!hollow)
        fill_span(row, left, right, c);
    count_span(row, y, right, seen.x + seen.w, o, c);
}

static void paint(struct canvas *canvas, struct rect seen, const struct outline *o, colour c)
{
    int edge = larger(o->outer.radius, o->width);
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        uint32_t *row = pen_row(canvas, y);
        if (into_corner(y - o->outer.r.y, o->outer.r.h, edge) < 0)
            paint_straight(row, seen, o, c);
        else
            paint_round(row, y, seen, o, c);
    }
}

void canvas_round(struct canvas *canvas, struct rect r, int radius, colour c)
{
    struct rect seen;
    radius = fit_radius(r, radius);
    if (!pen_touches(canvas, r, pen_mix(pen_mix(KIND_ROUND, c), (uint64_t)radius), &seen))
        return;
    const struct outline o = {.outer = slab_of(canvas, r, radius)};
    paint(canvas, seen, &o, c);
}

void canvas_ring(struct canvas *canvas, struct rect r, int radius, int width, colour c)
{
    struct rect seen;
    radius = fit_radius(r, radius);
    width = smaller(width, smaller(r.w, r.h) / 2);
    if (width <= 0)
        return;
    uint64_t shape = (uint64_t)radius << 32 | (uint32_t)width;
    if (!pen_touches(canvas, r, pen_mix(pen_mix(KIND_RING, c), shape), &seen))
        return;
    const struct outline o = {slab_of(canvas, r, radius),
                              slab_of(canvas, rect_inset(r, width), larger(radius - width, 0)),
                              width};
    paint(canvas, seen, &o, c);
}

/* A line from a to b as thick as its ends are wide, in half points: 2 × FINE a pixel. */
struct stroke {
    int64_t ax, ay, bx, by, half;
};

/* True if x, y is at most `reach` away from the line. */
static bool is_near(const struct stroke *s, int64_t x, int64_t y, int64_t reach)
{
    int64_t dx = s->bx - s->ax, dy = s->by - s->ay;
    int64_t px = x - s->ax, py = y - s->ay;
    int64_t along = px * dx + py * dy, length = dx * dx + dy * dy;
    if (along <= 0)
        return px * px + py * py <= reach * reach;
    if (along >= length)
        return (x - s->bx) * (x - s->bx) + (y - s->by) * (y - s->by) <= reach * reach;
    int64_t across = px * dy - py * dx;
    return across * across <= reach * reach * length;
}

static int stroke_points(const struct stroke *s, int x, int y)
{
    int64_t left = (int64_t)x * 2 * FINE, top = (int64_t)y * 2 * FINE;
    /* No corner of a pixel is further from its middle than 12 half points. */
    if (!is_near(s, left + FINE, top + FINE, s->half + 12))
        return 0;
    if (s->half > 12 && is_near(s, left + FINE, top + FINE, s->half - 12))
        return POINTS;
    int points = 0;
    for (int j = 1; j < 2 * FINE; j += 2) {
        for (int i = 1; i < 2 * FINE; i += 2)
            points += is_near(s, left + i, top + j, s->half);
    }
    return points;
}

void canvas_stroke(struct canvas *canvas, int x0, int y0, int x1, int y1, int width, colour c)
{
    int out = width / 2 + 1;
    struct rect bounds = {smaller(x0, x1) - out, smaller(y0, y1) - out,
                          larger(x0, x1) - smaller(x0, x1) + 2 * out,
                          larger(y0, y1) - smaller(y0, y1) + 2 * out};
    uint64_t hash = pen_mix(pen_mix(KIND_STROKE, c), (uint64_t)width);
    hash = pen_mix_rect(hash, (struct rect){x0, y0, x1, y1});
    struct rect seen;
    if (width <= 0 || !pen_touches(canvas, bounds, hash, &seen))
        return;
    struct stroke s = {(int64_t)x0 * 2 * FINE, (int64_t)y0 * 2 * FINE, (int64_t)x1 * 2 * FINE,
                       (int64_t)y1 * 2 * FINE, (int64_t)width * FINE};
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        uint32_t *row = pen_row(canvas, y);
        for (int x = seen.x; x < seen.x + seen.w; x++) {
            uint32_t cover = cover_of(stroke_points(&s, x, y));
            if (cover)
                pen_blend(row + x, c, cover);
        }
    }
}
