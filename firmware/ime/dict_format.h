/* base.dict: the words of text entry as one file that is mapped and never changed.
 *
 * A header, then arrays, each beginning at a multiple of 8. All numbers are little-endian. Words
 * are numbered by frequency, the most frequent first. Their readings stand in a trie whose edges
 * are syllables; its nodes are numbered breadth first, so the children of a node, and all its
 * descendants of one depth, are neighbours. Costs are -ln(probability) in tenths.
 *
 * Shared by the reader (dict.c) and the generator (assets/dictionary/mkdict). */
#ifndef JIANYAN_IME_DICT_FORMAT_H
#define JIANYAN_IME_DICT_FORMAT_H

#include <stdint.h>
#include <stddef.h>
#include <string.h>

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

struct dict_span {
    uint32_t offset, bytes;
};

struct dict_header {
    char magic[8];
    uint32_t version;
    uint32_t sections;
    uint64_t file_bytes;
    uint64_t checksum; /* of everything that follows this member */
    struct dict_span span[DICT_SECTIONS];
};

enum { DICT_CHECKED_FROM = offsetof(struct dict_header, span) };

/* FNV-1a over words of eight bytes: finds every changed word, and costs a millisecond. */
static inline uint64_t dict_checksum(const unsigned char *bytes, size_t len)
{
    uint64_t sum = UINT64_C(0xCBF29CE484222325), word;
    for (; len >= sizeof word; bytes += sizeof word, len -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        sum = (sum ^ word) * UINT64_C(0x100000001B3);
        sum ^= sum >> 32;
    }
    for (; len > 0; bytes++, len--)
        sum = (sum ^ *bytes) * UINT64_C(0x100000001B3);
    return sum;
}

/* The key of a letter on a telephone's keypad, 2 to 9; 0 if it is not a small letter. */
static inline unsigned dict_digit(char letter)
{
    static const char digits[] = "22233344455566677778889999";
    return letter >= 'a' && letter <= 'z' ? (unsigned)(digits[letter - 'a'] - '0') : 0;
}

#endif
