/* Group fixture of the tests that type: *state is a struct ime over the build's own dictionary,
 * nine keys, tolerant of neighbouring sounds, predicting. */
#ifndef JIANYAN_TESTS_WITH_IME_H
#define JIANYAN_TESTS_WITH_IME_H

#include "ime/ime.h"

/* Opens it; 0, or -1 where the dictionary cannot be read. */
int with_ime_open(void **state);

/* Closes it; always 0. */
int with_ime_close(void **state);

#endif
