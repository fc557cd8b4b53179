/* All lists together: the words that base.dict has, and lm.dict speaks of. */
#ifndef JIANYAN_ASSETS_DICTIONARY_LISTS_H
#define JIANYAN_ASSETS_DICTIONARY_LISTS_H

#include "lexicon.h"

/* Names of the arguments that lists_read() takes. */
#define LISTS_USAGE "MAPPINGS READINGS COUNTS LIST…"

enum { LISTS_ARGUMENTS = 4 /* at least */ };

/* Fills an empty lexicon: Unihan's mappings and readings, a list of words with counts, lists of
 * words with readings. False after one line on standard error. */
bool lists_read(struct lexicon *lexicon, char *const *paths, int count);

#endif
