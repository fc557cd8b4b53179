#include "ime/spell.h"

#include <string.h>

uint32_t spell_key(const char *digits, size_t len)
{
    uint32_t key = 0;
    for (size_t i = 0; i < len; i++)
        key |= (uint32_t)(digits[i] - '0') << (28 - 4 * i);
    return key;
}

uint32_t spell_key_of(const char *spelling)
{
    uint32_t key = 0;
    size_t i = 0;
    for (; spelling[i]; i++) {
        unsigned digit = dict_digit(spelling[i]);
        if (digit == 0 || i == SPELL_LEN_MAX)
            return 0;
        key |= digit << (28 - 4 * i);
    }
    return key;
}

static size_t key_len(uint32_t key)
{
    size_t len = 0;
    for (; key; key <<= 4)
        len++;
    return len;
}

/* Insertion by key, then penalty, then syllable: the tables are built once and small. */
static void insert(struct spelling *table, size_t *count, struct spelling added)
{
    size_t at = *count;
    for (; at > 0; at--) {
        const struct spelling *before = &table[at - 1];
        if (before->key < added.key ||
            (before->key == added.key &&
             (before->penalty < added.penalty ||
              (before->penalty == added.penalty && before->syllable < added.syllable))))
            break;
        table[at] = *before;
    }
    table[at] = added;
    ++*count;
}

/* How the beginning of a syllable may sound instead: replaces `from` by `to`. */
struct change {
    const char *from, *to;
};

static const struct change initials[] = {{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"z", "zh"},
                                         {"c", "ch"}, {"s", "sh"}, {"n", "l"},  {"l", "n"}};
static const struct change finals[] = {{"ing", "in"}, {"eng", "en"}, {"in", "ing"}, {"en", "eng"}};

static bool change_initial(const char *spelling, char out[DICT_SYLLABLE_BYTES])
{
    for (size_t i = 0; i < sizeof initials / sizeof *initials; i++) {
        size_t from = strlen(initials[i].from), to = strlen(initials[i].to);
        size_t rest = strlen(spelling);
        if (rest <= from || strncmp(spelling, initials[i].from, from) != 0)
            continue;
        if (to + rest - from > SPELL_LEN_MAX)
            return false;
        memcpy(out, initials[i].to, to);
        memcpy(out + to, spelling + from, rest - from + 1);
        return true;
    }
    return false;
}

static bool change_final(const char *spelling, char out[DICT_SYLLABLE_BYTES])
{
    size_t len = strlen(spelling);
    for (size_t i = 0; i < sizeof finals / sizeof *finals; i++) {
        size_t from = strlen(finals[i].from), to = strlen(finals[i].to);
        if (len <= from || strcmp(spelling + len - from, finals[i].from) != 0)
            continue;
        if (len - from + to > SPELL_LEN_MAX)
            return false;
        memcpy(out, spelling, len - from);
        memcpy(out + len - from, finals[i].to, to + 1);
        return true;
    }
    return false;
}

static void add(struct spell *spell, const char *typed, uint16_t syllable, int changes)
{
    uint32_t key = spell_key_of(typed);
    struct spelling added = {
        key, syllable, (uint8_t)key_len(key), (uint8_t)(changes * SPELL_TOLERANCE), {0}};
    memcpy(added.typed, typed, strnlen(typed, sizeof added.typed - 1));
    insert(spell->all, &spell->all_count, added);
}

void spell_init(struct spell *spell, const struct dict *dict, bool fuzzy)
{
    spell->exact_count = spell->all_count = 0;
    for (uint16_t i = 0; i < dict->syllable_count; i++) {
        char initial[DICT_SYLLABLE_BYTES], final[DICT_SYLLABLE_BYTES], both[DICT_SYLLABLE_BYTES];
        const char *standard = dict->syllables[i];
        uint32_t key = spell->keys[i] = spell_key_of(standard);
        struct spelling exact = {key, i, (uint8_t)key_len(key), 0, {0}};
        memcpy(exact.typed, standard, sizeof exact.typed);
        insert(spell->exact, &spell->exact_count, exact);
        add(spell, standard, i, 0);
        if (!fuzzy)
            continue;
        bool has_final = change_final(standard, final);
        if (has_final)
            add(spell, final, i, 1);
        if (!change_initial(standard, initial))
            continue;
        add(spell, initial, i, 1);
        if (has_final && change_final(initial, both))
            add(spell, both, i, 2);
    }
}

/* The first place whose key is not below `key`. */
static uint32_t lower(const struct spelling *table, size_t count, uint32_t key)
{
    uint32_t low = 0, high = (uint32_t)count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (table[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct dict_range spell_find(const struct spell *spell, uint32_t key)
{
    uint32_t from = lower(spell->all, spell->all_count, key), to = from;
    while (to < spell->all_count && spell->all[to].key == key)
        to++;
    return (struct dict_range){from, to};
}

struct dict_range spell_begin(const struct spell *spell, uint32_t key, size_t len)
{
    uint32_t from = lower(spell->exact, spell->exact_count, key + 1);
    uint32_t to = from;
    while (to < spell->exact_count && spell_starts(spell->exact[to].key, key, len))
        to++;
    return (struct dict_range){from, to};
}
