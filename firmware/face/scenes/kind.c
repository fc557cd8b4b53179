/* 建议 or 个人诉求, and what it is about. A personal matter is told where to go; nothing is kept.
 */
#include <stdio.h>

#include "face/scenes/kind_parts.h"

static void enter(struct app *app)
{
    app->kind_focus = KIND_SUGGESTION;
    app->kind_view = KIND_CHOICE;
}

static void show_channels(struct app *app)
{
    if (!kind_has_channels(app))
        return;
    app->channels.blocked = app->kind_view == KIND_BLOCKED;
    app_go(app, SCENE_channels);
}

static void accept(struct app *app)
{
    switch (app->kind_focus) {
    case KIND_THEMES:
        app_go(app, SCENE_theme);
        break;
    case KIND_COMPLAINT:
        app->kind_view = KIND_POINTER;
        break;
    case KIND_CHANNELS:
        show_channels(app);
        break;
    case KIND_SUGGESTION:
        app->blocked = app_blocked(app);
        if (app->blocked == STR_COUNT)
            app_go(app, SCENE_compose);
        else
            app->kind_view = KIND_BLOCKED;
        break;
    }
}

static void move_theme(struct app *app, int by)
{
    size_t count = app_themes(app);
    app->theme = (app->theme + (by < 0 ? count - 1 : 1)) % count;
}

/* A telephone number without a text belongs to nothing that is still to come. */
static void leave_page(struct app *app)
{
    if (app->compose.draft.len == 0)
        contact_wipe(&app->contact);
    app_go(app, SCENE_poster);
}

static void back(struct app *app)
{
    if (app->kind_view == KIND_CHOICE)
        leave_page(app);
    app->kind_view = KIND_CHOICE;
}

/* While a page is shown that sends people elsewhere. */
static bool key_elsewhere(struct app *app, enum key key)
{
    bool arrow = key >= KEY_UP && key <= KEY_RIGHT;
    if (key == KEY_OK || key == KEY_BACK)
        back(app);
    else if (key == KEY_GREEN && app->kind_view == KIND_BLOCKED)
        show_channels(app);
    return arrow || key == KEY_OK || key == KEY_BACK;
}

static void walk_aside(struct app *app, bool right)
{
    if (app->kind_focus == KIND_THEMES)
        move_theme(app, right ? 1 : -1);
    else if (app->kind_focus != KIND_CHANNELS)
        app->kind_focus = right ? KIND_COMPLAINT : KIND_SUGGESTION;
}

/* The rows of the page from above: the other ways stand first, on a column last. */
static void walk(struct app *app, int by)
{
    static const enum kind_focus wide[] = {KIND_CHANNELS, KIND_SUGGESTION, KIND_THEMES};
    static const enum kind_focus high[] = {KIND_SUGGESTION, KIND_THEMES, KIND_CHANNELS};
    const enum kind_focus *rows = app->look.portrait ? high : wide;
    int at = 0;
    while (rows[at] != app->kind_focus && app->kind_focus != KIND_COMPLAINT && at < 2)
        at++;
    if (app->kind_focus == KIND_COMPLAINT)
        at = app->look.portrait ? 0 : 1;
    at += by;
    if (at >= 0 && at < 3 && (rows[at] != KIND_CHANNELS || kind_has_channels(app)))
        app->kind_focus = rows[at];
}

static bool key(struct app *app, const struct screen_event *event)
{
    if (app->kind_view != KIND_CHOICE)
        return key_elsewhere(app, event->key);
    switch (event->key) {
    case KEY_OK:
        accept(app);
        return true;
    case KEY_BACK:
        back(app);
        return true;
    case KEY_GREEN:
        show_channels(app);
        return true;
    case KEY_LEFT:
    case KEY_RIGHT:
        walk_aside(app, event->key == KEY_RIGHT);
        return true;
    case KEY_DOWN:
        walk(app, 1);
        return true;
    case KEY_UP:
        walk(app, -1);
        return true;
    default:
        return false;
    }
}

/* A touch anywhere else leads back. */
static void tap_elsewhere(struct app *app, int x, int y)
{
    bool others = app->kind_view == KIND_BLOCKED && kind_has_channels(app);
    if (others && rect_contains(page_pointer_button(&app->look, 1, 2), x, y))
        show_channels(app);
    else
        back(app);
}

static void tap(struct app *app, int x, int y)
{
    struct kind_places places = kind_places(app);
    if (app->kind_view != KIND_CHOICE) {
        tap_elsewhere(app, x, y);
        return;
    }
    for (int i = 0; i < 2; i++) {
        if (!rect_contains(places.cards[i], x, y))
            continue;
        app->kind_focus = i == 0 ? KIND_SUGGESTION : KIND_COMPLAINT;
        accept(app);
        return;
    }
    if (rect_contains(places.chips, x, y)) {
        app->kind_focus = KIND_THEMES;
        accept(app);
    } else if (rect_contains(places.others, x, y)) {
        app->kind_focus = KIND_CHANNELS;
        accept(app);
    }
}

/* The last of the other ways may have ended meanwhile. */
static int64_t tick(struct app *app)
{
    if (app->kind_focus == KIND_CHANNELS && !kind_has_channels(app))
        app->kind_focus = KIND_SUGGESTION;
    return INT64_MAX;
}

static void focus(const struct app *app, char *out, size_t size)
{
    static const char *const names[] = {"suggestion", "complaint", "theme", "channels"};
    const char *name = app->kind_view == KIND_CHOICE    ? names[app->kind_focus]
                       : app->kind_view == KIND_POINTER ? "pointer"
                                                        : "blocked";
    snprintf(out, size, "%s", name);
}

const struct scene scene_kind = {
    .name = "kind",
    .enter = enter,
    .leave = page_nothing,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = kind_draw,
    .focus = focus,
};
