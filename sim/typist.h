/* Types a text as a careful person would: by keys, and by what is described on the screen alone
 * (docs/screen-protocol.md). What it knows beforehand is what people know: how words are read, for
 * which it opens the dictionary beside the program; never what the candidates will be. */
#ifndef JIANYAN_SIM_TYPIST_H
#define JIANYAN_SIM_TYPIST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/key.h"

/* Whose hands and eyes it uses. */
struct typist_person {
    /* One press and release of a key (hold_ms 0: short), then waits until it is answered and
     * nothing but time is at work: a letter may still wait for a second press. False when the face
     * no longer answers. */
    bool (*press)(void *data, enum key key, int hold_ms);
    /* What is described now; borrowed until the next press. NULL when the face is away. */
    const json_t *(*look)(void *data);
    void *data;
};

/* Writes the text (UTF-8) at the caret in scene `compose`: afterwards `typed` has grown by exactly
 * it and nothing is pending. False when it cannot be reached; why (one line, English) says what is
 * missing. */
bool typist_write(const struct typist_person *person, const char *text, char *why, size_t why_size);

#endif
