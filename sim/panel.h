/* Draws what surrounds the picture: the remote control, the buttons, the television, its notes. */
#ifndef JIANYAN_SIM_PANEL_H
#define JIANYAN_SIM_PANEL_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/arrivals.h"
#include "sim/layout.h"
#include "sim/proxy.h"
#include "ui/canvas.h"
#include "ui/theme.h"

/* What is shown, besides the layout. Borrowed for drawing. */
struct panel_state {
    const struct layout *layout;
    const struct theme *theme;  /* for its colours */
    const struct spot *pressed; /* NULL: none by the mouse */
    bool lit[KEY_COUNT];        /* keys held down */
    enum net net;
    const char *profile;
    uint32_t waiting, delivered;
    bool known, busy, full;
    int64_t wall_ms;
    char arrivals[96], phone[96]; /* "" : none */
    const struct arrivals *came;  /* what came in, for the column */
    unsigned came_changes;        /* of *came */
    bool touring;
    const char *caption, *english; /* of the tour; NULL: none */
    bool television;
    enum key handoff;
};

/* Draw functions for canvas_render(); data is a struct panel_state. The first draws the panel, with
 * the canvas's origin at layout->panel; the second the stage without the picture itself, or the
 * picture's place with television running on it. */
void panel_draw(struct canvas *canvas, void *data);
void panel_draw_stage(struct canvas *canvas, void *data);

#endif
