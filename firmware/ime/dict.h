/* The mapped words: base.dict, checked whole when it is opened, so that nothing later needs to ask
 * whether a number in it is in range. */
#ifndef JIANYAN_IME_DICT_H
#define JIANYAN_IME_DICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ime/data.h"
#include "ime/dict_format.h"

enum {
    DICT_NONE = 0xFFFFFFFF,  /* no such node, word or entry */
    DICT_START = 0xFFFFFFFE, /* instead of a word before: a sentence begins */
};

struct dict {
    struct data data;
    const char (*syllables)[DICT_SYLLABLE_BYTES];
    const uint16_t *labels;
    const uint32_t *children, *entry_firsts, *entries;
    const uint32_t *text_offsets, *by_text, *by_word, *starters;
    const uint8_t *costs;
    const char *text;
    const struct dict_initial *initials;
    uint32_t syllable_count, node_count, entry_count, word_count, initial_count, starter_count;
};

/* A borrowed text of the file; not terminated. */
struct dict_text {
    const char *at;
    size_t len;
};

/* A run of neighbours: from ≤ i < to. */
struct dict_range {
    uint32_t from, to;
};

/* Maps and checks the file. False after one logged line; *dict is then zeroed. */
bool dict_open(struct dict *dict, const char *path);

/* Checks bytes as a file would be checked and points into them; for tests and dict_open(). They
 * must be aligned to 8 and outlive the dict. NULL, or what is wrong. */
const char *dict_attach(struct dict *dict, const unsigned char *bytes, size_t len);

/* Unmaps; fine on a zeroed struct. */
void dict_close(struct dict *dict);

/* Place of a syllable, DICT_NO_SYLLABLE if there is none. spelling[0..len) */
uint16_t dict_syllable(const struct dict *dict, const char *spelling, size_t len);

/* The child of a node for a syllable; DICT_NONE if there is none. Node 0 is the root. */
uint32_t dict_child(const struct dict *dict, uint32_t node, uint16_t syllable);

/* The syllables that lead to a node, at most DICT_WORD_MAX; returns their number. */
size_t dict_path(const struct dict *dict, uint32_t node, uint16_t path[DICT_WORD_MAX]);

/* The node an entry belongs to. */
uint32_t dict_entry_node(const struct dict *dict, uint32_t entry);

/* Writes the spelling of a node's syllables, "xi wang"; shortened at a syllable if it must be. */
void dict_spell(const struct dict *dict, uint32_t node, char *out, size_t size);

struct dict_text dict_word_text(const struct dict *dict, uint32_t word);

/* The word with exactly this text, DICT_NONE if there is none. */
uint32_t dict_word(const struct dict *dict, const char *text, size_t len);

/* The words that begin with this text, as places in by_text. */
struct dict_range dict_words_from(const struct dict *dict, const char *text, size_t len);

/* The readings of a word, as places in by_word. */
struct dict_range dict_readings(const struct dict *dict, uint32_t word);

/* The entries for an abbreviation: key as in struct dict_initial; places in initials. */
struct dict_range dict_abbreviated(const struct dict *dict, uint32_t key);

static inline uint32_t dict_entry_word(const struct dict *dict, uint32_t entry)
{
    return dict->entries[entry] & DICT_ENTRY_WORD;
}

/* Cost of an entry's word in this reading, tenths of -ln p. */
static inline int dict_entry_cost(const struct dict *dict, uint32_t entry)
{
    uint32_t value = dict->entries[entry];
    return dict->costs[value & DICT_ENTRY_WORD] + (int)(value >> DICT_ENTRY_EXTRA_SHIFT);
}

#endif
