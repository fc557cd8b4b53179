/* What lies over every scene: the countdown when nobody presses anything. */
#ifndef JIANYAN_FACE_OVERLAY_H
#define JIANYAN_FACE_OVERLAY_H

#include "ui/canvas.h"

struct app;

void overlay_draw(struct canvas *canvas, const struct app *app);

#endif
