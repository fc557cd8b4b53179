/* The writing page as a picture. */
#ifndef JIANYAN_FACE_SCENES_COMPOSE_DRAW_H
#define JIANYAN_FACE_SCENES_COMPOSE_DRAW_H

#include "face/app.h"
#include "face/scenes/compose_places.h"
#include "ui/widgets.h"

/* Pure: scene_compose's draw. */
void compose_draw(struct canvas *canvas, const struct app *app);

/* What is written, as it is drawn: `masked` (DRAFT_BYTES) holds the dots while it is hidden. */
struct widget_box compose_box(const struct app *app, char *masked);

/* -- compose_phone.c: going on by phone -- */

void compose_draw_phone(struct canvas *canvas, const struct app *app);

/* -- compose_draw_keys.c: keypad, buttons, what keys do now -- */

void compose_draw_keys(struct canvas *canvas, const struct app *app,
                       const struct compose_places *places);
void compose_draw_buttons(struct canvas *canvas, const struct app *app,
                          const struct compose_places *places);
void compose_draw_hints(struct canvas *canvas, const struct app *app, struct rect r);

/* What the keyed digit does, for nine choices: 返回, 跳过 … */
void compose_draw_choice_hints(struct canvas *canvas, const struct app *app, struct rect r);

#endif
