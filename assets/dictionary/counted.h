/* More words, from a list that has counts but no readings. */
#ifndef JIANYAN_ASSETS_DICTIONARY_COUNTED_H
#define JIANYAN_ASSETS_DICTIONARY_COUNTED_H

#include "unihan.h"

/* Adds the `most` commonest words of 2 to 8 standard characters that the lexicon lacks, or knows
 * no weight of, from lines "text count tag". Their readings follow from those of the words and
 * characters that it has; their weights, from the words that both have. False after one line on
 * standard error. */
bool counted_read(struct lexicon *lexicon, const bool standard[UNIHAN_END], const char *path,
                  size_t most);

#endif
