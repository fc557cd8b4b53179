#include "board/common/view.h"

#include <stdlib.h>
#include <string.h>

bool view_init(struct view *view, int width, int height)
{
    *view = (struct view){0};
    view->canvas.pixels = calloc((size_t)width * (size_t)height, sizeof(uint32_t));
    view->canvas.width = width;
    view->canvas.height = height;
    view->canvas.stride = width;
    view->source = view->canvas;
    return view->canvas.pixels != NULL;
}

static void drop_source(struct view *view)
{
    scale_fini(&view->scale);
    if (view->source.pixels != view->canvas.pixels)
        free(view->source.pixels);
    view->source = view->canvas;
}

void view_fini(struct view *view)
{
    drop_source(view);
    free(view->canvas.pixels);
    *view = (struct view){0};
}

static bool make_smaller(struct view *view, int w, int h)
{
    uint32_t *pixels = calloc((size_t)w * (size_t)h, sizeof *pixels);
    if (!pixels || !scale_init(&view->scale, view->canvas.width, view->canvas.height, w, h)) {
        free(pixels);
        return false;
    }
    view->source = (struct frame){pixels, w, h, w};
    return true;
}

bool view_fit(struct view *view, int screen_w, int screen_h, int turn)
{
    int w = view->canvas.width, h = view->canvas.height;
    int room_w = turn % 2 ? screen_h : screen_w, room_h = turn % 2 ? screen_w : screen_h;
    drop_source(view);
    view->screen_w = screen_w;
    view->screen_h = screen_h;
    view->turn = turn;
    if (w > room_w || h > room_h) {
        bool wide = (int64_t)w * room_h > (int64_t)h * room_w;
        int new_w = wide ? room_w : (int)((int64_t)w * room_h / h);
        int new_h = wide ? (int)((int64_t)h * room_w / w) : room_h;
        w = new_w > 0 ? new_w : 1;
        h = new_h > 0 ? new_h : 1;
        if (!make_smaller(view, w, h))
            return false;
    }
    int on_w = turn % 2 ? h : w, on_h = turn % 2 ? w : h;
    view->place = (struct rect){(screen_w - on_w) / 2, (screen_h - on_h) / 2, on_w, on_h};
    return true;
}

/* A rectangle of a w × h picture after so many quarter turns clockwise. */
static struct rect turned(struct rect r, int w, int h, int turn)
{
    switch (turn) {
    case 1:
        return (struct rect){h - r.y - r.h, r.x, r.h, r.w};
    case 2:
        return (struct rect){w - r.x - r.w, h - r.y - r.h, r.w, r.h};
    case 3:
        return (struct rect){r.y, w - r.x - r.w, r.h, r.w};
    default:
        return r;
    }
}

struct rect view_reach(const struct view *view, struct rect on_canvas)
{
    struct rect on_source = view->scale.columns ? scale_reach(&view->scale, on_canvas) : on_canvas;
    struct rect reach = turned(on_source, view->source.width, view->source.height, view->turn);
    reach.x += view->place.x;
    reach.y += view->place.y;
    return reach;
}

/* The part of the source that this part of the screen shows: the turn the other way round. */
static struct rect source_of(const struct view *view, struct rect part)
{
    struct rect r = {part.x - view->place.x, part.y - view->place.y, part.w, part.h};
    return turned(r, view->place.w, view->place.h, (4 - view->turn) % 4);
}

bool view_point(const struct view *view, int screen_x, int screen_y, int *x, int *y)
{
    if (!rect_contains(view->place, screen_x, screen_y))
        return false;
    struct rect at = source_of(view, (struct rect){screen_x, screen_y, 1, 1});
    *x = (int)((int64_t)at.x * view->canvas.width / view->source.width);
    *y = (int)((int64_t)at.y * view->canvas.height / view->source.height);
    return true;
}

size_t view_pixel_bytes(enum view_pixel pixel)
{
    switch (pixel) {
    case VIEW_RGB565:
        return 2;
    case VIEW_RGB888:
        return 3;
    default:
        return 4;
    }
}

/* -- pixels -- */

/* One line of the screen comes from pixels of the source that lie `step` apart. */
struct line {
    const uint32_t *from;
    ptrdiff_t step;
    int count, x, y; /* screen pixels, for the dither's pattern */
};

static void copy_32(const struct line *line, uint32_t *to)
{
    if (line->step == 1) {
        memcpy(to, line->from, (size_t)line->count * sizeof *to);
        return;
    }
    for (int i = 0; i < line->count; i++)
        to[i] = line->from[i * line->step];
}

static void copy_swapped(const struct line *line, uint32_t *to)
{
    for (int i = 0; i < line->count; i++) {
        uint32_t p = line->from[i * line->step];
        to[i] = (p & 0xFFU) << 16 | (p & 0xFF00U) | (p >> 16 & 0xFFU);
    }
}

static void copy_24(const struct line *line, uint8_t *to)
{
    for (int i = 0; i < line->count; i++) {
        uint32_t p = line->from[i * line->step];
        *to++ = (uint8_t)p;
        *to++ = (uint8_t)(p >> 8);
        *to++ = (uint8_t)(p >> 16);
    }
}

/* 0 to 255 as 0 to `most`, which is shown as bright: between two levels the threshold decides. */
static uint32_t narrowed(uint32_t value, uint32_t most, uint32_t threshold)
{
    uint32_t x = value * most + threshold;
    return (x + 1 + (x >> 8)) >> 8; /* x / 255, exactly */
}

/* Ordered dither: a level between two is shown as both, in a pattern too fine to see. Black and
 * white stay what they are, so a QR code is as sharp as on any screen. */
static void copy_16(const struct line *line, uint16_t *to)
{
    static const uint8_t pattern[4][4] = {
        {16, 143, 48, 175}, {207, 80, 239, 112}, {48, 175, 16, 143}, {239, 112, 207, 80}};
    const uint8_t *row = pattern[line->y & 3];
    for (int i = 0; i < line->count; i++) {
        uint32_t p = line->from[i * line->step], t = row[(line->x + i) & 3];
        uint32_t r = narrowed(p >> 16 & 0xFFU, 31, t), g = narrowed(p >> 8 & 0xFFU, 63, t);
        uint32_t b = narrowed(p & 0xFFU, 31, t);
        to[i] = (uint16_t)(r << 11 | g << 5 | b);
    }
}

static void copy_line(const struct line *line, enum view_pixel pixel, void *to)
{
    switch (pixel) {
    case VIEW_XRGB8888:
        copy_32(line, to);
        break;
    case VIEW_XBGR8888:
        copy_swapped(line, to);
        break;
    case VIEW_RGB888:
        copy_24(line, to);
        break;
    case VIEW_RGB565:
        copy_16(line, to);
        break;
    }
}

static void *pixel_at(const struct view_target *target, int x, int y)
{
    return (char *)target->memory + (size_t)y * target->stride_bytes +
           (size_t)x * view_pixel_bytes(target->pixel);
}

/* How far apart two neighbours on the screen lie in the source: to the right, and down. */
static void steps(const struct view *view, ptrdiff_t *right, ptrdiff_t *down)
{
    ptrdiff_t stride = view->source.stride;
    const ptrdiff_t rights[4] = {1, -stride, -1, stride}, downs[4] = {stride, 1, -stride, -1};
    *right = rights[view->turn];
    *down = downs[view->turn];
}

void view_copy(const struct view *view, const struct view_target *target, struct rect part)
{
    ptrdiff_t right, down;
    struct rect from = source_of(view, part);
    if (view->scale.columns)
        scale_run(&view->scale, view->canvas.pixels, view->canvas.stride, view->source.pixels,
                  view->source.stride, from);
    steps(view, &right, &down);
    /* The screen's upper left corner is another corner of the source's part. */
    int x = view->turn == 2 || view->turn == 3 ? from.x + from.w - 1 : from.x;
    int y = view->turn == 1 || view->turn == 2 ? from.y + from.h - 1 : from.y;
    const uint32_t *corner = view->source.pixels + (ptrdiff_t)y * view->source.stride + x;
    for (int i = 0; i < part.h; i++) {
        const struct line line = {corner + i * down, right, part.w, part.x, part.y + i};
        copy_line(&line, target->pixel, pixel_at(target, part.x, part.y + i));
    }
}

static void blacken(const struct view_target *target, struct rect r)
{
    for (int y = r.y; y < r.y + r.h && r.w > 0; y++)
        memset(pixel_at(target, r.x, y), 0, (size_t)r.w * view_pixel_bytes(target->pixel));
}

void view_frame(const struct view *view, const struct view_target *target)
{
    struct rect p = view->place;
    int below = p.y + p.h, beside = p.x + p.w;
    blacken(target, (struct rect){0, 0, view->screen_w, p.y});
    blacken(target, (struct rect){0, below, view->screen_w, view->screen_h - below});
    blacken(target, (struct rect){0, p.y, p.x, p.h});
    blacken(target, (struct rect){beside, p.y, view->screen_w - beside, p.h});
}
