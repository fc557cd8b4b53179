#include "ui/page.h"

static int larger(int a, int b)
{
    return a > b ? a : b;
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
