/* Widgets to choose with. What has the focus is filled as well as ringed: seen from three metres
 * and in greyscale. */
#include <string.h>

#include "ui/layout.h"
#include "ui/widgets.h"

static bool has(const char *text)
{
    return text && *text;
}

void widget_focus(struct canvas *canvas, const struct theme *theme, struct rect r, int radius)
{
    int out = theme->ring + theme->ring_gap;
    canvas_ring(canvas, rect_inset(r, -out), radius + out, theme->ring,
                theme->colours[TOKEN_FOCUS]);
}

/* A ground with a thin outline. */
static void outlined(struct canvas *canvas, const struct theme *theme, struct rect r, int radius,
                     enum token ground, enum token line)
{
    canvas_round(canvas, r, radius, theme->colours[line]);
    canvas_round(canvas, rect_inset(r, theme->line), radius - theme->line, theme->colours[ground]);
}

/* -- key caps -- */

static enum sign sign_of(enum key key)
{
    return key == KEY_DEL ? SIGN_DELETE : sign_of_arrow(key);
}

static bool is_colour_key(enum key key)
{
    return key >= KEY_RED && key <= KEY_BLUE;
}

static struct style cap_style(const struct theme *theme, int height, enum token token)
{
    struct style style = theme_style(theme, ROLE_HELP, token);
    style.weight = WEIGHT_BOLD;
    int most = height * 64 / 100;
    style.size = style.size < most ? style.size : most;
    return style;
}

static const char *cap_word(struct widget_cap cap)
{
    if (has(cap.word))
        return cap.word;
    return is_colour_key(cap.key) ? "" : key_name(cap.key);
}

int widget_cap_width(struct canvas *canvas, const struct theme *theme, int height,
                     struct widget_cap cap)
{
    if (cap.key == KEY_NONE)
        return 0;
    if (!has(cap.word) && (sign_of(cap.key) || is_colour_key(cap.key)))
        return height;
    const char *word = cap_word(cap);
    struct style style = cap_style(theme, height, TOKEN_INK);
    int width = text_width(canvas_fonts(canvas), &style, word, strlen(word)) + height * 6 / 10;
    return width > height ? width : height;
}

int widget_cap(struct canvas *canvas, const struct theme *theme, int x, int y, int h,
               struct widget_cap cap)
{
    struct rect r = {x, y, widget_cap_width(canvas, theme, h, cap), h};
    if (cap.key == KEY_NONE)
        return 0;
    int radius = h / 4;
    if (is_colour_key(cap.key)) {
        static const enum token tokens[] = {TOKEN_KEY_RED, TOKEN_KEY_GREEN, TOKEN_KEY_YELLOW,
                                            TOKEN_KEY_BLUE};
        outlined(canvas, theme, r, radius, tokens[cap.key - KEY_RED], TOKEN_QUIET);
    } else {
        outlined(canvas, theme, r, radius, TOKEN_CARD, TOKEN_QUIET);
    }
    if (!has(cap.word) && sign_of(cap.key)) {
        sign_draw(canvas, rect_inset(r, h / 5), sign_of(cap.key), theme->colours[TOKEN_INK]);
        return r.w;
    }
    bool dark = cap.key == KEY_RED || cap.key == KEY_GREEN || cap.key == KEY_BLUE;
    struct style style = cap_style(theme, h, TOKEN_INK);
    if (is_colour_key(cap.key))
        style.colour = theme->colours[dark ? TOKEN_ON_KEY : TOKEN_ON_LABEL];
    text_line(canvas, r, &style, ALIGN_CENTRE, cap_word(cap));
    return r.w;
}

/* -- buttons -- */

struct look {
    enum token ground, line, text;
};

static struct look look_of(const struct widget_button *button)
{
    if (button->disabled)
        return (struct look){TOKEN_MIST, TOKEN_MIST, TOKEN_QUIET};
    if (button->focused)
        return (struct look){TOKEN_JADE, TOKEN_JADE, TOKEN_ON_JADE};
    if (button->primary)
        return (struct look){TOKEN_TINT, TOKEN_JADE, TOKEN_INK};
    return (struct look){TOKEN_CARD, TOKEN_LINE, TOKEN_INK};
}

void widget_button(struct canvas *canvas, const struct theme *theme, struct rect r,
                   const struct widget_button *button)
{
    struct look look = look_of(button);
    int radius = theme->radius < r.h / 3 ? theme->radius : r.h / 3;
    outlined(canvas, theme, r, radius, look.ground, look.line);
    if (button->focused && !button->disabled)
        widget_focus(canvas, theme, r, radius);
    struct style style = theme_style(theme, ROLE_STRONG, look.text);
    struct rect label = rect_inset(r, theme->gap);
    int height = style.size * 13 / 10;
    int cap = widget_cap_width(canvas, theme, height, button->cap);
    int text = text_width(canvas_fonts(canvas), &style, button->label, strlen(button->label));
    int spare = label.w - cap - theme->gap - text;
    /* A narrow button keeps its word and drops the cap. */
    if (cap == 0 || spare < 0) {
        text_line_fit(canvas, label, &style, ALIGN_CENTRE, button->label);
        return;
    }
    widget_cap(canvas, theme, label.x + spare / 2, r.y + (r.h - height) / 2, height, button->cap);
    layout_cut_left(&label, spare / 2 + cap, theme->gap);
    text_line(canvas, label, &style, ALIGN_LEFT, button->label);
}

/* -- cards -- */

static void card_ground(struct canvas *canvas, const struct theme *theme, struct rect r,
                        const struct widget_card *card)
{
    outlined(canvas, theme, r, theme->radius, card->focused ? TOKEN_TINT : TOKEN_CARD,
             card->focused ? TOKEN_TINT : TOKEN_LINE);
    struct rect bar = {r.x, r.y, theme_px(theme, 14), r.h};
    struct rect before = canvas_clip(canvas, bar);
    canvas_round(canvas, r, theme->radius, theme->colours[card->accent]);
    canvas_unclip(canvas, before);
    if (card->focused)
        widget_focus(canvas, theme, r, theme->radius);
}

/* The example at the foot under a rule: what `reserve` px for the sentence leave, at least a line.
 */
static void card_example(struct canvas *canvas, const struct theme *theme, struct rect *in,
                         const struct widget_card *card, int reserve)
{
    struct style style = theme_style(theme, ROLE_HELP, TOKEN_QUIET);
    int height = text_block_height(canvas_fonts(canvas), in->w, &style, card->example);
    int room = in->h - reserve - 2 * theme->gap - theme->line;
    room = room > style.line ? room / style.line * style.line : style.line;
    height = height < room ? height : room;
    struct rect foot = layout_cut_bottom(in, height, theme->gap);
    text_block(canvas, foot, &style, ALIGN_LEFT, card->example);
    struct rect rule = layout_cut_bottom(in, theme->line, theme->gap);
    canvas_fill(canvas, rule, theme->colours[TOKEN_LINE]);
}

static struct rect card_inside(const struct theme *theme, struct rect r)
{
    int left = theme->pad + theme_px(theme, 14);
    return (struct rect){r.x + left, r.y + theme->pad, r.w - left - theme->pad,
                         r.h - 2 * theme->pad};
}

static struct style sentence_style(const struct theme *theme, enum card_size size)
{
    static const enum role roles[] = {[CARD_FITTED] = ROLE_BODY,
                                      [CARD_SMALL] = ROLE_HELP,
                                      [CARD_USUAL] = ROLE_BODY,
                                      [CARD_LARGE] = ROLE_WRITE};
    return theme_style(theme, roles[size], TOKEN_INK);
}

enum card_size widget_card_size(struct fonts *fonts, const struct theme *theme, struct rect r,
                                const struct widget_card *card)
{
    struct style example = theme_style(theme, ROLE_HELP, TOKEN_QUIET);
    struct rect in = card_inside(theme, r);
    int size = CARD_LARGE, other = 0, height;
    if (has(card->title))
        layout_cut_top(&in, theme->types[ROLE_TITLE].line, theme->gap);
    if (has(card->example))
        other =
            text_block_height(fonts, in.w, &example, card->example) + 2 * theme->gap + theme->line;
    for (; has(card->text) && size > CARD_SMALL; size--) {
        struct style style = sentence_style(theme, (enum card_size)size);
        height = text_block_height(fonts, in.w, &style, card->text) + other;
        if (height <= (size == CARD_LARGE ? in.h * 85 / 100 : in.h))
            break;
    }
    return (enum card_size)size;
}

void widget_card(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_card *card)
{
    struct fonts *fonts = canvas_fonts(canvas);
    struct style title = theme_style(theme, ROLE_TITLE, TOKEN_INK);
    struct style text = sentence_style(
        theme, card->size == CARD_FITTED ? widget_card_size(fonts, theme, r, card) : card->size);
    struct rect in = card_inside(theme, r);
    card_ground(canvas, theme, r, card);
    if (!has(card->text) && !has(card->example))
        in = layout_centre(in, in.w, title.line);
    if (has(card->title)) {
        struct rect line = layout_cut_top(&in, title.line, theme->gap);
        text_line_fit(canvas, line, &title, ALIGN_LEFT, card->title);
    }
    if (has(card->example))
        card_example(canvas, theme, &in, card,
                     has(card->text) ? text_block_height(fonts, in.w, &text, card->text) : 0);
    if (has(card->text)) {
        in.w = text_block_balanced(fonts, in.w, &text, card->text);
        text_block(canvas, in, &text, ALIGN_LEFT, card->text);
    }
}

/* -- rows -- */

static void draw_mark(struct canvas *canvas, const struct theme *theme, struct rect r,
                      enum widget_mark mark)
{
    int radius = r.w / 5;
    outlined(canvas, theme, r, radius, mark == MARK_SET ? TOKEN_JADE : TOKEN_CARD,
             mark == MARK_SET ? TOKEN_JADE : TOKEN_QUIET);
    if (mark == MARK_SET)
        sign_draw(canvas, rect_inset(r, r.w / 10), SIGN_TICK, theme->colours[TOKEN_ON_JADE]);
}

void widget_row(struct canvas *canvas, const struct theme *theme, struct rect r,
                const struct widget_row *row)
{
    struct style title = theme_style(theme, ROLE_STRONG, row->disabled ? TOKEN_QUIET : TOKEN_INK);
    struct style text = theme_style(theme, ROLE_HELP, row->disabled ? TOKEN_INK : TOKEN_QUIET);
    int radius = theme->radius * 2 / 3, side = title.size * 12 / 10;
    enum token ground = row->disabled ? TOKEN_MIST : row->focused ? TOKEN_TINT : TOKEN_CARD;
    outlined(canvas, theme, r, radius, ground, ground == TOKEN_CARD ? TOKEN_LINE : ground);
    if (row->focused)
        widget_focus(canvas, theme, r, radius);
    struct rect in = {r.x + theme->pad * 3 / 4, r.y, r.w - theme->pad * 3 / 2, r.h};
    if (row->mark != MARK_NONE) {
        struct rect box = layout_cut_left(&in, side, theme->gap * 3 / 2);
        draw_mark(canvas, theme, layout_centre(box, side, side), row->mark);
    }
    title.line = title.size * 13 / 10;
    int below = 0;
    if (has(row->text))
        below = text_block_height(canvas_fonts(canvas), in.w, &text, row->text);
    in = layout_centre(in, in.w, title.line + below);
    text_line_fit(canvas, layout_cut_top(&in, title.line, 0), &title, ALIGN_LEFT, row->title);
    if (!below)
        return;
    in.w = text_block_balanced(canvas_fonts(canvas), in.w, &text, row->text);
    text_block(canvas, in, &text, ALIGN_LEFT, row->text);
}

/* -- chips -- */

static int chip_sign(const struct style *style)
{
    return style->size * 9 / 10;
}

int widget_chip_width(struct canvas *canvas, const struct theme *theme, const char *label)
{
    struct style style = theme_style(theme, ROLE_STRONG, TOKEN_INK);
    int text = text_width(canvas_fonts(canvas), &style, label, strlen(label));
    return text + chip_sign(&style) + theme->gap + 2 * theme->pad;
}

void widget_chip(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_chip *chip)
{
    /* Citrus is too light for white words. */
    enum token on = chip->accent == TOKEN_CITRUS ? TOKEN_ON_LABEL : TOKEN_ON_JADE;
    struct style style = theme_style(theme, ROLE_STRONG, chip->chosen ? on : TOKEN_INK);
    int radius = r.h / 2, sign = chip_sign(&style);
    outlined(canvas, theme, r, radius, chip->chosen ? chip->accent : TOKEN_CARD,
             chip->chosen ? chip->accent : TOKEN_LINE);
    if (chip->focused)
        widget_focus(canvas, theme, r, radius);
    int text = text_width(canvas_fonts(canvas), &style, chip->label, strlen(chip->label));
    int spare = r.w - text - sign - theme->gap;
    struct rect in = r;
    layout_cut_left(&in, spare > 2 * theme->gap ? spare / 2 : theme->gap, 0);
    struct rect mark = layout_cut_left(&in, sign, theme->gap);
    in.w -= theme->gap;
    if (chip->chosen) {
        sign_draw(canvas, mark, SIGN_TICK, style.colour);
    } else {
        int dot = sign * 2 / 5;
        canvas_round(canvas, layout_centre(mark, dot, dot), dot / 2, theme->colours[chip->accent]);
    }
    text_line(canvas, in, &style, ALIGN_LEFT, chip->label);
}
