/* What Unicode's Unihan database says of characters: which are standard, and how they are read. */
#ifndef JIANYAN_ASSETS_DICTIONARY_UNIHAN_H
#define JIANYAN_ASSETS_DICTIONARY_UNIHAN_H

#include "lexicon.h"

enum { UNIHAN_END = 0x110000 };

/* The characters that typing offers: those of 通用规范汉字表 (kTGH) and of GB 2312 (kGB0), from
 * Unihan_OtherMappings.txt. False after one line on standard error. */
bool unihan_read_standard(bool standard[UNIHAN_END], const char *path);

/* Adds the readings of these characters that Unihan_Readings.txt has, with next to no weight: what
 * other lists say of them counts more. False after one line on standard error. */
bool unihan_read_readings(struct lexicon *lexicon, const bool standard[UNIHAN_END],
                          const char *path);

/* True if a text is made of standard characters alone. */
bool unihan_is_standard(const bool standard[UNIHAN_END], const char *text);

#endif
