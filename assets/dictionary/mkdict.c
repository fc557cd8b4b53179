/* mkdict: compiles word lists into base.dict. usage: mkdict OUT MAPPINGS READINGS COUNTS LIST…
 *
 * The format is ime/dict_format.h. The same lists give the same bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "image.h"
#include "lists.h"

enum { INITIALS_EACH = 20 /* words kept for one abbreviation */ };

struct range {
    size_t from, to; /* readings below the node */
    uint8_t depth;
};

/* In order of syllables, then the cheapest first: so they stand in the file. */
static int by_syllables(const void *a, const void *b)
{
    const struct reading *left = a, *right = b;
    for (int i = 0; i < left->count && i < right->count; i++) {
        if (left->syllable[i] != right->syllable[i])
            return left->syllable[i] < right->syllable[i] ? -1 : 1;
    }
    if (left->count != right->count)
        return left->count < right->count ? -1 : 1;
    if (left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    return left->word < right->word ? -1 : left->word > right->word;
}

struct trie {
    struct range *nodes;
    uint32_t *children, *firsts; /* of each node: first child, first entry; one more is the end */
    size_t node_count, entry_count;
};

/* Appends the children of one node: readings with the same next syllable. */
static void add_children(struct trie *trie, const struct reading *readings, struct range node,
                         uint16_t *labels)
{
    for (size_t from = node.from; from < node.to;) {
        size_t to = from;
        uint16_t label = readings[from].syllable[node.depth];
        while (to < node.to && readings[to].syllable[node.depth] == label)
            to++;
        labels[trie->node_count] = label;
        trie->nodes[trie->node_count++] = (struct range){from, to, (uint8_t)(node.depth + 1)};
        from = to;
    }
}

static size_t count_nodes(const struct lexicon *lexicon)
{
    size_t count = 1;
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        const struct reading *reading = &lexicon->readings[i];
        int common = 0;
        while (i > 0 && common < reading->count && common < reading[-1].count &&
               reading->syllable[common] == reading[-1].syllable[common])
            common++;
        count += (size_t)(reading->count - common);
    }
    return count;
}

static void *memory(size_t count, size_t each)
{
    void *zeroed = calloc(count + 1, each);
    if (!zeroed)
        exit(1);
    return zeroed;
}

/* Numbers nodes breadth first, and the entries in their order. */
static struct trie build_trie(struct image *image, struct lexicon *lexicon)
{
    qsort(lexicon->readings, lexicon->reading_count, sizeof *lexicon->readings, by_syllables);
    size_t nodes = count_nodes(lexicon);
    struct trie trie = {.nodes = memory(nodes, sizeof *trie.nodes),
                        .children = memory(nodes + 1, sizeof *trie.children),
                        .firsts = memory(nodes + 1, sizeof *trie.firsts),
                        .node_count = 1};
    uint16_t *labels = image_section(image, DICT_LABELS, nodes, sizeof *labels);
    labels[0] = DICT_NO_SYLLABLE;
    trie.nodes[0] = (struct range){0, lexicon->reading_count, 0};
    for (size_t at = 0; at < trie.node_count; at++) {
        struct range node = trie.nodes[at];
        trie.firsts[at] = (uint32_t)trie.entry_count;
        for (; node.from < node.to && lexicon->readings[node.from].count == node.depth; node.from++)
            lexicon->readings[node.from].entry = (uint32_t)trie.entry_count++;
        trie.children[at] = (uint32_t)trie.node_count;
        add_children(&trie, lexicon->readings, node, labels);
    }
    trie.children[trie.node_count] = (uint32_t)trie.node_count;
    trie.firsts[trie.node_count] = (uint32_t)trie.entry_count;
    return trie;
}

/* Stores a run in its three sections. False if a block holds too much. */
static bool store_run(struct image *image, uint32_t section, const uint32_t *run, size_t count,
                      size_t wide_count)
{
    uint32_t *wide = image_section(image, section, wide_count, sizeof *wide);
    uint32_t *blocks =
        image_section(image, section + 1, (count + DICT_BLOCK - 1) / DICT_BLOCK, sizeof *blocks);
    uint8_t *offsets = image_section(image, section + 2, count, 1);
    memcpy(wide, run, wide_count * sizeof *wide);
    for (size_t i = wide_count; i < count; i++) {
        uint32_t *block = &blocks[i / DICT_BLOCK];
        if (i == wide_count || i % DICT_BLOCK == 0)
            *block = run[i];
        if (run[i] - *block > UINT8_MAX) {
            fprintf(stderr, "mkdict: too much at one place of the trie; make DICT_BLOCK smaller\n");
            return false;
        }
        offsets[i] = (uint8_t)(run[i] - *block);
    }
    return true;
}

static void store_number(uint8_t *numbers, size_t i, uint32_t number)
{
    numbers += DICT_NUMBER_BYTES * i;
    numbers[0] = (uint8_t)number;
    numbers[1] = (uint8_t)(number >> 8);
    numbers[2] = (uint8_t)(number >> 16);
}

static void store_entries(struct image *image, const struct lexicon *lexicon)
{
    uint8_t *entries =
        image_section(image, DICT_ENTRIES, lexicon->reading_count, DICT_NUMBER_BYTES);
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        const struct reading *reading = &lexicon->readings[i];
        uint32_t steps = (reading->extra + DICT_EXTRA_STEP - 1U) / DICT_EXTRA_STEP;
        steps = steps < DICT_EXTRA_MAX ? steps : DICT_EXTRA_MAX;
        store_number(entries, reading->entry, reading->word | steps << DICT_EXTRA_SHIFT);
    }
}

/* A character in one of its readings. */
struct character {
    uint32_t code, entry;
    uint16_t syllable;
    uint32_t choice; /* its place among the entries of the syllable */
};

static int by_code(const void *a, const void *b)
{
    const struct character *left = a, *right = b;
    if (left->code != right->code)
        return left->code < right->code ? -1 : 1;
    return left->syllable < right->syllable ? -1 : left->syllable > right->syllable;
}

static size_t store_characters(struct image *image, const struct lexicon *lexicon,
                               const struct trie *trie, struct character *characters)
{
    size_t count = trie->firsts[trie->children[1]], used = 0;
    uint32_t *codes = image_section(image, DICT_CHARACTERS, count, sizeof *codes);
    uint16_t *sorted = image_section(image, DICT_BY_CHARACTER, count, sizeof *sorted);
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        const struct reading *reading = &lexicon->readings[i];
        if (reading->count != 1)
            continue;
        uint32_t code = utf8_decode(reading->text, strlen(reading->text), &used);
        uint32_t node = 1;
        while (node < trie->children[1] - 1 && trie->firsts[node + 1] <= reading->entry)
            node++;
        characters[reading->entry] = (struct character){code, reading->entry, reading->syllable[0],
                                                        reading->entry - trie->firsts[node]};
        codes[reading->entry] = code;
    }
    qsort(characters, count, sizeof *characters, by_code);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (uint16_t)characters[i].entry;
    return count;
}

/* Writes longer words as places among the characters of their syllables. False after one line if a
 * word has a character that is not among them. */
static bool store_choices(struct image *image, const struct lexicon *lexicon,
                          const struct character *characters, size_t count)
{
    size_t bytes = 0, used = 0;
    size_t firsts[DICT_WORD_MAX + 2] = {0}, entries[DICT_WORD_MAX + 2] = {0};
    for (size_t i = 0; i < lexicon->reading_count; i++)
        entries[lexicon->readings[i].count + 1]++;
    for (size_t depth = 1; depth <= DICT_WORD_MAX; depth++) {
        firsts[depth] = bytes;
        bytes += depth > 1 ? depth * entries[depth + 1] : 0;
        entries[depth + 1] += entries[depth];
    }
    uint8_t *choices = image_section(image, DICT_CHOICES_MADE, bytes, 1);
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        const struct reading *reading = &lexicon->readings[i];
        size_t depth = reading->count;
        uint8_t *out = choices + firsts[depth] + depth * (reading->entry - entries[depth]);
        const char *text = reading->text;
        for (size_t s = 0; depth > 1 && s < depth; s++, text += used) {
            struct character wanted = {.code = utf8_decode(text, strlen(text), &used),
                                       .syllable = reading->syllable[s]};
            const struct character *found =
                bsearch(&wanted, characters, count, sizeof *characters, by_code);
            if (!found || found->choice >= DICT_CHOICES) {
                fprintf(stderr, "mkdict: %s: no character of it is read %s\n", reading->text,
                        lexicon->syllables[reading->syllable[s]]);
                return false;
            }
            out[s] = (uint8_t)found->choice;
        }
    }
    return true;
}

/* The cheapest word at each of the upper nodes, or below. */
static void store_best(struct image *image, const struct lexicon *lexicon, const struct trie *trie)
{
    size_t count = 0;
    while (count < trie->node_count && trie->nodes[count].depth <= 2)
        count++;
    uint8_t *best = image_section(image, DICT_BEST, count, 1);
    for (size_t node = 0; node < count; node++) {
        struct range range = trie->nodes[node];
        int least = UINT8_MAX;
        for (size_t i = range.from; i < range.to; i++)
            least = lexicon->readings[i].cost < least ? lexicon->readings[i].cost : least;
        best[node] = (uint8_t)least;
    }
}

static void store_words(struct image *image, const struct lexicon *lexicon)
{
    size_t count = lexicon->word_count, starters = 0;
    size_t common = count < DICT_COMMON ? count : DICT_COMMON;
    uint32_t *firsts = image_section(image, DICT_COST_FIRSTS, DICT_COSTS + 1, sizeof *firsts);
    uint32_t *starter = image_section(image, DICT_STARTERS, count, sizeof *starter);
    uint8_t *entries = image_section(image, DICT_COMMON_ENTRIES, common, DICT_NUMBER_BYTES);
    uint8_t *extras = memory(common, 1);
    for (size_t i = 0; i < count; i++) {
        for (size_t cost = lexicon->words[i].cost + 1U; cost <= DICT_COSTS; cost++)
            firsts[cost] = (uint32_t)i + 1;
        if (lexicon->words[i].starter && i < common)
            starter[starters++] = (uint32_t)i;
    }
    image->bytes[DICT_STARTERS] = starters * sizeof *starter;
    memset(extras, UINT8_MAX, common);
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        const struct reading *reading = &lexicon->readings[i];
        if (reading->word >= common || reading->extra >= extras[reading->word])
            continue;
        extras[reading->word] = reading->extra;
        store_number(entries, reading->word, reading->entry);
    }
    free(extras);
}

struct abbreviation {
    uint32_t key, entry;
    int cost;
};

static int by_key(const void *a, const void *b)
{
    const struct abbreviation *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    if (left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    return left->entry < right->entry ? -1 : 1;
}

static uint32_t initials_key(const struct lexicon *lexicon, const struct reading *reading)
{
    uint32_t key = 0;
    for (int i = 0; i < reading->count; i++)
        key |= dict_digit(lexicon->syllables[reading->syllable[i]][0]) << (28 - 4 * i);
    return key;
}

static void store_initials(struct image *image, const struct lexicon *lexicon)
{
    struct abbreviation *all = memory(lexicon->reading_count, sizeof *all);
    uint8_t *kept = image_section(image, DICT_INITIALS, lexicon->reading_count, DICT_NUMBER_BYTES);
    size_t count = 0, kept_count = 0;
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        const struct reading *reading = &lexicon->readings[i];
        if (reading->count >= 2 && reading->count <= DICT_INITIALS_MAX)
            all[count++] = (struct abbreviation){initials_key(lexicon, reading), reading->entry,
                                                 reading->cost};
    }
    qsort(all, count, sizeof *all, by_key);
    for (size_t i = 0, same = 0; i < count; i++) {
        same = i > 0 && all[i].key == all[i - 1].key ? same + 1 : 0;
        if (same < INITIALS_EACH)
            store_number(kept, kept_count++, all[i].entry);
    }
    image->bytes[DICT_INITIALS] = kept_count * DICT_NUMBER_BYTES;
    free(all);
}

static void store_syllables(struct image *image, const struct lexicon *lexicon)
{
    void *syllables =
        image_section(image, DICT_SYLLABLES, lexicon->syllable_count, DICT_SYLLABLE_BYTES);
    memcpy(syllables, lexicon->syllables, lexicon->syllable_count * DICT_SYLLABLE_BYTES);
}

static bool store(struct image *image, struct lexicon *lexicon)
{
    store_syllables(image, lexicon);
    struct trie trie = build_trie(image, lexicon);
    struct character *characters = memory(lexicon->reading_count, sizeof *characters);
    size_t runs = trie.node_count + 1, wide = trie.children[1];
    store_entries(image, lexicon);
    size_t count = store_characters(image, lexicon, &trie, characters);
    bool stored = store_run(image, DICT_CHILD_WIDE, trie.children, runs, wide) &&
                  store_run(image, DICT_ENTRY_WIDE, trie.firsts, runs, wide) &&
                  store_choices(image, lexicon, characters, count);
    store_best(image, lexicon, &trie);
    store_words(image, lexicon);
    store_initials(image, lexicon);
    free(characters);
    free(trie.nodes);
    free(trie.children);
    free(trie.firsts);
    return stored;
}

static bool build(struct lexicon *lexicon, const char *path)
{
    struct image image = {.magic = DICT_MAGIC, .version = DICT_VERSION, .sections = DICT_SECTIONS};
    size_t len = 0;
    bool written = store(&image, lexicon) && image_write(&image, path, &len);
    if (written)
        printf("%s: %zu words, %zu readings, %zu syllables, %zu nodes, %zu bytes\n", path,
               lexicon->word_count, lexicon->reading_count, lexicon->syllable_count,
               image.bytes[DICT_LABELS] / sizeof(uint16_t), len);
    image_fini(&image);
    return written;
}

int main(int argc, char **argv)
{
    struct lexicon lexicon = {0};
    if (argc < 2 + LISTS_ARGUMENTS) {
        fprintf(stderr, "usage: mkdict OUT " LISTS_USAGE "\n");
        return 2;
    }
    bool done = lists_read(&lexicon, argv + 2, argc - 2) && build(&lexicon, argv[1]);
    lexicon_fini(&lexicon);
    return done ? 0 : 1;
}
