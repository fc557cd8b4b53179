/* Widgets to write with: fixed places, nothing jumps while one types. */
#include <stdint.h>
#include <string.h>

#include "ui/layout.h"
#include "ui/widgets.h"

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static bool has(const char *text)
{
    return text && *text;
}

static void ground(struct canvas *canvas, const struct theme *theme, struct rect r, int radius,
                   enum token inside, enum token line)
{
    canvas_round(canvas, r, radius, theme->colours[line]);
    canvas_round(canvas, rect_inset(r, theme->line), radius - theme->line, theme->colours[inside]);
}

/* -- the text -- */

static void draw_caret(struct canvas *canvas, const struct theme *theme, const struct style *style,
                       int x, int y)
{
    int height = style->size * 12 / 10, width = theme_px(theme, 5);
    struct rect bar = {x, y + (style->line - height) / 2, width, height};
    canvas_round(canvas, bar, width / 2, theme->colours[TOKEN_FOCUS]);
}

/* Where the text of a box lies: scrolled so that the caret's line is the last or an earlier one. */
struct lines {
    struct rect in; /* what is seen */
    int caret_x, caret_y, rows;
    int up; /* px that the text begins above `in` */
};

static struct lines place_lines(struct fonts *fonts, struct rect in, const struct style *style,
                                const struct widget_box *box)
{
    struct lines lines = {.in = in, .rows = in.h / style->line};
    size_t caret = box->caret == SIZE_MAX ? 0 : box->caret;
    text_block_caret(fonts, in, style, box->text, caret, &lines.caret_x, &lines.caret_y);
    int row = (lines.caret_y - in.y) / style->line;
    lines.up = row < lines.rows ? 0 : (row - lines.rows + 1) * style->line;
    return lines;
}

static void draw_text(struct canvas *canvas, const struct theme *theme, struct rect in,
                      const struct widget_box *box, const struct style *style)
{
    struct lines lines = place_lines(canvas_fonts(canvas), in, style, box);
    struct rect all = {in.x, in.y - lines.up, in.w, lines.up + (lines.rows + 1) * style->line};
    /* Room for the overhang of glyphs and the caret at the end of a full line. */
    int out = theme->gap / 2;
    struct rect before = canvas_clip(
        canvas, (struct rect){in.x - out, in.y, in.w + 2 * out, lines.rows * style->line});
    text_block(canvas, all, style, ALIGN_LEFT, box->text);
    if (box->caret != SIZE_MAX)
        draw_caret(canvas, theme, style, lines.caret_x, lines.caret_y - lines.up);
    canvas_unclip(canvas, before);
}

/* Inside the frame; where the count stands is cut off, its place goes to *count. */
static struct rect box_inside(struct fonts *fonts, const struct theme *theme, struct rect r,
                              const struct widget_box *box, struct rect *count)
{
    struct style style = theme_style(theme, ROLE_WRITE, TOKEN_INK);
    struct style quiet = theme_style(theme, ROLE_HELP, TOKEN_QUIET);
    struct rect in = {r.x + theme->pad, r.y + theme->gap / 2, r.w - 2 * theme->pad,
                      r.h - theme->gap};
    if (in.h < style.line)
        in = (struct rect){in.x, r.y + (r.h - style.line) / 2, in.w, style.line};
    *count = (struct rect){0};
    if (has(box->count)) {
        bool beside = in.h < style.line + quiet.line;
        int width = text_width(fonts, &quiet, box->count, strlen(box->count));
        *count = beside ? layout_cut_right(&in, width, theme->gap)
                        : layout_cut_bottom(&in, quiet.line, 0);
    }
    return in;
}

static void draw_placeholder(struct canvas *canvas, const struct theme *theme, struct rect in,
                             const struct widget_box *box)
{
    struct style style = theme_style(theme, ROLE_WRITE, TOKEN_INK);
    struct style hint = theme_style(theme, ROLE_BODY, TOKEN_QUIET);
    if (box->caret != SIZE_MAX)
        draw_caret(canvas, theme, &style, in.x, in.y);
    layout_cut_left(&in, theme->gap, 0);
    hint.line = hint.size * 13 / 10;
    text_block(canvas, in, &hint, ALIGN_LEFT, box->placeholder);
}

void widget_box(struct canvas *canvas, const struct theme *theme, struct rect r,
                const struct widget_box *box)
{
    struct style style = theme_style(theme, ROLE_WRITE, TOKEN_INK);
    struct style quiet = theme_style(theme, ROLE_HELP, TOKEN_QUIET);
    struct rect count;
    struct rect in = box_inside(canvas_fonts(canvas), theme, r, box, &count);
    ground(canvas, theme, r, theme->radius, TOKEN_CARD, box->focused ? TOKEN_FOCUS : TOKEN_LINE);
    if (box->focused)
        canvas_ring(canvas, r, theme->radius, theme->line * 2, theme->colours[TOKEN_FOCUS]);
    if (has(box->count))
        text_line(canvas, count, &quiet, ALIGN_RIGHT, box->count);
    if (has(box->text) || !has(box->placeholder)) {
        struct widget_box shown = *box;
        shown.text = box->text ? box->text : "";
        draw_text(canvas, theme, in, &shown, &style);
    } else {
        draw_placeholder(canvas, theme, in, box);
    }
}

/* Moves on to the place of the next character, or to the end. */
static size_t after(const char *text, size_t len, size_t at)
{
    do
        at++;
    while (at < len && ((unsigned char)text[at] & 0xC0U) == 0x80U);
    return at;
}

size_t widget_box_at(struct fonts *fonts, const struct theme *theme, struct rect r,
                     const struct widget_box *box, int x, int y)
{
    struct style style = theme_style(theme, ROLE_WRITE, TOKEN_INK);
    struct rect count;
    struct rect in = box_inside(fonts, theme, r, box, &count);
    struct lines lines = place_lines(fonts, in, &style, box);
    size_t len = strlen(box->text), best = 0;
    int row = (y + lines.up - in.y) / style.line, nearest = INT32_MAX;
    for (size_t at = 0; at <= len; at = after(box->text, len, at)) {
        int at_x, at_y;
        text_block_caret(fonts, in, &style, box->text, at, &at_x, &at_y);
        int rows = (at_y - in.y) / style.line - row, columns = at_x - x;
        int far = (rows < 0 ? -rows : rows) * 2 * theme->width + (columns < 0 ? -columns : columns);
        if (far < nearest)
            best = at;
        else if (rows > 0)
            break; /* further down it only gets further */
        nearest = far < nearest ? far : nearest;
    }
    return best;
}

/* -- candidates -- */

/* Long candidates are set in several lines, smaller, as large as they fit: even lines, so that no
 * single character is left over. */
static int even_width(struct fonts *fonts, int most, const struct style *style, const char *text)
{
    int lines = (text_block_height(fonts, most, style, text) + style->line - 1) / style->line;
    int even = text_width(fonts, style, text, strlen(text)) / lines + style->size / 2 + 1;
    if (text_block_height(fonts, even, style, text) > lines * style->line)
        even += style->size / 2; /* an odd number of characters */
    return smaller(even, most);
}

static void in_lines(struct canvas *canvas, struct rect r, struct style style, const char *text)
{
    static const int percent[] = {85, 70, 58, 45};
    struct fonts *fonts = canvas_fonts(canvas);
    int full = style.size, width = r.w, height = 0;
    for (size_t i = 0; i < sizeof percent / sizeof percent[0]; i++) {
        style.size = (full * percent[i] + 50) / 100;
        style.line = style.size * 12 / 10;
        width = even_width(fonts, r.w, &style, text);
        height = text_block_height(fonts, width, &style, text);
        if (height <= r.h && height <= 3 * style.line)
            break;
    }
    text_block(canvas, layout_centre(r, width, smaller(height, r.h)), &style, ALIGN_CENTRE, text);
}

/* True if the text fits into one line of width px, at most a little smaller. */
static bool is_short(struct canvas *canvas, int width, struct style style, const char *text)
{
    style.size = (style.size * 85 + 50) / 100;
    return text_width(canvas_fonts(canvas), &style, text, strlen(text)) <= width;
}

/* The text, and where there is one its reading below. */
static void draw_word(struct canvas *canvas, struct rect r, const struct style *text,
                      const struct style *small, const struct widget_candidate *candidate)
{
    if (has(candidate->reading)) {
        struct rect below = layout_cut_bottom(&r, small->size * 12 / 10, 0);
        text_line_fit(canvas, below, small, ALIGN_CENTRE, candidate->reading);
    }
    if (is_short(canvas, r.w, *text, candidate->text))
        text_line_fit(canvas, r, text, ALIGN_CENTRE, candidate->text);
    else
        in_lines(canvas, r, *text, candidate->text);
}

/* Beside the word; where that leaves it too little, in the corner of the cell, and long words below
 * it. */
static void draw_number(struct canvas *canvas, struct rect *in, struct style style, int size,
                        const struct widget_candidate *candidate)
{
    const char *number = candidate->number;
    bool high = in->h >= 2 * size;
    if (in->w < (high ? 5 : 3) * size) {
        struct rect corner = {in->x + size / 12, in->y + size / 12, in->w, in->h};
        style.size = smaller(style.size, size / 2);
        text_line(canvas, layout_cut_top(&corner, style.size, 0), &style, ALIGN_LEFT, number);
        struct style word = {.size = size};
        bool single = is_short(canvas, in->w, word, candidate->text);
        layout_cut_top(in, !single && high ? style.size : high ? 0 : style.size / 3, 0);
        return;
    }
    style.size = smaller(style.size, size * 8 / 10);
    struct rect place = layout_cut_left(in, style.size, 0);
    in->w -= smaller(style.size / 2, in->w); /* the word stays near the middle */
    text_line(canvas, place, &style, ALIGN_CENTRE, number);
}

void widget_candidate(struct canvas *canvas, const struct theme *theme, struct rect r,
                      const struct widget_candidate *candidate)
{
    bool lit = candidate->focused;
    struct style text = theme_style(theme, ROLE_CANDIDATE, lit ? TOKEN_ON_JADE : TOKEN_INK);
    struct style small = theme_style(theme, ROLE_SMALL, lit ? TOKEN_ON_JADE : TOKEN_QUIET);
    struct style number = theme_style(theme, ROLE_KEY, lit ? TOKEN_ON_JADE : TOKEN_JADE);
    int radius = theme->radius * 2 / 3;
    enum token inside = candidate->quiet ? TOKEN_MIST : TOKEN_CARD;
    ground(canvas, theme, r, radius, lit ? TOKEN_JADE : inside, lit ? TOKEN_JADE : TOKEN_LINE);
    if (lit)
        widget_focus(canvas, theme, r, radius);
    if (!has(candidate->text))
        return;
    struct rect in = {r.x + theme->gap / 2, r.y + theme->line, r.w - theme->gap,
                      r.h - 2 * theme->line};
    if (has(candidate->number))
        draw_number(canvas, &in, number, text.size, candidate);
    text.size = smaller(text.size, in.h * 85 / 100);
    draw_word(canvas, in, &text, &small, candidate);
}
