/* Word pairs on their way from open-gram's model into lm.dict. */
#ifndef JIANYAN_DICTIONARY_GRAMS_H
#define JIANYAN_DICTIONARY_GRAMS_H

#include <stdio.h>

#include "lexicon.h"

struct gram {
    uint32_t row, word;
    double cost;  /* -ln p(word | row) */
    double worth; /* how much would be lost without it */
};

/* All numbers of words are the lexicon's; one row more than words: where a sentence begins. */
struct grams {
    size_t word_count;
    double *costs;    /* -ln p of each word; negative: open-gram does not have it */
    double *backoffs; /* of each row; nats */
    double *spoken;   /* of each row: p of pairs that are not between words; they stay explicit */
    double *spoken_alone;
    struct gram *pairs; /* after grams_prune(): ascending by row, then word */
    size_t pair_count, pair_room;
};

/* Reads what `tslminfo -v` prints from `model`, with the words of open-gram's `dictionary`. False
 * after a line on standard error. */
bool grams_read(struct grams *grams, const struct lexicon *lexicon, const char *dictionary,
                FILE *model);

/* Keeps the `most` pairs that are worth most and makes the backoffs fit what is left. */
void grams_prune(struct grams *grams, size_t most);

void grams_fini(struct grams *grams);

#endif
