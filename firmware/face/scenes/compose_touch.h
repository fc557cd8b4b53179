/* Fingers on the writing page. */
#ifndef JIANYAN_FACE_SCENES_COMPOSE_TOUCH_H
#define JIANYAN_FACE_SCENES_COMPOSE_TOUCH_H

#include "face/app.h"

/* scene_compose's tap. */
void compose_tap(struct app *app, int x, int y);

#endif
