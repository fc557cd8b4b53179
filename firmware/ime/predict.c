/* Candidates before any digit is typed. */
#include <string.h>

#include "core/utf8.h"
#include "ime/list.h"

enum {
    PREDICTIONS_MAX = 60,
    CONTINUATIONS_MAX = 20, /* of one beginning */
    NEXT_FIRST = 4,         /* likeliest words before longer words are offered */
    NEXT_MAX = 30,
    FREQUENT = 40,       /* the commonest words, whatever stands before */
    CHARACTERS_BACK = 4, /* of the text before that may begin a longer word */
};

/* Adds a word from byte `skipped` on unless its text is there already. */
static void offer(struct list *list, uint32_t word, size_t skipped)
{
    char text[IME_TEXT_MAX], other[IME_TEXT_MAX];
    struct item item = {.ref = word, .kind = ITEM_NEXT, .part = (uint8_t)skipped};
    list_text(list, &item, text, sizeof text);
    for (size_t i = 0; i < list->count; i++) {
        list_text(list, &list->items[i], other, sizeof other);
        if (strcmp(other, text) == 0)
            return;
    }
    if (list->count < PREDICTIONS_MAX && text[0])
        list->items[list->count++] = item;
}

static void offer_learned(struct list *list, uint32_t word)
{
    const uint32_t *next = learn_next(list->lattice->learn, word);
    for (size_t i = 0; next && i < LEARN_NEXT; i++) {
        if (next[i] < list->lattice->dict->word_count)
            offer(list, next[i], 0);
    }
}

/* The rest of longer words that begin with text; words are numbered by frequency, so the lowest
 * numbers are the best. */
static void offer_rests(struct list *list, const char *text, size_t len)
{
    const struct dict *dict = list->lattice->dict;
    struct dict_range range = dict_words_from(dict, text, len);
    uint32_t best[CONTINUATIONS_MAX];
    size_t count = 0;
    for (uint32_t place = range.from; place < range.to; place++) {
        uint32_t word = dict->by_text[place];
        size_t at = count;
        if (dict_word_text(dict, word).len <= len)
            continue;
        if (at == CONTINUATIONS_MAX && best[--at] < word)
            continue;
        count = at + 1 > count ? at + 1 : count;
        for (; at > 0 && best[at - 1] > word; at--)
            best[at] = best[at - 1];
        best[at] = word;
    }
    for (size_t i = 0; i < count; i++)
        offer(list, best[i], len);
}

/* The likeliest words after this one. */
static void offer_next(struct list *list, uint32_t word, size_t most)
{
    uint32_t next[NEXT_MAX];
    size_t count = lm_next(list->lattice->model.lm, word, next, most);
    for (size_t i = 0; i < count; i++)
        offer(list, next[i], 0);
}

/* What makes longer words of the last word of the text. */
static void offer_continuations(struct list *list, const char *context)
{
    size_t len = strlen(context), starts[CHARACTERS_BACK], count = 0;
    for (size_t at = len; at > 0 && count < CHARACTERS_BACK; count++)
        starts[count] = at = utf8_previous(context, at);
    while (count > 0) {
        size_t from = starts[--count];
        const struct dict *dict = list->lattice->dict;
        if (dict_word(dict, context + from, len - from) != DICT_NONE) {
            offer_rests(list, context + from, len - from);
            return;
        }
    }
}

void list_predict(struct list *list, const char *context, uint32_t word)
{
    const struct dict *dict = list->lattice->dict;
    list_clear(list);
    offer_learned(list, word);
    if (context[0])
        offer_next(list, word, NEXT_FIRST);
    if (context[0])
        offer_continuations(list, context);
    for (uint32_t i = 0; i < dict->starter_count && !context[0]; i++)
        offer(list, dict->starters[i], 0);
    offer_next(list, word, NEXT_MAX);
    for (uint32_t i = 0; i < FREQUENT && i < dict->word_count; i++)
        offer(list, i, 0);
}
