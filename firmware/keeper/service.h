/* What the screens for set-up and service ask of the keeper: it keeps what was set, and tells what
 * it knows of the device. */
#ifndef JIANYAN_KEEPER_SERVICE_H
#define JIANYAN_KEEPER_SERVICE_H

#include "keeper/keeper.h"

/* Reads what was set; tries once more what was set aside under another program or intake. */
void service_open(struct keeper *keeper);

/* Somebody said this hello: notes what it tells of itself, tells a face what is set. */
void service_greet(struct keeper *keeper, struct peer *peer, const struct post_message *hello);

/* A message of the face; false if it is none of these. */
bool service_answer(struct keeper *keeper, struct peer *peer, const struct post_message *message);

#endif
