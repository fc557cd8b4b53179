/* Writing with twelve keys: what each key does to the text, the composition and the candidates.
 * Knows nothing of drawing, scenes or time other than what it is told; no word of what is written
 * changes how it behaves. */
#ifndef JIANYAN_FACE_COMPOSE_H
#define JIANYAN_FACE_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "face/draft.h"
#include "ime/ime.h"
#include "platform.h"
#include "strings/strings.h"

enum {
    COMPOSE_ROW = 5,            /* candidates in a row */
    COMPOSE_PICK = 9,           /* candidates that have a number in pick mode */
    COMPOSE_CLEAR_MS = 1000,    /* holding BACK this long clears the text */
    COMPOSE_TAP_MS = 1000,      /* a letter is taken after this pause */
    COMPOSE_PAD_TAP_MS = 10000, /* the same while arrows choose it */
    COMPOSE_PAD_KEYS = 12,
    COMPOSE_PAD_HOME = 4, /* the 5: arrows begin there, and come back to it after each OK */
};

enum compose_mode {
    COMPOSE_PINYIN,
    COMPOSE_PUNCT,
    COMPOSE_TEMPLATES,
    COMPOSE_DIGITS,
    COMPOSE_LETTERS,
};

/* What a key led to, beyond a change here. */
enum compose_answer {
    COMPOSE_IGNORED, /* not a key for writing */
    COMPOSE_TAKEN,
    COMPOSE_DONE,  /* OK, and nothing is pending: the text is ready to be looked over */
    COMPOSE_LEAVE, /* BACK, and there is nothing left to delete */
};

struct compose {
    struct draft draft;
    struct draft cleared; /* what holding BACK cleared, until the next change */
    struct ime *ime;      /* borrowed; NULL: no pinyin */
    enum compose_mode mode;
    enum compose_mode base; /* the mode that PUNCT and TEMPLATES return to */
    bool pick;              /* digits choose among nine */
    bool in_text;           /* LEFT and RIGHT move the caret */
    bool upper;             /* capital letters */
    bool digits;            /* the person has keys with digits */
    bool pad;               /* without them: arrows walk the keypad on the screen, OK presses it */
    size_t pad_at;          /* where: a key, or COMPOSE_PAD_KEYS and on: a button beside them */
    enum key pad_key;       /* the key that OK is pressing there; KEY_NONE: none */
    enum key down;          /* the key being held, KEY_NONE for none */
    bool held;              /* that key has already done what holding it does */
    enum str notice;        /* a line for the person; STR_COUNT: none */
    int tap_digit, taps;    /* the letter being chosen by pressing a key again; digit 0: none */
    int64_t tap_due_ms;
    /* what is shown, worked out after every change */
    size_t total; /* candidates in the whole list */
    size_t first; /* place of the first shown */
    size_t shown_count;
    struct ime_candidate shown[COMPOSE_PICK];
    int selected; /* among those shown; -1: none */
};

/* Empty. `ime` is borrowed and may come later (compose_use) or never. */
void compose_init(struct compose *compose, size_t limit);
void compose_use(struct compose *compose, struct ime *ime);

/* Works one key event off. */
enum compose_answer compose_key(struct compose *compose, const struct screen_event *event);

/* Chooses candidate i of those shown, as a finger does. */
void compose_choose(struct compose *compose, size_t i);

/* Takes the pending letter if its time has come. When that is: INT64_MAX if none is pending. */
void compose_tick(struct compose *compose, int64_t now_ms);
int64_t compose_due_ms(const struct compose *compose);

/* Turns the page of the candidates, on or back, as a finger does. */
void compose_page(struct compose *compose, bool on);

/* Puts the caret at this byte of the text (at most its length, between two code points), as a
 * finger does. What was being typed there is dropped. */
void compose_place_caret(struct compose *compose, size_t at);

/* The arrows walk the keypad just now, not the candidates and not the text. */
bool compose_on_pad(const struct compose *compose);

/* OK takes something: else, with nothing pending, the text is ready. */
bool compose_takes(const struct compose *compose);

/* The digits not yet committed, "" for none; and how they are read now. */
const char *compose_digits(const struct compose *compose);
const char *compose_reading(const struct compose *compose);

/* Leaves lists, pick mode and the text field; drops the composition. The text stays. */
void compose_settle(struct compose *compose);

/* Forgets everything: text, what was cleared, composition, what was learned. */
void compose_wipe(struct compose *compose);

#endif
