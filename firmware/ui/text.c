#include "ui/text.h"

#include <string.h>

#include "core/utf8.h"
#include "ui/breaks.h"
#include "ui/glyphs.h"
#include "ui/pen.h"

enum { ELLIPSIS = 0x2026 };

/* One line of a paragraph: bytes [start, end) are drawn, the next line starts at `next`. */
struct line {
    size_t start, end, next;
    int width;
};

/* How far c moves the pen when it follows `before` (0 at the start of a line). */
static int step(struct fonts *fonts, const struct style *style, uint32_t before, uint32_t c)
{
    uint32_t shape = style->tabular && c >= '0' && c <= '9' ? '0' : c;
    int width = glyphs_advance(fonts, style->weight, style->size, shape);
    return breaks_thin_space(before, c) ? width + (style->size + 5) / 10 : width;
}

int text_width(struct fonts *fonts, const struct style *style, const char *text, size_t len)
{
    int width = 0;
    uint32_t before = 0;
    for (size_t i = 0, used; i < len; i += used) {
        uint32_t c = utf8_decode(text + i, len - i, &used);
        width += step(fonts, style, before, c);
        before = c;
    }
    return width;
}

static size_t trim(const char *text, size_t start, size_t end)
{
    while (end > start && text[end - 1] == ' ')
        end--;
    return end;
}

static struct line cut(struct fonts *fonts, const struct style *style, const char *text,
                       size_t start, size_t end)
{
    struct line line = {start, trim(text, start, end), end, 0};
    line.width = text_width(fonts, style, text + start, line.end - start);
    return line;
}

/* The line that starts at `start` and is at most `room` px wide. A word longer than a line is cut;
 * spaces at the end of a line take no room. */
static struct line next_line(struct fonts *fonts, const struct style *style, int room,
                             const char *text, size_t start)
{
    size_t len = strlen(text), chance = 0;
    uint32_t before = 0;
    int width = 0;
    for (size_t i = start, used; i < len; i += used) {
        uint32_t c = utf8_decode(text + i, len - i, &used);
        if (c == '\n') {
            struct line line = cut(fonts, style, text, start, i);
            line.next = i + 1;
            return line;
        }
        if (i > start && breaks_between(before, c))
            chance = i;
        width += step(fonts, style, before, c);
        if (width > room && c != ' ' && i > start)
            return cut(fonts, style, text, start, chance ? chance : i);
        before = c;
    }
    return cut(fonts, style, text, start, len);
}

static void blend_glyph(struct canvas *canvas, struct rect seen, struct rect box,
                        const struct glyph *glyph, colour c)
{
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        const uint8_t *cover = glyph->coverage + (ptrdiff_t)(y - box.y) * glyph->width;
        uint32_t *row = pen_row(canvas, y);
        for (int x = seen.x; x < seen.x + seen.w; x++) {
            if (cover[x - box.x])
                pen_blend(row + x, c, cover[x - box.x]);
        }
    }
}

static void draw_glyph(struct canvas *canvas, int x, int baseline, const struct style *style,
                       uint32_t c)
{
    struct glyph glyph = glyphs_find(canvas->fonts, style->weight, style->size, c);
    struct rect box = {x + glyph.left, baseline - glyph.top, glyph.width, glyph.height};
    struct rect seen;
    uint64_t hash = pen_mix(pen_mix(KIND_GLYPH, (uint64_t)c << 32 | style->colour),
                            (uint64_t)style->size << 1 | (uint64_t)style->weight);
    if (pen_touches(canvas, box, hash, &seen))
        blend_glyph(canvas, seen, box, &glyph, style->colour);
}

/* Draws a line from x; returns where the pen ends. */
static int draw_run(struct canvas *canvas, int x, int baseline, const struct style *style,
                    const char *text, size_t len)
{
    uint32_t before = 0;
    for (size_t i = 0, used; i < len; i += used) {
        uint32_t c = utf8_decode(text + i, len - i, &used);
        int width = step(canvas->fonts, style, before, c);
        int own = glyphs_advance(canvas->fonts, style->weight, style->size, c);
        bool digit = style->tabular && c >= '0' && c <= '9';
        draw_glyph(canvas, digit ? x + (width - own) / 2 : x + width - own, baseline, style, c);
        x += width;
        before = c;
    }
    return x;
}

/* The base line that puts the em box (0.12 below, 0.88 above) in the middle of a line. */
static int baseline_of(int y, int height, const struct style *style)
{
    return y + height / 2 + (style->size * 38 + 50) / 100;
}

/* True if nothing of a text in r can be seen now; glyphs may reach out of r by their bearings. */
static bool is_hidden(const struct canvas *canvas, struct rect r, const struct style *style)
{
    return rect_is_empty(rect_intersect(rect_inset(r, -style->size), canvas->clip));
}

/* One line that may be too long: cut with … */
static void draw_line(struct canvas *canvas, struct rect r, const struct style *style,
                      enum align align, const char *text, size_t len)
{
    struct fonts *fonts = canvas->fonts;
    int width = text_width(fonts, style, text, len);
    bool cut_off = width > r.w;
    if (cut_off) {
        int room = r.w - glyphs_advance(fonts, style->weight, style->size, ELLIPSIS);
        uint32_t before = 0;
        size_t i = 0, used;
        for (width = 0; i < len; i += used) {
            uint32_t c = utf8_decode(text + i, len - i, &used);
            int wide = step(fonts, style, before, c);
            if (width + wide > room)
                break;
            width += wide;
            before = c;
        }
        len = i;
        width += r.w - room;
    }
    int spare = width < r.w ? r.w - width : 0;
    int x = r.x + (align == ALIGN_LEFT ? 0 : align == ALIGN_CENTRE ? spare / 2 : spare);
    int baseline = baseline_of(r.y, r.h, style);
    x = draw_run(canvas, x, baseline, style, text, len);
    if (cut_off)
        draw_glyph(canvas, x, baseline, style, ELLIPSIS);
}

void text_line(struct canvas *canvas, struct rect r, const struct style *style, enum align align,
               const char *text)
{
    pen_note(canvas, text);
    if (!is_hidden(canvas, r, style))
        draw_line(canvas, r, style, align, text, strlen(text));
}

int text_fit(struct fonts *fonts, const struct style *style, int width, int height,
             const char *text)
{
    /* Few steps, so that the glyph cache sees few sizes. */
    static const int percent[] = {100, 85, 70, 58, 48};
    struct style fit = *style;
    for (size_t i = 0; i < sizeof percent / sizeof percent[0]; i++) {
        fit.size = (style->size * percent[i] + 50) / 100;
        if (fit.size <= height && text_width(fonts, &fit, text, strlen(text)) <= width)
            break;
    }
    return fit.size;
}

void text_line_fit(struct canvas *canvas, struct rect r, const struct style *style,
                   enum align align, const char *text)
{
    struct style fit = *style;
    if (is_hidden(canvas, r, style)) {
        pen_note(canvas, text);
        return;
    }
    fit.size = text_fit(canvas->fonts, style, r.w, r.h, text);
    text_line(canvas, r, &fit, align, text);
}

int text_block(struct canvas *canvas, struct rect r, const struct style *style, enum align align,
               const char *text)
{
    int y = r.y;
    pen_note(canvas, text);
    for (size_t at = 0; text[at] && y + style->line <= r.y + r.h; y += style->line) {
        struct line line = next_line(canvas->fonts, style, r.w, text, at);
        bool last = y + 2 * style->line > r.y + r.h;
        size_t end = last && text[line.next] ? strlen(text) : line.end;
        struct rect place = {r.x, y, r.w, style->line};
        if (!is_hidden(canvas, place, style))
            draw_line(canvas, place, style, align, text + line.start, end - line.start);
        at = line.next;
    }
    return y - r.y;
}

int text_block_height(struct fonts *fonts, int width, const struct style *style, const char *text)
{
    int height = 0;
    for (size_t at = 0; text[at]; height += style->line)
        at = next_line(fonts, style, width, text, at).next;
    return height;
}

int text_block_balanced(struct fonts *fonts, int width, const struct style *style, const char *text)
{
    int height = text_block_height(fonts, width, style, text), least = width * 3 / 4;
    while (width - style->size >= least &&
           text_block_height(fonts, width - style->size, style, text) == height)
        width -= style->size;
    return width;
}

void text_block_caret(struct fonts *fonts, struct rect r, const struct style *style,
                      const char *text, size_t at, int *x, int *y)
{
    struct line line = {0, 0, 0, 0};
    *y = r.y;
    for (size_t from = 0; text[from]; *y += style->line) {
        line = next_line(fonts, style, r.w, text, from);
        if (at < line.next || (!text[line.next] && text[line.next - 1] != '\n'))
            break;
        from = line.next;
        line = (struct line){from, from, from, 0};
    }
    int width = text_width(fonts, style, text + line.start, at - line.start);
    *x = r.x + (width < r.w ? width : r.w);
}
