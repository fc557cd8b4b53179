#include "ime/stroke_list.h"

#include <string.h>

#include "core/utf8.h"

enum {
    WHOLE_BONUS = 25,   /* all strokes of the character are typed */
    WHOLE_COST = 75,    /* at most, if none is a wildcard: what is written out is near the top */
    FOLLOW_BONUS = 20,  /* a word that may follow the one before */
    FOLLOW_COST = 90,   /* of one that the dictionary does not have as a word */
    UNKNOWN_COST = 300, /* a character that the dictionary does not have */
};

static bool begins(const struct stroke *stroke, const char *text, const char *strokes)
{
    size_t used = 0;
    struct dict_range ways = stroke_records(stroke, utf8_decode(text, strlen(text), &used));
    for (uint32_t i = ways.from; i < ways.to; i++) {
        if (stroke_fits(stroke, stroke->by_character[i], strokes, false))
            return true;
    }
    return false;
}

/* Of the words that may follow, those whose first character begins with the strokes. */
static size_t find_following(struct list *list, const struct stroke_input *input,
                             const char *context, uint32_t word,
                             struct item following[STROKE_FOLLOWING])
{
    const struct dict *dict = list->lattice->dict;
    char text[IME_TEXT_MAX];
    size_t count = 0;
    list_predict(list, context, word);
    for (size_t i = 0; i < list->count && count < STROKE_FOLLOWING; i++) {
        struct item item = list->items[i];
        list_text(list, &item, text, sizeof text);
        if (utf8_count(text, strlen(text)) < 2 || !begins(input->stroke, text, input->typed))
            continue;
        uint32_t entry = dict_entry(dict, text, strlen(text));
        item.score =
            entry == DICT_NONE ? FOLLOW_COST : model_cost(&list->lattice->model, word, entry);
        item.score -= FOLLOW_BONUS;
        item.used = (uint8_t)input->len;
        following[count++] = item;
    }
    return count;
}

static struct item item_of(const struct list *list, const struct stroke_input *input,
                           uint32_t record, uint32_t word)
{
    uint32_t entry = input->stroke->entries[record];
    bool known = entry != DICT_NONE;
    return (struct item){.score =
                             known ? model_cost(&list->lattice->model, word, entry) : UNKNOWN_COST,
                         .ref = known ? entry : input->stroke->characters[record],
                         .kind = known ? ITEM_WORD : ITEM_CHARACTER,
                         .used = (uint8_t)input->len};
}

static int whole_score(const struct stroke_input *input, int score)
{
    bool certain = !strchr(input->typed, '0' + STROKE_ANY);
    score -= WHOLE_BONUS;
    return certain && score > WHOLE_COST ? WHOLE_COST : score;
}

/* Characters whose strokes are these, and the commonest of those that go on. Returns the place
 * among the ranked where the search ended. */
static uint32_t gather_characters(struct list *list, const struct stroke_input *input,
                                  uint32_t word)
{
    const struct stroke *stroke = input->stroke;
    uint32_t mask = 0, key = stroke_key(input->typed, &mask), end = stroke->count;
    size_t weighed = 0;
    for (uint32_t i = 0; i < stroke->count; i++) {
        uint32_t record = stroke->ranked[i].record;
        if ((stroke->ranked[i].key & mask) != key)
            continue;
        bool whole = stroke_fits(stroke, record, input->typed, true);
        if (!whole &&
            (weighed == STROKE_WEIGHED || !stroke_fits(stroke, record, input->typed, false)))
            continue;
        struct item item = item_of(list, input, record, word);
        if (whole)
            item.score = whole_score(input, item.score);
        else if (++weighed == STROKE_WEIGHED)
            end = i + 1;
        list_gather(list, item);
    }
    return end;
}

/* The rest as they are ranked. */
static void take_rest(struct list *list, const struct stroke_input *input, uint32_t from)
{
    const struct stroke *stroke = input->stroke;
    uint32_t mask = 0, key = stroke_key(input->typed, &mask);
    for (uint32_t i = from; i < stroke->count && list->count < IME_CANDIDATES_MAX; i++) {
        uint32_t record = stroke->ranked[i].record;
        if ((stroke->ranked[i].key & mask) == key &&
            stroke_fits(stroke, record, input->typed, false))
            list_take(list, item_of(list, input, record, DICT_NONE));
    }
}

void stroke_list_make(struct list *list, const struct stroke_input *input, const char *context,
                      uint32_t word)
{
    struct item following[STROKE_FOLLOWING];
    size_t count = context ? find_following(list, input, context, word, following) : 0;
    list_clear(list);
    for (size_t i = 0; i < count; i++)
        list_gather(list, following[i]);
    uint32_t end = gather_characters(list, input, word);
    list_take_gathered(list);
    take_rest(list, input, end);
}
