/* Opening base.dict: every number that leads on is checked once. */
#include <string.h>

#include "ime/dict.h"

/* What find_sections() has to compare. */
struct counts {
    uint32_t children, child_blocks, firsts, entry_blocks, entry_bytes, choices, by_character;
    uint32_t common_bytes, initial_bytes, costs, entry_wide;
};

static void find_trie(struct dict *dict, struct counts *counts)
{
    const struct data *data = &dict->data;
    struct dict_runs *children = &dict->children, *entries = &dict->entry_runs;
    dict->syllables =
        data_section(data, DICT_SYLLABLES, DICT_SYLLABLE_BYTES, &dict->syllable_count);
    dict->labels = data_section(data, DICT_LABELS, sizeof(uint16_t), &dict->node_count);
    children->wide = data_section(data, DICT_CHILD_WIDE, sizeof(uint32_t), &children->wide_count);
    children->blocks =
        data_section(data, DICT_CHILD_BLOCKS, sizeof(uint32_t), &counts->child_blocks);
    children->offsets = data_section(data, DICT_CHILD_OFFSETS, 1, &counts->children);
    entries->wide = data_section(data, DICT_ENTRY_WIDE, sizeof(uint32_t), &entries->wide_count);
    entries->blocks =
        data_section(data, DICT_ENTRY_BLOCKS, sizeof(uint32_t), &counts->entry_blocks);
    entries->offsets = data_section(data, DICT_ENTRY_OFFSETS, 1, &counts->firsts);
}

static void find_words(struct dict *dict, struct counts *counts)
{
    const struct data *data = &dict->data;
    dict->entries = data_section(data, DICT_ENTRIES, DICT_NUMBER_BYTES, &dict->entry_count);
    dict->characters =
        data_section(data, DICT_CHARACTERS, sizeof(uint32_t), &dict->character_count);
    dict->by_character =
        data_section(data, DICT_BY_CHARACTER, sizeof(uint16_t), &counts->by_character);
    dict->choices = data_section(data, DICT_CHOICES_MADE, 1, &counts->choices);
    dict->best = data_section(data, DICT_BEST, 1, &dict->best_count);
    dict->cost_firsts = data_section(data, DICT_COST_FIRSTS, sizeof(uint32_t), &counts->costs);
    dict->common = data_section(data, DICT_COMMON_ENTRIES, DICT_NUMBER_BYTES, &dict->common_count);
    dict->initials = data_section(data, DICT_INITIALS, DICT_NUMBER_BYTES, &dict->initial_count);
    dict->starters = data_section(data, DICT_STARTERS, sizeof(uint32_t), &dict->starter_count);
}

static bool all_found(const struct dict *dict)
{
    return dict->syllables && dict->labels && dict->children.wide && dict->children.blocks &&
           dict->children.offsets && dict->entry_runs.wide && dict->entry_runs.blocks &&
           dict->entry_runs.offsets && dict->entries && dict->characters && dict->by_character &&
           dict->choices && dict->best && dict->cost_firsts && dict->common && dict->initials &&
           dict->starters;
}

/* Points every member into the file; true if all counts fit together. */
static bool find_sections(struct dict *dict, uint32_t *choices)
{
    struct counts counts = {0};
    find_trie(dict, &counts);
    find_words(dict, &counts);
    if (!all_found(dict) || counts.costs != DICT_COSTS + 1)
        return false;
    uint32_t runs = dict->node_count + 1, blocks = (runs + DICT_BLOCK - 1) / DICT_BLOCK;
    uint32_t wide = dict->children.wide_count;
    dict->word_count = dict->cost_firsts[DICT_COSTS];
    *choices = counts.choices;
    return dict->syllable_count > 0 && dict->syllable_count <= DICT_SYLLABLES_MAX &&
           dict->node_count > 0 && counts.children == runs && counts.firsts == runs &&
           counts.child_blocks == blocks && counts.entry_blocks == blocks && wide > 1 &&
           wide <= dict->node_count && dict->entry_runs.wide_count == wide &&
           dict->entry_count > 0 && dict->word_count > 0 && dict->word_count <= DICT_ENTRY_WORD &&
           counts.by_character == dict->character_count &&
           dict->common_count == (dict->word_count < DICT_COMMON ? dict->word_count : DICT_COMMON);
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

static bool labels_are_sound(const struct dict *dict, struct dict_range children)
{
    for (uint32_t child = children.from; child < children.to; child++) {
        if (dict->labels[child] >= dict->syllable_count ||
            (child > children.from && dict->labels[child] <= dict->labels[child - 1]))
            return false;
    }
    return true;
}

/* Children come after their parent and leave no gap: so every walk ends. */
static bool trie_is_sound(const struct dict *dict)
{
    struct dict_range children = dict_children(dict, 0), entries = dict_entries(dict, 0);
    if (children.from != 1 || entries.from != 0 || entries.to != 0)
        return false;
    for (uint32_t node = 0; node < dict->node_count; node++) {
        children = dict_children(dict, node);
        entries = dict_entries(dict, node);
        if (children.from <= node || children.to < children.from ||
            children.to > dict->node_count || entries.to < entries.from ||
            entries.to > dict->entry_count || !labels_are_sound(dict, children))
            return false;
    }
    return children.to == dict->node_count && entries.to == dict->entry_count;
}

/* Where each depth begins; true if there are not too many, and as many characters and choices as
 * they need. */
static bool find_depths(struct dict *dict, uint32_t choices)
{
    struct dict_depth at = {0};
    for (uint32_t depth = 0; depth < DICT_WORD_MAX + 2; depth++) {
        dict->depths[depth] = at;
        struct dict_depth next = {.node = dict->node_count, .entry = dict->entry_count};
        if (at.node < dict->node_count) {
            next.node = depth == 0 ? 1 : dict_run(&dict->children, at.node);
            next.entry = dict_run(&dict->entry_runs, next.node);
        }
        next.choice = at.choice + (depth > 1 ? depth * (next.entry - at.entry) : 0);
        at = next;
    }
    const struct dict_depth *two = &dict->depths[2], *last = &dict->depths[DICT_WORD_MAX + 1];
    uint32_t three = dict->depths[3].node;
    return last->node == dict->node_count && last->choice == choices &&
           two->entry == dict->character_count && two->entry <= UINT16_MAX + 1 &&
           dict->children.wide_count == two->node && dict->best_count == three;
}

static bool characters_are_sound(const struct dict *dict)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < dict->character_count; i++) {
        uint32_t c = dict->characters[i], place = dict->by_character[i];
        if (c < 0x80 || c >= 0x110000 || (c >= 0xD800 && c < 0xE000) ||
            place >= dict->character_count || dict->characters[place] < before)
            return false;
        before = dict->characters[place];
    }
    return true;
}

static bool all_below(const uint8_t *numbers, uint32_t count, uint32_t mask, uint32_t limit)
{
    for (uint32_t i = 0; i < count; i++) {
        if ((dict_number(numbers, i) & mask) >= limit)
            return false;
    }
    return true;
}

static bool references_are_sound(const struct dict *dict)
{
    for (uint32_t i = 0; i < dict->starter_count; i++) {
        if (dict->starters[i] >= dict->common_count)
            return false;
    }
    for (uint32_t i = 0; i < DICT_COSTS; i++) {
        if (dict->cost_firsts[i] > dict->cost_firsts[i + 1])
            return false;
    }
    return all_below(dict->entries, dict->entry_count, DICT_ENTRY_WORD, dict->word_count) &&
           all_below(dict->common, dict->common_count, UINT32_MAX, dict->entry_count) &&
           all_below(dict->initials, dict->initial_count, UINT32_MAX, dict->entry_count);
}

const char *dict_attach(struct dict *dict, const unsigned char *bytes, size_t len)
{
    static const struct data_kind kind = {DICT_MAGIC, DICT_VERSION, DICT_SECTIONS};
    uint32_t choices = 0;
    *dict = (struct dict){.data = {bytes, len}};
    const char *wrong = data_check(&dict->data, &kind);
    if (wrong)
        return wrong;
    if (!find_sections(dict, &choices) || !syllables_are_sound(dict) || !trie_is_sound(dict) ||
        !find_depths(dict, choices) || !characters_are_sound(dict) || !references_are_sound(dict))
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
