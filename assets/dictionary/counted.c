#include "counted.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

enum { LINE_BYTES = 512, CHARACTERS_MIN = 2, CHARACTERS_MAX = 8 };

struct counted {
    char *text; /* owned */
    double count;
};

struct table {
    struct counted *words;
    size_t count, room;
};

/* ln weight = offset + slope · ln count, fitted to the words that both lists have. */
struct line {
    double n, x, y, xx, xy;
};

static void fit(struct line *line, double count, double weight)
{
    double x = log(count), y = log(weight);
    line->n++;
    line->x += x;
    line->y += y;
    line->xx += x * x;
    line->xy += x * y;
}

static double weigh(const struct line *line, double count)
{
    double spread = line->n * line->xx - line->x * line->x;
    double slope = spread > 0 ? (line->n * line->xy - line->x * line->y) / spread : 1;
    return exp((line->y - slope * line->x) / line->n + slope * log(count));
}

static bool keep(struct table *table, const char *text, double count)
{
    if (table->count == table->room) {
        size_t room = table->room ? 2 * table->room : 1 << 16;
        struct counted *grown = realloc(table->words, room * sizeof *grown);
        if (!grown)
            return false;
        table->words = grown;
        table->room = room;
    }
    char *copy = strdup(text);
    table->words[table->count] = (struct counted){copy, count};
    table->count += copy != NULL;
    return copy != NULL;
}

static bool read_line(struct table *table, struct line *line, const struct lexicon *lexicon,
                      const bool *standard, char *text)
{
    char *blank = strchr(text, ' ');
    size_t characters;
    if (!blank)
        return true;
    *blank = '\0';
    double count = strtod(blank + 1, NULL);
    characters = utf8_count(text, strlen(text));
    if (characters < CHARACTERS_MIN || characters > CHARACTERS_MAX || count < 1 ||
        !unihan_is_standard(standard, text))
        return true;
    const struct reading *known = lexicon_find(lexicon, text, strlen(text));
    if (!known || known->weight == 0) /* a reading alone, which derive() will find */
        return keep(table, text, count);
    fit(line, count, known->weight);
    return true;
}

static bool read_table(struct table *table, struct line *line, const struct lexicon *lexicon,
                       const bool *standard, const char *path)
{
    char text[LINE_BYTES];
    FILE *file = fopen(path, "re");
    bool read = file != NULL;
    while (read && fgets(text, sizeof text, file))
        read = read_line(table, line, lexicon, standard, text);
    if (file)
        fclose(file);
    if (read && line->n > 0)
        return true;
    fprintf(stderr, "mkdict: %s: %s\n", path, errno ? strerror(errno) : "is no list of counts");
    return false;
}

static int by_count(const void *a, const void *b)
{
    const struct counted *left = a, *right = b;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return strcmp(left->text, right->text);
}

/* The longest known word that text[at..) begins with, but the whole text; else its first character.
 * NULL if that has no reading. */
static const struct reading *longest(const struct lexicon *lexicon, const char *text, size_t at)
{
    size_t len = strlen(text);
    for (size_t end = len; end > at; end = utf8_previous(text, end)) {
        const struct reading *known = lexicon_find(lexicon, text + at, end - at);
        if (known)
            return known;
    }
    return NULL;
}

static bool derive(const struct lexicon *lexicon, const char *text, char *pinyin, size_t size)
{
    size_t used = 0;
    for (size_t at = 0; text[at];) {
        const struct reading *part = longest(lexicon, text, at);
        if (!part)
            return false;
        int added = snprintf(pinyin + used, size - used, "%s%s", at > 0 ? " " : "", part->pinyin);
        if (added < 0 || (size_t)added >= size - used)
            return false;
        used += (size_t)added;
        at += strlen(part->text);
    }
    return true;
}

/* Readings are derived before any word is added: adding moves the ones they come from. */
static bool add_words(struct lexicon *lexicon, const struct table *table, const struct line *line,
                      size_t most)
{
    char(*pinyin)[DICT_WORD_MAX * DICT_SYLLABLE_BYTES] = calloc(table->count + 1, sizeof *pinyin);
    bool added = pinyin != NULL;
    for (size_t i = 0; added && i < table->count && i < most; i++) {
        if (!derive(lexicon, table->words[i].text, pinyin[i], sizeof *pinyin))
            pinyin[i][0] = '\0';
    }
    for (size_t i = 0; added && i < table->count && i < most; i++) {
        if (!pinyin[i][0])
            continue;
        const struct counted *word = &table->words[i];
        added = lexicon_add(lexicon, word->text, pinyin[i], weigh(line, word->count));
    }
    free(pinyin);
    return added;
}

bool counted_read(struct lexicon *lexicon, const bool standard[UNIHAN_END], const char *path,
                  size_t most)
{
    struct table table = {0};
    struct line line = {0};
    errno = 0;
    bool read = read_table(&table, &line, lexicon, standard, path);
    if (table.count > 0)
        qsort(table.words, table.count, sizeof *table.words, by_count);
    if (read && !add_words(lexicon, &table, &line, most)) {
        fprintf(stderr, "mkdict: %s: no memory\n", path);
        read = false;
    }
    for (size_t i = 0; i < table.count; i++)
        free(table.words[i].text);
    free(table.words);
    return read;
}
