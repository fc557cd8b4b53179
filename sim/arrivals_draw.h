/* The column of suggestions that have come in, beside the screen. */
#ifndef JIANYAN_SIM_ARRIVALS_DRAW_H
#define JIANYAN_SIM_ARRIVALS_DRAW_H

#include "sim/panel.h"

/* Draws state->came into r, newest first, as many as fit. */
void arrivals_draw(struct canvas *canvas, const struct panel_state *state, struct rect r);

#endif
