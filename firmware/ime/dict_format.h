/* base.dict: the words of text entry as one file that is mapped and never changed.
 *
 * Its sections are arrays (data_format.h), made small enough for a box without room. Words are
 * numbered by frequency, the most frequent first. Their readings stand in a trie whose edges are
 * syllables; its nodes are numbered breadth first, so the children of a node, and all its
 * descendants of one depth, are neighbours. An entry is a word at a node; entries are numbered in
 * order of their nodes, so those of one depth are neighbours too, and those of depth 1 are the
 * single characters.
 *
 * No text is stored twice: a character of a longer word is told by its place among the entries of
 * its syllable, one byte. Costs are -ln(probability) in tenths.
 *
 * Shared by the reader (dict.c) and the generator (assets/dictionary/mkdict). */
#ifndef JIANYAN_IME_DICT_FORMAT_H
#define JIANYAN_IME_DICT_FORMAT_H

#include "ime/data_format.h"

enum {
    DICT_VERSION = 2,
    DICT_SYLLABLE_BYTES = 8, /* a spelling of 1 to 6 letters, filled up with zeros */
    DICT_SYLLABLES_MAX = 512,
    DICT_WORD_MAX = 12,        /* characters, and syllables, of a word */
    DICT_WORD_BYTES = 48,      /* of its text */
    DICT_NO_SYLLABLE = 0xFFFF, /* label of the root */
    DICT_NUMBER_BYTES = 3,     /* of the numbers of entries and words, the lowest byte first */
    DICT_ENTRY_WORD = 0x7FFFF, /* mask: the word of an entry */
    DICT_EXTRA_SHIFT = 19,     /* above it: what this reading costs more … */
    DICT_EXTRA_STEP = 5,       /* … in these steps */
    DICT_EXTRA_MAX = 31,       /* … and at most so many */
    DICT_CHOICES = 256,        /* characters of one syllable that longer words may have */
    DICT_COSTS = 256,          /* word costs told apart */
    DICT_COMMON = 65535,       /* words that can be found by their number: the commonest */
    DICT_BLOCK = 8,            /* numbers of a run that share a base */
    DICT_INITIALS_MAX = 8,     /* longest abbreviation; its digits are nibbles, left-aligned */
};

#define DICT_MAGIC "jy-dict\n"

/* "Runs" tell where the children and the entries of each node begin; the next node's beginning is
 * the end. Of the root and its children the number itself is stored (WIDE); of all others it is
 * BLOCKS[node / DICT_BLOCK] + OFFSETS[node]. */
enum dict_section {
    DICT_SYLLABLES,     /* char[8] each, ascending */
    DICT_LABELS,        /* u16: syllable of the edge that leads to the node; siblings ascend */
    DICT_CHILD_WIDE,    /* u32 */
    DICT_CHILD_BLOCKS,  /* u32 */
    DICT_CHILD_OFFSETS, /* u8 × (nodes + 1) */
    DICT_ENTRY_WIDE,    /* u32 */
    DICT_ENTRY_BLOCKS,  /* u32 */
    DICT_ENTRY_OFFSETS, /* u8 × (nodes + 1) */
    DICT_ENTRIES,       /* u24: word, and extra cost of this reading; cheapest of a node first */
    DICT_CHARACTERS,    /* u32: code point of each entry of depth 1 */
    DICT_BY_CHARACTER,  /* u16: entries of depth 1 in order of their code points */
    DICT_CHOICES_MADE,  /* u8 × syllables: of each entry of depth 2 and more */
    DICT_BEST,          /* u8: of nodes of depth 0 to 2, cost of the cheapest word there or below */
    DICT_COST_FIRSTS,   /* u32 × (DICT_COSTS + 1): the first word that costs so much or more */
    DICT_COMMON_ENTRIES, /* u24: the cheapest entry of each of the first DICT_COMMON words */
    DICT_INITIALS, /* u24: entries of 2 to 8 syllables in order of their first letters' digits,
                      the cheapest first */
    DICT_STARTERS, /* u32: common words a text may begin with, to offer on an empty line */
    DICT_SECTIONS
};

/* The key of a letter on a telephone's keypad, 2 to 9; 0 if it is not a small letter. */
static inline unsigned dict_digit(char letter)
{
    static const char digits[] = "22233344455566677778889999";
    return letter >= 'a' && letter <= 'z' ? (unsigned)(digits[letter - 'a'] - '0') : 0;
}

#endif
