/* 建议 or 个人诉求, and what it is about. A personal matter is told where to go; nothing is kept.
 */
#include <stdio.h>

#include "face/scenes/page.h"

enum { SUGGESTION, COMPLAINT, THEMES };

struct places {
    struct rect cards[2];
    struct rect label, chips; /* chips: all of them, side by side */
};

static struct places places_of(const struct app *app)
{
    const struct theme *look = &app->look;
    struct places places;
    struct rect r = page_reach(look);
    int ring = look->ring + look->ring_gap;
    places.chips = layout_cut_bottom(&r, look->button * 3 / 4 + ring, look->gutter);
    places.chips.h -= ring;
    if (look->portrait)
        places.label = layout_cut_bottom(&r, look->types[ROLE_BODY].size * 3 / 2, look->gap);
    else
        places.label =
            layout_cut_left(&places.chips, look->types[ROLE_BODY].size * 7 / 2, look->gap);
    for (int i = 0; i < 2; i++)
        places.cards[i] = layout_column(r, 2, i, look->gutter);
    return places;
}

/* Chips shown side by side; in 大字, or where there are many, the chosen one alone. */
static size_t chips_shown(const struct app *app)
{
    size_t most = app->look.portrait ? 3 : app->look.large ? 3 : 4;
    if (app->look.large && app->look.portrait)
        most = 1;
    return app_themes(app) <= most ? app_themes(app) : 1;
}

static void enter(struct app *app)
{
    app->kind_focus = SUGGESTION;
    app->kind_view = KIND_CHOICE;
}

static void accept(struct app *app)
{
    if (app->kind_focus == THEMES) {
        app_go(app, SCENE_theme);
    } else if (app->kind_focus == COMPLAINT) {
        app->kind_view = KIND_POINTER;
    } else {
        app->blocked = app_blocked(app);
        if (app->blocked == STR_COUNT)
            app_go(app, SCENE_compose);
        else
            app->kind_view = KIND_BLOCKED;
    }
}

static void move_theme(struct app *app, int by)
{
    size_t count = app_themes(app);
    app->theme = (app->theme + (by < 0 ? count - 1 : 1)) % count;
}

static void back(struct app *app)
{
    if (app->kind_view == KIND_CHOICE)
        app_go(app, SCENE_poster);
    app->kind_view = KIND_CHOICE;
}

/* While a page is shown that sends people elsewhere. */
static bool key_elsewhere(struct app *app, enum key key)
{
    bool arrow = key >= KEY_UP && key <= KEY_RIGHT;
    if (key == KEY_OK || key == KEY_BACK)
        back(app);
    return arrow || key == KEY_OK || key == KEY_BACK;
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
    case KEY_LEFT:
    case KEY_RIGHT:
        if (app->kind_focus == THEMES)
            move_theme(app, event->key == KEY_RIGHT ? 1 : -1);
        else
            app->kind_focus = event->key == KEY_RIGHT ? COMPLAINT : SUGGESTION;
        return true;
    case KEY_DOWN:
        app->kind_focus = THEMES;
        return true;
    case KEY_UP:
        if (app->kind_focus == THEMES)
            app->kind_focus = SUGGESTION;
        return true;
    default:
        return false;
    }
}

static void tap(struct app *app, int x, int y)
{
    struct places places = places_of(app);
    if (app->kind_view != KIND_CHOICE) {
        back(app);
        return;
    }
    for (int i = 0; i < 2; i++) {
        if (!rect_contains(places.cards[i], x, y))
            continue;
        app->kind_focus = i;
        accept(app);
        return;
    }
    if (rect_contains(places.chips, x, y)) {
        app->kind_focus = THEMES;
        accept(app);
    }
}

/* -- drawing -- */

static void draw_chips(struct canvas *canvas, const struct app *app, const struct places *places)
{
    const struct theme *look = &app->look;
    struct style label = theme_style(look, ROLE_BODY, TOKEN_QUIET);
    size_t shown = chips_shown(app);
    struct rect left = places->chips;
    text_line(canvas, places->label, &label, ALIGN_LEFT, str_text(STR_KIND_THEMES));
    for (size_t n = 0; n < shown; n++) {
        size_t i = shown == 1 ? app->theme : n;
        int width = widget_chip_width(canvas, look, app_theme_name(app, i));
        struct rect place = layout_cut_left(&left, width < left.w ? width : left.w, look->gutter);
        const struct widget_chip chip = {
            .label = app_theme_name(app, i),
            .accent = app_theme_token(i),
            .chosen = i == app->theme,
            .focused = i == app->theme && app->kind_focus == THEMES,
        };
        widget_chip(canvas, look, place, &chip);
    }
}

static void draw_cards(struct canvas *canvas, const struct app *app, const struct places *places)
{
    const struct widget_card cards[2] = {
        {str_text(STR_KIND_SUGGESTION), str_text(STR_KIND_SUGGESTION_TEXT),
         app_theme_example(app, app->theme), TOKEN_JADE, app->kind_focus == SUGGESTION},
        {str_text(STR_KIND_COMPLAINT), str_text(STR_KIND_COMPLAINT_TEXT),
         str_text(STR_KIND_COMPLAINT_EXAMPLE), TOKEN_CITRUS, app->kind_focus == COMPLAINT},
    };
    for (int i = 0; i < 2; i++) {
        struct widget_card card = cards[i];
        if (app->look.large)
            card.example = NULL;
        widget_card(canvas, &app->look, places->cards[i], &card);
    }
}

static void draw_choice(struct canvas *canvas, const struct app *app)
{
    struct places places = places_of(app);
    const struct widget_hint hints[] = {
        {{KEY_LEFT, NULL}, NULL},
        {{KEY_RIGHT, NULL}, str_text(STR_KIND_HELP_CHOOSE)},
        {{KEY_DOWN, NULL}, str_text(STR_KIND_HELP_THEME)},
        {{KEY_OK, NULL}, str_text(STR_KIND_HELP_OK)},
        {{KEY_YELLOW, str_text(STR_CAP_YELLOW)}, str_text(view_next_name(app))},
        {{KEY_BACK, str_text(STR_CAP_BACK)}, NULL},
    };
    widget_page(canvas, &app->look, str_text(STR_KIND_TITLE), TOKEN_CITRUS);
    page_above(canvas, app);
    draw_cards(canvas, app, &places);
    draw_chips(canvas, app, &places);
    page_help(canvas, app, hints, sizeof hints / sizeof hints[0]);
}

static void draw_pointer(struct canvas *canvas, const struct app *app)
{
    char phone[96] = "";
    const struct manifest *manifest = app_manifest(app);
    bool scan = manifest && manifest->complaint_url[0];
    bool call = manifest && manifest->complaint_phone[0];
    enum str text = scan && call ? STR_POINTER_TEXT_BOTH
                    : scan       ? STR_POINTER_TEXT
                    : call       ? STR_POINTER_TEXT_CALL
                                 : STR_POINTER_NONE;
    struct page_pointer page = {
        .title = str_text(STR_POINTER_TITLE),
        .text = str_text(text),
        .url = scan ? manifest->complaint_url : NULL,
        .heading = str_text(STR_POINTER_SCAN),
        .host = scan ? manifest->complaint_name : NULL,
    };
    if (call)
        page.extra = str_fill(phone, sizeof phone, STR_POINTER_PHONE,
                              (const char *const[3]){manifest->complaint_phone});
    page_pointer(canvas, app, &page);
}

static void draw_blocked(struct canvas *canvas, const struct app *app)
{
    char url[APP_URL_BYTES], host[APP_URL_BYTES];
    app_page_host(app, host);
    const struct page_pointer page = {
        .title = str_text(STR_BLOCKED_TITLE),
        .text = str_text(app->blocked),
        .url = app_page_url(app, url) ? url : NULL,
        .heading = str_text(STR_POSTER_SCAN),
        .host = host,
    };
    page_pointer(canvas, app, &page);
}

static void draw(struct canvas *canvas, const struct app *app)
{
    switch (app->kind_view) {
    case KIND_CHOICE:
        draw_choice(canvas, app);
        break;
    case KIND_POINTER:
        draw_pointer(canvas, app);
        break;
    case KIND_BLOCKED:
        draw_blocked(canvas, app);
        break;
    }
}

static void focus(const struct app *app, char *out, size_t size)
{
    static const char *const names[] = {"suggestion", "complaint", "theme"};
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
    .tick = page_never,
    .draw = draw,
    .focus = focus,
};
