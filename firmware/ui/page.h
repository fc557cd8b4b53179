/* Where things lie on the pages that are more than a list: worked out from the theme for every
 * profile, so that nothing overlaps, nothing lies outside the safe area, and nothing jumps. */
#ifndef JIANYAN_UI_PAGE_H
#define JIANYAN_UI_PAGE_H

#include "ui/theme.h"

/* What is drawn over a poster's picture; pictures keep these places free (assets/campaign). */
struct page_poster {
    struct rect qr;        /* the card with the code */
    struct rect countdown; /* seconds until television */
    struct rect strip;     /* ground of the help line, to the lower edge of the screen */
    struct rect help;      /* the help line in it */
};
void page_poster(const struct theme *theme, struct page_poster *page);

/* Writing. From above: what is written, how the digits are read, candidates, keys with the modes
 * beside (below, on an upright kiosk, where all that is touched lies in the lower 60 %). */
struct page_compose {
    struct rect title; /* empty where there is no room for one */
    struct rect box;
    struct rect reading;    /* one line: how the digits are read, or a notice */
    struct rect count;      /* at its right: characters so far */
    struct rect candidates; /* to be cut into equal columns, theme->gap apart */
    struct rect keypad;     /* three columns, `rows` rows, theme->gap apart */
    struct rect modes;      /* what else there is: a list beside the keypad, buttons below it */
    struct rect help;
    int rows;
};
void page_compose(const struct theme *theme, struct page_compose *page);

#endif
