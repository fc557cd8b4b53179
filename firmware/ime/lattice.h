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
    LATTICE_STATES = 16,   /* best ways to one column */
    LATTICE_WORDS = 16,    /* words of one reading that take part */
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
    size_t len;
    size_t width;         /* states kept at a column: one is enough without context */
    uint16_t pin;         /* the first syllable, DICT_NO_SYLLABLE if it is free */
    uint32_t letters[10]; /* entry of the commonest character for a digit */
    struct column columns[IME_DIGITS_MAX + 1];
};

void lattice_init(struct lattice *lattice, const struct dict *dict, const struct spell *spell,
                  const struct learn *learn);

/* Empties it; `previous` is the word before, DICT_NONE if not known. The pin goes too. */
void lattice_clear(struct lattice *lattice, uint32_t previous);

/* Adds a column; false if there is no room. digit: '2' to '9' */
bool lattice_push(struct lattice *lattice, char digit);

/* Drops the last column; false if there is none. */
bool lattice_pop(struct lattice *lattice);

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
