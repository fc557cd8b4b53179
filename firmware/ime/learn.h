/* What a person has chosen since the last reset: words, words after words, and phrases put together
 * from several choices. Bounded; the newest replaces; it never leaves the memory of the process. */
#ifndef JIANYAN_IME_LEARN_H
#define JIANYAN_IME_LEARN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LEARN_WORDS = 512,
    LEARN_PAIRS = 128,
    LEARN_NEXT = 4, /* remembered successors of one word */
    LEARN_PHRASES = 32,
    LEARN_PHRASE_BYTES = 48,
    LEARN_PHRASE_DIGITS = 48,
    LEARN_PHRASE_READING = 96,
    LEARN_NOTHING = 0xFFFFFFFF, /* no word */
    LEARN_BONUS_MAX = 40,       /* tenths of nats */
};

struct learned_word {
    uint32_t word;
    uint32_t count; /* 0: empty slot */
};

struct learned_pair {
    uint32_t word;
    uint32_t next[LEARN_NEXT]; /* entries, newest first; LEARN_NOTHING where none */
};

struct learned_phrase {
    char text[LEARN_PHRASE_BYTES];
    char digits[LEARN_PHRASE_DIGITS];
    char reading[LEARN_PHRASE_READING];
};

struct learn {
    struct learned_word words[LEARN_WORDS];
    struct learned_pair pairs[LEARN_PAIRS];
    struct learned_phrase phrases[LEARN_PHRASES]; /* newest first */
    size_t phrase_count;
};

void learn_reset(struct learn *learn);

/* A word was chosen, as this entry, after another word (LEARN_NOTHING at the start of a text). */
void learn_word(struct learn *learn, uint32_t previous, uint32_t word, uint32_t entry);

/* A text was put together from several choices for these digits. Too long a one is left alone. */
void learn_phrase(struct learn *learn, const char *text, const char *digits, const char *reading);

/* How much less a word costs for having been chosen, tenths of nats. */
int learn_bonus(const struct learn *learn, uint32_t word);

/* Up to LEARN_NEXT entries chosen after `word`, newest first; NULL if none. */
const uint32_t *learn_next(const struct learn *learn, uint32_t word);

#endif
