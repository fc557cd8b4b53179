/* The words that go into base.dict, while they are being collected. */
#ifndef JIANYAN_ASSETS_DICTIONARY_LEXICON_H
#define JIANYAN_ASSETS_DICTIONARY_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ime/dict_format.h"

/* One reading of one word. */
struct reading {
    char *text; /* owned */
    double weight;
    uint32_t word;  /* its number, by frequency */
    uint8_t extra;  /* what it costs more than the word */
    int cost;       /* with the word's */
    uint32_t entry; /* its number in the file */
    bool starter;
    uint8_t count;                    /* syllables */
    uint16_t syllable[DICT_WORD_MAX]; /* places in lexicon.syllables */
    char pinyin[DICT_WORD_MAX * DICT_SYLLABLE_BYTES];
};

struct word {
    const char *text; /* borrowed from a reading */
    double weight;    /* of all its readings */
    uint8_t cost;
    bool starter;
};

struct lexicon {
    struct reading *readings;
    size_t reading_count, reading_room;
    struct word *words; /* by frequency */
    size_t word_count;
    char syllables[DICT_SYLLABLES_MAX][DICT_SYLLABLE_BYTES]; /* ascending */
    size_t syllable_count;
};

/* Adds a list of "text TAB pinyin TAB weight [TAB ^]" lines; "#" begins a comment; what stands
 * before a line "..." is a YAML head. False after one line on standard error. */
bool lexicon_read(struct lexicon *lexicon, const char *path);

/* Adds one reading; the texts are copied. False if there is no memory. pinyin: syllables of small
 * letters with a space between, as many as text has characters. */
bool lexicon_add(struct lexicon *lexicon, const char *text, const char *pinyin, double weight);

/* Drops the readings whose text is not wanted. */
void lexicon_keep(struct lexicon *lexicon, bool (*is_kept)(const char *text, const void *data),
                  const void *data);

/* Sorts by text; equal text and pinyin become one, the larger weight wins. */
void lexicon_join(struct lexicon *lexicon);

/* The commonest reading of text[0..len), NULL if there is none. Only after lexicon_join(), before
 * anything is added; valid as long. */
const struct reading *lexicon_find(const struct lexicon *lexicon, const char *text, size_t len);

/* Joins equal readings, numbers syllables and words, works out costs. False after one line. */
bool lexicon_finish(struct lexicon *lexicon);

void lexicon_fini(struct lexicon *lexicon);

#endif
