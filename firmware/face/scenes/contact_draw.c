/* How `contact` looks. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/contact_parts.h"

/* -- places -- */

static void place_keys(const struct theme *look, struct rect r, struct contact_places *places)
{
    for (int i = 0; i < CONTACT_KEYS; i++)
        places->keys[i] = layout_column(layout_row(r, 4, i / 3, look->gap), 3, i % 3, look->gap);
}

static int field_height(const struct theme *look)
{
    return look->types[ROLE_HELP].line + look->gap / 2 + look->types[ROLE_NUMBER].line +
           2 * look->gap;
}

/* The number and what is said of it beside the keypad; on a column above it. */
static void place_number(const struct theme *look, struct contact_places *places)
{
    int ring = look->ring + look->ring_gap;
    struct rect r = page_body(look), keys;
    if (look->portrait) {
        keys = page_reach(look);
        places->leave = layout_cut_bottom(&keys, look->button + ring, look->gutter);
        places->leave.h -= ring;
        r.h = keys.y - look->gutter - r.y;
    } else {
        keys = layout_cut_right(&r, r.w * 44 / 100, look->gutter);
        keys.h -= ring;
    }
    place_keys(look, keys, places);
    places->field = layout_cut_top(&r, field_height(look), look->gutter);
    places->notice = r;
}

static void place_consent(const struct theme *look, struct contact_places *places)
{
    struct rect r = page_reach(look);
    int ring = look->ring + look->ring_gap;
    struct rect row = layout_cut_bottom(&r, look->button + ring, look->gutter);
    row.h -= ring;
    for (int i = 0; i < 2; i++)
        places->lines[CONTACT_DONE + i] = layout_column(row, 2, i, look->gutter);
    places->state = layout_cut_bottom(&r, look->types[ROLE_HELP].line, look->gap / 2 + ring);
    int most = look->types[ROLE_STRONG].line + look->types[ROLE_HELP].line * 2 + look->pad;
    r.h = r.h < 2 * most + look->gutter ? r.h : 2 * most + look->gutter;
    for (int i = 0; i < 2; i++)
        places->lines[i] = layout_row(r, 2, i, look->gap * 3 / 2);
}

struct contact_places contact_places(const struct app *app)
{
    struct contact_places places = {0};
    if (app->contact_page.step == CONTACT_NUMBER)
        place_number(&app->look, &places);
    else
        place_consent(&app->look, &places);
    return places;
}

/* -- the number -- */

/* A place for each digit, so that nothing moves while one types: a stroke below, and on it nothing,
 * a dot, or one of the last digits. */
static void draw_slot(struct canvas *canvas, const struct app *app, struct rect r, size_t i)
{
    const struct theme *look = &app->look;
    size_t len = contact_len(&app->contact);
    bool seen = !app->hidden && i + CONTACT_SEEN >= len;
    struct style style = theme_style(look, ROLE_NUMBER, TOKEN_INK);
    struct rect stroke = layout_cut_bottom(&r, look->line * (i == len ? 4 : 2), 0);
    canvas_fill(canvas, stroke, look->colours[i == len ? TOKEN_FOCUS : TOKEN_LINE]);
    if (i >= len)
        return;
    if (!seen) {
        int dot = r.w * 45 / 100;
        canvas_round(canvas, layout_centre(r, dot, dot), dot / 2, look->colours[TOKEN_INK]);
        return;
    }
    const char digit[2] = {app->contact.phone[i], '\0'};
    text_line_fit(canvas, r, &style, ALIGN_CENTRE, digit);
}

/* Eleven of them, as a mobile telephone has; twelve once they are needed. */
static void draw_slots(struct canvas *canvas, const struct app *app, struct rect r)
{
    int len = (int)contact_len(&app->contact);
    int slots = len > CONTACT_DIGITS_USUAL ? CONTACT_DIGITS : CONTACT_DIGITS_USUAL;
    /* In twentieths of a digit's width: 20 a digit, 4 between them, 12 more between groups. */
    int units = slots * 24 - 4 + 2 * 12, most = app->look.types[ROLE_NUMBER].size * 7 / 10;
    int width = r.w * 20 / units < most ? r.w * 20 / units : most;
    for (int i = 0; i < slots; i++) {
        if (contact_gap_before(&app->contact, (size_t)i))
            r.x += width * 12 / 20;
        draw_slot(canvas, app, (struct rect){r.x, r.y, width, r.h}, (size_t)i);
        r.x += width * 24 / 20;
    }
}

static void draw_field(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct theme *look = &app->look;
    struct style label = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    bool unlikely = app->contact_page.unlikely;
    int line = unlikely ? 3 * look->line : look->line, radius = look->radius * 2 / 3;
    text_line_fit(canvas, layout_cut_top(&r, label.line, look->gap / 2), &label, ALIGN_LEFT,
                  str_text(STR_CONTACT_LABEL));
    canvas_round(canvas, r, radius, look->colours[unlikely ? TOKEN_CITRUS : TOKEN_FOCUS]);
    canvas_round(canvas, rect_inset(r, line), radius - line, look->colours[TOKEN_CARD]);
    draw_slots(canvas, app,
               (struct rect){r.x + look->pad * 3 / 4, r.y + look->gap, r.w - look->pad * 3 / 2,
                             r.h - 2 * look->gap});
}

static const char *notice(const struct app *app)
{
    const struct manifest *manifest = app_manifest(app);
    return manifest && manifest->notice_contact[0] ? manifest->notice_contact
                                                   : str_text(STR_CONTACT_NOTICE);
}

/* What a number is used for; or that this one cannot be right: a hint, no alarm. */
static void draw_notice(struct canvas *canvas, const struct app *app, struct rect r)
{
    bool unlikely = app->contact_page.unlikely;
    struct style style = theme_style(&app->look, unlikely ? ROLE_STRONG : ROLE_BODY, TOKEN_INK);
    page_fit(canvas, r, &style, unlikely ? str_text(STR_CONTACT_UNLIKELY) : notice(app));
}

static void draw_keys(struct canvas *canvas, const struct app *app,
                      const struct contact_places *places)
{
    static const char *const digits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0"};
    for (size_t i = 0; i < CONTACT_NEXT; i++) {
        const struct widget_key key = {.symbol = digits[i],
                                       .sign = i == CONTACT_DELETE ? SIGN_DELETE : SIGN_NONE,
                                       .focused = i == app->contact_page.at};
        widget_key(canvas, &app->look, places->keys[i], &key);
    }
    const struct widget_button next = {.label = str_text(STR_CONTACT_NEXT),
                                       .primary = true,
                                       .focused = app->contact_page.at == CONTACT_NEXT};
    widget_button(canvas, &app->look, places->keys[CONTACT_NEXT], &next);
}

static void draw_number(struct canvas *canvas, const struct app *app,
                        const struct contact_places *places)
{
    const struct widget_button leave = {.label = str_text(STR_CONTACT_DROP),
                                        .focused = app->contact_page.at == CONTACT_LEAVE};
    draw_field(canvas, app, places->field);
    draw_notice(canvas, app, places->notice);
    draw_keys(canvas, app, places);
    if (app->look.portrait)
        widget_button(canvas, &app->look, places->leave, &leave);
}

/* -- what the office may do -- */

static enum str state_of(const struct app *app)
{
    if (!contact_is_number(&app->contact))
        return STR_CONTACT_FREE;
    return app->contact.may_call ? STR_CONTACT_WILL : STR_CONTACT_WILL_NOT;
}

static void draw_consent(struct canvas *canvas, const struct app *app,
                         const struct contact_places *places)
{
    const struct theme *look = &app->look;
    size_t at = app->contact_page.at;
    bool number = contact_is_number(&app->contact);
    struct style state = theme_style(look, ROLE_HELP, TOKEN_INK);
    const struct widget_row rows[2] = {
        {.title = str_text(STR_CONTACT_CALL),
         .text = str_text(number ? STR_CONTACT_CALL_TEXT : STR_CONTACT_CALL_NONE),
         .mark = contact_is_given(&app->contact) ? MARK_SET : MARK_OPEN,
         .focused = at == CONTACT_CALL,
         .disabled = !number},
        {.title = str_text(STR_CONTACT_PUBLISH),
         .text = str_text(STR_CONTACT_PUBLISH_TEXT),
         .mark = app->contact.may_publish ? MARK_SET : MARK_OPEN,
         .focused = at == CONTACT_PUBLISH},
    };
    for (int i = 0; i < 2; i++)
        widget_row(canvas, look, places->lines[i], &rows[i]);
    text_line_fit(canvas, places->state, &state, ALIGN_LEFT, str_text(state_of(app)));
    const struct widget_button done = {
        .label = str_text(STR_CONTACT_DONE), .primary = true, .focused = at == CONTACT_DONE};
    const struct widget_button drop = {.label = str_text(STR_CONTACT_DROP),
                                       .focused = at == CONTACT_DROP};
    widget_button(canvas, look, places->lines[CONTACT_DONE], &done);
    widget_button(canvas, look, places->lines[CONTACT_DROP], &drop);
}

/* On a column whose campaign this is stands above; there nothing else would. */
static void draw_above(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    struct style body = theme_style(look, ROLE_BODY, TOKEN_INK);
    struct rect r = page_body(look);
    if (!look->portrait)
        return;
    r.h = page_reach(look).y - look->gutter - r.y;
    page_fit(canvas, r, &body, notice(app));
}

static void draw_help(struct canvas *canvas, const struct app *app)
{
    bool number = app->contact_page.step == CONTACT_NUMBER;
    enum str hide = app->hidden ? STR_COMPOSE_HINT_SHOW : STR_COMPOSE_HINT_HIDE;
    const struct widget_hint typing[] = {
        {{KEY_0, str_text(STR_CONTACT_HELP_DIGITS)}, str_text(STR_CONTACT_HELP_TYPE)},
        {{KEY_OK, NULL}, str_text(STR_CONTACT_HELP_PRESS)},
        {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_HELP_BACK)},
        {{KEY_STAR, "*"}, str_text(STR_CONTACT_HELP_DELETE)},
        {{KEY_BLUE, str_text(STR_CAP_BLUE)}, str_text(hide)},
    };
    const struct widget_hint choosing[] = {
        {{KEY_UP, NULL}, NULL},
        {{KEY_DOWN, NULL}, str_text(STR_CONTACT_HELP_CHOOSE)},
        {{KEY_OK, NULL},
         str_text(app->contact_page.at < CONTACT_DONE ? STR_CONTACT_HELP_OK : STR_KIND_HELP_OK)},
        {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_HELP_BACK)},
    };
    if (number)
        page_help(canvas, app, typing, sizeof typing / sizeof typing[0]);
    else
        page_help(canvas, app, choosing, sizeof choosing / sizeof choosing[0]);
}

void contact_draw(struct canvas *canvas, const struct app *app)
{
    bool number = app->contact_page.step == CONTACT_NUMBER;
    struct contact_places places = contact_places(app);
    widget_page(canvas, &app->look,
                str_text(number ? STR_CONTACT_TITLE : STR_CONTACT_TITLE_CONSENT), TOKEN_CITRUS);
    if (number) {
        draw_number(canvas, app, &places);
    } else {
        draw_above(canvas, app);
        draw_consent(canvas, app, &places);
    }
    draw_help(canvas, app);
}
