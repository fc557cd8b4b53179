#include "ui/layout.h"

static int held(int v, int most)
{
    return v < 0 ? 0 : v < most ? v : most;
}

struct rect layout_cut_top(struct rect *r, int height, int gap)
{
    height = held(height, r->h);
    struct rect cut = {r->x, r->y, r->w, height};
    int used = held(height + gap, r->h);
    r->y += used;
    r->h -= used;
    return cut;
}

struct rect layout_cut_bottom(struct rect *r, int height, int gap)
{
    height = held(height, r->h);
    struct rect cut = {r->x, r->y + r->h - height, r->w, height};
    r->h -= held(height + gap, r->h);
    return cut;
}

struct rect layout_cut_left(struct rect *r, int width, int gap)
{
    width = held(width, r->w);
    struct rect cut = {r->x, r->y, width, r->h};
    int used = held(width + gap, r->w);
    r->x += used;
    r->w -= used;
    return cut;
}

struct rect layout_cut_right(struct rect *r, int width, int gap)
{
    width = held(width, r->w);
    struct rect cut = {r->x + r->w - width, r->y, width, r->h};
    r->w -= held(width + gap, r->w);
    return cut;
}

/* Size of each of n parts, and where part i begins: the pixels left over go between them. */
static int part(int room, int n, int gap)
{
    return (room + gap) / n - gap;
}

static int begin(int room, int n, int i, int gap)
{
    return n > 1 ? (room - part(room, n, gap)) * i / (n - 1) : 0;
}

struct rect layout_column(struct rect r, int n, int i, int gap)
{
    return (struct rect){r.x + begin(r.w, n, i, gap), r.y, part(r.w, n, gap), r.h};
}

struct rect layout_row(struct rect r, int n, int i, int gap)
{
    return (struct rect){r.x, r.y + begin(r.h, n, i, gap), r.w, part(r.h, n, gap)};
}

struct rect layout_centre(struct rect r, int w, int h)
{
    return (struct rect){r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h};
}
