/* The keypad on the screen, for remote controls without digits: arrows walk from key to key and to
 * the buttons beside, OK presses, and then they are back on the 5. */
#ifndef JIANYAN_FACE_SCENES_COMPOSE_PAD_H
#define JIANYAN_FACE_SCENES_COMPOSE_PAD_H

#include "face/app.h"

/* An arrow or OK while compose_on_pad(): true when it has been worked off here. */
bool compose_pad_key(struct app *app, const struct screen_event *event);

#endif
