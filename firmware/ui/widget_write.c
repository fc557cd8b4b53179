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

/* Draws the text scrolled so that the caret's line is the last or earlier one. */
static void draw_text(struct canvas *canvas, const struct theme *theme, struct rect in,
                      const struct widget_box *box, const struct style *style)
{
    int x, y, rows = in.h / style->line;
    size_t caret = box->caret == SIZE_MAX ? 0 : box->caret;
    text_block_caret(canvas_fonts(canvas), in, style, box->text, caret, &x, &y);
    int row = (y - in.y) / style->line;
    int first = row < rows ? 0 : row - rows + 1;
    struct rect all = {in.x, in.y - first * style->line, in.w, (first + rows + 1) * style->line};
    /* Room for the overhang of glyphs and the caret at the end of a full line. */
    int out = theme->gap / 2;
    struct rect before =
        canvas_clip(canvas, (struct rect){in.x - out, in.y, in.w + 2 * out, rows * style->line});
    text_block(canvas, all, style, ALIGN_LEFT, box->text);
    if (box->caret != SIZE_MAX)
        draw_caret(canvas, theme, style, x, y - first * style->line);
    canvas_unclip(canvas, before);
}

void widget_box(struct canvas *canvas, const struct theme *theme, struct rect r,
                const struct widget_box *box)
{
    struct style style = theme_style(theme, ROLE_WRITE, TOKEN_INK);
    struct style quiet = theme_style(theme, ROLE_HELP, TOKEN_QUIET);
    ground(canvas, theme, r, theme->radius, TOKEN_CARD, box->focused ? TOKEN_FOCUS : TOKEN_LINE);
    if (box->focused)
        canvas_ring(canvas, r, theme->radius, theme->line * 2, theme->colours[TOKEN_FOCUS]);
    struct rect in = {r.x + theme->pad, r.y + theme->gap, r.w - 2 * theme->pad,
                      r.h - 2 * theme->gap};
    if (in.h < style.line)
        in = (struct rect){in.x, r.y + (r.h - style.line) / 2, in.w, style.line};
    if (has(box->count)) {
        bool beside = in.h < style.line + quiet.line;
        int width = text_width(canvas_fonts(canvas), &quiet, box->count, strlen(box->count));
        struct rect count = beside ? layout_cut_right(&in, width, theme->gap)
                                   : layout_cut_bottom(&in, quiet.line, 0);
        text_line(canvas, count, &quiet, ALIGN_RIGHT, box->count);
    }
    if (has(box->text) || !has(box->placeholder)) {
        struct widget_box shown = *box;
        shown.text = box->text ? box->text : "";
        draw_text(canvas, theme, in, &shown, &style);
        return;
    }
    if (box->caret != SIZE_MAX)
        draw_caret(canvas, theme, &style, in.x, in.y);
    struct style hint = style;
    hint.colour = theme->colours[TOKEN_QUIET];
    hint.size = theme->types[ROLE_BODY].size;
    layout_cut_left(&in, theme->gap, 0);
    text_block(canvas, in, &hint, ALIGN_LEFT, box->placeholder);
}

/* -- candidates -- */

/* Long candidates are set in two lines below the number, smaller. */
static void in_two_lines(struct canvas *canvas, struct rect r, struct style style, const char *text)
{
    static const int percent[] = {58, 45};
    int full = style.size;
    for (size_t i = 0; i < sizeof percent / sizeof percent[0]; i++) {
        style.size = (full * percent[i] + 50) / 100;
        style.line = style.size * 12 / 10;
        if (text_block_height(canvas_fonts(canvas), r.w, &style, text) <= 2 * style.line)
            break;
    }
    /* Half the text a line, so that no single character is left over. */
    int half = text_width(canvas_fonts(canvas), &style, text, strlen(text)) / 2 + style.size;
    text_block(canvas, layout_centre(r, smaller(half, r.w), 2 * style.line), &style, ALIGN_CENTRE,
               text);
}

/* True if the text fits into one line of width px at 70 % of its size. */
static bool is_short(struct canvas *canvas, int width, struct style style, const char *text)
{
    style.size = (style.size * 70 + 50) / 100;
    return text_width(canvas_fonts(canvas), &style, text, strlen(text)) <= width;
}

/* A low cell: the number at the left, no reading. */
static void in_a_row(struct canvas *canvas, struct rect r, const struct style *number,
                     const struct style *text, const struct widget_candidate *candidate)
{
    if (has(candidate->number))
        text_line(canvas, layout_cut_left(&r, number->size, 0), number, ALIGN_LEFT,
                  candidate->number);
    text_line_fit(canvas, r, text, ALIGN_CENTRE, candidate->text);
}

/* Number above, reading below, the text between or, where it is long, in two lines. */
static void in_the_middle(struct canvas *canvas, struct rect r, const struct style *number,
                          const struct style *small, const struct style *text,
                          const struct widget_candidate *candidate)
{
    r = layout_centre(r, r.w, smaller(r.h, text->size * 11 / 10 + 2 * small->line));
    int line = smaller(small->line, (r.h - text->size) / 2);
    struct rect above = layout_cut_top(&r, line, 0);
    if (has(candidate->number))
        text_line(canvas, above, number, ALIGN_CENTRE, candidate->number);
    if (!is_short(canvas, r.w, *text, candidate->text)) {
        in_two_lines(canvas, r, *text, candidate->text);
        return;
    }
    struct rect below = layout_cut_bottom(&r, line, 0);
    if (has(candidate->reading))
        text_line_fit(canvas, below, small, ALIGN_CENTRE, candidate->reading);
    text_line_fit(canvas, r, text, ALIGN_CENTRE, candidate->text);
}

void widget_candidate(struct canvas *canvas, const struct theme *theme, struct rect r,
                      const struct widget_candidate *candidate)
{
    bool lit = candidate->focused;
    struct style text = theme_style(theme, ROLE_CANDIDATE, lit ? TOKEN_ON_JADE : TOKEN_INK);
    struct style small = theme_style(theme, ROLE_SMALL, lit ? TOKEN_ON_JADE : TOKEN_QUIET);
    struct style number = small;
    if (candidate->numbered) {
        number.weight = WEIGHT_BOLD;
        number.colour = theme->colours[lit ? TOKEN_ON_JADE : TOKEN_JADE];
    }
    int radius = theme->radius * 2 / 3;
    ground(canvas, theme, r, radius, lit ? TOKEN_JADE : TOKEN_CARD, lit ? TOKEN_JADE : TOKEN_LINE);
    if (lit)
        widget_focus(canvas, theme, r, radius);
    if (!has(candidate->text))
        return;
    struct rect in = {r.x + theme->gap, r.y + theme->line, r.w - 2 * theme->gap,
                      r.h - 2 * theme->line};
    text.size = smaller(text.size, in.h * 85 / 100);
    if (in.h < text.size + 2 * small.size)
        in_a_row(canvas, in, &number, &text, candidate);
    else
        in_the_middle(canvas, in, &number, &small, &text, candidate);
}

/* -- keys -- */

static void key_face(struct canvas *canvas, struct rect r, const struct widget_key *key,
                     const struct style *style)
{
    if (key->sign) {
        int side = style->size * 9 / 10;
        sign_draw(canvas, layout_centre(r, side, side), key->sign, style->colour);
    } else if (has(key->symbol)) {
        text_line_fit(canvas, r, style, ALIGN_CENTRE, key->symbol);
    }
}

void widget_key(struct canvas *canvas, const struct theme *theme, struct rect r,
                const struct widget_key *key)
{
    enum token inside = key->lit ? TOKEN_JADE : key->focused ? TOKEN_TINT : TOKEN_CARD;
    enum token ink = key->lit ? TOKEN_ON_JADE : TOKEN_INK;
    if (key->disabled) {
        inside = TOKEN_MIST;
        ink = TOKEN_QUIET;
    }
    struct style symbol = theme_style(theme, ROLE_KEY, ink);
    struct style letters = theme_style(theme, ROLE_SMALL, ink == TOKEN_INK ? TOKEN_QUIET : ink);
    symbol.size = smaller(symbol.size, r.h * 7 / 10);
    letters.size = smaller(letters.size, r.h / 2);
    int radius = theme->radius * 2 / 3;
    ground(canvas, theme, r, radius, inside, inside == TOKEN_CARD ? TOKEN_LINE : inside);
    if (key->focused)
        widget_focus(canvas, theme, r, radius);
    struct rect in = {r.x + theme->gap / 2, r.y, r.w - theme->gap, r.h};
    if (!has(key->letters)) {
        key_face(canvas, in, key, &symbol);
        return;
    }
    int both = symbol.size * 105 / 100 + letters.line;
    if (both <= r.h) {
        struct rect face = {in.x, r.y + (r.h - both) / 2, in.w, both - letters.line};
        struct rect foot = {in.x, face.y + face.h, in.w, letters.line};
        key_face(canvas, face, key, &symbol);
        text_line_fit(canvas, foot, &letters, ALIGN_CENTRE, key->letters);
    } else {
        struct rect face = layout_cut_left(&in, in.w * 2 / 5, 0);
        key_face(canvas, face, key, &symbol);
        text_line_fit(canvas, in, &letters, ALIGN_CENTRE, key->letters);
    }
}
