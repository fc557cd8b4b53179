/* Going on by phone: a code that carries the text there, as long as it can be read; else one that
 * opens the empty page. */
#include <stdio.h>
#include <string.h>

#include "face/handover.h"
#include "face/scenes/compose_draw.h"
#include "face/scenes/page.h"

enum {
    MODULE = 6
}; /* least, thought of at 1920×1080: read from an arm's length off a kiosk, from
      two metres off a television */

/* With the theme, which the page takes over as well. */
static bool carried_url(const struct app *app, char *url, size_t size)
{
    char page[APP_URL_BYTES];
    const struct draft *draft = &app->compose.draft;
    if (draft_is_blank(draft) || !app_page_url(app, page))
        return false;
    int len = snprintf(url, size, "%s&theme=%s", page, app_theme_id(app, app->theme));
    return len > 0 && (size_t)len < size && handover_append(url, size, draft->text);
}

/* Text and card; the card as large as the page lets it be. */
static void split(const struct theme *look, struct rect *text, struct rect *card)
{
    struct rect r = page_body(look);
    if (look->portrait) {
        *text = layout_cut_top(&r, r.h * 28 / 100, look->gutter);
        *card = layout_centre(r, r.w, r.w < r.h ? r.w : r.h);
        card->y = r.y;
    } else {
        int side = r.h * look->pixel_h / look->pixel_w;
        side = side < r.w * 58 / 100 ? side : r.w * 58 / 100;
        *card = layout_cut_right(&r, side, look->gutter * 2);
        *text = r;
    }
}

static bool can_be_read(struct canvas *canvas, const struct theme *look, struct rect card,
                        const char *url)
{
    int modules = canvas_qr_modules(canvas, url), least = theme_px(look, MODULE);
    int w = card.w - look->gap, h = card.h - look->gap;
    return modules > 0 && w / modules >= least &&
           h / modules >= least * look->pixel_w / look->pixel_h;
}

static void draw_carried(struct canvas *canvas, const struct app *app, struct rect text,
                         struct rect card, const char *url)
{
    const struct theme *look = &app->look;
    char host[APP_URL_BYTES];
    struct style body = theme_style(look, ROLE_BODY, TOKEN_INK);
    struct style quiet = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    const struct widget_qr qr = {.text = url};
    const struct widget_hint hint = {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_HELP_BACK)};
    app_page_host(app, host);
    widget_page(canvas, look, str_text(STR_COMPOSE_PHONE_TITLE), TOKEN_CITRUS);
    int used = text_block(canvas, text, &body, ALIGN_LEFT, str_text(STR_COMPOSE_PHONE_CARRIES));
    layout_cut_top(&text, used, look->gutter);
    text_block(canvas, text, &quiet, ALIGN_LEFT, host);
    widget_qr(canvas, look, card, &qr);
    page_help(canvas, app, &hint, 1);
}

static void draw_plain(struct canvas *canvas, const struct app *app)
{
    char url[APP_URL_BYTES], host[APP_URL_BYTES];
    bool known = app_page_url(app, url), blank = draft_is_blank(&app->compose.draft);
    enum str text = !known  ? STR_COMPOSE_PHONE_NONE
                    : blank ? STR_COMPOSE_PHONE_TEXT
                            : STR_COMPOSE_PHONE_LONG;
    app_page_host(app, host);
    const struct page_pointer page = {
        .title = str_text(STR_COMPOSE_PHONE_TITLE),
        .text = str_text(text),
        .url = known ? url : NULL,
        .heading = str_text(STR_POSTER_SCAN),
        .host = host,
    };
    page_pointer(canvas, app, &page);
}

void compose_draw_phone(struct canvas *canvas, const struct app *app)
{
    char url[2 * APP_URL_BYTES];
    struct rect text, card;
    split(&app->look, &text, &card);
    bool carries = carried_url(app, url, sizeof url);
    if (carries && can_be_read(canvas, &app->look, card, url))
        draw_carried(canvas, app, text, card, url);
    else
        draw_plain(canvas, app);
    explicit_bzero(url, sizeof url);
}
