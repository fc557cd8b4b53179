/* 常用句: a sentence begun by three choices, place, topic and request; each may be left out. What
 * can be chosen comes from the campaign that is shown and from assets/sentences; the person goes on
 * writing behind it. */
#ifndef JIANYAN_FACE_SENTENCE_H
#define JIANYAN_FACE_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "campaign/manifest.h"

enum {
    SENTENCE_CELLS = 9, /* a page: up to eight choices, or seven and one that turns the page */
    SENTENCE_TEXT_MAX = 2 * MANIFEST_NAME_MAX + MANIFEST_REQUEST_MAX,
};

enum sentence_step { SENTENCE_PLACE, SENTENCE_TOPIC, SENTENCE_REQUEST };

/* What choices are taken from; borrowed. */
struct sentence_source {
    const struct manifest *manifest; /* NULL: no campaign */
    const char *county;              /* where this device stands: its place comes first */
    const char *theme;               /* id: its topics come first */
};

/* What has been chosen so far; zeroed: nothing. */
struct sentence {
    enum sentence_step step;
    char place[MANIFEST_NAME_MAX], topic[MANIFEST_NAME_MAX]; /* empty: left out */
};

enum sentence_cell {
    SENTENCE_NONE, /* there is no such cell */
    SENTENCE_CHOICE,
    SENTENCE_MORE, /* turns the page, behind the last one to the first */
    SENTENCE_SKIP, /* leaves this step out; the last cell of each page */
};

/* The step's choices as one list of cells, SENTENCE_CELLS a page, the last page shorter. */
size_t sentence_cells(const struct sentence_source *source, const struct sentence *sentence);

/* Cell i, and what stands in it: a request shows … for the place. */
enum sentence_cell sentence_cell(const struct sentence_source *source,
                                 const struct sentence *sentence, size_t i,
                                 char label[SENTENCE_TEXT_MAX]);

/* Takes choice or skip i and goes on to the next step. True behind the last: `text` has what was
 * put together ("" if everything was left out). */
bool sentence_choose(const struct sentence_source *source, struct sentence *sentence, size_t i,
                     char text[SENTENCE_TEXT_MAX]);

/* One step back; false at the first. */
bool sentence_back(struct sentence *sentence);

#endif
