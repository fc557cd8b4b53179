/* The whole text once more, who will read it, and: send or change. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/page.h"

enum { SEND, CHANGE, CONTACT, BUTTONS };

struct places {
    struct rect box;              /* the text's ground */
    struct rect text;             /* the text itself */
    struct rect line;             /* privacy, or what went wrong */
    struct rect buttons[BUTTONS]; /* send, change, a telephone number where one is taken */
    int shown;                    /* how many of them */
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

/* True if a text that takes one line as it was written would take more in this larger type. */
static bool breaks_line(const struct app *app, int width, const struct style *style,
                        const char *text)
{
    const struct style *written = &app->look.types[ROLE_WRITE];
    return style->size > written->size &&
           text_block_height(app->fonts, width, written, text) == written->line &&
           text_block_height(app->fonts, width, style, text) > style->line;
}

/* The largest of a few sizes in which all of the text is seen, for short ones larger than they were
 * written; else the smallest. Returns the height of all. */
static int choose_style(const struct app *app, struct rect r, const char *text, struct style *style)
{
    static const struct {
        enum role role;
        int percent;
    } sizes[] = {{ROLE_WRITE, 150},
                 {ROLE_WRITE, 125},
                 {ROLE_WRITE, 100},
                 {ROLE_BODY, 100},
                 {ROLE_HELP, 100}};
    size_t count = app->large ? 4 : 5; /* who asked for 大字 turns pages rather than squints */
    int height = 0;
    for (size_t i = 0; i < count; i++) {
        *style = theme_style(&app->look, sizes[i].role, TOKEN_INK);
        style->size = style->size * sizes[i].percent / 100;
        style->line = style->line * sizes[i].percent / 100;
        height = text_block_height(app->fonts, r.w, style, text);
        if (height <= r.h && !breaks_line(app, r.w, style, text))
            break;
    }
    return height;
}

/* All of it in the middle of the box, or in pages. */
static void fit_text(const struct app *app, struct places *places)
{
    char masked[DRAFT_BYTES];
    int height = choose_style(app, places->text, shown(app, masked), &places->style);
    int rows = places->text.h / places->style.line;
    int page = (rows > 0 ? rows : 1) * places->style.line;
    places->pages = height > 0 ? (height + page - 1) / page : 1;
    if (places->pages == 1)
        places->text = layout_centre(places->text, places->text.w, height);
    else
        places->text.h = page;
}

static const char *privacy(const struct app *app)
{
    const struct manifest *manifest = app_manifest(app);
    return manifest && manifest->notice[0] ? manifest->notice : str_text(STR_REVIEW_PRIVACY);
}

/* A letter that could not be saved is tried again as it was sealed: then the door is closed. */
static bool has_door(const struct app *app)
{
    return app_takes_contact(app) && app->sending.save != SAVE_NOT_SAVED;
}

/* Who will read it, or what went wrong. */
static void place_line(const struct app *app, struct rect *r, struct places *places)
{
    const struct theme *look = &app->look;
    int height = text_block_height(app->fonts, r->w, &look->types[ROLE_HELP], privacy(app));
    if (app->sending.save == SAVE_NOT_SAVED)
        height = widget_notice_height(app->fonts, look, r->w, str_text(app_send_failure(app))) +
                 look->gap;
    places->line = layout_cut_bottom(r, height, look->gap);
}

static struct places places_of(const struct app *app)
{
    const struct theme *look = &app->look;
    struct places places;
    struct rect r = page_body(look);
    int ring = look->ring + look->ring_gap;
    struct rect row = layout_cut_bottom(&r, look->button + ring, look->gutter);
    row.h -= ring;
    places.shown = has_door(app) ? BUTTONS : CONTACT;
    if (!look->portrait && places.shown < BUTTONS)
        row.w = layout_column(row, 3, 0, look->gutter).w * 2 + look->gutter;
    for (int i = 0; i < places.shown; i++)
        places.buttons[i] = layout_column(row, places.shown, i, look->gutter);
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
    else if (app->review_focus == CONTACT)
        app_go(app, SCENE_contact);
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

static void walk(struct app *app, int by)
{
    int next = app->review_focus + by;
    if (next >= SEND && next < (has_door(app) ? BUTTONS : CONTACT))
        app->review_focus = next;
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
    case KEY_RIGHT:
        walk(app, event->key == KEY_LEFT ? -1 : 1);
        return true;
    case KEY_GREEN:
        if (has_door(app))
            app_go(app, SCENE_contact);
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
    for (int i = 0; i < places.shown; i++) {
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
    if (app->review_focus >= places.shown) /* the door was closed meanwhile */
        app->review_focus = SEND;
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

static void draw_line(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct theme *look = &app->look;
    struct style style = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    if (app->sending.save == SAVE_NOT_SAVED)
        widget_notice(canvas, look, r, str_text(app_send_failure(app)), true);
    else if (app->sending.save == SAVE_SAVING)
        widget_badge(canvas, look, r, BADGE_BUSY, str_text(STR_REVIEW_SAVING), 0);
    else
        page_fit(canvas, r, &style, privacy(app));
}

/* What the door says: nothing of the number, others may look on. */
static enum str door_label(const struct app *app)
{
    if (!contact_is_number(&app->contact))
        return STR_CONTACT_DOOR;
    return app->contact.may_call ? STR_CONTACT_DOOR_GIVEN : STR_CONTACT_DOOR_HELD;
}

static void draw_buttons(struct canvas *canvas, const struct app *app, const struct places *places)
{
    bool again = app->sending.save == SAVE_NOT_SAVED;
    const enum str labels[BUTTONS] = {again ? STR_REVIEW_AGAIN : STR_REVIEW_SEND, STR_REVIEW_CHANGE,
                                      door_label(app)};
    for (int i = 0; i < places->shown; i++) {
        struct widget_button button = {
            .label = str_text(labels[i]),
            .primary = i == SEND,
            .focused = app->review_focus == i,
            .disabled = app->sending.save == SAVE_SAVING,
        };
        if (i == CONTACT && !app->look.touch)
            button.cap = (struct widget_cap){KEY_GREEN, str_text(STR_CAP_GREEN)};
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
    if (places.box.h >= places.text.h + app->look.pad) /* else what went wrong needs the room */
        draw_text(canvas, app, &places);
    draw_line(canvas, app, places.line);
    draw_buttons(canvas, app, &places);
    page_help(canvas, app, hints, places.pages > 1 ? 7 : 5);
}

static void focus(const struct app *app, char *out, size_t size)
{
    static const char *const names[BUTTONS] = {"send", "change", "contact"};
    snprintf(out, size, "%s", names[app->review_focus]);
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
