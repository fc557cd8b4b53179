/* The key test, and pictures to judge a screen by. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/service_parts.h"

/* -- keys -- */

static void draw_touch(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    int arm = theme_px(look, 48), x = app->service.x, y = app->service.y;
    canvas_stroke(canvas, x - arm, y, x + arm, y, look->line * 2, look->colours[TOKEN_RIVER]);
    canvas_stroke(canvas, x, y - arm, x, y + arm, look->line * 2, look->colours[TOKEN_RIVER]);
}

static void describe_last(const struct app *app, char *text, size_t size)
{
    char x[12], y[12];
    const char *const values[3] = {x, y};
    snprintf(x, sizeof x, "%d", app->service.x);
    snprintf(y, sizeof y, "%d", app->service.y);
    text[0] = '\0';
    if (app->service.x >= 0)
        str_fill(text, size, STR_SERVICE_KEYS_TOUCH, values);
    else if (app->service.pressed[0] != KEY_NONE)
        str_number(text, size, STR_SERVICE_KEYS_HELD, app->service.held_ms);
}

void service_draw_keys(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    struct style body = theme_style(look, ROLE_BODY, TOKEN_INK);
    struct style quiet = theme_style(look, ROLE_BODY, TOKEN_QUIET);
    struct style large = theme_style(look, ROLE_TITLE, TOKEN_INK);
    char text[64];
    quiet.tabular = true;
    widget_page(canvas, look, str_text(STR_SERVICE_KEYS_TITLE), TOKEN_RIVER);
    struct rect r = page_body(look), line = layout_cut_top(&r, large.line, look->gap);
    for (size_t i = 0; i < SERVICE_KEYS_SHOWN && app->service.pressed[i] != KEY_NONE; i++) {
        struct style *style = i == 0 ? &large : &quiet;
        const char *name = key_name(app->service.pressed[i]);
        int width = text_width(canvas_fonts(canvas), style, name, strlen(name));
        text_line(canvas, layout_cut_left(&line, width, look->gutter), style, ALIGN_LEFT, name);
    }
    describe_last(app, text, sizeof text);
    text_line(canvas, layout_cut_top(&r, quiet.line, look->gutter), &quiet, ALIGN_LEFT, text);
    page_text(canvas, r, &body, str_text(STR_SERVICE_KEYS_TEXT));
    if (app->service.x >= 0)
        draw_touch(canvas, app);
}

/* -- pictures: the same colours on every palette -- */

static colour grey(int level)
{
    return (colour)level << 16 | (colour)level << 8 | (colour)level;
}

static void draw_bars(struct canvas *canvas, struct rect all)
{
    static const colour bars[] = {0xFFFFFF, 0xFFFF00, 0x00FFFF, 0x00FF00,
                                  0xFF00FF, 0xFF0000, 0x0000FF, 0x000000};
    enum { COUNT = sizeof bars / sizeof bars[0] };
    for (int i = 0; i < COUNT; i++) {
        int x = all.w * i / COUNT;
        canvas_fill(canvas, (struct rect){x, 0, all.w * (i + 1) / COUNT - x, all.h}, bars[i]);
    }
}

/* Sixteen steps above, all 256 below; the first and the last two steps tell crushed ends. */
static void draw_greys(struct canvas *canvas, struct rect all)
{
    for (int i = 0; i < 16; i++) {
        int x = all.w * i / 16;
        canvas_fill(canvas, (struct rect){x, 0, all.w * (i + 1) / 16 - x, all.h / 2},
                    grey(i * 255 / 15));
    }
    for (int i = 0; i < 256; i++) {
        int x = all.w * i / 256;
        canvas_fill(canvas,
                    (struct rect){x, all.h / 2, all.w * (i + 1) / 256 - x, all.h - all.h / 2},
                    grey(i));
    }
}

static void draw_box(struct canvas *canvas, struct rect r, colour c)
{
    canvas_fill(canvas, (struct rect){r.x, r.y, r.w, 1}, c);
    canvas_fill(canvas, (struct rect){r.x, r.y + r.h - 1, r.w, 1}, c);
    canvas_fill(canvas, (struct rect){r.x, r.y, 1, r.h}, c);
    canvas_fill(canvas, (struct rect){r.x + r.w - 1, r.y, 1, r.h}, c);
}

/* One pixel along the edge, marks in the corners, and where the safe area ends. */
static void draw_border(struct canvas *canvas, const struct theme *look, struct rect all)
{
    enum { MARK = 24 };
    canvas_fill(canvas, all, 0);
    canvas_fill(canvas, layout_centre(all, all.w, 1), 0x404040);
    canvas_fill(canvas, layout_centre(all, 1, all.h), 0x404040);
    draw_box(canvas, all, 0xFFFFFF);
    for (int i = 0; i < 4; i++) {
        int x = i % 2 ? all.w - MARK : 0, y = i / 2 ? all.h - MARK : 0;
        canvas_fill(canvas, (struct rect){x, i / 2 ? all.h - 4 : 0, MARK, 4}, 0xFFFFFF);
        canvas_fill(canvas, (struct rect){i % 2 ? all.w - 4 : 0, y, 4, MARK}, 0xFFFFFF);
    }
    draw_box(canvas, look->safe, 0x00FF00);
}

/* Lines one pixel apart, upright and lying: a screen that scales shows stripes or grey. */
static void draw_lines(struct canvas *canvas, struct rect all)
{
    canvas_fill(canvas, all, 0);
    for (int x = 0; x < all.w / 2; x += 2)
        canvas_fill(canvas, (struct rect){x, 0, 1, all.h}, 0xFFFFFF);
    for (int y = 0; y < all.h; y += 2)
        canvas_fill(canvas, (struct rect){all.w / 2, y, all.w - all.w / 2, 1}, 0xFFFFFF);
}

void service_draw_picture(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    struct rect all = {0, 0, look->width, look->height};
    switch (app->service.picture) {
    case 0:
        draw_bars(canvas, all);
        break;
    case 1:
        draw_greys(canvas, all);
        break;
    case 2:
        draw_border(canvas, look, all);
        break;
    default:
        draw_lines(canvas, all);
        break;
    }
}
