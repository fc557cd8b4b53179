/* The whole text once more, who will read it, and: send or change. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/page.h"

enum { SEND, CHANGE };

struct places {
    struct rect box;        /* the text's ground */
    struct rect text;       /* the text itself */
    struct rect line;       /* privacy, or what went wrong */
    struct rect buttons[2]; /* send, change */
    struct style style;
    int pages; /* of the text at this size */
};

/* What is read: the text, or dots while it is hidden. */
static const char *shown(const struct app *app, char masked[DRAFT_BYTES])
{
    if (!app->hidden)
        return app->compose.draft.text;
    draft_mask(&app->compose.draft, masked);
    return masked;
}

/* The largest of three sizes in which all of the text is seen; else the smallest, in pages. */
static void fit_text(const struct app *app, struct places *places)
{
    static const enum role roles[] = {ROLE_WRITE, ROLE_BODY, ROLE_HELP};
    size_t sizes = app->large ? 2 : 3; /* who asked for 大字 turns pages rather than squints */
    char masked[DRAFT_BYTES];
    const char *text = shown(app, masked);
    int height = 0;
    for (size_t i = 0; i < sizes; i++) {
        places->style = theme_style(&app->look, roles[i], TOKEN_INK);
        height = text_block_height(app->fonts, places->text.w, &places->style, text);
        if (height <= places->text.h)
            break;
    }
    int rows = places->text.h / places->style.line;
    int page = (rows > 0 ? rows : 1) * places->style.line;
    places->text.h = page;
    places->pages = height > 0 ? (height + page - 1) / page : 1;
}

/* What went wrong stands above the buttons; who will read it beside them, or above on a column. */
static void place_line(const struct app *app, struct rect *r, struct places *places)
{
    const struct theme *look = &app->look;
    bool failed = app->sending.save == SAVE_NOT_SAVED;
    int help = look->types[ROLE_HELP].line;
    int rows = look->portrait ? (look->large ? 5 : 3) : 2;
    int height = failed ? rows * look->types[ROLE_BODY].line + 2 * look->gap : 2 * help;
    if (look->portrait || failed) {
        places->line = layout_cut_bottom(r, height, look->gutter);
        return;
    }
    struct rect beside = places->buttons[1];
    beside.x += beside.w + look->gutter;
    beside.w = look->safe.x + look->safe.w - beside.x;
    places->line = layout_centre(beside, beside.w, 2 * help);
}

static struct places places_of(const struct app *app)
{
    const struct theme *look = &app->look;
    struct places places;
    struct rect r = page_body(look);
    int ring = look->ring + look->ring_gap;
    struct rect row = layout_cut_bottom(&r, look->button + ring, look->gutter);
    row.h -= ring;
    if (!look->portrait)
        row.w = row.w / 2;
    for (int i = 0; i < 2; i++)
        places.buttons[i] = layout_column(row, 2, i, look->gutter);
    place_line(app, &r, &places);
    places.box = r;
    places.text = rect_inset(r, look->pad);
    fit_text(app, &places);
    return places;
}

static void enter(struct app *app)
{
    app->review_focus = SEND;
    app->review_page = 0;
}

static void change(struct app *app)
{
    if (app->sending.save == SAVE_NOT_SAVED)
        app->sending.save = SAVE_NONE;
    app_go(app, SCENE_compose);
}

static void accept(struct app *app)
{
    if (app->review_focus == SEND)
        app_send(app);
    else
        change(app);
}

static void turn_page(struct app *app, int by)
{
    struct places places = places_of(app);
    int page = app->review_page + by;
    if (page >= 0 && page < places.pages)
        app->review_page = page;
}

static bool key(struct app *app, const struct screen_event *event)
{
    switch (event->key) {
    case KEY_OK:
        accept(app);
        return true;
    case KEY_BACK:
        change(app);
        return true;
    case KEY_LEFT:
        app->review_focus = SEND;
        return true;
    case KEY_RIGHT:
        app->review_focus = CHANGE;
        return true;
    case KEY_UP:
        turn_page(app, -1);
        return true;
    case KEY_DOWN:
        turn_page(app, 1);
        return true;
    case KEY_BLUE:
        app->hidden = !app->hidden;
        return true;
    default:
        return false;
    }
}

static void tap(struct app *app, int x, int y)
{
    struct places places = places_of(app);
    for (int i = 0; i < 2; i++) {
        if (!rect_contains(places.buttons[i], x, y))
            continue;
        app->review_focus = i;
        accept(app);
        return;
    }
    if (rect_contains(places.box, x, y))
        turn_page(app, y < places.box.y + places.box.h / 2 ? -1 : 1);
}

/* 大字 may have made fewer pages of it. */
static int64_t tick(struct app *app)
{
    struct places places = places_of(app);
    if (app->review_page >= places.pages)
        app->review_page = places.pages - 1;
    return INT64_MAX;
}

/* -- drawing -- */

static void draw_text(struct canvas *canvas, const struct app *app, const struct places *places)
{
    const struct theme *look = &app->look;
    char masked[DRAFT_BYTES];
    struct rect whole = places->text;
    whole.y -= app->review_page * places->text.h;
    whole.h *= places->pages;
    canvas_round(canvas, places->box, look->radius, look->colours[TOKEN_LINE]);
    canvas_round(canvas, rect_inset(places->box, look->line), look->radius - look->line,
                 look->colours[TOKEN_CARD]);
    /* As wide as the overhang of glyphs needs, as high as whole lines. */
    struct rect window = {places->text.x - look->gap / 2, places->text.y,
                          places->text.w + look->gap, places->text.h};
    struct rect before = canvas_clip(canvas, window);
    text_block(canvas, whole, &places->style, ALIGN_LEFT, shown(app, masked));
    canvas_unclip(canvas, before);
    if (places->pages > 1) {
        struct rect foot = places->box;
        foot = layout_cut_bottom(&foot, look->pad, 0);
        widget_dots(canvas, look, foot, places->pages, app->review_page);
    }
}

static const char *privacy(const struct app *app)
{
    const struct manifest *manifest = app_manifest(app);
    return manifest && manifest->notice[0] ? manifest->notice : str_text(STR_REVIEW_PRIVACY);
}

static void draw_line(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct theme *look = &app->look;
    struct style style = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    if (app->sending.save == SAVE_NOT_SAVED)
        widget_notice(canvas, look, r, str_text(app_send_failure(app)), true);
    else if (app->sending.save == SAVE_SAVING)
        widget_badge(canvas, look, r, BADGE_BUSY, str_text(STR_REVIEW_SAVING), 0);
    else
        text_block(canvas, r, &style, ALIGN_LEFT, privacy(app));
}

static void draw_buttons(struct canvas *canvas, const struct app *app, const struct places *places)
{
    bool saving = app->sending.save == SAVE_SAVING;
    bool again = app->sending.save == SAVE_NOT_SAVED;
    for (int i = 0; i < 2; i++) {
        enum str label = i == CHANGE ? STR_REVIEW_CHANGE
                         : again     ? STR_REVIEW_AGAIN
                                     : STR_REVIEW_SEND;
        const struct widget_button button = {
            .label = str_text(label),
            .primary = i == SEND,
            .focused = app->review_focus == i,
            .disabled = saving,
        };
        widget_button(canvas, &app->look, places->buttons[i], &button);
    }
}

static void draw(struct canvas *canvas, const struct app *app)
{
    struct places places = places_of(app);
    struct widget_hint hints[] = {
        {{KEY_LEFT, NULL}, NULL},
        {{KEY_RIGHT, NULL}, str_text(STR_KIND_HELP_CHOOSE)},
        {{KEY_OK, NULL}, str_text(STR_KIND_HELP_OK)},
        {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_REVIEW_CHANGE)},
        {{KEY_BLUE, str_text(STR_CAP_BLUE)},
         str_text(app->hidden ? STR_COMPOSE_HINT_SHOW : STR_COMPOSE_HINT_HIDE)},
        {{KEY_UP, NULL}, NULL},
        {{KEY_DOWN, NULL}, str_text(STR_REVIEW_HELP_SCROLL)},
    };
    widget_page(canvas, &app->look, str_text(STR_REVIEW_TITLE), TOKEN_CITRUS);
    draw_text(canvas, app, &places);
    draw_line(canvas, app, places.line);
    draw_buttons(canvas, app, &places);
    page_help(canvas, app, hints, places.pages > 1 ? 7 : 5);
}

static void focus(const struct app *app, char *out, size_t size)
{
    snprintf(out, size, "%s", app->review_focus == SEND ? "send" : "change");
}

const struct scene scene_review = {
    .name = "review",
    .enter = enter,
    .leave = page_nothing,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = draw,
    .focus = focus,
};
