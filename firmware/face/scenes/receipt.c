/* It is safe: the number to copy, how far it has come, where a reply appears. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/page.h"

struct places {
    struct rect number, code, copy, badge, state, reply, card, button;
};

/* The line of both numbers: as high as the longer one can be set in this width. */
static int number_line(const struct app *app, int width)
{
    static const char widest[] = "0000 0000 0000 0000";
    const struct style *style = &app->look.types[ROLE_NUMBER];
    int wide = text_width(app->fonts, style, widest, sizeof widest - 1);
    return wide <= width ? style->line : style->line * width / wide;
}

/* Cuts the lines of the left (or upper) part. Where it is low, the state stands beside the code. */
static void cut_lines(const struct app *app, struct rect r, struct places *places)
{
    const struct theme *look = &app->look;
    int field = look->types[ROLE_HELP].line + number_line(app, r.w);
    int badge = look->types[ROLE_STRONG].line, help = look->types[ROLE_HELP].line;
    places->number = layout_cut_top(&r, field, look->gap);
    places->code = layout_cut_top(&r, field, look->gap);
    places->copy = layout_cut_top(&r, look->large ? help : look->types[ROLE_BODY].line, look->gap);
    struct rect side = r;
    if (!look->portrait) {
        side = places->code;
        places->code = layout_cut_left(&side, side.w * 2 / 5, look->gap);
    }
    places->badge = layout_cut_top(&side, badge, 0);
    places->state = look->portrait ? layout_cut_top(&side, help, look->gutter) : side;
    if (look->portrait)
        r = side;
    places->reply = r;
}

static struct places places_of(const struct app *app)
{
    const struct theme *look = &app->look;
    struct places places;
    struct rect r = page_body(look);
    int ring = look->ring + look->ring_gap;
    /* On a wide page the button stands below the card: the lines need all of the left. */
    struct rect side = r;
    if (!look->portrait)
        side = layout_cut_right(&r, theme_px(look, look->large ? 440 : 480), look->gutter);
    places.button = layout_cut_bottom(&side, look->button + ring, look->gutter);
    places.button.h -= ring;
    places.card = side;
    if (look->portrait) {
        r = side;
        places.card = layout_cut_bottom(&r, theme_px(look, look->large ? 440 : 600), look->gutter);
        places.card = layout_centre(places.card, theme_px(look, 480), places.card.h);
    }
    cut_lines(app, r, &places);
    return places;
}

static void done(struct app *app)
{
    app_poster(app);
}

static bool key(struct app *app, const struct screen_event *event)
{
    if (event->key != KEY_OK && event->key != KEY_BACK)
        return false;
    done(app);
    return true;
}

static void tap(struct app *app, int x, int y)
{
    if (rect_contains(places_of(app).button, x, y))
        done(app);
}

/* What was written has been sealed and kept; here it is needed no longer. */
static void enter(struct app *app)
{
    app_forget(app);
}

/* -- drawing -- */

/* 16 digits in four groups. */
static void group(char out[24], const char *receipt)
{
    size_t len = 0;
    for (size_t i = 0; receipt[i] && len + 2 < 24; i++) {
        if (i > 0 && i % 4 == 0)
            out[len++] = ' ';
        out[len++] = receipt[i];
    }
    out[len] = '\0';
}

/* The number travels behind '#': it opens on the phone, and no server's log has it. */
static void draw_card(struct canvas *canvas, const struct app *app, struct rect r)
{
    char page[APP_URL_BYTES], url[APP_URL_BYTES + 24];
    if (!app_page_url(app, page))
        return;
    snprintf(url, sizeof url, "%s#r=%s", page, app->sending.receipt);
    const struct widget_qr qr = {str_text(STR_RECEIPT_SCAN), url, NULL};
    widget_qr(canvas, &app->plain, r, &qr);
}

static void draw_state(struct canvas *canvas, const struct app *app, const struct places *places)
{
    const struct theme *look = &app->look;
    struct style help = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    struct {
        enum badge badge;
        enum str word, text;
    } state = {BADGE_SAVED, STR_RECEIPT_SAVED, STR_RECEIPT_SAVED_TEXT};
    if (app->sending.save == SAVE_DELIVERED) {
        state.badge = BADGE_DONE;
        state.word = STR_RECEIPT_DELIVERED;
        state.text = STR_RECEIPT_DELIVERED_TEXT;
    } else if (app->sending.aside) { /* it is safe: no alarm */
        state.badge = BADGE_BUSY;
        state.word = STR_RECEIPT_ASIDE;
        state.text = STR_RECEIPT_ASIDE_TEXT;
    }
    widget_badge(canvas, look, places->badge, state.badge, str_text(state.word), 0);
    page_fit(canvas, places->state, &help, str_text(state.text));
}

static void draw(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    const struct manifest *manifest = app_manifest(app);
    struct places places = places_of(app);
    struct style help = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    struct style body = theme_style(look, ROLE_BODY, TOKEN_INK);
    char number[24];
    group(number, app->sending.receipt);
    widget_page(canvas, look, str_text(STR_RECEIPT_TITLE), TOKEN_CITRUS);
    widget_field(canvas, look, places.number, str_text(STR_RECEIPT_NUMBER), number);
    widget_field(canvas, look, places.code, str_text(STR_RECEIPT_CODE), app->sending.code);
    text_line_fit(canvas, places.copy, look->large ? &help : &body, ALIGN_LEFT,
                  str_text(STR_RECEIPT_COPY));
    draw_state(canvas, app, &places);
    page_fit(canvas, places.reply, &body,
             manifest && manifest->reply[0] ? manifest->reply : str_text(STR_RECEIPT_REPLY));
    draw_card(canvas, app, places.card);
    const struct widget_button button = {
        .label = str_text(STR_RECEIPT_DONE), .primary = true, .focused = true};
    widget_button(canvas, look, places.button, &button);
    const struct widget_hint hints[] = {
        {{KEY_OK, NULL}, str_text(STR_RECEIPT_DONE)},
        {{KEY_EXIT, str_text(STR_CAP_EXIT)}, str_text(STR_POSTER_HELP_TELEVISION)},
    };
    page_help(canvas, app, hints, app_is_home(app) ? 2 : 1);
}

static void focus(const struct app *app, char *out, size_t size)
{
    (void)app;
    snprintf(out, size, "%s", "done");
}

const struct scene scene_receipt = {
    .name = "receipt",
    .enter = enter,
    .leave = page_nothing,
    .key = key,
    .tap = tap,
    .tick = page_never,
    .draw = draw,
    .focus = focus,
};
