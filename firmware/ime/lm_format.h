/* lm.dict, the word pairs of text entry: the sections of a data file (data_format.h). It belongs to
 * one base.dict, whose words it names by number. Costs are -ln(probability) in tenths.
 *
 * Shared by the reader (lm.c) and the generator (assets/dictionary/mklm). */
#ifndef JIANYAN_IME_LM_FORMAT_H
#define JIANYAN_IME_LM_FORMAT_H

#include "ime/data_format.h"

enum {
    LM_VERSION = 1,
    LM_BACKOFF_ZERO = 64, /* what stands for a price of nothing */
    LM_PAIR_SHIFT = 8,    /* a pair: the second word, below it what it costs */
    LM_PAIR_COST = 0xFF,
};

#define LM_MAGIC "jy-pair\n"

/* Rows are those of the words, and one more for the beginning of a sentence. */
enum lm_section {
    LM_BASE,       /* u64: checksum of the base.dict it belongs to */
    LM_WORD_COSTS, /* u8: each word, whatever stands before it */
    LM_BACKOFFS,   /* u8: for each row what a word costs more that it has no pair for */
    LM_ROWS,       /* u32 × (rows + 1): first pair; the next row's is the end */
    LM_PAIRS,      /* u32, ascending within a row */
    LM_SECTIONS
};

#endif
