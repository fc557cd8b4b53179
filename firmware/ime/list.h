/* The candidates: best whole clause, then words from the first digit on, completions,
 * abbreviations, down to the last character of the first syllable. On an empty composition:
 * predictions. */
#ifndef JIANYAN_IME_LIST_H
#define JIANYAN_IME_LIST_H

#include <limits.h>

#include "ime/lattice.h"

enum {
    LIST_RAW = 4096,       /* candidates gathered before the best are taken */
    LIST_COMPLETIONS = 64, /* words not typed to their end */
    LIST_FOLLOWERS = 64,   /* words that often follow the one before, likewise */
    LIST_DISTINCT = 20,    /* first places where no text stands twice */
    LIST_AGAIN = 64,       /* texts that stand twice, taking other digits */
    LIST_PREFIXES = 4,     /* beginnings of the clause */
    LIST_PREFIX_PLACE = 5, /* place of the first of these */
    LIST_SCORES = 4096,    /* scores told apart */
    LIST_PAIR_BITS = 13,   /* so that LIST_PAIRS is more than can be gathered */
    LIST_PAIRS = 1 << LIST_PAIR_BITS,
    LIST_FAR = INT_MAX / 2, /* cost of what cannot be */
};

enum item_kind {
    ITEM_CLAUSE,    /* the whole best way */
    ITEM_PREFIX,    /* its first `part` words */
    ITEM_WORD,      /* ref: entry */
    ITEM_PHRASE,    /* ref: learned phrase */
    ITEM_NEXT,      /* ref: entry, from byte `part` on; a prediction */
    ITEM_CHARACTER, /* ref: code point; of no word of the dictionary */
};

struct item {
    int score;
    uint32_t ref;
    uint8_t kind;
    uint8_t used; /* digits */
    uint8_t part;
};

/* One word of the best way. */
struct link {
    uint32_t ref;
    uint8_t kind; /* enum arc_kind */
    uint8_t end;  /* column it comes to */
};

/* A word that often follows the one before, and how it is typed. */
struct follower {
    uint32_t entry;
    uint16_t first;              /* syllable */
    uint8_t syllables, len;      /* their number, and that of their letters */
    uint8_t ends[DICT_WORD_MAX]; /* letters up to the end of each syllable */
    char letters[DICT_WORD_MAX * SPELL_LEN_MAX + 1];
};

struct list {
    const struct lattice *lattice;
    struct item items[IME_CANDIDATES_MAX];
    size_t count;
    struct link links[IME_DIGITS_MAX];
    size_t link_count;
    size_t untyped; /* letters of the clause's last syllable that are not typed yet */
    int clause_cost;
    bool is_forced; /* the clause has digits that make no syllable */
    /* Only while a list is being made: */
    struct item raw[LIST_RAW], sorted[LIST_RAW];
    size_t raw_count;
    struct item ends[LIST_COMPLETIONS]; /* cheapest first, whatever stands before */
    size_t end_count;
    struct item again[LIST_AGAIN]; /* not taken among the first */
    size_t again_count;
    struct follower followers[LIST_FOLLOWERS]; /* of `followed`, found once for a composition */
    size_t follower_count;
    uint32_t followed;
    int rest[IME_DIGITS_MAX + 1]; /* cost of the best way from a column to the end */
    struct cursor tail;           /* the best unfinished last word; tail_cost INT_MAX: none */
    int tail_cost;
    uint8_t tail_typed; /* letters of its last syllable that are typed */
    uint32_t buckets[LIST_SCORES];
    uint32_t pairs[LIST_PAIRS]; /* words taken, with their digits, by hash; 0: none */
    unsigned char *seen;        /* one bit a word: taken already; owned */
    unsigned char *exact;       /* likewise: typed without any tolerance; owned */
};

/* False if there is no memory. */
bool list_init(struct list *list, const struct lattice *lattice);
void list_fini(struct list *list);

/* Makes the list anew from the lattice. */
void list_make(struct list *list);

/* Finds the words that are typed in part: those that begin with the first digit (ends), and the
 * best unfinished last word (tail) with what it adds to the rests. */
void list_complete(struct list *list);

/* Gathers what list_complete() found from the first digit on, and words that often follow; but none
 * that are typed to their end. */
void list_gather_completions(struct list *list);

/* True if a word was typed to its end without any tolerance. */
static inline bool list_is_exact(const struct list *list, uint32_t word)
{
    return list->exact[word / 8] >> (word % 8) & 1;
}

/* The word before the composition, DICT_START or DICT_NONE. */
static inline uint32_t list_before(const struct list *list)
{
    return list->lattice->columns[0].states[0].word;
}

/* Makes a list of predictions after this text, whose last word is `word` (DICT_NONE: not known):
 * what was chosen after it before, what makes longer words of its end, and frequent words. */
void list_predict(struct list *list, const char *context, uint32_t word);

/* For other ways of making a list, from list_clear() on: gathers a candidate; takes what was
 * gathered in order of score; takes one more at the end. No text is taken twice with the same
 * digits, and none at all twice among the first LIST_DISTINCT. */
void list_gather(struct list *list, struct item item);
void list_take_gathered(struct list *list);
void list_take(struct list *list, struct item item);

/* Empties the list. */
void list_clear(struct list *list);

/* The text, or the reading, of a candidate; whole words only. */
void list_text(const struct list *list, const struct item *item, char *out, size_t size);
void list_spell(const struct list *list, const struct item *item, char *out, size_t size);

#endif
