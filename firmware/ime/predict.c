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
static void offer(struct list *list, uint32_t entry, size_t skipped)
{
    char text[IME_TEXT_MAX], other[IME_TEXT_MAX];
    struct item item = {.ref = entry, .kind = ITEM_NEXT, .part = (uint8_t)skipped};
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
        if (next[i] != LEARN_NOTHING)
            offer(list, next[i], 0);
    }
}

/* The rest of longer words that begin with text. */
static void offer_rests(struct list *list, const char *text, size_t len)
{
    uint32_t longer[CONTINUATIONS_MAX];
    size_t count = dict_continue(list->lattice->dict, text, len, longer, CONTINUATIONS_MAX);
    for (size_t i = 0; i < count; i++)
        offer(list, longer[i], len);
}

/* A common word. */
static void offer_word(struct list *list, uint32_t word)
{
    offer(list, dict_number(list->lattice->dict->common, word), 0);
}

/* The likeliest words after this one. */
static void offer_next(struct list *list, uint32_t word, size_t most)
{
    uint32_t next[NEXT_MAX];
    size_t count = lm_next(list->lattice->model.lm, word, next, most);
    for (size_t i = 0; i < count; i++)
        offer_word(list, next[i]);
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
        offer_word(list, dict->starters[i]);
    offer_next(list, word, NEXT_MAX);
    for (uint32_t i = 0; i < FREQUENT && i < dict->common_count; i++)
        offer_word(list, i);
}
