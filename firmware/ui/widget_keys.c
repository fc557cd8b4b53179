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
        text_line_fit(canvas, foot, letters, ALIGN_CENTRE, key->letters);
    } else {
        struct rect face = layout_cut_left(&in, in.w * 34 / 100, 0);
        key_face(canvas, face, key, symbol);
        text_line_fit(canvas, in, letters, ALIGN_CENTRE, key->letters);
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

void widget_tool(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_tool *tool)
{
    struct style style = theme_style(theme, ROLE_BODY, TOKEN_INK);
    key_ground(canvas, theme, r, tool->focused ? TOKEN_TINT : TOKEN_CARD, tool->focused);
    struct rect in = {r.x + theme->gap, r.y, r.w - theme->gap * 3 / 2, r.h};
    int cap = smaller(theme->types[ROLE_HELP].size * 13 / 10, r.h * 8 / 10);
    int width = widget_cap(canvas, theme, in.x, r.y + (r.h - cap) / 2, cap, tool->cap);
    layout_cut_left(&in, width, width ? theme->gap * 3 / 4 : 0);
    text_line_fit(canvas, in, &style, ALIGN_LEFT, tool->label);
}

void widget_modes(struct canvas *canvas, const struct theme *theme, struct rect r,
                  const struct widget_modes *modes)
{
    struct style style = theme_style(theme, ROLE_BODY, TOKEN_INK);
    int radius =
        key_ground(canvas, theme, r, modes->focused ? TOKEN_TINT : TOKEN_CARD, modes->focused);
    struct rect in = {r.x + theme->gap, r.y, r.w - theme->gap * 3 / 2, r.h};
    int cap = smaller(theme->types[ROLE_HELP].size * 13 / 10, r.h * 8 / 10);
    int width = widget_cap(canvas, theme, in.x, r.y + (r.h - cap) / 2, cap, modes->cap);
    layout_cut_left(&in, width, width ? theme->gap * 3 / 4 : 0);
    for (int i = 0; i < (int)modes->count; i++) {
        struct rect part = layout_column(in, (int)modes->count, i, 0);
        struct style word = style;
        if ((size_t)i == modes->chosen) {
            struct rect lit = rect_inset(part, theme->line * 2);
            lit.h = smaller(lit.h, style.size * 15 / 10);
            lit.y = part.y + (part.h - lit.h) / 2;
            canvas_round(canvas, lit, radius, theme->colours[TOKEN_JADE]);
            word.colour = theme->colours[TOKEN_ON_JADE];
            word.weight = WEIGHT_BOLD;
        }
        text_line_fit(canvas, rect_inset(part, theme->line * 2), &word, ALIGN_CENTRE,
                      modes->names[i]);
    }
}
