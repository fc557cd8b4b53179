/* The other ways to take part: sites, the page for phones, letters, telephone, the nearest help
 * point. The campaign names them; each is gone after its day. Nothing is asked and nothing kept. */
#include <stdio.h>

#include "face/scenes/channels_parts.h"

static void enter(struct app *app)
{
    app->channels = (struct channels_page){.blocked = app->channels.blocked};
}

/* Back to where it was opened, with the focus on what opened it. */
static void leave_page(struct app *app)
{
    bool blocked = app->channels.blocked;
    app_go(app, SCENE_kind);
    app->kind_focus = blocked ? KIND_SUGGESTION : KIND_CHANNELS;
    app->kind_view = blocked ? KIND_BLOCKED : KIND_CHOICE;
}

static void back(struct app *app)
{
    if (app->channels.whole)
        app->channels.whole = false;
    else
        leave_page(app);
}

static void walk(struct app *app, int by)
{
    struct channels_list list;
    channels_list(app, &list);
    int next = (int)app->channels.at + by;
    if (next >= 0 && next < (int)list.count)
        app->channels.at = (size_t)next;
}

static bool key(struct app *app, const struct screen_event *event)
{
    int row = app->look.portrait && !app->channels.whole ? 2 : 1;
    switch (event->key) {
    case KEY_OK:
        app->channels.whole = !app->channels.whole;
        return true;
    case KEY_BACK:
        back(app);
        return true;
    case KEY_UP:
        walk(app, -row);
        return true;
    case KEY_DOWN:
        walk(app, row);
        return true;
    case KEY_LEFT:
        walk(app, -1);
        return true;
    case KEY_RIGHT:
        walk(app, 1);
        return true;
    default:
        return false;
    }
}

/* The first of the next page; after the last page the first one. */
static void next_page(struct app *app, const struct channels_places *places)
{
    size_t page = app->channels.at / channels_a_page(places) + 1;
    app->channels.at = (int)page < places->pages ? page * channels_a_page(places) : 0;
}

static void tap(struct app *app, int x, int y)
{
    struct channels_list list;
    channels_list(app, &list);
    struct channels_places places = channels_places(app, list.count);
    size_t page = app->channels.at / channels_a_page(&places);
    if (rect_contains(places.back, x, y) || (app->channels.whole && !app->look.portrait)) {
        back(app);
        return;
    }
    if (app->channels.whole)
        return;
    if (places.pages > 1 && rect_contains(places.more, x, y))
        next_page(app, &places);
    else if (rect_contains(places.detail, x, y))
        app->channels.whole = list.count > 0;
    for (size_t i = page * channels_a_page(&places);
         i < list.count && i < (page + 1) * channels_a_page(&places); i++) {
        if (rect_contains(channels_row(app, &places, i), x, y))
            app->channels.at = i;
    }
}

/* When the next of those shown is over: only a clock that can be trusted ends any. */
static int64_t next_end(const struct app *app, const struct channels_list *list)
{
    int64_t least_ms = INT64_MAX;
    for (size_t i = 0; app->now.state == CLOCK_TRUSTED && i < list->count; i++) {
        int deadline = list->manifest->channel[list->open[i]].deadline;
        if (deadline < 0)
            continue;
        int64_t left_ms = list->manifest->deadline[deadline].over_ms - app->now.wall_ms;
        least_ms = left_ms < least_ms ? left_ms : least_ms;
    }
    return least_ms == INT64_MAX ? INT64_MAX : app->now.mono_ms + least_ms;
}

static int64_t tick(struct app *app)
{
    struct channels_list list;
    channels_list(app, &list);
    if (app->channels.at >= list.count)
        app->channels.at = list.count > 0 ? list.count - 1 : 0;
    if (list.count == 0)
        app->channels.whole = false;
    return next_end(app, &list);
}

/* -- drawing -- */

static void draw_list(struct canvas *canvas, const struct app *app,
                      const struct channels_list *list, const struct channels_places *places)
{
    size_t page = app->channels.at / channels_a_page(places);
    size_t first = page * channels_a_page(places);
    for (size_t i = first; i < list->count && i < first + channels_a_page(places); i++) {
        const struct widget_row row = {.title = channels_label(list, i),
                                       .focused = i == app->channels.at};
        widget_row(canvas, &app->look, channels_row(app, places, i), &row);
    }
    if (places->pages > 1)
        widget_dots(canvas, &app->look, places->dots, places->pages, (int)page);
}

static void draw_buttons(struct canvas *canvas, const struct app *app,
                         const struct channels_places *places)
{
    enum str label = app->channels.whole ? STR_CHANNELS_HELP_LIST : STR_PAGE_BACK;
    const struct widget_button back = {.label = str_text(label)};
    const struct widget_button more = {.label = str_text(STR_CHANNELS_MORE)};
    if (!app->look.portrait)
        return;
    widget_button(canvas, &app->look, places->back, &back);
    if (places->pages > 1 && !app->channels.whole)
        widget_button(canvas, &app->look, places->more, &more);
}

static void draw_help(struct canvas *canvas, const struct app *app)
{
    bool whole = app->channels.whole;
    const struct widget_hint hints[] = {
        {{whole ? KEY_LEFT : KEY_UP, NULL}, NULL},
        {{whole ? KEY_RIGHT : KEY_DOWN, NULL}, str_text(STR_CHANNELS_HELP_CHOOSE)},
        {{KEY_OK, NULL}, str_text(whole ? STR_CHANNELS_HELP_LIST : STR_CHANNELS_HELP_WHOLE)},
        {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_HELP_BACK)},
        {{KEY_YELLOW, str_text(STR_CAP_YELLOW)}, str_text(view_next_name(app))},
    };
    page_help(canvas, app, hints, sizeof hints / sizeof hints[0]);
}

static void draw(struct canvas *canvas, const struct app *app)
{
    struct channels_list list;
    channels_list(app, &list);
    struct channels_places places = channels_places(app, list.count);
    size_t at = app->channels.at;
    bool whole = app->channels.whole && at < list.count;
    widget_page(canvas, &app->look,
                whole ? channels_label(&list, at) : str_text(STR_CHANNELS_TITLE), TOKEN_CITRUS);
    if (!whole)
        draw_list(canvas, app, &list, &places);
    if (at < list.count) {
        channels_draw_detail(canvas, app, places.detail, &list, at);
    } else {
        struct style body = theme_style(&app->look, ROLE_BODY, TOKEN_INK);
        text_block(canvas, page_body(&app->look), &body, ALIGN_LEFT, str_text(STR_CHANNELS_NONE));
    }
    draw_buttons(canvas, app, &places);
    draw_help(canvas, app);
}

static void focus(const struct app *app, char *out, size_t size)
{
    snprintf(out, size, "channel %zu%s", app->channels.at, app->channels.whole ? " whole" : "");
}

const struct scene scene_channels = {
    .name = "channels",
    .enter = enter,
    .leave = page_nothing,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = draw,
    .focus = focus,
};
