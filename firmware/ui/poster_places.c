#include "ui/poster_places.h"

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

/* The place kept free; its lower edge gives way to the help line, which has a floor and grows with
 * large type. */
static struct rect card_place(const struct theme *theme, int strip)
{
    bool pal = !theme->portrait && theme->width * 3 < theme->height * 4;
    struct rect card = {0, 0, across(theme, theme->portrait ? 480 : 400),
                        down(theme, theme->portrait ? 600 : 520)};
    int kept = down(theme, theme->portrait ? 160 : 120);
    int foot = larger(kept, strip + theme->gap / 2);
    card.x = theme->portrait ? (theme->width - card.w) / 2
                             : theme->width - across(theme, pal ? 106 : 96) - card.w;
    card.y = theme->height - kept - card.h;
    card.h -= foot - kept;
    return card;
}

struct poster_places poster_places(const struct theme *theme)
{
    struct rect safe = theme->safe;
    int below = theme->height - safe.y - safe.h;
    int strip = larger(down(theme, theme->portrait ? 140 : 100), below + theme->help);
    return (struct poster_places){
        .qr = card_place(theme, strip),
        .strip = {0, theme->height - strip, theme->width, strip},
        .help = {safe.x, theme->height - strip, safe.w, strip - below},
    };
}
