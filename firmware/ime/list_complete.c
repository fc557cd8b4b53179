/* Words not typed to their end. A first digit may begin most of the dictionary, so the trie tells
 * what its best word below is, and what cannot win is not looked at. */
#include <string.h>

#include "ime/list.h"

/* True if a completion of this cost is not among the cheapest. */
static bool is_late(const struct list *list, int cost)
{
    return list->end_count == LIST_COMPLETIONS && list->ends[LIST_COMPLETIONS - 1].score <= cost;
}

static void keep_end(struct list *list, struct item item)
{
    size_t at = list->end_count;
    if (at == LIST_COMPLETIONS)
        at--;
    else
        list->end_count++;
    for (; at > 0 && list->ends[at - 1].score > item.score; at--)
        list->ends[at] = list->ends[at - 1];
    list->ends[at] = item;
}

/* The words of one node; the cheapest stand first. */
static void complete_node(struct list *list, uint32_t node, int penalty)
{
    const struct dict *dict = list->lattice->dict;
    struct dict_range entries = dict_entries(dict, node);
    for (uint32_t entry = entries.from; entry < entries.to; entry++) {
        int cost = penalty + dict_entry_cost(dict, entry);
        if (is_late(list, cost))
            return;
        keep_end(list, (struct item){cost, entry, ITEM_WORD, (uint8_t)list->lattice->len, 0});
    }
}

/* Longer words below a node. */
static void complete_below(struct list *list, uint32_t node, int penalty)
{
    const struct dict *dict = list->lattice->dict;
    struct dict_range children = dict_children(dict, node);
    penalty += MODEL_UNTYPED;
    for (uint32_t child = children.from; child < children.to; child++) {
        if (child < dict->best_count && is_late(list, penalty + dict->best[child]))
            continue;
        complete_node(list, child, penalty);
        complete_below(list, child, penalty);
    }
}

/* A word from the first digit on whose last syllable is typed in part. */
static void complete_first(struct list *list, struct cursor at)
{
    int penalty = at.penalty + MODEL_COMPLETION;
    if (at.node < list->lattice->dict->best_count &&
        is_late(list, penalty + list->lattice->dict->best[at.node]))
        return;
    complete_node(list, at.node, penalty);
    complete_below(list, at.node, penalty);
}

/* A word behind others whose last syllable is typed in part: perhaps the last of the clause. */
static void complete_last(struct list *list, struct cursor at, size_t typed)
{
    const struct lattice *lattice = list->lattice;
    struct dict_range entries = dict_entries(lattice->dict, at.node);
    if (entries.from == entries.to)
        return;
    int penalty = at.penalty + MODEL_COMPLETION;
    int cost = penalty + model_cost(&lattice->model, DICT_NONE, entries.from);
    if (cost < list->rest[at.start])
        list->rest[at.start] = cost;
    const struct column *column = &lattice->columns[at.start];
    if (column->state_count == 0)
        return;
    const struct state *best = &column->states[0];
    cost = best->cost + penalty + model_cost(&lattice->model, best->word, entries.from);
    if (cost < list->tail_cost) {
        list->tail_cost = cost;
        list->tail = at;
        list->tail_typed = (uint8_t)typed;
    }
}

static void complete(struct list *list, struct cursor at, size_t typed)
{
    if (at.start == 0)
        complete_first(list, at);
    complete_last(list, at, typed);
}

/* Words in which digits[from, len) begin one more syllable. */
static void complete_from(struct list *list, size_t from)
{
    const struct lattice *lattice = list->lattice;
    const struct dict *dict = lattice->dict;
    const struct column *column = &lattice->columns[from];
    size_t typed = lattice->len - from;
    uint32_t key = lattice_key(lattice, from, lattice->len);
    struct dict_range begun = spell_begin(lattice->spell, key, typed);
    for (uint32_t i = begun.from; i < begun.to; i++) {
        uint16_t syllable = lattice->spell->exact[i].syllable;
        uint32_t node = dict_child(dict, 0, syllable);
        if (node != DICT_NONE && lattice_allows(lattice, from, syllable) &&
            lattice_reads(lattice, from, dict->syllables[syllable], typed))
            complete(list, (struct cursor){node, (uint8_t)from, 0}, typed);
    }
    for (size_t c = 0; c < column->cursor_count && begun.from < begun.to; c++) {
        struct cursor at = column->cursors[c];
        struct dict_range children = dict_children(dict, at.node);
        for (uint32_t n = children.from; n < children.to; n++) {
            uint32_t label = lattice->spell->keys[dict->labels[n]];
            if (label != key && spell_starts(label, key, typed) &&
                lattice_reads(lattice, from, dict->syllables[dict->labels[n]], typed))
                complete(list, (struct cursor){n, at.start, at.penalty}, typed);
        }
    }
}

static struct follower follower_of(const struct dict *dict, uint32_t word)
{
    struct follower follower = {.entry = dict_number(dict->common, word)};
    uint16_t path[DICT_WORD_MAX];
    follower.syllables = (uint8_t)dict_path(dict, follower.entry, path);
    follower.first = path[0];
    for (size_t i = 0; i < follower.syllables; i++) {
        const char *spelling = dict->syllables[path[i]];
        memcpy(follower.letters + follower.len, spelling, strlen(spelling));
        follower.len = (uint8_t)(follower.len + strlen(spelling));
        follower.ends[i] = follower.len;
    }
    return follower;
}

static void find_followers(struct list *list)
{
    const struct lattice *lattice = list->lattice;
    uint32_t words[LIST_FOLLOWERS];
    if (list->followed == list_before(list))
        return;
    list->followed = list_before(list);
    list->follower_count = lm_next(lattice->model.lm, list->followed, words, LIST_FOLLOWERS);
    for (size_t i = 0; i < list->follower_count; i++)
        list->followers[i] = follower_of(lattice->dict, words[i]);
}

/* Words that often follow the one before, if they are what is being typed. */
static void gather_followers(struct list *list)
{
    const struct lattice *lattice = list->lattice;
    find_followers(list);
    for (size_t i = 0; i < list->follower_count; i++) {
        const struct follower *follower = &list->followers[i];
        size_t typed = 0;
        if (follower->len <= lattice->len || !lattice_begins(lattice, follower->letters) ||
            !lattice_allows(lattice, 0, follower->first) ||
            list_is_exact(list, dict_entry_word(lattice->dict, follower->entry)))
            continue;
        while (follower->ends[typed] < lattice->len)
            typed++;
        int cost = MODEL_COMPLETION + MODEL_UNTYPED * (follower->syllables - (int)typed - 1) +
                   model_cost(&lattice->model, list->followed, follower->entry);
        list_gather(list,
                    (struct item){cost, follower->entry, ITEM_WORD, (uint8_t)lattice->len, 0});
    }
}

void list_complete(struct list *list)
{
    const struct lattice *lattice = list->lattice;
    const struct column *last = &lattice->columns[lattice->len];
    size_t longest = lattice_last_syllable(lattice);
    for (size_t typed = 1; typed < SPELL_LEN_MAX && typed <= longest; typed++)
        complete_from(list, lattice->len - typed);
    for (size_t c = 0; c < last->cursor_count; c++) {
        if (last->cursors[c].start == 0)
            complete_below(list, last->cursors[c].node,
                           last->cursors[c].penalty + MODEL_COMPLETION);
    }
    for (size_t i = 0; i < list->end_count; i++) {
        struct item *end = &list->ends[i];
        end->score += model_cost(&lattice->model, list_before(list), end->ref) -
                      dict_entry_cost(lattice->dict, end->ref);
    }
}

void list_gather_completions(struct list *list)
{
    for (size_t i = 0; i < list->end_count; i++) {
        if (!list_is_exact(list, dict_entry_word(list->lattice->dict, list->ends[i].ref)))
            list_gather(list, list->ends[i]);
    }
    gather_followers(list);
}
