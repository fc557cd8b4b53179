#include "grams.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

enum {
    COMMA = 70,     /* open-gram's number of "，": after it a sentence begins anew */
    TEXT_HEAD = 12, /* bytes before the offset of the texts ends: three u32 */
    NO_WORD = -1,
    START = -2,
    TEXT_BYTES = 256,
};

/* open-gram's numbers as the lexicon's: a word, NO_WORD or START. */
struct names {
    int64_t *word;
    size_t count;
};

struct named {
    const char *text;
    uint32_t word;
};

static int by_text(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    return strcmp(left->text, right->text);
}

static struct named *sort_words(const struct lexicon *lexicon)
{
    struct named *sorted = calloc(lexicon->word_count + 1, sizeof *sorted);
    for (size_t i = 0; sorted && i < lexicon->word_count; i++)
        sorted[i] = (struct named){lexicon->words[i].text, (uint32_t)i};
    if (sorted)
        qsort(sorted, lexicon->word_count, sizeof *sorted, by_text);
    return sorted;
}

static uint32_t number_at(const unsigned char *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* The next text of the dictionary (UTF-32, zero-terminated) as UTF-8; the place behind it. */
static size_t next_text(const unsigned char *bytes, size_t len, size_t at, char text[TEXT_BYTES])
{
    size_t used = 0;
    for (; at + 4 <= len; at += 4) {
        uint32_t c = number_at(bytes + at);
        if (c == 0)
            break;
        if (used + 5 < TEXT_BYTES)
            used += utf8_encode(c, text + used);
    }
    text[used] = '\0';
    return at + 4;
}

static bool name_words(struct names *names, const struct lexicon *lexicon,
                       const unsigned char *bytes, size_t len)
{
    size_t at = len >= TEXT_HEAD ? number_at(bytes + 8) : len;
    struct named *sorted = sort_words(lexicon);
    names->count = len >= TEXT_HEAD ? number_at(bytes) : 0;
    names->word = calloc(names->count + 1, sizeof *names->word);
    if (!sorted || !names->word || at >= len) {
        free(sorted);
        return false;
    }
    for (size_t i = 0; i < names->count; i++) {
        char text[TEXT_BYTES];
        at = next_text(bytes, len, at, text);
        struct named wanted = {text, 0};
        const struct named *found =
            bsearch(&wanted, sorted, lexicon->word_count, sizeof *sorted, by_text);
        names->word[i] = i == COMMA ? START : found ? (int64_t)found->word : NO_WORD;
    }
    free(sorted);
    return true;
}

static bool read_names(struct names *names, const struct lexicon *lexicon, const char *path)
{
    FILE *file = fopen(path, "rbe");
    long len = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    unsigned char *bytes = len > 0 ? malloc((size_t)len) : NULL;
    bool read = bytes && fseek(file, 0, SEEK_SET) == 0 &&
                fread(bytes, 1, (size_t)len, file) == (size_t)len &&
                name_words(names, lexicon, bytes, (size_t)len);
    if (file)
        fclose(file);
    free(bytes);
    if (!read)
        fprintf(stderr, "mklm: %s: cannot be read as a dictionary of open-gram\n", path);
    return read;
}

static int64_t name(const struct names *names, unsigned long number)
{
    return number < names->count ? names->word[number] : NO_WORD;
}

static bool add_pair(struct grams *grams, struct gram gram)
{
    if (grams->pair_count == grams->pair_room) {
        size_t room = grams->pair_room ? 2 * grams->pair_room : 1 << 20;
        struct gram *grown = realloc(grams->pairs, room * sizeof *grown);
        if (!grown)
            return false;
        grams->pairs = grown;
        grams->pair_room = room;
    }
    grams->pairs[grams->pair_count++] = gram;
    return true;
}

/* "   70   2.688191860793  -0.010771348092 (0,0)" */
static void read_word(struct grams *grams, const struct names *names, double *alone, char *line)
{
    unsigned long number = strtoul(line, &line, 10);
    double cost = strtod(line, &line), backoff = strtod(line, &line);
    int64_t word = name(names, number);
    if (number < names->count)
        alone[number] = cost;
    if (word >= 0) {
        grams->costs[word] = cost;
        grams->backoffs[word] = backoff;
    } else if (word == START) {
        grams->backoffs[grams->word_count] = backoff;
    }
}

static bool read_pair(struct grams *grams, const struct names *names, const double *alone,
                      char *line)
{
    unsigned long first = strtoul(line, &line, 10), second = strtoul(line, &line, 10);
    double cost = strtod(line, &line);
    int64_t before = name(names, first), word = name(names, second);
    if (before == NO_WORD)
        return true;
    size_t row = before == START ? grams->word_count : (size_t)before;
    if (word < 0) {
        grams->spoken[row] += exp(-cost);
        grams->spoken_alone[row] += second < names->count ? exp(-alone[second]) : 0;
        return true;
    }
    if (word >= DICT_COMMON || before >= DICT_COMMON)
        return true;
    double h = before == START ? 0.05 : exp(-grams->costs[row]);
    double without = grams->costs[word] + grams->backoffs[row];
    double worth = h * exp(-cost) * (without - cost);
    return add_pair(grams, (struct gram){(uint32_t)row, (uint32_t)word, cost, worth});
}

static bool read_model(struct grams *grams, const struct names *names, FILE *model)
{
    char line[TEXT_BYTES];
    int level = 0;
    bool read = true;
    double *alone = calloc(names->count + 1, sizeof *alone);
    while (read && alone && level < 3 && fgets(line, sizeof line, model)) {
        if (line[0] == '\\')
            level = line[1] - '0';
        else if (level == 1)
            read_word(grams, names, alone, line);
        else if (level == 2)
            read = read_pair(grams, names, alone, line);
    }
    free(alone);
    return read && level == 3 && grams->pair_count > 0;
}

bool grams_read(struct grams *grams, const struct lexicon *lexicon, const char *dictionary,
                FILE *model)
{
    struct names names = {0};
    size_t rows = lexicon->word_count + 1;
    *grams = (struct grams){.word_count = lexicon->word_count};
    grams->costs = calloc(rows, sizeof *grams->costs);
    grams->backoffs = calloc(rows, sizeof *grams->backoffs);
    grams->spoken = calloc(rows, sizeof *grams->spoken);
    grams->spoken_alone = calloc(rows, sizeof *grams->spoken_alone);
    bool read = grams->costs && grams->backoffs && grams->spoken && grams->spoken_alone;
    for (size_t i = 0; read && i < rows; i++)
        grams->costs[i] = -1;
    read = read && read_names(&names, lexicon, dictionary);
    if (read && !read_model(grams, &names, model)) {
        fprintf(stderr, "mklm: this is not what tslminfo -v prints\n");
        read = false;
    }
    free(names.word);
    return read;
}

static int by_worth(const void *a, const void *b)
{
    const struct gram *left = a, *right = b;
    if (left->worth != right->worth)
        return left->worth > right->worth ? -1 : 1;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    return left->word < right->word ? -1 : left->word > right->word;
}

static int by_place(const void *a, const void *b)
{
    const struct gram *left = a, *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    return left->word < right->word ? -1 : left->word > right->word;
}

void grams_prune(struct grams *grams, size_t most)
{
    qsort(grams->pairs, grams->pair_count, sizeof *grams->pairs, by_worth);
    if (grams->pair_count > most)
        grams->pair_count = most;
    qsort(grams->pairs, grams->pair_count, sizeof *grams->pairs, by_place);
    for (size_t i = 0; i < grams->pair_count; i++) {
        const struct gram *gram = &grams->pairs[i];
        grams->spoken[gram->row] += exp(-gram->cost);
        grams->spoken_alone[gram->row] += exp(-grams->costs[gram->word]);
    }
    for (size_t row = 0; row <= grams->word_count; row++) {
        double left = 1 - grams->spoken[row], alone = 1 - grams->spoken_alone[row];
        grams->backoffs[row] = left > 1e-4 && alone > 1e-4 ? -log(left / alone) : 6;
    }
}

void grams_fini(struct grams *grams)
{
    free(grams->costs);
    free(grams->backoffs);
    free(grams->spoken);
    free(grams->spoken_alone);
    free(grams->pairs);
    *grams = (struct grams){0};
}
