/* How a suggestion may begin: place, topic and request, three choices that build a sentence. A
 * campaign brings its own (`sentences` in docs/campaign-format.md); assets/sentences has what every
 * device knows.
 *
 * A request is a text with parts in brackets: 希望[{place}]增开公交. A part stands only if the
 * place or topic that it names was chosen. */
#ifndef JIANYAN_CAMPAIGN_SENTENCES_H
#define JIANYAN_CAMPAIGN_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "campaign/manifest.h"
#include "campaign/take.h"

/* Reads `sentences`, which may be missing. False after a sentence about what is wrong. */
bool sentences_parse(const struct place *top, const json_t *root, struct manifest *manifest);

/* NULL for a request that can be filled in, else what is wrong with it. */
const char *sentence_fault(const char *request);

/* Fills in a request without fault; an empty place or topic leaves its parts out. False if `size`
 * bytes do not hold it. */
bool sentence_fill(const char *request, const char *place, const char *topic, char *out,
                   size_t size);

#endif
