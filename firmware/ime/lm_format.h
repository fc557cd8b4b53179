/* lm.dict, the word pairs of text entry: the sections of a data file (data_format.h). It belongs to
 * one base.dict, whose words it names by number; pairs are between its common words alone, so that
 * two bytes name one. Costs are -ln(probability) in tenths.
 *
 * Shared by the reader (lm.c) and the generator (assets/dictionary/mklm). */
#ifndef JIANYAN_IME_LM_FORMAT_H
#define JIANYAN_IME_LM_FORMAT_H

#include "ime/dict_format.h"

enum {
    LM_VERSION = 2,
    LM_BACKOFF_ZERO = 64,   /* what stands for a price of nothing */
    LM_START = DICT_COMMON, /* the row of the beginning of a sentence; before it, the words' */
    LM_ROWS_MAX = LM_START + 1
};

#define LM_MAGIC "jy-pair\n"

enum lm_section {
    LM_BASE,       /* u64: checksum of the base.dict it belongs to */
    LM_WORD_COSTS, /* u8: each word, whatever stands before it */
    LM_BACKOFFS,   /* u8: for each row what a word costs more that it has no pair for */
    LM_ROWS,       /* u32 × (rows + 1): first pair; the next row's is the end */
    LM_SECONDS,    /* u16: second word of each pair, ascending within a row */
    LM_PAIR_COSTS, /* u8 of each pair */
    LM_SECTIONS
};

#endif
