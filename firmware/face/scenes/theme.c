/* What the suggestion is about: one card for each theme of the campaign. */
#include <stdio.h>

#include "face/scenes/page.h"

/* Columns on a wide page, rows on a high one. */
static struct rect place_of(const struct app *app, size_t i)
{
    const struct theme *look = &app->look;
    struct rect r = page_reach(look);
    int count = (int)app_themes(app);
    if (look->portrait)
        return layout_row(r, count > 3 ? count : 3, (int)i, look->gutter);
    if (count <= 3)
        return layout_column(r, count, (int)i, look->gutter);
    struct rect column = layout_column(r, 2, (int)i % 2, look->gutter);
    return layout_row(column, (count + 1) / 2, (int)i / 2, look->gutter);
}

static void enter(struct app *app)
{
    app->theme_focus = app->theme;
}

static void accept(struct app *app)
{
    app->theme = app->theme_focus;
    app_go(app, SCENE_kind);
}

static bool key(struct app *app, const struct screen_event *event)
{
    size_t count = app_themes(app);
    switch (event->key) {
    case KEY_OK:
        accept(app);
        return true;
    case KEY_BACK:
        app_go(app, SCENE_kind);
        return true;
    case KEY_UP:
    case KEY_LEFT:
        app->theme_focus = (app->theme_focus + count - 1) % count;
        return true;
    case KEY_DOWN:
    case KEY_RIGHT:
        app->theme_focus = (app->theme_focus + 1) % count;
        return true;
    default:
        return false;
    }
}

static void tap(struct app *app, int x, int y)
{
    for (size_t i = 0; i < app_themes(app); i++) {
        if (!rect_contains(place_of(app, i), x, y))
            continue;
        app->theme_focus = i;
        accept(app);
        return;
    }
}

/* The campaign may have changed under it: the focus stays inside. */
static int64_t tick(struct app *app)
{
    if (app->theme_focus >= app_themes(app))
        app->theme_focus = 0;
    return INT64_MAX;
}

static void draw_cards(struct canvas *canvas, const struct app *app)
{
    struct widget_card cards[MANIFEST_THEMES_MAX];
    struct rect places[MANIFEST_THEMES_MAX];
    size_t count = app_themes(app);
    for (size_t i = 0; i < count; i++) {
        bool room = count <= 3 && !(app->look.portrait && app->look.large);
        const char *example = room ? app_theme_example(app, i) : NULL;
        places[i] = place_of(app, i);
        cards[i] = (struct widget_card){.title = app_theme_name(app, i),
                                        .text = example,
                                        .accent = app_theme_token(i),
                                        .focused = i == app->theme_focus};
    }
    page_same_size(app, places, cards, count);
    for (size_t i = 0; i < count; i++)
        widget_card(canvas, &app->look, places[i], &cards[i]);
}

static void draw(struct canvas *canvas, const struct app *app)
{
    const struct widget_hint hints[] = {
        {{KEY_LEFT, NULL}, NULL},
        {{KEY_RIGHT, NULL}, str_text(STR_THEME_HELP_CHOOSE)},
        {{KEY_OK, NULL}, str_text(STR_THEME_HELP_OK)},
        {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_HELP_BACK)},
    };
    widget_page(canvas, &app->look, str_text(STR_THEME_TITLE), TOKEN_CITRUS);
    page_above(canvas, app);
    draw_cards(canvas, app);
    page_help(canvas, app, hints, sizeof hints / sizeof hints[0]);
}

static void focus(const struct app *app, char *out, size_t size)
{
    snprintf(out, size, "theme %s", app_theme_id(app, app->theme_focus));
}

const struct scene scene_theme = {
    .name = "theme",
    .enter = enter,
    .leave = page_nothing,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = draw,
    .focus = focus,
};
