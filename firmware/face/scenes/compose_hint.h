/* For who has never typed so: on an empty page, once for each person, three pictures in steps show
 * how 重 is written. Any key or touch ends them, and so do thirty seconds; then nothing is due. */
#ifndef JIANYAN_FACE_SCENES_COMPOSE_HINT_H
#define JIANYAN_FACE_SCENES_COMPOSE_HINT_H

#include "face/app.h"
#include "ui/canvas.h"

/* Begins, if it is the time for it. */
void compose_hint_begin(struct app *app);
void compose_hint_end(struct app *app);

/* Takes the step that is due; when the next is: INT64_MAX for none. */
int64_t compose_hint_tick(struct app *app);

/* The pictures are on show. */
bool compose_hint_is_on(const struct app *app);

/* The digit whose key is shown as pressed just now, -1 for none. */
int compose_hint_digit(const struct app *app);

/* Draws the pictures where the text will stand. */
void compose_hint_draw(struct canvas *canvas, const struct app *app, struct rect r);

#endif
