#include "ime/learn.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_BONUS = 15, BONUS_STEP = 5 };

/* One slot for each hash: a newcomer replaces whoever was there. */
static uint32_t hash(uint32_t word)
{
    return (word * UINT32_C(2654435761)) >> 16;
}

void learn_reset(struct learn *learn)
{
    memset(learn, 0, sizeof *learn);
    for (size_t i = 0; i < LEARN_PAIRS; i++)
        learn->pairs[i].word = LEARN_NOTHING;
}

static void learn_pair(struct learn *learn, uint32_t word, uint32_t next)
{
    struct learned_pair *pair = &learn->pairs[hash(word) % LEARN_PAIRS];
    size_t at = 0;
    if (pair->word != word) {
        pair->word = word;
        memset(pair->next, 0xFF, sizeof pair->next);
    }
    while (at < LEARN_NEXT - 1 && pair->next[at] != next)
        at++;
    memmove(pair->next + 1, pair->next, at * sizeof *pair->next);
    pair->next[0] = next;
}

void learn_word(struct learn *learn, uint32_t previous, uint32_t word, uint32_t entry)
{
    struct learned_word *slot = &learn->words[hash(word) % LEARN_WORDS];
    if (slot->word != word || slot->count == 0)
        *slot = (struct learned_word){.word = word};
    if (slot->count < UINT32_MAX)
        slot->count++;
    if (previous != LEARN_NOTHING)
        learn_pair(learn, previous, entry);
}

void learn_phrase(struct learn *learn, const char *text, const char *digits, const char *reading)
{
    size_t at = 0;
    if (strlen(text) >= LEARN_PHRASE_BYTES || strlen(digits) >= LEARN_PHRASE_DIGITS ||
        strlen(reading) >= LEARN_PHRASE_READING)
        return;
    while (at < learn->phrase_count && strcmp(learn->phrases[at].text, text) != 0)
        at++;
    if (at == learn->phrase_count && at < LEARN_PHRASES)
        learn->phrase_count++;
    if (at == LEARN_PHRASES)
        at--;
    memmove(learn->phrases + 1, learn->phrases, at * sizeof *learn->phrases);
    struct learned_phrase *phrase = &learn->phrases[0];
    snprintf(phrase->text, sizeof phrase->text, "%s", text);
    snprintf(phrase->digits, sizeof phrase->digits, "%s", digits);
    snprintf(phrase->reading, sizeof phrase->reading, "%s", reading);
}

int learn_bonus(const struct learn *learn, uint32_t word)
{
    const struct learned_word *slot = &learn->words[hash(word) % LEARN_WORDS];
    if (slot->count == 0 || slot->word != word)
        return 0;
    uint32_t steps = slot->count - 1;
    return steps >= (LEARN_BONUS_MAX - FIRST_BONUS) / BONUS_STEP
               ? LEARN_BONUS_MAX
               : FIRST_BONUS + (int)steps * BONUS_STEP;
}

const uint32_t *learn_next(const struct learn *learn, uint32_t word)
{
    const struct learned_pair *pair = &learn->pairs[hash(word) % LEARN_PAIRS];
    return pair->word == word && word != LEARN_NOTHING ? pair->next : NULL;
}
