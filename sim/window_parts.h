/* What the window's files share. */
#ifndef JIANYAN_SIM_WINDOW_PARTS_H
#define JIANYAN_SIM_WINDOW_PARTS_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "board/sdl/scale.h"
#include "sim/conductor.h"
#include "sim/panel.h"
#include "sim/recorder.h"

/* A key that is down. */
struct held {
    enum key key;                /* KEY_NONE: none */
    int64_t began_ms, repeat_ms; /* the box's clock */
    bool by_mouse;
};

struct window {
    struct sim *sim;
    SDL_Window *window;
    SDL_Surface *surface; /* the window's, owned by SDL */
    SDL_Surface *back;    /* what we draw into */
    struct fonts *fonts;
    struct canvas *panel, *stage; /* each over its part of back; panel NULL in full screen */
    struct theme theme;
    struct layout layout;
    struct scale scale;
    int shown_w, shown_h;              /* size of the frame that scale was made for; 0: none */
    struct panel_state state, painted; /* as it is; as it was painted last */
    struct recorder recorder;
    struct held held;
    bool full, closed;
    int plain_w, plain_h; /* size to go back to from full screen */
    bool picture_lost;    /* the stage was painted over it: all of it is to be shown again */
};

/* -- window_draw.c -- */

/* Fits everything to the window's present size. False after one line on standard error. */
bool window_fit(struct window *window);

/* Brings what has changed to the display. */
void window_paint(struct window *window);

void window_drop_drawing(struct window *window);

/* -- window_input.c -- */

/* Works off what SDL has to say. */
void window_take_events(struct window *window);

/* Repeats of a held key that are due; how long until the next (at most timeout_ms). */
int window_repeat(struct window *window, int timeout_ms);

/* -- window.c -- */

/* Shows that something takes a moment, then does it. */
void window_act(struct window *window, enum sim_action action, bool backwards);

#endif
