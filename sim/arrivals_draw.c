#include "sim/arrivals_draw.h"

#include <stdio.h>
#include <string.h>

#include "strings/strings.h"
#include "ui/text.h"

enum { LINES_MAX = 5 }; /* of one suggestion */

/* What is drawn with. */
struct pen {
    struct canvas *canvas;
    const struct panel_state *state;
};

static int px(const struct pen *pen, int length)
{
    return layout_px(pen->state->layout, length);
}

static struct style type(const struct pen *pen, enum weight weight, int size, enum token token)
{
    return (struct style){weight, px(pen, size), px(pen, size * 7 / 5),
                          pen->state->theme->colours[token], true};
}

/* Title and how many; returns what is left below. */
static struct rect draw_head(const struct pen *pen, struct rect r)
{
    char text[64];
    const struct style title = type(pen, WEIGHT_BOLD, 20, TOKEN_INK);
    const struct style count = type(pen, WEIGHT_REGULAR, 14, TOKEN_QUIET);
    struct rect head = {r.x, r.y, r.w, px(pen, 34)};
    text_line(pen->canvas, head, &title, ALIGN_LEFT, str_text(STR_SIM_ARRIVALS_TITLE));
    if (pen->state->came->total > 0) {
        str_number(text, sizeof text, STR_SIM_ARRIVALS_COUNT, (long)pen->state->came->total);
        text_line(pen->canvas, head, &count, ALIGN_RIGHT, text);
    }
    r.y += head.h + px(pen, 8);
    r.h -= head.h + px(pen, 8);
    return r;
}

/* "4837 4039 7837 9390" */
static void group(const char *receipt, char *out, size_t size)
{
    snprintf(out, size, "%.4s %.4s %.4s %.4s", receipt, receipt + 4, receipt + 8, receipt + 12);
}

/* One suggestion as a card at the top of r; returns its height, 0 if it does not fit. */
static int draw_card(const struct pen *pen, struct rect r, const struct arrival *arrival,
                     bool newest)
{
    const colour *colours = pen->state->theme->colours;
    const struct style words = type(pen, WEIGHT_REGULAR, 18, TOKEN_INK);
    const struct style small = type(pen, WEIGHT_REGULAR, 13, TOKEN_QUIET);
    const struct style theme = type(pen, WEIGHT_BOLD, 13, TOKEN_JADE);
    char number[24], source[96];
    int pad = px(pen, 12), bar = px(pen, 5);
    struct rect in = {r.x + pad + bar, r.y + pad, r.w - 2 * pad - bar, 0};
    int text_h = text_block_height(canvas_fonts(pen->canvas), in.w, &words, arrival->text);
    if (text_h > LINES_MAX * words.line)
        text_h = LINES_MAX * words.line;
    int height = 2 * pad + small.line + text_h + small.line + px(pen, 4);
    if (height > r.h || strlen(arrival->receipt) != 16)
        return 0;
    struct rect card = {r.x, r.y, r.w, height};
    canvas_round(pen->canvas, card, px(pen, 10), colours[newest ? TOKEN_JADE : TOKEN_LINE]);
    card.x += newest ? bar : px(pen, 1);
    card.w -= newest ? bar : 2 * px(pen, 1);
    card.y += newest ? 0 : px(pen, 1);
    card.h -= newest ? 0 : 2 * px(pen, 1);
    canvas_round(pen->canvas, card, px(pen, 9), colours[TOKEN_CARD]);
    in.h = small.line;
    snprintf(source, sizeof source, "%s  %s", arrival->channel, arrival->time);
    text_line(pen->canvas, in, &theme, ALIGN_LEFT, arrival->theme);
    text_line(pen->canvas, in, &small, ALIGN_RIGHT, source);
    in.y += small.line + px(pen, 2);
    in.h = text_h;
    text_block(pen->canvas, in, &words, ALIGN_LEFT, arrival->text);
    in.y += text_h + px(pen, 2);
    in.h = small.line;
    group(arrival->receipt, number, sizeof number);
    text_line(pen->canvas, in, &small, ALIGN_LEFT, number);
    return height;
}

void arrivals_draw(struct canvas *canvas, const struct panel_state *state, struct rect r)
{
    const struct pen pen = {canvas, state};
    const struct style none = type(&pen, WEIGHT_REGULAR, 16, TOKEN_QUIET);
    struct rect left = draw_head(&pen, r);
    if (state->came->count == 0)
        text_block(canvas, left, &none, ALIGN_LEFT, str_text(STR_SIM_ARRIVALS_NONE));
    for (size_t i = 0; i < state->came->count; i++) {
        int height = draw_card(&pen, left, &state->came->newest[i], i == 0);
        if (height == 0)
            break;
        left.y += height + px(&pen, 10);
        left.h -= height + px(&pen, 10);
    }
}
