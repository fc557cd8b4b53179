/* The writing page as a picture. */
#ifndef JIANYAN_FACE_SCENES_COMPOSE_DRAW_H
#define JIANYAN_FACE_SCENES_COMPOSE_DRAW_H

#include "face/app.h"
#include "face/scenes/compose_places.h"

/* Pure: scene_compose's draw. */
void compose_draw(struct canvas *canvas, const struct app *app);

#endif
