#include "ime/dict.h"

#include <string.h>

#include "core/utf8.h"

enum { READINGS_MAX = 16 /* of one character that are followed */ };

uint16_t dict_syllable(const struct dict *dict, const char *spelling, size_t len)
{
    char padded[DICT_SYLLABLE_BYTES] = {0};
    uint32_t low = 0, high = dict->syllable_count;
    if (len >= sizeof padded)
        return DICT_NO_SYLLABLE;
    memcpy(padded, spelling, len);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = memcmp(dict->syllables[middle], padded, sizeof padded);
        if (order == 0)
            return (uint16_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return DICT_NO_SYLLABLE;
}

uint32_t dict_child(const struct dict *dict, uint32_t node, uint16_t syllable)
{
    struct dict_range range = dict_children(dict, node);
    while (range.from < range.to) {
        uint32_t middle = range.from + (range.to - range.from) / 2;
        if (dict->labels[middle] == syllable)
            return middle;
        if (dict->labels[middle] < syllable)
            range.from = middle + 1;
        else
            range.to = middle;
    }
    return DICT_NONE;
}

/* The last node of [range.from, range.to) whose run begins at `value` or before. */
static uint32_t owner(const struct dict_runs *runs, struct dict_range range, uint32_t value)
{
    while (range.from + 1 < range.to) {
        uint32_t middle = range.from + (range.to - range.from) / 2;
        if (dict_run(runs, middle) <= value)
            range.from = middle;
        else
            range.to = middle;
    }
    return range.from;
}

static size_t depth_of(const struct dict *dict, uint32_t entry)
{
    size_t depth = 1;
    while (depth < DICT_WORD_MAX && entry >= dict->depths[depth + 1].entry)
        depth++;
    return depth;
}

static struct dict_range nodes_of(const struct dict *dict, size_t depth)
{
    return (struct dict_range){dict->depths[depth].node, dict->depths[depth + 1].node};
}

size_t dict_path(const struct dict *dict, uint32_t entry, uint16_t path[DICT_WORD_MAX])
{
    size_t depth = depth_of(dict, entry);
    uint32_t node = owner(&dict->entry_runs, nodes_of(dict, depth), entry);
    for (size_t i = depth; i > 0; i--) {
        path[i - 1] = dict->labels[node];
        if (i > 1)
            node = owner(&dict->children, nodes_of(dict, i - 1), node);
    }
    return depth;
}

void dict_spell(const struct dict *dict, uint32_t entry, char *out, size_t size)
{
    uint16_t path[DICT_WORD_MAX];
    size_t count = dict_path(dict, entry, path), at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const char *spelling = dict->syllables[path[i]];
        size_t len = strlen(spelling);
        if (at + len + 2 > size)
            return;
        if (i > 0)
            out[at++] = ' ';
        memcpy(out + at, spelling, len + 1);
        at += len;
    }
}

/* The choices of an entry of this depth, 2 or more. */
static const uint8_t *choices_of(const struct dict *dict, uint32_t entry, size_t depth)
{
    const struct dict_depth *first = &dict->depths[depth];
    return dict->choices + first->choice + depth * (entry - first->entry);
}

/* The character that a choice means; U+FFFD if it means none. */
static uint32_t chosen(const struct dict *dict, uint16_t syllable, uint8_t choice)
{
    uint32_t node = dict_child(dict, 0, syllable);
    if (node == DICT_NONE)
        return 0xFFFD;
    struct dict_range entries = dict_entries(dict, node);
    return choice < entries.to - entries.from ? dict->characters[entries.from + choice] : 0xFFFD;
}

size_t dict_write(const struct dict *dict, uint32_t entry, char text[DICT_WORD_BYTES + 1])
{
    uint16_t path[DICT_WORD_MAX];
    size_t len = 0;
    if (dict_is_character(dict, entry)) {
        len = utf8_encode(dict->characters[entry], text);
    } else {
        size_t depth = dict_path(dict, entry, path);
        const uint8_t *choices = choices_of(dict, entry, depth);
        for (size_t i = 0; i < depth; i++)
            len += utf8_encode(chosen(dict, path[i], choices[i]), text + len);
    }
    text[len] = '\0';
    return len;
}

int dict_cost(const struct dict *dict, uint32_t word)
{
    int low = 0, high = DICT_COSTS;
    while (low + 1 < high) {
        int middle = (low + high) / 2;
        if (dict->cost_firsts[middle] <= word)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* A search for a text: one way of reading what has been matched of it. */
struct search {
    const struct dict *dict;
    const char *text;
    size_t len;
    bool longer; /* words that begin with it, but not the text itself */
    uint8_t choices[DICT_WORD_MAX];
    uint32_t *entries;
    size_t count, most;
};

/* Keeps an entry if its word is among the commonest; words are numbered by frequency. One word is
 * kept once if longer words are looked for: else every reading counts. */
static void keep(struct search *search, uint32_t entry)
{
    const struct dict *dict = search->dict;
    uint32_t word = dict_entry_word(dict, entry);
    int extra = dict_entry_extra(dict, entry);
    size_t at = search->count;
    for (size_t i = 0; search->longer && i < at; i++) {
        if (dict_entry_word(dict, search->entries[i]) == word)
            return;
    }
    for (; at > 0; at--) {
        uint32_t other = dict_entry_word(dict, search->entries[at - 1]);
        if (other < word ||
            (other == word && dict_entry_extra(dict, search->entries[at - 1]) <= extra))
            break;
        if (at < search->most)
            search->entries[at] = search->entries[at - 1];
    }
    if (at == search->most)
        return;
    search->entries[at] = entry;
    search->count += search->count < search->most;
}

/* The entries [range.from, range.to) of a depth that begin with the choices made. */
static void keep_matching(struct search *search, struct dict_range range, size_t depth, size_t made)
{
    const uint8_t *choices = choices_of(search->dict, range.from, depth);
    for (uint32_t entry = range.from; entry < range.to; entry++, choices += depth) {
        if (memcmp(choices, search->choices, made) != 0)
            continue;
        if (search->longer && search->count == search->most &&
            dict_entry_word(search->dict, entry) >=
                dict_entry_word(search->dict, search->entries[search->most - 1]))
            continue;
        keep(search, entry);
    }
}

/* What stands below a node of this depth. */
static void keep_below(struct search *search, uint32_t node, size_t depth)
{
    const struct dict *dict = search->dict;
    struct dict_range nodes = dict_children(dict, node);
    for (size_t below = depth + 1; nodes.from < nodes.to; below++) {
        struct dict_range entries = {dict_run(&dict->entry_runs, nodes.from),
                                     dict_run(&dict->entry_runs, nodes.to)};
        if (entries.from < entries.to)
            keep_matching(search, entries, below, depth);
        nodes = (struct dict_range){dict_run(&dict->children, nodes.from),
                                    dict_run(&dict->children, nodes.to)};
    }
}

/* The entries of a character, as places in by_character. */
static struct dict_range ways_to_read(const struct dict *dict, uint32_t character)
{
    uint32_t low = 0, high = dict->character_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dict->characters[dict->by_character[middle]] < character)
            low = middle + 1;
        else
            high = middle;
    }
    struct dict_range range = {low, low};
    while (range.to < dict->character_count && range.to - range.from < READINGS_MAX &&
           dict->characters[dict->by_character[range.to]] == character)
        range.to++;
    return range;
}

/* All of the text was matched on the way to this node; `entry` is the last character's own. */
static void arrive(struct search *search, uint32_t node, size_t depth, uint32_t entry)
{
    const struct dict *dict = search->dict;
    struct dict_range entries = dict_entries(dict, node);
    if (search->longer)
        keep_below(search, node, depth);
    else if (depth == 1)
        keep(search, entry);
    else if (entries.from < entries.to)
        keep_matching(search, entries, depth, depth);
}

/* Goes on from a node with the character at `at`, in every way it is read. */
static void search_from(struct search *search, uint32_t node, size_t depth, size_t at)
{
    const struct dict *dict = search->dict;
    size_t used = 0;
    if (depth == DICT_WORD_MAX)
        return;
    uint32_t character = utf8_decode(search->text + at, search->len - at, &used);
    struct dict_range ways = ways_to_read(dict, character);
    for (uint32_t i = ways.from; i < ways.to; i++) {
        uint32_t entry = dict->by_character[i];
        uint32_t read = owner(&dict->entry_runs, nodes_of(dict, 1), entry);
        uint32_t choice = entry - dict_run(&dict->entry_runs, read);
        uint32_t next = depth == 0 ? read : dict_child(dict, node, dict->labels[read]);
        bool ends = at + used == search->len;
        if (next == DICT_NONE || (choice >= DICT_CHOICES && (depth > 0 || !ends || search->longer)))
            continue;
        search->choices[depth] = (uint8_t)choice;
        if (ends)
            arrive(search, next, depth + 1, entry);
        else
            search_from(search, next, depth + 1, at + used);
    }
}

size_t dict_find(const struct dict *dict, const char *text, size_t len, uint32_t *entries,
                 size_t most)
{
    struct search search = {
        .dict = dict, .text = text, .len = len, .entries = entries, .most = most};
    if (len > 0 && most > 0)
        search_from(&search, 0, 0, 0);
    return search.count;
}

uint32_t dict_entry(const struct dict *dict, const char *text, size_t len)
{
    uint32_t entry = DICT_NONE;
    return dict_find(dict, text, len, &entry, 1) > 0 ? entry : DICT_NONE;
}

uint32_t dict_word(const struct dict *dict, const char *text, size_t len)
{
    uint32_t entry = dict_entry(dict, text, len);
    return entry == DICT_NONE ? DICT_NONE : dict_entry_word(dict, entry);
}

size_t dict_continue(const struct dict *dict, const char *text, size_t len, uint32_t *entries,
                     size_t most)
{
    struct search search = {
        .dict = dict, .text = text, .len = len, .longer = true, .entries = entries, .most = most};
    if (len > 0 && most > 0)
        search_from(&search, 0, 0, 0);
    return search.count;
}

/* The digits of an entry's first letters. */
static uint32_t initials_of(const struct dict *dict, uint32_t entry)
{
    uint16_t path[DICT_WORD_MAX];
    uint32_t key = 0;
    size_t count = dict_path(dict, entry, path);
    for (size_t i = 0; i < count && i < DICT_INITIALS_MAX; i++)
        key |= dict_digit(dict->syllables[path[i]][0]) << (28 - 4 * i);
    return key;
}

struct dict_range dict_abbreviated(const struct dict *dict, uint32_t key)
{
    uint32_t low = 0, high = dict->initial_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (initials_of(dict, dict_number(dict->initials, middle)) < key)
            low = middle + 1;
        else
            high = middle;
    }
    struct dict_range range = {low, low};
    while (range.to < dict->initial_count &&
           initials_of(dict, dict_number(dict->initials, range.to)) == key)
        range.to++;
    return range;
}
