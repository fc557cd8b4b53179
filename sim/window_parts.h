/* What the window's files share. */
#ifndef JIANYAN_SIM_WINDOW_PARTS_H
#define JIANYAN_SIM_WINDOW_PARTS_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "board/common/scale.h"
#include "sim/conductor.h"
#include "sim/panel.h"
#include "sim/recorder.h"
#include "sim/script.h"

/* A key that is down. */
struct held {
    enum key key;                /* KEY_NONE: none */
    int64_t began_ms, repeat_ms; /* the box's clock */
    SDL_Keycode code;            /* of the keyboard; SDLK_UNKNOWN: the mouse */
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
    struct script tour;   /* loaded when it is first played */
    bool tour_at_start;   /* --tour: plays at the start, and again when nobody is there */
    int64_t input_at_ms;  /* host time of what a person did last */
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

/* -- window_tour.c -- */

/* Plays the tour once; returns when it is over or somebody has taken over. */
void window_play_tour(struct window *window);

/* A person wants the screen while the tour plays: ends it. True if one was playing. */
bool window_take_over(struct window *window);

/* Begins or ends it, with the room its captions need. */
void window_set_touring(struct window *window, bool touring);

/* -- window.c -- */

/* Whoever was there has left: the poster, or a box that boots. */
void window_next_visitor(struct window *window);

/* Shows that something takes a moment, then does it. */
void window_act(struct window *window, enum sim_action action, bool backwards);

#endif
