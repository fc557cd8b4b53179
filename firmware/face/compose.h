/* Writing with twelve keys or a keyboard: what each key does to the text, the composition and the
 * candidates. Knows nothing of drawing, scenes or time other than what it is told; no word of what
 * is written changes how it behaves. */
#ifndef JIANYAN_FACE_COMPOSE_H
#define JIANYAN_FACE_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "face/draft.h"
#include "face/sentence.h"
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

_Static_assert((int)SENTENCE_CELLS == (int)COMPOSE_PICK,
               "choices and candidates share their places");

enum compose_mode {
    COMPOSE_PINYIN,
    COMPOSE_STROKES,
    COMPOSE_PUNCT,
    COMPOSE_TEMPLATES,
    COMPOSE_SYLLABLES, /* how the first syllable is read; what is typed stays */
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
    struct draft cleared; /* the text as it was when BACK went down, until the next change */
    bool can_restore;     /* it has been cleared since: OK brings it back */
    struct ime *ime;      /* borrowed; NULL: no pinyin */
    struct sentence_source source; /* set by whoever knows campaign and place */
    struct sentence sentence;      /* while mode is COMPOSE_TEMPLATES */
    enum compose_mode mode;
    enum compose_mode base; /* the mode that lists return to */
    bool pick;              /* digits choose among nine */
    bool in_text;           /* LEFT and RIGHT move the caret */
    bool upper;             /* capital letters */
    bool digits;            /* the person has keys with digits */
    bool keyboard;          /* letters are typed on one: its digits choose, or write themselves */
    bool pad;               /* no digits at all: arrows walk the keypad on the screen, OK presses */
    size_t pad_at;          /* where: a key, or COMPOSE_PAD_KEYS and on: a button beside them */
    enum key pad_key;       /* the key that OK is pressing there; KEY_NONE: none */
    enum key down;          /* the key being held, KEY_NONE for none */
    bool held;              /* that key has already done what holding it does */
    bool hinted;            /* the person has been shown how to type */
    int hint_step;          /* of what shows it; 0: nothing */
    int64_t hint_since_ms;
    enum str notice;     /* a line for the person; STR_COUNT: none */
    int tap_digit, taps; /* the letter being chosen by pressing a key again; digit 0: none */
    int64_t tap_due_ms;
    char strokes[IME_TYPED_MAX * 4]; /* what is typed in strokes, as signs */
    /* what is shown, worked out after every change */
    size_t total; /* candidates in the whole list */
    size_t first; /* place of the first shown */
    size_t shown_count;
    struct ime_candidate shown[COMPOSE_PICK];
    enum sentence_cell kinds[COMPOSE_PICK]; /* of those; SENTENCE_CHOICE outside of a sentence */
    int selected;                           /* among those shown; -1: none */
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

/* The first syllable of what is typed can be read in several ways. */
bool compose_may_ask_syllable(const struct compose *compose);

/* Asks how the first syllable is read, or no longer, as a touch on the reading does. */
void compose_ask_syllable(struct compose *compose);

/* The arrows walk the keypad just now, not the candidates and not the text. */
bool compose_on_pad(const struct compose *compose);

/* Nine numbered choices lie over candidates and keypad. */
bool compose_has_choices(const struct compose *compose);

/* Which of those nine places (0 to 8) choice i of those shown has; and what stands at a place: -1
 * for nothing. */
size_t compose_cell_of(const struct compose *compose, size_t i);
int compose_at_cell(const struct compose *compose, size_t cell);

/* Choice i of those shown is none of its own: it turns the page, or skips a step. */
bool compose_is_aside(const struct compose *compose, size_t i);

/* OK takes something: else, with nothing pending, the text is ready. */
bool compose_takes(const struct compose *compose);

/* Something is typed that is not text yet. */
bool compose_is_pending(const struct compose *compose);

/* The way of typing that RED brings after `base`. */
enum compose_mode compose_next_base(const struct compose *compose, enum compose_mode base);

/* What is not yet committed, as digits, "" for nothing; and how it is read now: pinyin, or signs of
 * strokes. */
const char *compose_digits(const struct compose *compose);
const char *compose_reading(const struct compose *compose);

/* Leaves lists, pick mode and the text field; drops the composition. The text stays. */
void compose_settle(struct compose *compose);

/* Forgets everything: text, what was cleared, composition, what was learned. */
void compose_wipe(struct compose *compose);

#endif
