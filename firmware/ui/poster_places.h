/* Where things lie over a poster: the places that its picture keeps free (assets/campaign). */
#ifndef JIANYAN_UI_POSTER_PLACES_H
#define JIANYAN_UI_POSTER_PLACES_H

#include "ui/theme.h"

struct poster_places {
    struct rect qr;    /* the card with the code */
    struct rect strip; /* ground of the help line, to the lower edge of the screen */
    struct rect help;  /* the help line in it */
};
struct poster_places poster_places(const struct theme *theme);

#endif
