/* The keypad and what stands beside it. */
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

/* A ground with a thin outline, and the focus ring where it is due; returns its radius. */
static int key_ground(struct canvas *canvas, const struct theme *theme, struct rect r,
                      enum token inside, bool focused)
{
    int radius = smaller(theme->radius * 2 / 3, r.h / 3);
    enum token line = inside == TOKEN_CARD ? TOKEN_LINE : inside;
    canvas_round(canvas, r, radius, theme->colours[line]);
    canvas_round(canvas, rect_inset(r, theme->line), radius - theme->line, theme->colours[inside]);
    if (focused)
        widget_focus(canvas, theme, r, radius);
    return radius;
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

/* The letters, and before them what the key writes; both in the middle. */
static void key_letters(struct canvas *canvas, struct rect r, const struct widget_key *key,
                        const struct style *symbol, const struct style *letters)
{
    int side = smaller(symbol->size * 85 / 100, r.h), gap = letters->size / 3;
    int width = text_width(canvas_fonts(canvas), letters, key->letters, strlen(key->letters));
    if (key->mark) {
        struct rect pair = layout_centre(r, smaller(side + gap + width, r.w), r.h);
        struct rect mark = layout_cut_left(&pair, side, smaller(gap, pair.w / 8));
        sign_draw(canvas, layout_centre(mark, side, side), key->mark, symbol->colour);
        r = pair;
    }
    text_line_fit(canvas, r, letters, ALIGN_CENTRE, key->letters);
}

/* The symbol beside its letters; above them on a key that is narrow and high enough. */
static void key_words(struct canvas *canvas, const struct theme *theme, struct rect r,
                      const struct widget_key *key, const struct style *symbol,
                      const struct style *letters)
{
    struct rect in = {r.x + theme->gap / 2, r.y, r.w - theme->gap, r.h};
    int both = symbol->size * 105 / 100 + letters->size * 12 / 10;
    if (!has(key->letters)) {
        key_face(canvas, in, key, symbol);
    } else if (both <= r.h && r.w < 2 * r.h) {
        struct rect face = {in.x, r.y + (r.h - both) / 2, in.w, symbol->size * 105 / 100};
        struct rect foot = {in.x, face.y + face.h, in.w, both - face.h};
        key_face(canvas, face, key, symbol);
        key_letters(canvas, foot, key, symbol, letters);
    } else {
        struct rect face = layout_cut_left(&in, in.w * (key->mark ? 24 : 34) / 100, 0);
        key_face(canvas, face, key, symbol);
        key_letters(canvas, in, key, symbol, letters);
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
    struct style letters = theme_style(theme, ROLE_HELP, ink == TOKEN_INK ? TOKEN_QUIET : ink);
    letters.weight = WEIGHT_BOLD;
    letters.size = letters.size * 12 / 10;
    symbol.size = smaller(symbol.size, r.h * 7 / 10);
    letters.size = smaller(letters.size, r.h / 2);
    key_ground(canvas, theme, r, inside, key->focused);
    key_words(canvas, theme, r, key, &symbol, &letters);
}

/* -- beside the keys -- */

static int cap_height(const struct theme *theme, struct rect r)
{
    return smaller(theme->types[ROLE_HELP].size * 13 / 10, r.h * 8 / 10);
}

/* What is left of r beside the cap. */
static struct rect beside_cap(struct canvas *canvas, const struct theme *theme, struct rect r,
                              struct widget_cap cap)
{
    struct rect in = {r.x + theme->gap, r.y, r.w - theme->gap * 3 / 2, r.h};
    int width = widget_cap_width(canvas, theme, cap_height(theme, r), cap);
    layout_cut_left(&in, width, width ? theme->gap * 3 / 4 : 0);
    return in;
}

static void draw_cap(struct canvas *canvas, const struct theme *theme, struct rect r,
                     struct widget_cap cap)
{
    int height = cap_height(theme, r);
    widget_cap(canvas, theme, r.x + theme->gap, r.y + (r.h - height) / 2, height, cap);
}

int widget_tool_size(struct canvas *canvas, const struct theme *theme, struct rect r,
                     const struct widget_tool *tool)
{
    struct style style = theme_style(theme, ROLE_BODY, TOKEN_INK);
    struct rect in = beside_cap(canvas, theme, r, tool->cap);
    return text_fit(canvas_fonts(canvas), &style, in.w, in.h, tool->label);
}

void widget_tool(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_tool *tool)
{
    struct style style = theme_style(theme, ROLE_BODY, TOKEN_INK);
    style.size = tool->size ? tool->size : style.size;
    key_ground(canvas, theme, r, tool->focused ? TOKEN_TINT : TOKEN_CARD, tool->focused);
    draw_cap(canvas, theme, r, tool->cap);
    text_line_fit(canvas, beside_cap(canvas, theme, r, tool->cap), &style, ALIGN_LEFT, tool->label);
}

static struct rect mode_part(const struct theme *theme, struct rect in,
                             const struct widget_modes *modes, size_t i)
{
    return rect_inset(layout_column(in, (int)modes->count, (int)i, 0), theme->line * 2);
}

static void draw_mode(struct canvas *canvas, const struct theme *theme, struct rect part,
                      const char *name, const struct style *style, bool chosen)
{
    struct style word = *style;
    if (chosen) {
        struct rect lit = part;
        lit.h = smaller(part.h, style->size * 15 / 10);
        lit.y = part.y + (part.h - lit.h) / 2;
        canvas_round(canvas, lit, smaller(theme->radius * 2 / 3, lit.h / 3),
                     theme->colours[TOKEN_JADE]);
        word.colour = theme->colours[TOKEN_ON_JADE];
        word.weight = WEIGHT_BOLD;
    }
    text_line_fit(canvas, part, &word, ALIGN_CENTRE, name);
}

void widget_modes(struct canvas *canvas, const struct theme *theme, struct rect r,
                  const struct widget_modes *modes)
{
    struct style style = theme_style(theme, ROLE_BODY, TOKEN_INK), bold = style;
    struct rect in = beside_cap(canvas, theme, r, modes->cap);
    key_ground(canvas, theme, r, modes->focused ? TOKEN_TINT : TOKEN_CARD, modes->focused);
    draw_cap(canvas, theme, r, modes->cap);
    bold.weight = WEIGHT_BOLD;
    for (size_t i = 0; i < modes->count; i++) {
        struct rect part = mode_part(theme, in, modes, i);
        int size = text_fit(canvas_fonts(canvas), &bold, part.w, part.h, modes->names[i]);
        style.size = smaller(style.size, size);
    }
    for (size_t i = 0; i < modes->count; i++)
        draw_mode(canvas, theme, mode_part(theme, in, modes, i), modes->names[i], &style,
                  i == modes->chosen);
}
