/* Where the parts of the writing page lie: fixed places, so that nothing jumps while typing. */
#ifndef JIANYAN_FACE_SCENES_COMPOSE_PLACES_H
#define JIANYAN_FACE_SCENES_COMPOSE_PLACES_H

#include "face/compose.h"
#include "ui/theme.h"

enum {
    COMPOSE_KEYS = 12,
    COMPOSE_BUTTONS = 7,
};

struct compose_places {
    struct rect header; /* what this is and how long the text is; empty in 大字 on a wide page */
    struct rect box;    /* what is written */
    struct rect status; /* reading, place in the list, messages */
    struct rect candidates[COMPOSE_ROW];
    struct rect more[2];               /* by touch: candidates before these, after these */
    struct rect choices[COMPOSE_PICK]; /* nine, over candidates and keys: as on a keypad */
    struct rect choice_hints;          /* below them what other keys do; empty on a touch screen */
    struct rect keys[COMPOSE_KEYS];    /* 1 2 3, 4 5 6, 7 8 9, * 0 # */
    struct rect buttons[COMPOSE_BUTTONS]; /* see compose_button_at() */
    size_t button_count;
    struct rect hints; /* what the other keys do now; empty on a touch screen */
};

/* The places of this look; drawing and touch both ask here. */
struct compose_places compose_places(const struct theme *look);

/* The key that place i of the keypad, or button i, presses. The last two buttons, deleting and
 * being done, are for fingers alone: a remote control has keys for them. */
enum key compose_key_at(size_t i);
enum key compose_button_at(size_t i);

/* The choices lie over some of the buttons. */
bool compose_button_is_free(const struct compose_places *places, size_t i, bool choices);

/* What button i presses just now: below nine choices others are of use. */
enum key compose_button_now(const struct compose *compose, size_t i);

#endif
