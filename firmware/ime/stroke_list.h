/* Candidates for strokes: words that may follow and begin so, characters written so, and characters
 * that go on so. */
#ifndef JIANYAN_IME_STROKE_LIST_H
#define JIANYAN_IME_STROKE_LIST_H

#include "ime/list.h"
#include "ime/stroke.h"

enum {
    STROKE_WEIGHED = 256,  /* characters whose place depends on the word before */
    STROKE_FOLLOWING = 60, /* words that may follow */
};

/* The strokes typed for one character, and what stands before it. */
struct stroke_input {
    const struct stroke *stroke;
    char typed[IME_DIGITS_MAX + 1]; /* '1' to '6' */
    size_t len;
};

/* Makes the list anew. context, word: as for list_predict(); NULL: offer no words. */
void stroke_list_make(struct list *list, const struct stroke_input *input, const char *context,
                      uint32_t word);

#endif
