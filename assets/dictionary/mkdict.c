/* mkdict: compiles word lists into base.dict. usage: mkdict OUT LIST…
 *
 * The format is ime/dict_format.h. The same lists give the same bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "image.h"
#include "lexicon.h"

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

static void build_trie(struct image *image, struct lexicon *lexicon)
{
    qsort(lexicon->readings, lexicon->reading_count, sizeof *lexicon->readings, by_syllables);
    size_t nodes = count_nodes(lexicon);
    struct trie trie = {.nodes = calloc(nodes, sizeof *trie.nodes), .node_count = 1};
    uint16_t *labels = image_section(image, DICT_NODE_LABELS, nodes, sizeof *labels);
    uint32_t *children = image_section(image, DICT_NODE_CHILDREN, nodes + 1, sizeof *children);
    uint32_t *firsts = image_section(image, DICT_NODE_ENTRIES, nodes + 1, sizeof *firsts);
    uint32_t *entries = image_section(image, DICT_ENTRIES, lexicon->reading_count, sizeof *entries);
    if (!trie.nodes)
        exit(1);
    labels[0] = DICT_NO_SYLLABLE;
    trie.nodes[0] = (struct range){0, lexicon->reading_count, 0};
    for (size_t at = 0; at < trie.node_count; at++) {
        struct range node = trie.nodes[at];
        firsts[at] = (uint32_t)trie.entry_count;
        for (; node.from < node.to && lexicon->readings[node.from].count == node.depth;
             node.from++) {
            struct reading *reading = &lexicon->readings[node.from];
            reading->entry = (uint32_t)trie.entry_count++;
            entries[reading->entry] = reading->word | (uint32_t)reading->extra
                                                          << DICT_ENTRY_EXTRA_SHIFT;
        }
        children[at] = (uint32_t)trie.node_count;
        add_children(&trie, lexicon->readings, node, labels);
    }
    children[trie.node_count] = (uint32_t)trie.node_count;
    firsts[trie.node_count] = (uint32_t)trie.entry_count;
    free(trie.nodes);
}

struct place {
    const char *text;
    uint32_t word;
};

static int by_place(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    return strcmp(left->text, right->text);
}

static void build_words(struct image *image, const struct lexicon *lexicon)
{
    size_t count = lexicon->word_count, len = 0, starters = 0;
    for (size_t i = 0; i < count; i++) {
        len += strlen(lexicon->words[i].text);
        starters += lexicon->words[i].starter;
    }
    char *text = image_section(image, DICT_TEXT, len, 1);
    uint32_t *offsets = image_section(image, DICT_WORD_TEXTS, count + 1, sizeof *offsets);
    uint8_t *costs = image_section(image, DICT_WORD_COSTS, count, sizeof *costs);
    uint32_t *starter = image_section(image, DICT_STARTERS, starters, sizeof *starter);
    uint32_t *sorted = image_section(image, DICT_BY_TEXT, count, sizeof *sorted);
    struct place *places = calloc(count + 1, sizeof *places);
    if (!places)
        exit(1);
    for (size_t i = 0, at = 0; i < count; i++) {
        const struct word *word = &lexicon->words[i];
        memcpy(text + at, word->text, strlen(word->text));
        at += strlen(word->text);
        offsets[i + 1] = (uint32_t)at;
        costs[i] = word->cost;
        places[i] = (struct place){word->text, (uint32_t)i};
        if (word->starter)
            *starter++ = (uint32_t)i;
    }
    qsort(places, count, sizeof *places, by_place);
    for (size_t i = 0; i < count; i++)
        sorted[i] = places[i].word;
    free(places);
}

/* Entry numbers in order of their words: counting sort. */
static void build_by_word(struct image *image, const struct lexicon *lexicon)
{
    const uint32_t *entries = image->section[DICT_ENTRIES];
    uint32_t *sorted = image_section(image, DICT_BY_WORD, lexicon->reading_count, sizeof *sorted);
    size_t *starts = calloc(lexicon->word_count + 1, sizeof *starts);
    if (!starts)
        exit(1);
    for (size_t i = 0; i < lexicon->reading_count; i++)
        starts[(entries[i] & DICT_ENTRY_WORD) + 1]++;
    for (size_t i = 1; i <= lexicon->word_count; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < lexicon->reading_count; i++)
        sorted[starts[entries[i] & DICT_ENTRY_WORD]++] = (uint32_t)i;
    free(starts);
}

struct abbreviation {
    struct dict_initial initial;
    int cost;
};

static int by_key(const void *a, const void *b)
{
    const struct abbreviation *left = a, *right = b;
    if (left->initial.key != right->initial.key)
        return left->initial.key < right->initial.key ? -1 : 1;
    if (left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    return left->initial.entry < right->initial.entry ? -1 : 1;
}

static uint32_t initials_key(const struct lexicon *lexicon, const struct reading *reading)
{
    uint32_t key = 0;
    for (int i = 0; i < reading->count; i++)
        key |= dict_digit(lexicon->syllables[reading->syllable[i]][0]) << (28 - 4 * i);
    return key;
}

static void build_initials(struct image *image, const struct lexicon *lexicon)
{
    struct abbreviation *all = calloc(lexicon->reading_count + 1, sizeof *all);
    struct dict_initial *kept =
        image_section(image, DICT_INITIALS, lexicon->reading_count, sizeof *kept);
    size_t count = 0, kept_count = 0;
    if (!all)
        exit(1);
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        const struct reading *reading = &lexicon->readings[i];
        if (reading->count >= 2 && reading->count <= DICT_INITIALS_MAX)
            all[count++] = (struct abbreviation){{initials_key(lexicon, reading), reading->entry},
                                                 reading->cost};
    }
    qsort(all, count, sizeof *all, by_key);
    for (size_t i = 0, same = 0; i < count; i++) {
        same = i > 0 && all[i].initial.key == all[i - 1].initial.key ? same + 1 : 0;
        if (same < INITIALS_EACH)
            kept[kept_count++] = all[i].initial;
    }
    image->bytes[DICT_INITIALS] = kept_count * sizeof *kept;
    free(all);
}

static void build_syllables(struct image *image, const struct lexicon *lexicon)
{
    void *syllables =
        image_section(image, DICT_SYLLABLES, lexicon->syllable_count, DICT_SYLLABLE_BYTES);
    memcpy(syllables, lexicon->syllables, lexicon->syllable_count * DICT_SYLLABLE_BYTES);
}

static bool build(struct lexicon *lexicon, const char *path)
{
    struct image image = {.magic = DICT_MAGIC, .version = DICT_VERSION, .sections = DICT_SECTIONS};
    size_t len = 0;
    build_syllables(&image, lexicon);
    build_trie(&image, lexicon);
    build_words(&image, lexicon);
    build_by_word(&image, lexicon);
    build_initials(&image, lexicon);
    bool written = image_write(&image, path, &len);
    if (written)
        printf("%s: %zu words, %zu readings, %zu syllables, %zu nodes, %zu bytes\n", path,
               lexicon->word_count, lexicon->reading_count, lexicon->syllable_count,
               image.bytes[DICT_NODE_LABELS] / sizeof(uint16_t), len);
    image_fini(&image);
    return written;
}

int main(int argc, char **argv)
{
    struct lexicon lexicon = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: mkdict OUT LIST…\n");
        return 2;
    }
    bool done = true;
    for (int i = 2; i < argc && done; i++)
        done = lexicon_read(&lexicon, argv[i]);
    done = done && lexicon_finish(&lexicon) && build(&lexicon, argv[1]);
    lexicon_fini(&lexicon);
    return done ? 0 : 1;
}
