/* The parts of `kind`: where things lie, and how they are drawn. */
#ifndef JIANYAN_FACE_SCENES_KIND_PARTS_H
#define JIANYAN_FACE_SCENES_KIND_PARTS_H

#include "face/scenes/page.h"

struct kind_places {
    struct rect cards[2];
    struct rect label, chips; /* chips: all of them, side by side */
    struct rect others;       /* the way to `channels`; empty where there are none */
};

struct kind_places kind_places(const struct app *app);

/* The campaign names other ways that are open here and now. */
bool kind_has_channels(const struct app *app);

void kind_draw(struct canvas *canvas, const struct app *app);

#endif
