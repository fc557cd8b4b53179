/* Widgets that tell: the page, the help line, the QR card, states and messages. */
#include <string.h>

#include "ui/layout.h"
#include "ui/widgets.h"

static bool has(const char *text)
{
    return text && *text;
}

struct rect widget_page(struct canvas *canvas, const struct theme *theme, const char *title,
                        enum token accent)
{
    struct style style = theme_style(theme, ROLE_TITLE, TOKEN_INK);
    canvas_fill(canvas, (struct rect){0, 0, theme->width, theme->height},
                theme->colours[TOKEN_PAPER]);
    struct rect rest = theme->safe;
    if (!has(title))
        return rest;
    struct rect line = layout_cut_top(&rest, style.line, theme->gap / 2);
    text_line_fit(canvas, line, &style, ALIGN_LEFT, title);
    struct rect bar = layout_cut_top(&rest, theme_px(theme, 8), theme->gutter);
    bar.w = theme_px(theme, 112);
    canvas_round(canvas, bar, bar.h / 2, theme->colours[accent]);
    return rest;
}

/* -- the help line -- */

struct rect widget_help_rect(const struct theme *theme)
{
    struct rect safe = theme->safe;
    return layout_cut_bottom(&safe, theme->help, 0);
}

static int hint_width(struct canvas *canvas, const struct style *style, const char *label)
{
    return has(label) ? text_width(canvas_fonts(canvas), style, label, strlen(label)) : 0;
}

/* Width of a hint's key with what parts it from its label. */
static int hint_cap_width(struct canvas *canvas, const struct theme *theme, int cap,
                          const struct widget_hint *hint)
{
    int wide = widget_cap_width(canvas, theme, cap, hint->cap);
    return wide ? wide + theme->gap * 3 / 4 : 0;
}

/* Width of hints[0] and those after it up to the next label: keys that share one stay together. */
static int hint_group_width(struct canvas *canvas, const struct theme *theme,
                            const struct style *style, const struct widget_hint *hints,
                            size_t count)
{
    int width = 0;
    for (size_t i = 0; i < count; i++) {
        int label = hint_width(canvas, style, hints[i].label);
        width += hint_cap_width(canvas, theme, style->size * 13 / 10, &hints[i]) + label;
        if (label)
            break;
    }
    return width;
}

void widget_help(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_hint *hints, size_t count)
{
    struct style style = theme_style(theme, ROLE_HELP, TOKEN_QUIET);
    int cap = style.size * 13 / 10, right = r.x + r.w;
    for (size_t i = 0; i < count; i++) {
        int label = hint_width(canvas, &style, hints[i].label);
        if (r.x + hint_group_width(canvas, theme, &style, hints + i, count - i) > right)
            break;
        widget_cap(canvas, theme, r.x, r.y + (r.h - cap) / 2, cap, hints[i].cap);
        r.x += hint_cap_width(canvas, theme, cap, &hints[i]);
        if (label)
            text_line(canvas, (struct rect){r.x, r.y, label, r.h}, &style, ALIGN_LEFT,
                      hints[i].label);
        r.x += label ? label + theme->gutter : 0;
    }
}

/* -- the code -- */

/* Words on a card are held back so that large type never makes the code smaller. */
static struct style label_style(const struct theme *theme, enum role role, int width, int ems)
{
    struct style style = theme_style(theme, role, TOKEN_ON_LABEL);
    if (style.size * ems > width)
        style.size = width / ems;
    style.line = style.size * 5 / 4;
    return style;
}

/* An address cannot be broken and is set smaller; a name of Han characters takes two lines. */
static bool host_breaks(struct fonts *fonts, int width, const struct style *style, const char *host)
{
    bool han = false;
    for (const char *at = host; *at && !han; at++)
        han = (unsigned char)*at >= 0x80;
    return han && text_width(fonts, style, host, strlen(host)) > width;
}

static void draw_host(struct canvas *canvas, struct rect r, const struct style *style,
                      const char *host)
{
    if (host_breaks(canvas_fonts(canvas), r.w, style, host))
        text_block(
            canvas,
            layout_centre(r, text_block_balanced(canvas_fonts(canvas), r.w, style, host), r.h),
            style, ALIGN_CENTRE, host);
    else
        text_line_fit(canvas, r, style, ALIGN_CENTRE, host);
}

bool widget_qr(struct canvas *canvas, const struct theme *theme, struct rect r,
               const struct widget_qr *qr)
{
    int inner = r.w - 2 * theme->gap;
    struct style heading = label_style(theme, ROLE_STRONG, inner, 7);
    struct style host = label_style(theme, ROLE_HELP, inner, 9);
    /* The code has its quiet zone in itself: a rim of the card is needed only for the corners. */
    int rim = theme->gap / 2;
    int above = has(qr->heading) ? heading.line + theme->gap : rim;
    int below = rim;
    if (has(qr->host))
        below = theme->gap +
                host.line * (host_breaks(canvas_fonts(canvas), inner, &host, qr->host) ? 2 : 1);
    /* As high as it is wide on the screen, in pixels that need not be square. */
    int width = r.w - 2 * rim, height = width * theme->pixel_w / theme->pixel_h;
    height = height < r.h - above - below ? height : r.h - above - below;
    if (width < 1 || height < 1)
        return false;
    struct rect card = layout_centre(r, r.w, height + above + below);
    canvas_round(canvas, card, theme->radius, theme->colours[TOKEN_LABEL]);
    struct rect in = card;
    struct rect top = layout_cut_top(&in, above, 0), foot = layout_cut_bottom(&in, below, 0);
    top = (struct rect){card.x + theme->gap, top.y + theme->gap, inner, heading.line};
    foot = (struct rect){card.x + theme->gap, foot.y, inner, foot.h - theme->gap};
    if (has(qr->heading))
        text_line_fit(canvas, top, &heading, ALIGN_CENTRE, qr->heading);
    if (has(qr->host))
        draw_host(canvas, foot, &host, qr->host);
    const struct code code = {qr->text, theme->pixel_w, theme->pixel_h,
                              theme->colours[TOKEN_LABEL]};
    return canvas_qr(canvas, layout_centre(in, width, in.h), &code);
}

void widget_dots(struct canvas *canvas, const struct theme *theme, struct rect r, int count, int at)
{
    int dot = theme_px(theme, 14), gap = theme_px(theme, 14), lit = dot * 3;
    struct rect place = layout_centre(r, (count - 1) * (dot + gap) + lit, dot);
    for (int i = 0; i < count; i++) {
        place.w = i == at ? lit : dot;
        canvas_round(canvas, place, dot / 2, theme->colours[i == at ? TOKEN_JADE : TOKEN_LINE]);
        place.x += place.w + gap;
    }
}

int widget_field(struct canvas *canvas, const struct theme *theme, struct rect r, const char *label,
                 const char *value)
{
    struct style small = theme_style(theme, ROLE_HELP, TOKEN_QUIET);
    struct style large = theme_style(theme, ROLE_NUMBER, TOKEN_INK);
    text_line(canvas, layout_cut_top(&r, small.line, 0), &small, ALIGN_LEFT, label);
    text_line_fit(canvas, layout_cut_top(&r, large.line, 0), &large, ALIGN_LEFT, value);
    return small.line + large.line;
}

/* -- states -- */

static void busy_dots(struct canvas *canvas, const struct theme *theme, struct rect r, int step)
{
    int dot = r.w / 4;
    for (int i = 0; i < 3; i++) {
        struct rect place = {r.x + i * (r.w - dot) / 2, r.y + (r.h - dot) / 2, dot, dot};
        canvas_round(canvas, place, dot / 2,
                     theme->colours[step % 3 == i ? TOKEN_JADE : TOKEN_LINE]);
    }
}

static void badge_sign(struct canvas *canvas, const struct theme *theme, struct rect r,
                       enum badge badge)
{
    int width = r.w / 12 > theme->line ? r.w / 12 : theme->line;
    bool filled = badge != BADGE_SAVED;
    colour c = theme->colours[badge == BADGE_FAILED ? TOKEN_ALARM : TOKEN_JADE];
    if (filled)
        canvas_round(canvas, r, r.w / 2, c);
    else
        canvas_ring(canvas, r, r.w / 2, width, c);
    sign_draw(canvas, rect_inset(r, r.w / 6), badge == BADGE_FAILED ? SIGN_CROSS : SIGN_TICK,
              filled ? theme->colours[TOKEN_ON_JADE] : c);
}

void widget_badge(struct canvas *canvas, const struct theme *theme, struct rect r, enum badge badge,
                  const char *text, int step)
{
    struct style style = theme_style(theme, ROLE_STRONG, TOKEN_INK);
    if (badge == BADGE_FAILED)
        style.colour = theme->colours[TOKEN_ALARM];
    int side = style.size * 12 / 10;
    struct rect sign = layout_cut_left(&r, side, theme->gap);
    sign = layout_centre(sign, side, side);
    if (badge == BADGE_BUSY)
        busy_dots(canvas, theme, sign, step);
    else
        badge_sign(canvas, theme, sign, badge);
    text_line_fit(canvas, r, &style, ALIGN_LEFT, text);
}

/* The words beside the sign, in a panel of that width. */
static int notice_width(const struct theme *theme, int width)
{
    return width - 2 * theme->pad - theme->types[ROLE_BODY].size * 12 / 10 - theme->gap;
}

int widget_notice_height(struct fonts *fonts, const struct theme *theme, int width,
                         const char *text)
{
    const struct style *style = &theme->types[ROLE_BODY];
    return text_block_height(fonts, notice_width(theme, width), style, text) + 2 * theme->gap;
}

int widget_notice(struct canvas *canvas, const struct theme *theme, struct rect r, const char *text,
                  bool alarm)
{
    struct style style = theme_style(theme, ROLE_BODY, TOKEN_INK);
    int side = style.size * 12 / 10;
    struct rect in = {r.x + theme->pad, r.y + theme->gap, r.w - 2 * theme->pad,
                      r.h - 2 * theme->gap};
    struct rect sign = layout_cut_left(&in, side, theme->gap);
    int height = text_block_height(canvas_fonts(canvas), in.w, &style, text);
    in.w = text_block_balanced(canvas_fonts(canvas), in.w, &style, text);
    struct rect panel = {r.x, r.y, r.w, height + 2 * theme->gap};
    colour accent = theme->colours[alarm ? TOKEN_ALARM : TOKEN_JADE];
    canvas_round(canvas, panel, theme->radius * 2 / 3,
                 theme->colours[alarm ? TOKEN_CARD : TOKEN_TINT]);
    canvas_ring(canvas, panel, theme->radius * 2 / 3, theme->line, accent);
    sign = (struct rect){sign.x, in.y + (style.line - side) / 2, side, side};
    canvas_round(canvas, sign, side / 2, accent);
    sign_draw(canvas, rect_inset(sign, side / 6), alarm ? SIGN_ALERT : SIGN_TICK,
              theme->colours[TOKEN_ON_JADE]);
    in.h = height;
    text_block(canvas, in, &style, ALIGN_LEFT, text);
    return panel.h;
}
