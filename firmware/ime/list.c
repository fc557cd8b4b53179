#include "ime/list.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

bool list_init(struct list *list, const struct lattice *lattice)
{
    list->lattice = lattice;
    list->followed = DICT_NONE;
    list->follower_count = 0;
    list->seen = calloc(lattice->dict->word_count / 8 + 1, 1);
    list->exact = calloc(lattice->dict->word_count / 8 + 1, 1);
    return list->seen && list->exact;
}

void list_fini(struct list *list)
{
    free(list->seen);
    free(list->exact);
    list->seen = list->exact = NULL;
}

void list_gather(struct list *list, struct item item)
{
    if (list->raw_count < LIST_RAW)
        list->raw[list->raw_count++] = item;
}

/* True the first time it is asked about a word. */
static bool is_new(unsigned char *words, uint32_t word)
{
    unsigned char bit = (unsigned char)(1U << (word % 8));
    if (words[word / 8] & bit)
        return false;
    words[word / 8] |= bit;
    return true;
}

static void lower(int *cost, int other)
{
    if (other < *cost)
        *cost = other;
}

/* From the end to the front: what the best way from each column on costs. */
static void find_rests(struct list *list)
{
    const struct lattice *lattice = list->lattice;
    const struct dict *dict = lattice->dict;
    for (size_t end = lattice->len; end > 0; end--) {
        const struct column *column = &lattice->columns[end];
        int after = end == lattice->len ? 0 : list->rest[end];
        for (size_t c = 0; c < column->cursor_count && after < LIST_FAR; c++) {
            struct cursor at = column->cursors[c];
            struct dict_range entries = dict_entries(dict, at.node);
            if (entries.from < entries.to)
                lower(&list->rest[at.start],
                      after + at.penalty + model_cost(&lattice->model, DICT_NONE, entries.from));
        }
        uint32_t letter = lattice_letter(lattice, end - 1);
        if (letter != DICT_NONE && after < LIST_FAR)
            lower(&list->rest[end - 1],
                  after + MODEL_LETTER + model_cost(&lattice->model, DICT_NONE, letter));
    }
}

/* Follows the best way back to the first column. */
static void find_clause(struct list *list)
{
    const struct lattice *lattice = list->lattice;
    const struct column *column = &lattice->columns[lattice->len];
    size_t at = 0, state = 0, end = lattice->len;
    bool finished = column->state_count > 0 && column->states[0].cost <= list->tail_cost;
    if (!finished && list->tail_cost == INT_MAX)
        return;
    list->clause_cost = finished ? column->states[0].cost : list->tail_cost;
    if (!finished) {
        const struct dict *dict = lattice->dict;
        uint32_t label = lattice->spell->keys[dict->labels[list->tail.node]];
        list->links[at++] = (struct link){dict_entries(dict, list->tail.node).from, ARC_WORD,
                                          (uint8_t)lattice->len};
        for (label <<= 4 * list->tail_typed; label; label <<= 4)
            list->untyped++;
        end = list->tail.start;
    }
    while (end > 0) {
        const struct state *best = &lattice->columns[end].states[state];
        list->links[at++] = (struct link){best->ref, best->kind, (uint8_t)end};
        list->is_forced = list->is_forced || best->kind == ARC_LETTER;
        state = best->from_state;
        end = best->from;
    }
    for (size_t i = 0; i < at / 2; i++) {
        struct link swapped = list->links[i];
        list->links[i] = list->links[at - 1 - i];
        list->links[at - 1 - i] = swapped;
    }
    list->link_count = at;
}

/* The words of one reading, with the best rest behind it. */
static void gather_entries(struct list *list, struct cursor at, size_t end)
{
    const struct lattice *lattice = list->lattice;
    const struct dict *dict = lattice->dict;
    int after = end == lattice->len ? 0 : list->rest[end];
    struct dict_range entries = dict_entries(dict, at.node);
    for (uint32_t entry = entries.from; entry < entries.to; entry++) {
        int cost = at.penalty + model_cost(&lattice->model, list_before(list), entry);
        if (at.penalty == 0)
            is_new(list->exact, dict_entry_word(dict, entry));
        list_gather(list, (struct item){cost + after, entry, ITEM_WORD, (uint8_t)end, 0});
    }
}

/* Words from the first digit on, the longest first; first those typed exactly. */
static void gather_words(struct list *list)
{
    const struct lattice *lattice = list->lattice;
    for (int tolerant = 0; tolerant < 2; tolerant++) {
        for (size_t end = lattice->len; end > 0; end--) {
            const struct column *column = &lattice->columns[end];
            for (size_t c = 0; c < column->cursor_count; c++) {
                struct cursor at = column->cursors[c];
                if (at.start == 0 && (at.penalty > 0) == tolerant)
                    gather_entries(list, at, end);
            }
        }
    }
}

static void gather_phrases(struct list *list)
{
    const struct lattice *lattice = list->lattice;
    for (uint32_t i = 0; i < lattice->learn->phrase_count; i++) {
        const struct learned_phrase *phrase = &lattice->learn->phrases[i];
        size_t len = strlen(phrase->digits);
        uint16_t first =
            dict_syllable(lattice->dict, phrase->reading, strcspn(phrase->reading, " "));
        if (!lattice_has_keys(lattice, 0, phrase->digits) || !lattice_allows(lattice, 0, first))
            continue;
        int after = len == lattice->len ? 0 : list->rest[len];
        list_gather(list, (struct item){MODEL_PHRASE + after, i, ITEM_PHRASE, (uint8_t)len, 0});
    }
}

static void gather_abbreviated(struct list *list)
{
    const struct lattice *lattice = list->lattice;
    const struct dict *dict = lattice->dict;
    if (lattice->len < 2 || lattice->len > DICT_INITIALS_MAX)
        return;
    struct dict_range range = dict_abbreviated(dict, lattice_key(lattice, 0, lattice->len));
    for (uint32_t i = range.from; i < range.to; i++) {
        uint16_t path[DICT_WORD_MAX];
        uint32_t entry = dict_number(dict->initials, i);
        int cost = MODEL_INITIALS + model_cost(&lattice->model, list_before(list), entry);
        size_t syllables = dict_path(dict, entry, path);
        char firsts[DICT_WORD_MAX];
        for (size_t s = 0; s < syllables; s++)
            firsts[s] = dict->syllables[path[s]][0];
        if (syllables == lattice->len && lattice_allows(lattice, 0, path[0]) &&
            lattice_reads(lattice, 0, firsts, syllables))
            list_gather(list, (struct item){cost, entry, ITEM_WORD, (uint8_t)lattice->len, 0});
    }
}

/* True the first time it is asked about a word that takes so many digits. */
static bool is_new_pair(struct list *list, uint32_t word, uint8_t used)
{
    uint32_t pair = word << 8 | used, at = (pair * UINT32_C(2654435761)) >> (32 - LIST_PAIR_BITS);
    for (; list->pairs[at]; at = (at + 1) % LIST_PAIRS) {
        if (list->pairs[at] == pair + 1)
            return false;
    }
    list->pairs[at] = pair + 1;
    return true;
}

static bool is_new_text(const struct list *list, const struct item *item, const char *text)
{
    char other[IME_TEXT_MAX];
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == ITEM_WORD)
            continue;
        list_text(list, &list->items[i], other, sizeof other);
        if (list->items[i].used == item->used && strcmp(other, text) == 0)
            return false;
    }
    return true;
}

static void append(struct list *list, struct item item)
{
    if (list->count < IME_CANDIDATES_MAX)
        list->items[list->count++] = item;
}

/* A word by what it says; the same text with other digits waits until the first places are full. */
static void take_word(struct list *list, struct item item, uint32_t word)
{
    if (list->count == IME_CANDIDATES_MAX || !is_new_pair(list, word, item.used))
        return;
    if (is_new(list->seen, word) || list->count >= LIST_DISTINCT)
        append(list, item);
    else if (list->again_count < LIST_AGAIN)
        list->again[list->again_count++] = item;
}

static void take_again(struct list *list)
{
    for (size_t i = 0; i < list->again_count; i++)
        append(list, list->again[i]);
    list->again_count = 0;
}

void list_take(struct list *list, struct item item)
{
    const struct dict *dict = list->lattice->dict;
    char text[IME_TEXT_MAX];
    uint32_t word = DICT_NONE;
    if (item.kind == ITEM_WORD) {
        word = dict_entry_word(dict, item.ref);
    } else {
        list_text(list, &item, text, sizeof text);
        word = dict_word(dict, text, strlen(text));
    }
    if (word != DICT_NONE)
        take_word(list, item, word);
    else if (is_new_text(list, &item, text))
        append(list, item);
    if (list->count >= LIST_DISTINCT)
        take_again(list);
}

/* Beginnings of the clause of two words and more, evenly spread, the longest first. */
static void take_prefixes(struct list *list)
{
    size_t room = list->link_count > 2 ? list->link_count - 2 : 0;
    size_t wanted = room < LIST_PREFIXES ? room : LIST_PREFIXES;
    for (size_t i = 0; i < wanted; i++) {
        size_t part = list->link_count - 1 - i * room / wanted;
        list_take(list, (struct item){.kind = ITEM_PREFIX,
                                      .part = (uint8_t)part,
                                      .used = list->links[part - 1].end});
    }
}

static size_t bucket(const struct item *item, int least)
{
    int distance = item->score - least;
    return distance < LIST_SCORES ? (size_t)distance : LIST_SCORES - 1;
}

/* What was gathered in order of score; what was gathered first wins a tie. Sorting by counting: a
 * bucket holds the first place of its score. */
static void sort_raw(struct list *list)
{
    int least = INT_MAX;
    uint32_t place = 0;
    memset(list->buckets, 0, sizeof list->buckets);
    for (size_t i = 0; i < list->raw_count; i++)
        least = list->raw[i].score < least ? list->raw[i].score : least;
    for (size_t i = 0; i < list->raw_count; i++)
        list->buckets[bucket(&list->raw[i], least)]++;
    for (size_t i = 0; i < LIST_SCORES; i++) {
        uint32_t count = list->buckets[i];
        list->buckets[i] = place;
        place += count;
    }
    for (size_t i = 0; i < list->raw_count; i++)
        list->sorted[list->buckets[bucket(&list->raw[i], least)]++] = list->raw[i];
}

/* The clause comes first, unless it had to be forced: then abbreviations may be what was meant. */
static void take_all(struct list *list)
{
    struct item clause = {
        .score = list->clause_cost, .kind = ITEM_CLAUSE, .used = (uint8_t)list->lattice->len};
    bool prefixed = false;
    if (list->is_forced)
        list_gather(list, clause);
    sort_raw(list);
    if (list->link_count > 0 && !list->is_forced)
        list_take(list, clause);
    for (size_t i = 0; i < list->raw_count; i++) {
        if (list->count >= LIST_PREFIX_PLACE && !prefixed) {
            take_prefixes(list);
            prefixed = true;
        }
        list_take(list, list->sorted[i]);
    }
    if (!prefixed)
        take_prefixes(list);
    take_again(list);
}

void list_take_gathered(struct list *list)
{
    sort_raw(list);
    for (size_t i = 0; i < list->raw_count; i++)
        list_take(list, list->sorted[i]);
    take_again(list);
}

void list_clear(struct list *list)
{
    memset(list->seen, 0, list->lattice->dict->word_count / 8 + 1);
    memset(list->exact, 0, list->lattice->dict->word_count / 8 + 1);
    memset(list->pairs, 0, sizeof list->pairs);
    list->count = list->link_count = list->raw_count = list->end_count = list->untyped = 0;
    list->again_count = 0;
    list->tail_cost = INT_MAX;
    list->is_forced = false;
    for (size_t i = 0; i <= list->lattice->len; i++)
        list->rest[i] = LIST_FAR;
}

void list_make(struct list *list)
{
    list_clear(list);
    list_complete(list);
    find_rests(list);
    find_clause(list);
    gather_words(list);
    gather_phrases(list);
    list_gather_completions(list);
    gather_abbreviated(list);
    take_all(list);
}
