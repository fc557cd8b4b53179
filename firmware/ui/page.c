#include "ui/page.h"

#include "ui/layout.h"

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Places on posters are fixed in parts of the picture: 1920 × 1080, upright 1080 × 1920, and
 * 1440 × 1080 for 4:3, whose pixels are not square. */
static int across(const struct theme *theme, int px)
{
    int whole = theme->portrait ? 1080 : theme->width * 3 < theme->height * 4 ? 1440 : 1920;
    return (px * theme->width + whole / 2) / whole;
}

static int down(const struct theme *theme, int px)
{
    int whole = theme->portrait ? 1920 : 1080;
    return (px * theme->height + whole / 2) / whole;
}

void page_poster(const struct theme *theme, struct page_poster *page)
{
    int width = theme->width, height = theme->height;
    int below = height - theme->safe.y - theme->safe.h;
    int strip = larger(down(theme, theme->portrait ? 140 : 100), below + theme->help);
    page->strip = (struct rect){0, height - strip, width, strip};
    page->help = (struct rect){theme->safe.x, height - strip, theme->safe.w, strip - below};
    bool pal = !theme->portrait && width * 3 < height * 4;
    struct rect card = {0, 0, across(theme, theme->portrait ? 480 : 400),
                        down(theme, theme->portrait ? 600 : 520)};
    card.x =
        theme->portrait ? (width - card.w) / 2 : width - across(theme, pal ? 106 : 96) - card.w;
    card.y = height - larger(down(theme, theme->portrait ? 160 : 120), strip + theme->gap) - card.h;
    page->qr = card;
    page->countdown = (struct rect){theme->safe.x + theme->safe.w - across(theme, 240),
                                    theme->safe.y, across(theme, 240), down(theme, 120)};
}

/* Whole lines of writing in that height. */
static int lines_in(const struct theme *theme, int height)
{
    int line = theme->types[ROLE_WRITE].line;
    int lines = (height - 2 * theme->gap) / line;
    return lines < 1 ? 1 : lines;
}

static void cut_reading(const struct theme *theme, struct page_compose *page, struct rect *r)
{
    const struct style *help = &theme->types[ROLE_HELP];
    page->reading = layout_cut_top(r, help->line, theme->gap);
    /* "1200/1200" is some five ems wide. */
    page->count = layout_cut_right(&page->reading, help->size * 11 / 2, theme->gap);
}

static void upright(const struct theme *theme, struct page_compose *page)
{
    struct rect r = theme->safe;
    page->title = layout_cut_top(&r, theme->types[ROLE_TITLE].line + theme->gutter, theme->gap);
    page->help = layout_cut_bottom(&r, theme->help, theme->gap);
    /* What is touched begins 40 % down. */
    int reach = theme->height * 2 / 5;
    page->box = layout_cut_top(&r, reach - r.y, theme->gap);
    cut_reading(theme, page, &r);
    page->candidates = layout_cut_top(&r, larger(theme->candidate, theme->button), theme->gutter);
    page->modes = layout_cut_bottom(&r, theme->button, theme->gutter);
    page->rows = 4;
    page->keypad = r;
}

static void lying(const struct theme *theme, struct page_compose *page)
{
    struct rect r = theme->safe;
    const int between = theme->gap + theme->ring;
    page->help = layout_cut_bottom(&r, theme->help, theme->gap / 2);
    page->rows = 3;
    page->title = (struct rect){r.x, r.y, 0, 0};
    int fixed = theme->types[ROLE_HELP].line + theme->candidate + 3 * between;
    /* Keys get a third, but never less than their letters need or more than they are worth. */
    int least = page->rows * theme->types[ROLE_SMALL].line + (page->rows - 1) * theme->gap;
    int keys = smaller((r.h - fixed) * 45 / 100, page->rows * theme_px(theme, 112));
    keys = larger(keys, least);
    int lines = lines_in(theme, r.h - fixed - keys);
    int box = lines * theme->types[ROLE_WRITE].line + 2 * theme->gap;
    page->box = layout_cut_top(&r, smaller(box, r.h - fixed - least), between);
    cut_reading(theme, page, &r);
    page->candidates = layout_cut_top(&r, theme->candidate, between);
    page->keypad = layout_cut_left(&r, r.w * 58 / 100, theme->gutter);
    page->modes = r;
}

void page_compose(const struct theme *theme, struct page_compose *page)
{
    if (theme->portrait)
        upright(theme, page);
    else
        lying(theme, page);
}
