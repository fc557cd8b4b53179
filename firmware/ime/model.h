/* What a word costs: how often it stands after the word before, what was learned, and a price for
 * every word, because few long words are likelier than many short ones. Without lm.dict the word
 * before does not matter. All costs are tenths of -ln p. */
#ifndef JIANYAN_IME_MODEL_H
#define JIANYAN_IME_MODEL_H

#include "ime/dict.h"
#include "ime/learn.h"
#include "ime/lm.h"

enum {
    MODEL_WORD = 10,       /* price of every word */
    MODEL_CHARACTER = 5,   /* the more for a word of one character, with lm.dict */
    MODEL_PHRASE = 70,     /* a phrase the person has put together before */
    MODEL_COMPLETION = 45, /* syllables not typed to their end */
    MODEL_UNTYPED = 15,    /* every syllable not typed at all */
    MODEL_INITIALS = 45,   /* only first letters typed */
    MODEL_LETTER = 150,    /* digits that make no syllable: one letter for one character */
};

struct model {
    const struct dict *dict;
    const struct lm *lm;
    const struct learn *learn;
};

/* Cost of an entry's word after the word `previous` (DICT_START: a sentence begins; DICT_NONE: not
 * known). */
static inline int model_cost(const struct model *model, uint32_t previous, uint32_t entry)
{
    const struct dict *dict = model->dict;
    uint32_t word = dict_entry_word(dict, entry);
    int cost = MODEL_WORD - learn_bonus(model->learn, word);
    if (!lm_is_open(model->lm))
        return cost + dict_entry_cost(dict, entry);
    if (dict_is_character(dict, entry))
        cost += MODEL_CHARACTER;
    return cost + dict_entry_extra(dict, entry) + lm_cost(model->lm, previous, word);
}

/* True if costs depend on the word before: then more than the best way to a place is worth keeping.
 */
static inline bool model_has_context(const struct model *model)
{
    return lm_is_open(model->lm);
}

#endif
