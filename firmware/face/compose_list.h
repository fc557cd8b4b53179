/* The lists one can choose from while writing: candidates, signs, what begins a sentence, how a
 * syllable is read, the letters of a key. For the files compose*.c alone. */
#ifndef JIANYAN_FACE_COMPOSE_LIST_H
#define JIANYAN_FACE_COMPOSE_LIST_H

#include "face/compose.h"

/* Length of the list of the mode that is on. */
size_t compose_list_count(const struct compose *compose);

/* Candidate i of it; false if there is none. */
bool compose_list_at(const struct compose *compose, size_t i, struct ime_candidate *candidate);

/* Letters (and the digit itself) on a key, "" for 0 and 1. */
const char *compose_list_letters(int digit, bool upper);

#endif
