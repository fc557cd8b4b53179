/* Where the parts of `kind` lie, and how it looks. */
#include <stdio.h>
#include <string.h>

#include "campaign/channels.h"
#include "face/scenes/kind_parts.h"

bool kind_has_channels(const struct app *app)
{
    size_t open[MANIFEST_CHANNELS_MAX];
    const struct manifest *manifest = app_manifest(app);
    return manifest && channels_open(manifest, app->conf->county, &app->now, open) > 0;
}

/* At the right end of the title's line; on a column at the foot, where hands reach. */
static struct rect cut_others(const struct app *app, struct rect *r, int ring)
{
    const struct theme *look = &app->look;
    struct rect others = {0};
    if (!kind_has_channels(app))
        return others;
    if (look->portrait) {
        others = layout_cut_bottom(r, look->button + ring, look->gutter);
        others.h -= ring;
        return others;
    }
    struct rect title = {look->safe.x, look->safe.y, look->safe.w, look->types[ROLE_TITLE].line};
    const char *label = str_text(STR_KIND_CHANNELS);
    int cap = look->types[ROLE_HELP].size * 17 / 10 + look->gap * 3;
    int width = text_width(app->fonts, &look->types[ROLE_BODY], label, strlen(label)) + cap;
    return layout_cut_right(&title, width < title.w / 2 ? width : title.w / 2, 0);
}

struct kind_places kind_places(const struct app *app)
{
    const struct theme *look = &app->look;
    struct kind_places places;
    struct rect r = page_reach(look);
    int ring = look->ring + look->ring_gap;
    places.others = cut_others(app, &r, ring);
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

/* -- drawing -- */

/* Chips shown side by side: all of them, or where they do not fit the chosen one alone. */
static size_t chips_shown(struct canvas *canvas, const struct app *app, int room)
{
    size_t count = app_themes(app);
    for (size_t i = 0; i < count; i++)
        room -= widget_chip_width(canvas, &app->look, app_theme_name(app, i)) +
                (i > 0 ? app->look.gutter : 0);
    return room >= 0 ? count : 1;
}

static void draw_chips(struct canvas *canvas, const struct app *app,
                       const struct kind_places *places)
{
    const struct theme *look = &app->look;
    struct style label = theme_style(look, ROLE_BODY, TOKEN_QUIET);
    struct rect left = places->chips;
    size_t shown = chips_shown(canvas, app, left.w);
    text_line(canvas, places->label, &label, ALIGN_LEFT, str_text(STR_KIND_THEMES));
    for (size_t n = 0; n < shown; n++) {
        size_t i = shown == 1 ? app->theme : n;
        int width = widget_chip_width(canvas, look, app_theme_name(app, i));
        struct rect place = layout_cut_left(&left, width < left.w ? width : left.w, look->gutter);
        const struct widget_chip chip = {
            .label = app_theme_name(app, i),
            .accent = app_theme_token(i),
            .chosen = i == app->theme,
            .focused = i == app->theme && app->kind_focus == KIND_THEMES,
        };
        widget_chip(canvas, look, place, &chip);
    }
}

static void draw_cards(struct canvas *canvas, const struct app *app,
                       const struct kind_places *places)
{
    struct widget_card cards[2] = {
        {.title = str_text(STR_KIND_SUGGESTION),
         .text = str_text(STR_KIND_SUGGESTION_TEXT),
         .example = app_theme_example(app, app->theme),
         .accent = TOKEN_JADE,
         .focused = app->kind_focus == KIND_SUGGESTION},
        {.title = str_text(STR_KIND_COMPLAINT),
         .text = str_text(STR_KIND_COMPLAINT_TEXT),
         .example = str_text(STR_KIND_COMPLAINT_EXAMPLE),
         .accent = TOKEN_CITRUS,
         .focused = app->kind_focus == KIND_COMPLAINT},
    };
    if (app->look.large)
        cards[0].example = cards[1].example = NULL;
    page_same_size(app, places->cards, cards, 2);
    for (int i = 0; i < 2; i++)
        widget_card(canvas, &app->look, places->cards[i], &cards[i]);
}

/* Quieter than the cards; the key that opens it stands in it. */
static void draw_others(struct canvas *canvas, const struct app *app, struct rect r)
{
    bool focused = app->kind_focus == KIND_CHANNELS;
    if (r.w == 0)
        return;
    const struct widget_button button = {.label = str_text(STR_KIND_CHANNELS), .focused = focused};
    const struct widget_tool tool = {
        .cap = {KEY_GREEN, str_text(STR_CAP_GREEN)},
        .label = str_text(STR_KIND_CHANNELS),
        .focused = focused,
    };
    if (app->look.portrait)
        widget_button(canvas, &app->look, r, &button);
    else
        widget_tool(canvas, &app->look, r, &tool);
}

static void draw_choice(struct canvas *canvas, const struct app *app)
{
    struct kind_places places = kind_places(app);
    const struct widget_hint hints[] = {
        {{KEY_LEFT, NULL}, NULL},
        {{KEY_RIGHT, NULL}, str_text(STR_KIND_HELP_CHOOSE)},
        {{KEY_DOWN, NULL}, str_text(STR_KIND_HELP_THEME)},
        {{KEY_OK, NULL}, str_text(STR_KIND_HELP_OK)},
        {{KEY_YELLOW, str_text(STR_CAP_YELLOW)}, str_text(view_next_name(app))},
        {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_HELP_HOME)},
    };
    widget_page(canvas, &app->look, str_text(STR_KIND_TITLE), TOKEN_CITRUS);
    page_above(canvas, app);
    draw_cards(canvas, app, &places);
    draw_chips(canvas, app, &places);
    draw_others(canvas, app, places.others);
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
        .others = kind_has_channels(app),
    };
    page_pointer(canvas, app, &page);
}

void kind_draw(struct canvas *canvas, const struct app *app)
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
