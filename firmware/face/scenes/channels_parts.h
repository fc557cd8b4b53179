/* The parts of `channels`: which are shown, where they lie, and how they are drawn. */
#ifndef JIANYAN_FACE_SCENES_CHANNELS_PARTS_H
#define JIANYAN_FACE_SCENES_CHANNELS_PARTS_H

#include "campaign/channels.h"
#include "face/scenes/page.h"

struct channels_list {
    const struct manifest *manifest;
    size_t count;
    size_t open[MANIFEST_CHANNELS_MAX];
};

/* Those that are open now, here; none without a campaign. */
void channels_list(const struct app *app, struct channels_list *list);

struct channels_places {
    struct rect list, dots; /* dots: no height where all fit on one page */
    struct rect detail;     /* what is told of the one in focus */
    struct rect back, more; /* buttons on a column, to be touched; else empty */
    int columns, rows, pages;
};

struct channels_places channels_places(const struct app *app, size_t count);

/* The place of row i, on the page it stands on. */
struct rect channels_row(const struct app *app, const struct channels_places *places, size_t i);

/* Rows a page. */
size_t channels_a_page(const struct channels_places *places);

/* How the list calls its row i: by kind, or by name where a kind is there more than once. */
const char *channels_label(const struct channels_list *list, size_t i);

/* What is told of one channel of the list, in r. */
void channels_draw_detail(struct canvas *canvas, const struct app *app, struct rect r,
                          const struct channels_list *list, size_t at);

#endif
