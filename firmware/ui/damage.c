#include "ui/pen.h"

/* Two rectangles become one if that adds at most an eighth to what is painted. */
enum { WASTE_SHARE = 8, ENOUGH = 24 };

struct list {
    struct rect *rects;
    size_t count;
};

static int64_t area(struct rect r)
{
    return (int64_t)r.w * r.h;
}

static struct rect around(struct rect a, struct rect b)
{
    int x0 = a.x < b.x ? a.x : b.x, y0 = a.y < b.y ? a.y : b.y;
    int x1 = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int y1 = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct rect){x0, y0, x1 - x0, y1 - y0};
}

/* What painting a and b as one would add; negative where they overlap. */
static int64_t waste(struct rect a, struct rect b)
{
    return area(around(a, b)) - area(a) - area(b);
}

static bool belong(struct rect a, struct rect b)
{
    return !rect_is_empty(rect_intersect(a, b)) || waste(a, b) * WASTE_SHARE <= area(a) + area(b);
}

/* Merges until no two rectangles belong together. */
static void settle(struct list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        for (size_t j = 0; j < list->count; j++) {
            if (i == j || !belong(list->rects[i], list->rects[j]))
                continue;
            size_t keep = i < j ? i : j, drop = i < j ? j : i;
            list->rects[keep] = around(list->rects[i], list->rects[j]);
            list->rects[drop] = list->rects[--list->count];
            i = keep;
            j = (size_t)-1;
        }
    }
}

/* Makes room by merging the two that waste least. */
static void squeeze(struct list *list)
{
    size_t a = 0, b = 1;
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < list->count; i++) {
        for (size_t j = i + 1; j < list->count; j++) {
            int64_t w = waste(list->rects[i], list->rects[j]);
            if (w < least) {
                least = w;
                a = i;
                b = j;
            }
        }
    }
    list->rects[a] = around(list->rects[a], list->rects[b]);
    list->rects[b] = list->rects[--list->count];
}

/* A run of cells: grows the rectangle just above it where it fits, else stands alone. */
static void add(struct list *list, struct rect run)
{
    for (size_t i = 0; i < list->count; i++) {
        struct rect *r = &list->rects[i];
        if (r->x == run.x && r->w == run.w && r->y + r->h == run.y) {
            r->h += run.h;
            return;
        }
    }
    if (list->count == ENOUGH)
        settle(list);
    if (list->count == ENOUGH)
        squeeze(list);
    list->rects[list->count++] = run;
}

static bool differs(const struct canvas *canvas, int row, int column)
{
    size_t i = (size_t)row * (size_t)canvas->columns + (size_t)column;
    return canvas->cells[i] != canvas->before[i];
}

size_t damage_collect(const struct canvas *canvas, struct rect rects[CANVAS_RECTS_MAX])
{
    struct list list = {rects, 0};
    struct rect frame = {0, 0, canvas->frame.width, canvas->frame.height};
    for (int row = 0; row < canvas->rows; row++) {
        for (int column = 0; column < canvas->columns; column++) {
            int first = column;
            while (column < canvas->columns && differs(canvas, row, column))
                column++;
            if (column > first)
                add(&list, (struct rect){first * CELL_PX, row * CELL_PX, (column - first) * CELL_PX,
                                         CELL_PX});
        }
    }
    settle(&list);
    for (size_t i = 0; i < list.count; i++)
        rects[i] = rect_intersect(rects[i], frame);
    return list.count;
}
