/* What `channels` tells of one channel: a code to scan, an envelope to copy, a number to call, a
 * place to go to. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/channels_parts.h"

enum { LINES_MAX = 8, UNTIL_BYTES = 160, PIECES_MAX = 4 };

static const enum str kind_names[] = {
    [CHANNEL_WEB] = STR_CHANNELS_WEB,       [CHANNEL_H5] = STR_CHANNELS_H5,
    [CHANNEL_LETTER] = STR_CHANNELS_LETTER, [CHANNEL_PHONE] = STR_CHANNELS_PHONE,
    [CHANNEL_HELP] = STR_CHANNELS_HELP,
};

const char *channels_label(const struct channels_list *list, size_t i)
{
    const struct manifest_channel *channel = &list->manifest->channel[list->open[i]];
    bool alone = channel->kind != CHANNEL_HELP;
    for (size_t other = 0; other < list->count && alone; other++)
        alone = other == i || list->manifest->channel[list->open[other]].kind != channel->kind;
    return alone ? str_text(kind_names[channel->kind]) : channel->name;
}

/* -- lines that share a place -- */

struct line {
    enum role role;
    enum token token;
    const char *text;
    bool whole; /* one line, however small: a number, an address of the network */
};

struct lines {
    size_t count;
    struct line line[LINES_MAX];
};

static void add(struct lines *lines, const struct line line)
{
    if (line.text && line.text[0] && lines->count < LINES_MAX)
        lines->line[lines->count++] = line;
}

static struct style style_of(const struct theme *look, const struct line *line, int percent)
{
    struct style style = theme_style(look, line->role, line->token);
    style.size = style.size * percent / 100;
    style.line = style.line * percent / 100;
    return style;
}

static int line_height(struct fonts *fonts, const struct theme *look, int width,
                       const struct line *line, int percent)
{
    struct style style = style_of(look, line, percent);
    return line->whole ? style.line : text_block_height(fonts, width, &style, line->text);
}

static int lines_height(struct fonts *fonts, const struct theme *look, int width,
                        const struct lines *lines, int percent)
{
    int height = lines->count > 0 ? ((int)lines->count - 1) * look->gap * percent / 100 : 0;
    for (size_t i = 0; i < lines->count; i++)
        height += line_height(fonts, look, width, &lines->line[i], percent);
    return height;
}

/* All of them, in the largest type in which nothing is cut: larger than usual where one has the
 * whole page. */
static void draw_lines(struct canvas *canvas, const struct app *app, struct rect r,
                       const struct lines *lines)
{
    const struct theme *look = &app->look;
    struct fonts *fonts = canvas_fonts(canvas);
    int percent = app->channels.whole ? 160 : 120;
    while (percent > 50 && lines_height(fonts, look, r.w, lines, percent) > r.h)
        percent -= 5;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->line[i];
        struct style style = style_of(look, line, percent);
        int height = line_height(fonts, look, r.w, line, percent);
        struct rect place = layout_cut_top(&r, height, look->gap * percent / 100);
        if (line->whole)
            text_line_fit(canvas, place, &style, ALIGN_LEFT, line->text);
        else
            page_fit(canvas, place, &style, line->text);
    }
}

/* -- until when -- */

/* "2020-10-31" in words; the manifest's reader has checked its form. */
static void print_day(const char *until, char *out, size_t size)
{
    char year[5], month[3], day[3];
    const char *const values[3] = {year, month, day};
    snprintf(year, sizeof year, "%.4s", until);
    snprintf(month, sizeof month, "%.2s", until + (until[5] == '0' ? 6 : 5));
    month[strspn(month, "0123456789")] = '\0';
    snprintf(day, sizeof day, "%.2s", until + (until[8] == '0' ? 9 : 8));
    str_fill(out, size, STR_CHANNELS_DAY, values);
}

static const char *print_until(const struct app *app, const struct manifest_channel *channel,
                               char out[UNTIL_BYTES])
{
    char day[64];
    const struct manifest *manifest = app_manifest(app);
    out[0] = '\0';
    if (!manifest || channel->deadline < 0)
        return out;
    const struct manifest_deadline *deadline = &manifest->deadline[channel->deadline];
    print_day(deadline->until, day, sizeof day);
    const char *const values[3] = {deadline->name, day};
    return str_fill(out, UNTIL_BYTES, STR_CHANNELS_UNTIL, values);
}

/* -- a code to scan -- */

/* Without its scheme: as one types it. */
static const char *spoken(const char *url)
{
    const char *at = strstr(url, "://");
    return at ? at + 3 : url;
}

/* Our own page learns where it was opened, as from any other of our codes. */
static const char *address_of(const struct app *app, const struct manifest_channel *channel,
                              char url[APP_URL_BYTES])
{
    const struct manifest *manifest = app_manifest(app);
    bool own = manifest && strcmp(channel->url, manifest->h5_url) == 0;
    return own && app_page_url(app, url) ? url : channel->url;
}

static void draw_link(struct canvas *canvas, const struct app *app, struct rect r,
                      const struct manifest_channel *channel, const char *name)
{
    const struct theme *look = &app->look;
    char url[APP_URL_BYTES];
    struct lines lines = {0};
    bool web = channel->kind == CHANNEL_WEB, beside = r.w * 4 > r.h * 5;
    enum str text = web ? STR_CHANNELS_WEB_TEXT : STR_CHANNELS_H5_TEXT;
    add(&lines, (struct line){ROLE_STRONG, TOKEN_INK, name, !beside});
    if (beside || look->portrait)
        add(&lines, (struct line){ROLE_BODY, TOKEN_INK, str_text(text), false});
    struct rect card =
        beside ? layout_cut_right(&r, r.w / 2, look->gutter)
               : layout_cut_bottom(&r, r.h * (look->portrait ? 70 : 80) / 100, look->gap);
    draw_lines(canvas, app, r, &lines);
    const struct widget_qr qr = {beside || look->portrait ? str_text(STR_CHANNELS_SCAN) : NULL,
                                 address_of(app, channel, url), web ? spoken(channel->url) : NULL};
    widget_qr(canvas, &app->plain, card, &qr);
}

/* -- an envelope to copy -- */

/* The six boxes in the upper left corner of an envelope; returns their height. */
static int draw_postcode(struct canvas *canvas, const struct theme *look, struct rect r,
                         const char *postcode)
{
    struct style digit = theme_style(look, ROLE_KEY, TOKEN_INK);
    int side = digit.size * 13 / 10, most = r.w / 7, width = look->line * 2;
    side = side < most ? side : most;
    int gap = side / 6;
    if (!postcode[0])
        return 0;
    for (int i = 0; postcode[i]; i++) {
        const char text[2] = {postcode[i], '\0'};
        struct rect box = {r.x + i * (side + gap), r.y, side, side};
        canvas_ring(canvas, box, side / 8, width, look->colours[TOKEN_CITRUS]);
        text_line(canvas, box, &digit, ALIGN_CENTRE, text);
    }
    return side;
}

/* Parts the address at its commas, in place: each part is a line to copy. */
static size_t part(char *address, char *pieces[PIECES_MAX])
{
    static const char comma[] = "，";
    size_t count = 0;
    for (char *at = address; at && *at && count < PIECES_MAX;) {
        char *end = count + 1 < PIECES_MAX ? strstr(at, comma) : NULL;
        pieces[count++] = at;
        if (end)
            *end = '\0';
        at = end ? end + strlen(comma) : NULL;
    }
    return count;
}

static void draw_letter(struct canvas *canvas, const struct app *app, struct rect r,
                        const struct manifest_channel *channel)
{
    const struct theme *look = &app->look;
    char address[sizeof channel->address], to[sizeof channel->name + 16];
    char *pieces[PIECES_MAX];
    struct style help = theme_style(look, ROLE_HELP, TOKEN_INK);
    const char *const values[3] = {channel->name};
    struct lines lines = {0};
    snprintf(address, sizeof address, "%s", channel->address);
    size_t count = part(address, pieces);
    for (size_t i = 0; i < count; i++)
        add(&lines, (struct line){ROLE_BODY, TOKEN_INK, pieces[i], false});
    add(&lines, (struct line){ROLE_STRONG, TOKEN_INK,
                              str_fill(to, sizeof to, STR_CHANNELS_LETTER_TO, values), true});
    text_line_fit(canvas, layout_cut_top(&r, help.line, look->gap / 2), &help, ALIGN_LEFT,
                  str_text(STR_CHANNELS_LETTER_TEXT));
    r.h = r.h < r.w * 2 / 3 ? r.h : r.w * 2 / 3;
    canvas_round(canvas, r, look->radius / 2, look->colours[TOKEN_QUIET]);
    canvas_round(canvas, rect_inset(r, look->line), look->radius / 2 - look->line,
                 look->colours[TOKEN_PAPER]);
    r = rect_inset(r, look->gap * 3 / 2);
    int used = draw_postcode(canvas, look, r, channel->postcode);
    layout_cut_top(&r, used, used ? look->gap : 0);
    draw_lines(canvas, app, r, &lines);
}

/* -- a number to call, a place to go to -- */

static void draw_place(struct canvas *canvas, const struct app *app, struct rect r,
                       const struct manifest_channel *channel, const char *name)
{
    struct lines lines = {0};
    add(&lines, (struct line){ROLE_STRONG, TOKEN_INK, name, false});
    add(&lines, (struct line){ROLE_BODY, TOKEN_INK, channel->address, false});
    add(&lines, (struct line){ROLE_NUMBER, TOKEN_INK, channel->phone, true});
    add(&lines, (struct line){ROLE_BODY, TOKEN_INK, channel->hours, false});
    draw_lines(canvas, app, r, &lines);
}

/* Until when, along the foot. */
static void draw_until(struct canvas *canvas, const struct app *app, struct rect *r,
                       const struct manifest_channel *channel)
{
    char until[UNTIL_BYTES];
    struct style style = theme_style(&app->look, ROLE_HELP, TOKEN_INK);
    if (!print_until(app, channel, until)[0])
        return;
    struct rect foot = layout_cut_bottom(r, style.line, app->look.gap / 2);
    text_line_fit(canvas, foot, &style, ALIGN_LEFT, until);
}

void channels_draw_detail(struct canvas *canvas, const struct app *app, struct rect r,
                          const struct channels_list *list, size_t at)
{
    const struct theme *look = &app->look;
    const struct manifest_channel *channel = &list->manifest->channel[list->open[at]];
    /* Not twice: the title of the whole page may be the name. */
    bool said = app->channels.whole && channels_label(list, at) == channel->name;
    const char *name = said ? NULL : channel->name;
    canvas_round(canvas, r, look->radius, look->colours[TOKEN_LINE]);
    canvas_round(canvas, rect_inset(r, look->line), look->radius - look->line,
                 look->colours[TOKEN_CARD]);
    /* In 大字 a low page has not much room to give away. */
    r = rect_inset(r, look->large && !look->portrait ? look->gap * 5 / 4 : look->pad);
    draw_until(canvas, app, &r, channel);
    switch (channel->kind) {
    case CHANNEL_WEB:
    case CHANNEL_H5:
        draw_link(canvas, app, r, channel, name);
        break;
    case CHANNEL_LETTER:
        draw_letter(canvas, app, r, channel);
        break;
    case CHANNEL_PHONE:
    case CHANNEL_HELP:
        draw_place(canvas, app, r, channel, name);
        break;
    }
}
