/* How digits can be read as syllables: exactly, as the beginning of one, or with tolerance for how
 * people from Chongqing pronounce them. */
#ifndef JIANYAN_IME_SPELL_H
#define JIANYAN_IME_SPELL_H

#include "ime/dict.h"

enum {
    SPELL_LEN_MAX = 6,
    SPELL_VARIANTS = 6,   /* spellings of one syllable under tolerance: 2 initials × 3 finals */
    SPELL_TOLERANCE = 30, /* cost of one changed sound, tenths of nats */
};

/* One way of typing one syllable. */
struct spelling {
    uint32_t key; /* its digits as nibbles, left-aligned */
    uint16_t syllable;
    uint8_t len;
    uint8_t penalty;
    char typed[DICT_SYLLABLE_BYTES]; /* its letters; with tolerance not the syllable's own */
};

/* All spellings, in order of their keys. */
struct spell {
    struct spelling exact[DICT_SYLLABLES_MAX];
    struct spelling all[DICT_SYLLABLES_MAX * SPELL_VARIANTS];
    size_t exact_count, all_count;
    uint32_t keys[DICT_SYLLABLES_MAX]; /* of each syllable's standard spelling */
};

void spell_init(struct spell *spell, const struct dict *dict, bool fuzzy);

/* The digits[0..len), len at most SPELL_LEN_MAX, as a key. */
uint32_t spell_key(const char *digits, size_t len);

/* The digits of a spelling ("xi") as a key; 0 if it is too long or not made of letters. */
uint32_t spell_key_of(const char *spelling);

/* The spellings typed by exactly these digits, tolerance included: places in spell->all. */
struct dict_range spell_find(const struct spell *spell, uint32_t key);

/* The syllables that these digits begin without completing them, without tolerance: places in
 * spell->exact. */
struct dict_range spell_begin(const struct spell *spell, uint32_t key, size_t len);

/* True if the digits of `key` begin with the len digits of `start`. */
static inline bool spell_starts(uint32_t key, uint32_t start, size_t len)
{
    return (key ^ start) >> (32 - 4 * len) == 0;
}

#endif
