/* base.dict: the words of text entry as one file that is mapped and never changed.
 *
 * Its sections are arrays (data_format.h). Words are numbered by frequency, the most frequent
 * first. Their readings stand in a trie whose edges are syllables; its nodes are numbered breadth
 * first, so the children of a node, and all its descendants of one depth, are neighbours. Costs are
 * -ln(probability) in tenths.
 *
 * Shared by the reader (dict.c) and the generator (assets/dictionary/mkdict). */
#ifndef JIANYAN_IME_DICT_FORMAT_H
#define JIANYAN_IME_DICT_FORMAT_H

#include "ime/data_format.h"

enum {
    DICT_VERSION = 1,
    DICT_SYLLABLE_BYTES = 8, /* a spelling of 1 to 6 letters, filled up with zeros */
    DICT_SYLLABLES_MAX = 512,
    DICT_WORD_MAX = 12,          /* characters, and syllables, of a word */
    DICT_WORD_BYTES = 48,        /* of its text */
    DICT_NO_SYLLABLE = 0xFFFF,   /* label of the root */
    DICT_ENTRY_WORD = 0xFFFFFF,  /* mask: the word of an entry */
    DICT_ENTRY_EXTRA_SHIFT = 24, /* above it: what this reading costs more */
    DICT_INITIALS_MAX = 8,       /* longest abbreviation; its digits are nibbles, left-aligned */
};

#define DICT_MAGIC "jy-dict\n"

enum dict_section {
    DICT_SYLLABLES,     /* char[8] each, ascending */
    DICT_NODE_LABELS,   /* u16: syllable of the edge that leads to the node; siblings ascend */
    DICT_NODE_CHILDREN, /* u32 × (nodes + 1): first child; the next node's is the end */
    DICT_NODE_ENTRIES,  /* u32 × (nodes + 1): first entry, likewise */
    DICT_ENTRIES,       /* u32: word, and extra cost of this reading; cheapest of a node first */
    DICT_WORD_TEXTS,    /* u32 × (words + 1): where the word's text begins */
    DICT_WORD_COSTS,    /* u8 */
    DICT_TEXT,          /* UTF-8 of all words, nothing between */
    DICT_BY_TEXT,       /* u32: words in byte order of their texts */
    DICT_BY_WORD,       /* u32: entries in order of their words */
    DICT_INITIALS,      /* struct dict_initial, ascending by key, cheapest first */
    DICT_STARTERS,      /* u32: words a text may begin with, to offer on an empty line */
    DICT_SECTIONS
};

struct dict_initial {
    uint32_t key; /* digits of the first letters: 0x94000000 for "94" */
    uint32_t entry;
};

/* The key of a letter on a telephone's keypad, 2 to 9; 0 if it is not a small letter. */
static inline unsigned dict_digit(char letter)
{
    static const char digits[] = "22233344455566677778889999";
    return letter >= 'a' && letter <= 'z' ? (unsigned)(digits[letter - 'a'] - '0') : 0;
}

#endif
