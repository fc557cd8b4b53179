#include "ime/dict.h"

#include <string.h>

#include "core/utf8.h"

/* Points every member into the file; true if all counts fit together. */
static bool find_sections(struct dict *dict)
{
    const struct data *data = &dict->data;
    uint32_t children = 0, firsts = 0, offsets = 0, costs = 0, text = 0, by_text = 0, by_word = 0;
    dict->syllables =
        data_section(data, DICT_SYLLABLES, DICT_SYLLABLE_BYTES, &dict->syllable_count);
    dict->labels = data_section(data, DICT_NODE_LABELS, sizeof(uint16_t), &dict->node_count);
    dict->children = data_section(data, DICT_NODE_CHILDREN, sizeof(uint32_t), &children);
    dict->entry_firsts = data_section(data, DICT_NODE_ENTRIES, sizeof(uint32_t), &firsts);
    dict->entries = data_section(data, DICT_ENTRIES, sizeof(uint32_t), &dict->entry_count);
    dict->text_offsets = data_section(data, DICT_WORD_TEXTS, sizeof(uint32_t), &offsets);
    dict->costs = data_section(data, DICT_WORD_COSTS, 1, &costs);
    dict->text = data_section(data, DICT_TEXT, 1, &text);
    dict->by_text = data_section(data, DICT_BY_TEXT, sizeof(uint32_t), &by_text);
    dict->by_word = data_section(data, DICT_BY_WORD, sizeof(uint32_t), &by_word);
    dict->initials =
        data_section(data, DICT_INITIALS, sizeof *dict->initials, &dict->initial_count);
    dict->starters = data_section(data, DICT_STARTERS, sizeof(uint32_t), &dict->starter_count);
    dict->word_count = costs;
    return dict->syllables && dict->labels && dict->children && dict->entry_firsts &&
           dict->entries && dict->text_offsets && dict->costs && dict->text && dict->by_text &&
           dict->by_word && dict->initials && dict->starters && dict->syllable_count > 0 &&
           dict->syllable_count <= DICT_SYLLABLES_MAX && dict->node_count > 0 &&
           children == dict->node_count + 1 && firsts == children && costs > 0 &&
           costs < DICT_ENTRY_WORD && offsets == costs + 1 && by_text == costs &&
           by_word == dict->entry_count && dict->text_offsets[costs] == text;
}

static bool syllables_are_sound(const struct dict *dict)
{
    for (uint32_t i = 0; i < dict->syllable_count; i++) {
        size_t len = 0;
        while (len < DICT_SYLLABLE_BYTES && dict_digit(dict->syllables[i][len]))
            len++;
        if (len == 0 || len > DICT_SYLLABLE_BYTES - 2)
            return false;
        for (size_t rest = len; rest < DICT_SYLLABLE_BYTES; rest++) {
            if (dict->syllables[i][rest])
                return false;
        }
        if (i > 0 && memcmp(dict->syllables[i - 1], dict->syllables[i], DICT_SYLLABLE_BYTES) >= 0)
            return false;
    }
    return true;
}

/* Children come after their parent and leave no gap: so every walk ends. */
static bool trie_is_sound(const struct dict *dict)
{
    if (dict->children[0] != 1 || dict->children[dict->node_count] != dict->node_count ||
        dict->entry_firsts[0] != 0 || dict->entry_firsts[dict->node_count] != dict->entry_count)
        return false;
    for (uint32_t node = 0; node < dict->node_count; node++) {
        uint32_t from = dict->children[node], to = dict->children[node + 1];
        if (from <= node || to < from || to > dict->node_count ||
            dict->entry_firsts[node + 1] < dict->entry_firsts[node])
            return false;
        for (uint32_t child = from; child < to; child++) {
            if (dict->labels[child] >= dict->syllable_count ||
                (child > from && dict->labels[child] <= dict->labels[child - 1]))
                return false;
        }
    }
    return true;
}

static bool words_are_sound(const struct dict *dict)
{
    uint32_t end = dict->text_offsets[dict->word_count];
    if (dict->text_offsets[0] != 0 || !utf8_is_valid(dict->text, end))
        return false;
    for (uint32_t word = 0; word < dict->word_count; word++) {
        uint32_t from = dict->text_offsets[word], to = dict->text_offsets[word + 1];
        if (to <= from || to > end || to - from > DICT_WORD_BYTES ||
            ((unsigned char)dict->text[from] & 0xC0) == 0x80)
            return false;
    }
    return true;
}

static bool all_below(const uint32_t *numbers, uint32_t count, uint32_t mask, uint32_t limit)
{
    for (uint32_t i = 0; i < count; i++) {
        if ((numbers[i] & mask) >= limit)
            return false;
    }
    return true;
}

static bool references_are_sound(const struct dict *dict)
{
    for (uint32_t i = 0; i < dict->initial_count; i++) {
        if (dict->initials[i].entry >= dict->entry_count)
            return false;
    }
    return all_below(dict->entries, dict->entry_count, DICT_ENTRY_WORD, dict->word_count) &&
           all_below(dict->by_text, dict->word_count, UINT32_MAX, dict->word_count) &&
           all_below(dict->by_word, dict->entry_count, UINT32_MAX, dict->entry_count) &&
           all_below(dict->starters, dict->starter_count, UINT32_MAX, dict->word_count);
}

const char *dict_attach(struct dict *dict, const unsigned char *bytes, size_t len)
{
    static const struct data_kind kind = {DICT_MAGIC, DICT_VERSION, DICT_SECTIONS};
    *dict = (struct dict){.data = {bytes, len}};
    const char *wrong = data_check(&dict->data, &kind);
    if (wrong)
        return wrong;
    if (!find_sections(dict) || !syllables_are_sound(dict) || !trie_is_sound(dict) ||
        !words_are_sound(dict) || !references_are_sound(dict))
        return "is damaged: its numbers do not fit together";
    return NULL;
}

bool dict_open(struct dict *dict, const char *path)
{
    struct data data;
    const char *wrong = data_map(&data, path);
    if (!wrong)
        wrong = dict_attach(dict, data.bytes, data.len);
    if (!wrong)
        return true;
    *dict = (struct dict){0};
    return data_refuse(&data, path, wrong);
}

void dict_close(struct dict *dict)
{
    data_unmap(&dict->data);
    *dict = (struct dict){0};
}

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
    uint32_t low = dict->children[node], high = dict->children[node + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dict->labels[middle] == syllable)
            return middle;
        if (dict->labels[middle] < syllable)
            low = middle + 1;
        else
            high = middle;
    }
    return DICT_NONE;
}

/* The last i with firsts[i] <= value: the owner of a place in a list of runs. */
static uint32_t owner(const uint32_t *firsts, uint32_t count, uint32_t value)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (firsts[middle] <= value)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

size_t dict_path(const struct dict *dict, uint32_t node, uint16_t path[DICT_WORD_MAX])
{
    uint16_t reversed[DICT_WORD_MAX];
    size_t count = 0;
    while (node != 0 && count < DICT_WORD_MAX) {
        reversed[count++] = dict->labels[node];
        node = owner(dict->children, dict->node_count, node);
    }
    for (size_t i = 0; i < count; i++)
        path[i] = reversed[count - 1 - i];
    return count;
}

uint32_t dict_entry_node(const struct dict *dict, uint32_t entry)
{
    return owner(dict->entry_firsts, dict->node_count, entry);
}

void dict_spell(const struct dict *dict, uint32_t node, char *out, size_t size)
{
    uint16_t path[DICT_WORD_MAX];
    size_t count = dict_path(dict, node, path), at = 0;
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

struct dict_text dict_word_text(const struct dict *dict, uint32_t word)
{
    uint32_t from = dict->text_offsets[word];
    return (struct dict_text){dict->text + from, dict->text_offsets[word + 1] - from};
}

/* Order of the word at a place of by_text against text; with `begins`, words that begin with it
 * count as equal. */
static int compare(const struct dict *dict, uint32_t place, struct dict_text text, bool begins)
{
    struct dict_text word = dict_word_text(dict, dict->by_text[place]);
    size_t common = word.len < text.len ? word.len : text.len;
    int order = memcmp(word.at, text.at, common);
    if (order != 0)
        return order;
    if (word.len < text.len)
        return -1;
    return begins || word.len == text.len ? 0 : 1;
}

/* The first place of by_text whose word is not below text (with `after`: above it). */
static uint32_t bound(const struct dict *dict, struct dict_text text, bool begins, bool after)
{
    uint32_t low = 0, high = dict->word_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare(dict, middle, text, begins);
        if (order < 0 || (after && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t dict_word(const struct dict *dict, const char *text, size_t len)
{
    struct dict_text wanted = {text, len};
    uint32_t place = bound(dict, wanted, false, false);
    if (place == dict->word_count || compare(dict, place, wanted, false) != 0)
        return DICT_NONE;
    return dict->by_text[place];
}

struct dict_range dict_words_from(const struct dict *dict, const char *text, size_t len)
{
    struct dict_text wanted = {text, len};
    return (struct dict_range){bound(dict, wanted, true, false), bound(dict, wanted, true, true)};
}

struct dict_range dict_readings(const struct dict *dict, uint32_t word)
{
    struct dict_range range;
    uint32_t low = 0, high = dict->entry_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dict_entry_word(dict, dict->by_word[middle]) < word)
            low = middle + 1;
        else
            high = middle;
    }
    range.from = low;
    while (low < dict->entry_count && dict_entry_word(dict, dict->by_word[low]) == word)
        low++;
    range.to = low;
    return range;
}

struct dict_range dict_abbreviated(const struct dict *dict, uint32_t key)
{
    uint32_t low = 0, high = dict->initial_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dict->initials[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    struct dict_range range = {low, low};
    while (range.to < dict->initial_count && dict->initials[range.to].key == key)
        range.to++;
    return range;
}
