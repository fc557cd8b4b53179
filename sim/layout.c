#include "sim/layout.h"

enum {
    LINES = 730, /* height that lengths are thought of at */
    PANEL = 284,
    MARGIN = 16,
    REMOTE_W = 248,
    REMOTE_H = 548,
    STRIP = 62,
    BEZEL = 12,
    ARRIVALS = 300,
    CAPTION = 100,
};

int layout_px(const struct layout *layout, int px)
{
    return (px * layout->scale + 500) / 1000;
}

/* A rectangle thought of at 730 lines, x and y from (left, top) in window pixels. */
static struct rect place(const struct layout *layout, struct rect from, struct rect r)
{
    int x0 = layout_px(layout, r.x), y0 = layout_px(layout, r.y);
    return (struct rect){from.x + x0, from.y + y0, layout_px(layout, r.x + r.w) - x0,
                         layout_px(layout, r.y + r.h) - y0};
}

static void add(struct layout *layout, struct rect from, struct rect r, struct spot spot)
{
    if (layout->spot_count == LAYOUT_SPOTS)
        return;
    spot.r = place(layout, from, r);
    layout->spots[layout->spot_count++] = spot;
}

struct key_place {
    enum key key;
    struct rect r;
};

static const struct key_place fixed_keys[] = {
    {KEY_POWER, {16, 16, 48, 34}},     {KEY_HOME, {72, 16, 48, 34}},
    {KEY_MENU, {128, 16, 48, 34}},     {KEY_INFO, {184, 16, 48, 34}},
    {KEY_VOL_UP, {16, 66, 40, 44}},    {KEY_MUTE, {16, 118, 40, 44}},
    {KEY_VOL_DOWN, {16, 170, 40, 44}}, {KEY_CH_UP, {192, 66, 40, 70}},
    {KEY_CH_DOWN, {192, 144, 40, 70}}, {KEY_UP, {96, 66, 56, 40}},
    {KEY_LEFT, {63, 112, 36, 56}},     {KEY_OK, {103, 112, 42, 56}},
    {KEY_RIGHT, {149, 112, 36, 56}},   {KEY_DOWN, {96, 174, 56, 40}},
    {KEY_BACK, {16, 228, 67, 36}},     {KEY_DEL, {90, 228, 68, 36}},
    {KEY_EXIT, {165, 228, 67, 36}},    {KEY_RED, {16, 278, 48, 22}},
    {KEY_GREEN, {72, 278, 48, 22}},    {KEY_YELLOW, {128, 278, 48, 22}},
    {KEY_BLUE, {184, 278, 48, 22}},
};

static void add_keys(struct layout *layout)
{
    static const enum key last_row[3] = {KEY_STAR, KEY_0, KEY_HASH};
    for (size_t i = 0; i < sizeof fixed_keys / sizeof fixed_keys[0]; i++)
        add(layout, layout->remote, fixed_keys[i].r,
            (struct spot){.action = ACT_KEY, .key = fixed_keys[i].key});
    for (int i = 0; i < 12; i++) {
        enum key key = i < 9 ? (enum key)(KEY_1 + i) : last_row[i - 9];
        struct rect r = {16 + i % 3 * 75, 314 + i / 3 * 54, 66, 46};
        add(layout, layout->remote, r, (struct spot){.action = ACT_KEY, .key = key});
    }
}

static void add_buttons(struct layout *layout)
{
    enum { HEIGHT = 32, STEP = 38 };
    const int top = MARGIN + REMOTE_H + 12, half = (REMOTE_W - 8) / 2;
    const int left = (PANEL - REMOTE_W) / 2, right = left + half + 8;
    static const enum sim_action actions[] = {ACT_SCREEN, ACT_FULL, ACT_NET,     ACT_CUT,
                                              ACT_NEXT,   ACT_TOUR, ACT_ARRIVALS};
    const struct rect places[] = {
        {left, top, 152, HEIGHT},
        {left + 160, top, REMOTE_W - 160, HEIGHT},
        {left, top + STEP, REMOTE_W, HEIGHT},
        {left, top + 2 * STEP, half, HEIGHT},
        {right, top + 2 * STEP, half, HEIGHT},
        {left, top + 3 * STEP, half, HEIGHT},
        {right, top + 3 * STEP, half, HEIGHT},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        add(layout, layout->panel, places[i], (struct spot){.action = actions[i]});
}

/* The largest rectangle of that shape in the middle of r. */
static struct rect fit(struct rect r, int shape_w, int shape_h)
{
    struct rect out = {r.x, r.y, r.w, (int)((long)r.w * shape_h / shape_w)};
    if (out.h > r.h) {
        out.h = r.h;
        out.w = (int)((long)r.h * shape_w / shape_h);
    }
    out.x += (r.w - out.w) / 2;
    out.y += (r.h - out.h) / 2;
    return out;
}

/* The lowest part of room. */
static struct rect cut_bottom(struct rect *room, int height)
{
    room->h -= height;
    return (struct rect){room->x, room->y + room->h, room->w, height};
}

static void lay_full(struct layout *layout, const struct layout_wish *wish)
{
    struct rect room = {0, 0, layout->width, layout->height};
    layout->stage = room;
    if (wish->caption)
        layout->caption = cut_bottom(&room, layout_px(layout, CAPTION));
    layout->set = layout->screen = fit(room, wish->shape_w, wish->shape_h);
}

void layout_compute(struct layout *layout, int width, int height, const struct layout_wish *wish)
{
    *layout = (struct layout){.width = width, .height = height, .scale = height * 1000 / LINES};
    if (wish->full) {
        lay_full(layout, wish);
        return;
    }
    int panel = layout_px(layout, PANEL), margin = layout_px(layout, MARGIN);
    int bezel = layout_px(layout, BEZEL);
    layout->panel = (struct rect){width - panel, 0, panel, height};
    layout->stage = (struct rect){0, 0, width - panel, height};
    struct rect room = rect_inset(layout->stage, margin);
    if (wish->arrivals) {
        int column = layout_px(layout, ARRIVALS);
        layout->arrivals = (struct rect){room.x + room.w - column, room.y, column, room.h};
        room.w -= column + margin;
    }
    layout->strip = cut_bottom(&room, layout_px(layout, STRIP) - margin);
    if (wish->caption)
        layout->caption = cut_bottom(&room, layout_px(layout, CAPTION));
    room.h -= margin;
    layout->screen = fit(rect_inset(room, bezel), wish->shape_w, wish->shape_h);
    layout->set = rect_inset(layout->screen, -bezel);
    layout->remote = place(layout, layout->panel,
                           (struct rect){(PANEL - REMOTE_W) / 2, MARGIN, REMOTE_W, REMOTE_H});
    add_keys(layout);
    add_buttons(layout);
}

const struct spot *layout_at(const struct layout *layout, int x, int y)
{
    for (size_t i = 0; i < layout->spot_count; i++) {
        if (rect_contains(layout->spots[i].r, x, y))
            return &layout->spots[i];
    }
    return NULL;
}
