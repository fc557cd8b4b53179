#include "board/common/stale.h"

#include <stdbool.h>
#include <stdint.h>

static struct rect join(struct rect a, struct rect b)
{
    int x0 = a.x < b.x ? a.x : b.x;
    int y0 = a.y < b.y ? a.y : b.y;
    int x1 = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int y1 = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct rect){x0, y0, x1 - x0, y1 - y0};
}

static int64_t area(struct rect r)
{
    return (int64_t)r.w * r.h;
}

static bool covers(struct rect outer, struct rect inner)
{
    return area(join(outer, inner)) == area(outer);
}

static size_t nearest(const struct stale *stale, struct rect rect)
{
    size_t best = 0;
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < stale->count; i++) {
        int64_t growth = area(join(stale->rects[i], rect)) - area(stale->rects[i]);
        if (growth < least) {
            least = growth;
            best = i;
        }
    }
    return best;
}

void stale_add(struct stale *stale, struct rect rect)
{
    if (rect_is_empty(rect))
        return;
    for (size_t i = 0; i < stale->count; i++) {
        if (covers(stale->rects[i], rect))
            return;
    }
    if (stale->count < STALE_MAX) {
        stale->rects[stale->count++] = rect;
        return;
    }
    size_t i = nearest(stale, rect);
    stale->rects[i] = join(stale->rects[i], rect);
}

void stale_all(struct stale *stale, struct rect all)
{
    stale->rects[0] = all;
    stale->count = 1;
}
