/* Where the parts of the writing page lie: fixed places, so that nothing jumps while typing. */
#ifndef JIANYAN_FACE_SCENES_COMPOSE_PLACES_H
#define JIANYAN_FACE_SCENES_COMPOSE_PLACES_H

#include "face/compose.h"
#include "ui/theme.h"

enum {
    COMPOSE_KEYS = 12,
    COMPOSE_BUTTONS = 7,
    COMPOSE_SIDE = 4, /* of the buttons: they stand beside the keypad */
};

struct compose_places {
    struct rect header;
    struct rect box;    /* what is written */
    struct rect status; /* reading, place in the list, messages */
    struct rect candidates[COMPOSE_ROW];
    struct rect choices[COMPOSE_PICK]; /* in pick mode, over candidates and keys: as on a keypad */
    struct rect keys[COMPOSE_KEYS];    /* 1 2 3, 4 5 6, 7 8 9, * 0 # */
    bool keypad;                       /* there is room for it */
    struct rect hints;                 /* what the other keys do; empty on a touch screen */
    struct rect buttons[COMPOSE_BUTTONS]; /* on a touch screen; see compose_button_at() */
    size_t button_count;
};

/* The places of this look; drawing and touch both ask here. */
struct compose_places compose_places(const struct theme *look);

/* The key that place i of the keypad, or button i, presses. */
enum key compose_key_at(size_t i);
enum key compose_button_at(size_t i);

#endif
