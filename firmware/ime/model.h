/* What a word costs: its frequency, what was learned, and a price for every word, because few long
 * words are likelier than many short ones. The word before it is known here, for a model of word
 * pairs. All costs are tenths of -ln p. */
#ifndef JIANYAN_IME_MODEL_H
#define JIANYAN_IME_MODEL_H

#include "ime/dict.h"
#include "ime/learn.h"

enum {
    MODEL_WORD = 5,        /* price of every word */
    MODEL_PHRASE = 70,     /* a phrase the person has put together before */
    MODEL_COMPLETION = 45, /* syllables not typed to their end */
    MODEL_UNTYPED = 15,    /* every syllable not typed at all */
    MODEL_INITIALS = 45,   /* only first letters typed */
    MODEL_LETTER = 150,    /* digits that make no syllable: one letter for one character */
};

struct model {
    const struct dict *dict;
    const struct learn *learn;
};

/* Cost of an entry's word after the word `previous` (DICT_NONE: not known). */
static inline int model_cost(const struct model *model, uint32_t previous, uint32_t entry)
{
    uint32_t word = dict_entry_word(model->dict, entry);
    (void)previous;
    return dict_entry_cost(model->dict, entry) + MODEL_WORD - learn_bonus(model->learn, word);
}

/* True if costs depend on the word before: then more than the best way to a place is worth keeping.
 */
static inline bool model_has_context(const struct model *model)
{
    (void)model;
    return false;
}

#endif
