#include "face/scenes/page.h"

#include <stdint.h>
#include <string.h>

struct rect page_body(const struct theme *look)
{
    struct rect r = look->safe;
    layout_cut_top(&r, look->types[ROLE_TITLE].line, look->gap / 2);
    layout_cut_top(&r, theme_px(look, 8), look->gutter);
    layout_cut_bottom(&r, look->help, look->gutter);
    return r;
}

struct rect page_reach(const struct theme *look)
{
    struct rect r = page_body(look);
    int top = look->height * PAGE_REACH_PERCENT / 100;
    if (look->portrait && r.y < top)
        layout_cut_top(&r, top - r.y, 0);
    return r;
}

void page_phone(struct canvas *canvas, const struct app *app, struct rect r)
{
    char url[APP_URL_BYTES], host[APP_URL_BYTES];
    const struct widget_qr qr = {str_text(STR_POSTER_SCAN), url, host};
    app_page_host(app, host);
    if (app_page_url(app, url))
        widget_qr(canvas, &app->plain, r, &qr);
}

void page_above(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    const struct manifest *manifest = app_manifest(app);
    struct style body = theme_style(look, ROLE_BODY, TOKEN_INK);
    struct rect r = page_body(look);
    if (!look->portrait || !manifest)
        return;
    r.h = page_reach(look).y - r.y - look->gutter;
    page_phone(canvas, app, layout_cut_right(&r, theme_px(look, 400), look->gutter));
    text_block(canvas, r, &body, ALIGN_LEFT, manifest->title);
}

int page_text(struct canvas *canvas, struct rect r, const struct style *style, const char *text)
{
    r.w = text_block_balanced(canvas_fonts(canvas), r.w, style, text);
    return text_block(canvas, r, style, ALIGN_LEFT, text);
}

void page_fit(struct canvas *canvas, struct rect r, const struct style *style, const char *text)
{
    struct style fitted = *style;
    for (int percent = 100; percent > 50; percent -= 5) {
        fitted.size = style->size * percent / 100;
        fitted.line = style->line * percent / 100;
        if (text_block_height(canvas_fonts(canvas), r.w, &fitted, text) <= r.h)
            break;
    }
    page_text(canvas, r, &fitted, text);
}

void page_same_size(const struct app *app, const struct rect *places, struct widget_card *cards,
                    size_t count)
{
    enum card_size least = CARD_LARGE;
    for (size_t i = 0; i < count; i++) {
        enum card_size size = widget_card_size(app->fonts, &app->look, places[i], &cards[i]);
        least = size < least ? size : least;
    }
    for (size_t i = 0; i < count; i++)
        cards[i].size = least;
}

/* Text and card: side by side, or one below the other on a portrait page. */
static void split(const struct theme *look, struct rect *text, struct rect *card)
{
    struct rect r = page_body(look);
    if (look->portrait) {
        *text = layout_cut_top(&r, r.h * 32 / 100, look->gutter);
        *card = layout_centre(r, theme_px(look, 640), theme_px(look, 800));
        card->y = r.y;
    } else {
        *card = layout_cut_right(&r, theme_px(look, 520), look->gutter * 2);
        *text = r;
    }
}

struct rect page_pointer_button(const struct theme *look, int i, int count)
{
    struct rect r = page_body(look);
    if (!look->portrait)
        return (struct rect){0};
    r = layout_cut_bottom(&r, look->button, 0);
    return layout_column(r, count, i, look->gutter);
}

/* On a column, for fingers. */
static void draw_pointer_buttons(struct canvas *canvas, const struct app *app, bool others)
{
    static const enum str labels[] = {STR_PAGE_BACK, STR_KIND_CHANNELS};
    int count = others ? 2 : 1;
    for (int i = 0; i < count && app->look.portrait; i++) {
        const struct widget_button button = {.label = str_text(labels[i])};
        widget_button(canvas, &app->look, page_pointer_button(&app->look, i, count), &button);
    }
}

/* A sentence that fills less than half of its place is set larger. */
static struct style sentence_style(const struct app *app, struct rect r, const char *text)
{
    struct style larger = theme_style(&app->look, ROLE_WRITE, TOKEN_INK);
    if (text_block_height(app->fonts, r.w, &larger, text) <= r.h / 2)
        return larger;
    return theme_style(&app->look, ROLE_BODY, TOKEN_INK);
}

void page_pointer(struct canvas *canvas, const struct app *app, const struct page_pointer *page)
{
    const struct theme *look = &app->look;
    struct style number = theme_style(look, ROLE_NUMBER, TOKEN_INK);
    struct rect text, card;
    widget_page(canvas, look, page->title, TOKEN_CITRUS);
    split(look, &text, &card);
    struct style sentence = sentence_style(app, text, page->text);
    int used = page_text(canvas, text, &sentence, page->text);
    layout_cut_top(&text, used, look->gutter);
    text.h = number.line < text.h ? number.line : text.h;
    if (page->extra)
        text_line_fit(canvas, text, &number, ALIGN_LEFT, page->extra);
    const struct widget_qr qr = {page->heading, page->url, page->host};
    if (page->url)
        widget_qr(canvas, look, card, &qr);
    const struct widget_hint hints[] = {
        {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_HELP_BACK)},
        {{KEY_GREEN, str_text(STR_CAP_GREEN)}, str_text(STR_KIND_CHANNELS)},
    };
    draw_pointer_buttons(canvas, app, page->others);
    page_help(canvas, app, hints, page->others ? 2 : 1);
}

void page_help(struct canvas *canvas, const struct app *app, const struct widget_hint *hints,
               size_t count)
{
    widget_help(canvas, &app->look, widget_help_rect(&app->look), hints, count);
}

/* As wide as it began: the words stand still while the number gets shorter. */
void page_countdown(struct canvas *canvas, const struct app *app, int seconds)
{
    const struct theme *look = &app->look;
    char text[64], widest[64];
    struct style style = theme_style(look, ROLE_HELP, TOKEN_INK);
    style.tabular = true;
    str_number(text, sizeof text, STR_POSTER_COUNTDOWN, seconds);
    str_number(widest, sizeof widest, STR_POSTER_COUNTDOWN, (int)app->conf->boot_seconds);
    int width = text_width(canvas_fonts(canvas), &style, widest, strlen(widest)) + 2 * look->pad;
    struct rect pill = {look->safe.x + look->safe.w - width, look->safe.y, width, look->help};
    canvas_round(canvas, pill, pill.h / 2, look->colours[TOKEN_PAPER]);
    pill.w -= look->pad;
    text_line(canvas, pill, &style, ALIGN_RIGHT, text);
}

void page_nothing(struct app *app)
{
    (void)app;
}

int64_t page_never(struct app *app)
{
    (void)app;
    return INT64_MAX;
}
