/* Where things lie over a poster: the places that its picture keeps free (assets/campaign). */
#ifndef JIANYAN_UI_PAGE_H
#define JIANYAN_UI_PAGE_H

#include "ui/theme.h"

struct page_poster {
    struct rect qr;        /* the card with the code */
    struct rect countdown; /* seconds until television */
    struct rect strip;     /* ground of the help line, to the lower edge of the screen */
    struct rect help;      /* the help line in it */
};
void page_poster(const struct theme *theme, struct page_poster *page);

#endif
