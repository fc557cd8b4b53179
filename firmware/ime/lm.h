/* The mapped word pairs: lm.dict. Optional: a zeroed struct is a model without any. */
#ifndef JIANYAN_IME_LM_H
#define JIANYAN_IME_LM_H

#include "ime/data.h"
#include "ime/dict.h"
#include "ime/lm_format.h"

enum { LM_NEXT_MAX = 64 /* words after one that can be asked for */ };

struct lm {
    struct data data; /* owned */
    const uint8_t *costs, *backoffs, *pair_costs;
    const uint32_t *rows;
    const uint16_t *seconds;
    uint32_t word_count, pair_count;
};

/* Maps and checks the file. False after one logged line; *lm is then zeroed. */
bool lm_open(struct lm *lm, const char *path, const struct dict *dict);

/* Checks bytes as a file would be checked and points into them; for tests and lm_open(). They must
 * be aligned to 8 and outlive the model. NULL, or what is wrong. */
const char *lm_attach(struct lm *lm, const unsigned char *bytes, size_t len,
                      const struct dict *dict);

/* Unmaps; fine on a zeroed struct. */
void lm_close(struct lm *lm);

/* What a word costs after `previous` (DICT_START: at the beginning of a sentence; DICT_NONE: not
 * known), tenths of -ln p. Only for a model that is open. */
int lm_cost(const struct lm *lm, uint32_t previous, uint32_t word);

/* The words that often follow `previous`, at most `most` (LM_NEXT_MAX), the likeliest first;
 * returns their number, 0 if the model is not open. They are common words. */
size_t lm_next(const struct lm *lm, uint32_t previous, uint32_t *words, size_t most);

static inline bool lm_is_open(const struct lm *lm)
{
    return lm->word_count > 0;
}

#endif
