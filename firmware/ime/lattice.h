/* All ways of reading the digits typed so far, column by column: a key adds the words that end with
 * it, deleting drops the last column. The best ways to each column are kept as states (a beam). */
#ifndef JIANYAN_IME_LATTICE_H
#define JIANYAN_IME_LATTICE_H

#include "ime/dict.h"
#include "ime/ime.h"
#include "ime/learn.h"
#include "ime/model.h"
#include "ime/spell.h"

enum {
    LATTICE_CURSORS = 384, /* unfinished words at one column */
    LATTICE_STATES = 8,    /* best ways to one column */
    LATTICE_WORDS = 16,    /* words of one reading that take part */
    LATTICE_KEYS = 8 + 26, /* digits 2 to 9, then letters */
};

/* A word being read: it began at column `start` and has come to a node of the trie. */
struct cursor {
    uint32_t node;
    uint8_t start;
    uint8_t penalty; /* of tolerance, at most 255 */
};

enum arc_kind {
    ARC_WORD,   /* ref: entry */
    ARC_PHRASE, /* ref: learned phrase */
    ARC_LETTER, /* ref: entry; one digit stands for one character */
};

/* The best way to a column whose last step is this word. */
struct state {
    int cost;
    uint32_t ref;
    uint32_t word; /* context for the next; DICT_NONE if it is none of the dictionary */
    uint8_t kind;
    uint8_t from;       /* column where the step began */
    uint8_t from_state; /* and the state there */
};

struct column {
    struct cursor cursors[LATTICE_CURSORS];
    struct state states[LATTICE_STATES]; /* cheapest first */
    size_t cursor_count, state_count;
};

struct lattice {
    const struct dict *dict;
    const struct spell *spell;
    const struct learn *learn;
    struct model model;
    char digits[IME_DIGITS_MAX + 1];
    char exact[IME_DIGITS_MAX + 1];   /* the letter typed instead of a digit; 0: a digit */
    bool borders[IME_DIGITS_MAX + 1]; /* a syllable ends before this digit */
    size_t len;
    size_t width;                   /* states kept at a column: one is enough without context */
    uint16_t pin;                   /* the first syllable, DICT_NO_SYLLABLE if it is free */
    uint32_t letters[LATTICE_KEYS]; /* entry of the commonest character for a key */
    struct column columns[IME_DIGITS_MAX + 1];
};

void lattice_init(struct lattice *lattice, const struct model *model, const struct spell *spell);

/* Empties it; `previous` is the word before, DICT_START or DICT_NONE. The pin goes too. */
void lattice_clear(struct lattice *lattice, uint32_t previous);

/* Adds a column; false if there is no room. key: '2' to '9', or a letter, which is read as nothing
 * but itself */
bool lattice_push(struct lattice *lattice, char key);

/* Ends the syllable here; false on an empty lattice, or if it ends here already. */
bool lattice_end_syllable(struct lattice *lattice);

/* Drops the last column, or first the end of a syllable behind it; false if there is none. */
bool lattice_pop(struct lattice *lattice);

/* The keys of the columns [from, to) as they were pushed: digits and letters, NUL-terminated; with
 * `borders` an apostrophe where a syllable was ended. */
void lattice_keys(const struct lattice *lattice, struct dict_range columns, bool borders,
                  char keys[IME_TYPED_MAX]);

/* True if the letters typed from column `from` on, where letters were typed, are these. */
bool lattice_reads(const struct lattice *lattice, size_t from, const char *letters, size_t len);

/* True if these keys, as lattice_keys() tells them, were typed from column `from` on; a digit is as
 * good as its letter. */
bool lattice_has_keys(const struct lattice *lattice, size_t from, const char *keys);

/* True if all that is typed is the beginning of these letters, with no syllable ended. */
bool lattice_begins(const struct lattice *lattice, const char *letters);

/* The most digits at the end that may be of one syllable. */
size_t lattice_last_syllable(const struct lattice *lattice);

/* The entry that stands for the key of a column when it makes no syllable; DICT_NONE: none. */
uint32_t lattice_letter(const struct lattice *lattice, size_t column);

/* The digits [from, to) as a key. */
static inline uint32_t lattice_key(const struct lattice *lattice, size_t from, size_t to)
{
    return spell_key(lattice->digits + from, to - from);
}

/* True if a word that begins with this syllable may begin at this column. */
static inline bool lattice_allows(const struct lattice *lattice, size_t start, uint16_t syllable)
{
    return start > 0 || lattice->pin == DICT_NO_SYLLABLE || lattice->pin == syllable;
}

#endif
