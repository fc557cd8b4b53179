/* The mapped words: base.dict, checked when it is opened, so that nothing later needs to ask
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

/* Where each node's children, or entries, begin (dict_format.h). */
struct dict_runs {
    const uint32_t *wide, *blocks;
    const uint8_t *offsets;
    uint32_t wide_count;
};

/* What stands at one depth of the trie. */
struct dict_depth {
    uint32_t node, entry; /* the first */
    uint32_t choice;      /* and its choices */
};

struct dict {
    struct data data;
    const char (*syllables)[DICT_SYLLABLE_BYTES];
    const uint16_t *labels, *by_character;
    struct dict_runs children, entry_runs;
    const uint8_t *entries, *choices, *best, *common, *initials;
    const uint32_t *characters, *cost_firsts, *starters;
    uint32_t syllable_count, node_count, entry_count, word_count;
    uint32_t character_count, best_count, common_count, initial_count, starter_count;
    struct dict_depth depths[DICT_WORD_MAX + 2]; /* from 0, the root; the last has nothing */
};

/* A borrowed text of a file; not terminated. */
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

/* The syllables of an entry, at most DICT_WORD_MAX; returns their number. */
size_t dict_path(const struct dict *dict, uint32_t entry, uint16_t path[DICT_WORD_MAX]);

/* Writes the reading of an entry, "xi wang"; shortened at a syllable if it must be. */
void dict_spell(const struct dict *dict, uint32_t entry, char *out, size_t size);

/* Writes the text of an entry, NUL-terminated; returns its bytes. */
size_t dict_write(const struct dict *dict, uint32_t entry, char text[DICT_WORD_BYTES + 1]);

/* The entries whose text is text[0..len), at most `most`, the cheapest first; returns their number.
 */
size_t dict_find(const struct dict *dict, const char *text, size_t len, uint32_t *entries,
                 size_t most);

/* The cheapest of them, DICT_NONE if there is none; its word. */
uint32_t dict_entry(const struct dict *dict, const char *text, size_t len);
uint32_t dict_word(const struct dict *dict, const char *text, size_t len);

/* Entries of longer words that begin with text[0..len), at most `most`, the commonest first, each
 * word once; returns their number. */
size_t dict_continue(const struct dict *dict, const char *text, size_t len, uint32_t *entries,
                     size_t most);

/* The entries for an abbreviation, digits of first letters as nibbles, left-aligned (0x94000000 for
 * "94"): places in the initials. */
struct dict_range dict_abbreviated(const struct dict *dict, uint32_t key);

/* What a word costs, tenths of -ln p. */
int dict_cost(const struct dict *dict, uint32_t word);

/* A stored number of three bytes. */
static inline uint32_t dict_number(const uint8_t *numbers, uint32_t i)
{
    const uint8_t *at = numbers + (size_t)DICT_NUMBER_BYTES * i;
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
}

static inline uint32_t dict_run(const struct dict_runs *runs, uint32_t node)
{
    return node < runs->wide_count ? runs->wide[node]
                                   : runs->blocks[node / DICT_BLOCK] + runs->offsets[node];
}

static inline struct dict_range dict_children(const struct dict *dict, uint32_t node)
{
    return (struct dict_range){dict_run(&dict->children, node),
                               dict_run(&dict->children, node + 1)};
}

static inline struct dict_range dict_entries(const struct dict *dict, uint32_t node)
{
    return (struct dict_range){dict_run(&dict->entry_runs, node),
                               dict_run(&dict->entry_runs, node + 1)};
}

static inline uint32_t dict_entry_word(const struct dict *dict, uint32_t entry)
{
    return dict_number(dict->entries, entry) & DICT_ENTRY_WORD;
}

/* What the reading of an entry costs more than its word. */
static inline int dict_entry_extra(const struct dict *dict, uint32_t entry)
{
    return (int)(dict_number(dict->entries, entry) >> DICT_EXTRA_SHIFT) * DICT_EXTRA_STEP;
}

/* Cost of an entry's word in this reading, tenths of -ln p. */
static inline int dict_entry_cost(const struct dict *dict, uint32_t entry)
{
    return dict_cost(dict, dict_entry_word(dict, entry)) + dict_entry_extra(dict, entry);
}

/* True if an entry is a single character. */
static inline bool dict_is_character(const struct dict *dict, uint32_t entry)
{
    return entry < dict->character_count;
}

#endif
