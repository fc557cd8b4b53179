#include "lexicon.h"

#include <errno.h>
#include <iconv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

enum {
    LINE_BYTES = 512,
    COST_MAX = 255,
    RARE_COST = 40, /* a character outside GB 2312 stands behind those inside */
};

static const double UNSAID_WEIGHT = 0.02; /* of a reading that a character has in words alone */

static bool complain(const char *path, int number, const char *what)
{
    fprintf(stderr, "mkdict: %s:%d: %s\n", path, number, what);
    return false;
}

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* Nobody types these: they are sounds, and their single digits would stand everywhere. */
static bool is_left_out(const char *pinyin)
{
    return strcmp(pinyin, "m") == 0 || strcmp(pinyin, "n") == 0 || strcmp(pinyin, "ng") == 0 ||
           strcmp(pinyin, "hm") == 0;
}

/* True if pinyin is 1 to DICT_WORD_MAX syllables of 1 to 6 letters; counts them. */
static bool count_syllables(const char *pinyin, uint8_t *count)
{
    size_t letters = 0;
    *count = 0;
    for (const char *at = pinyin;; at++) {
        if (dict_digit(*at)) {
            letters++;
            continue;
        }
        if (letters == 0 || letters >= DICT_SYLLABLE_BYTES - 1 || ++*count > DICT_WORD_MAX)
            return false;
        if (*at == '\0')
            return true;
        if (*at != ' ')
            return false;
        letters = 0;
    }
}

static struct reading *add(struct lexicon *lexicon)
{
    if (lexicon->reading_count == lexicon->reading_room) {
        size_t room = lexicon->reading_room ? 2 * lexicon->reading_room : 4096;
        struct reading *grown = realloc(lexicon->readings, room * sizeof *grown);
        if (!grown)
            return NULL;
        lexicon->readings = grown;
        lexicon->reading_room = room;
    }
    struct reading *reading = &lexicon->readings[lexicon->reading_count++];
    *reading = (struct reading){0};
    return reading;
}

/* Cuts the next field off *line at a tab; NULL if there is none. */
static char *field(char **line)
{
    char *start = *line;
    if (!start)
        return NULL;
    char *tab = strchr(start, '\t');
    *line = tab ? tab + 1 : NULL;
    if (tab)
        *tab = '\0';
    return start;
}

static bool read_line(struct lexicon *lexicon, char *line, const char *path, int number)
{
    uint8_t count = 0;
    char *text = field(&line), *pinyin = field(&line), *weight = field(&line);
    char *mark = field(&line), *end = NULL;
    if (!pinyin || !weight)
        return complain(path, number, "is not 'text TAB pinyin TAB weight'");
    if (is_left_out(pinyin))
        return true;
    if (!count_syllables(pinyin, &count) || strlen(pinyin) >= sizeof lexicon->readings->pinyin)
        return complain(path, number, "has a pinyin that is not syllables of small letters");
    if (count != count_characters(text) || strlen(text) > DICT_WORD_BYTES)
        return complain(path, number, "must have as many syllables as characters, 12 at most");
    double value = strtod(weight, &end);
    if (end == weight || *end || !(value >= 0))
        return complain(path, number, "has a weight that is not a number");
    if (!lexicon_add(lexicon, text, pinyin, value))
        return complain(path, number, "no memory");
    lexicon->readings[lexicon->reading_count - 1].starter = mark && strcmp(mark, "^") == 0;
    return true;
}

bool lexicon_add(struct lexicon *lexicon, const char *text, const char *pinyin, double weight)
{
    struct reading *reading = add(lexicon);
    if (!reading || !(reading->text = strdup(text)))
        return false;
    snprintf(reading->pinyin, sizeof reading->pinyin, "%s", pinyin);
    reading->weight = weight;
    count_syllables(pinyin, &reading->count);
    return true;
}

static bool read_lines(struct lexicon *lexicon, const char *path, FILE *file)
{
    char line[LINE_BYTES];
    size_t before = lexicon->reading_count;
    bool head = false;
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        if (!strchr(line, '\n') && !feof(file))
            return complain(path, number, "is too long");
        line[strcspn(line, "\r\n")] = '\0';
        if (strcmp(line, "---") == 0)
            head = true;
        bool ended = strcmp(line, "...") == 0;
        if (!head && *line && *line != '#' && !read_line(lexicon, line, path, number))
            return false;
        head = head && !ended;
    }
    if (ferror(file) || lexicon->reading_count == before)
        return complain(path, 0, "cannot be read, or holds no words");
    return true;
}

bool lexicon_read(struct lexicon *lexicon, const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        fprintf(stderr, "mkdict: %s: %s\n", path, strerror(errno));
        return false;
    }
    bool read = read_lines(lexicon, path, file);
    fclose(file);
    return read;
}

static int by_text(const void *a, const void *b)
{
    const struct reading *left = a, *right = b;
    int order = strcmp(left->text, right->text);
    return order ? order : strcmp(left->pinyin, right->pinyin);
}

void lexicon_join(struct lexicon *lexicon)
{
    size_t kept = 0;
    qsort(lexicon->readings, lexicon->reading_count, sizeof *lexicon->readings, by_text);
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        struct reading *from = &lexicon->readings[i];
        struct reading *last = kept ? &lexicon->readings[kept - 1] : NULL;
        if (!last || by_text(last, from) != 0) {
            lexicon->readings[kept++] = *from;
            continue;
        }
        last->weight = from->weight > last->weight ? from->weight : last->weight;
        last->starter = last->starter || from->starter;
        free(from->text);
    }
    lexicon->reading_count = kept;
}

/* Order of a reading's text against text[0..len). */
static int compare(const struct reading *reading, const char *text, size_t len)
{
    int order = strncmp(reading->text, text, len);
    return order ? order : reading->text[len] != '\0';
}

const struct reading *lexicon_find(const struct lexicon *lexicon, const char *text, size_t len)
{
    const struct reading *best = NULL;
    size_t low = 0, high = lexicon->reading_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare(&lexicon->readings[middle], text, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < lexicon->reading_count; low++) {
        const struct reading *reading = &lexicon->readings[low];
        if (compare(reading, text, len) != 0)
            break;
        if (!best || reading->weight > best->weight)
            best = reading;
    }
    return best;
}

void lexicon_keep(struct lexicon *lexicon, bool (*is_kept)(const char *, const void *),
                  const void *data)
{
    size_t kept = 0;
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        if (is_kept(lexicon->readings[i].text, data))
            lexicon->readings[kept++] = lexicon->readings[i];
        else
            free(lexicon->readings[i].text);
    }
    lexicon->reading_count = kept;
}

/* The place of the syllable at pinyin[0..len), where it is or where it belongs. */
static size_t syllable_place(const struct lexicon *lexicon, const char *pinyin, size_t len,
                             bool *found)
{
    char padded[DICT_SYLLABLE_BYTES] = {0};
    size_t low = 0, high = lexicon->syllable_count;
    memcpy(padded, pinyin, len);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (memcmp(lexicon->syllables[middle], padded, sizeof padded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *found = low < lexicon->syllable_count &&
             memcmp(lexicon->syllables[low], padded, sizeof padded) == 0;
    return low;
}

static bool add_syllable(struct lexicon *lexicon, const char *pinyin, size_t len)
{
    bool found = false;
    size_t place = syllable_place(lexicon, pinyin, len, &found);
    if (found)
        return true;
    if (lexicon->syllable_count == DICT_SYLLABLES_MAX)
        return false;
    memmove(lexicon->syllables[place + 1], lexicon->syllables[place],
            (lexicon->syllable_count - place) * DICT_SYLLABLE_BYTES);
    memset(lexicon->syllables[place], 0, DICT_SYLLABLE_BYTES);
    memcpy(lexicon->syllables[place], pinyin, len);
    lexicon->syllable_count++;
    return true;
}

/* Numbers the syllables of every reading, in spelling order. */
static bool number_syllables(struct lexicon *lexicon)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < lexicon->reading_count; i++) {
            struct reading *reading = &lexicon->readings[i];
            const char *at = reading->pinyin;
            for (int s = 0; s < reading->count; s++) {
                bool found = false;
                size_t len = strcspn(at, " ");
                if (pass == 0 && !add_syllable(lexicon, at, len))
                    return false;
                reading->syllable[s] = (uint16_t)syllable_place(lexicon, at, len, &found);
                at += len + (at[len] == ' ');
            }
        }
    }
    return true;
}

static bool is_common(iconv_t converter, const char *text)
{
    char out[2 * DICT_WORD_BYTES];
    char *in_at = (char *)text, *out_at = out;
    size_t in_left = strlen(text), out_left = sizeof out;
    iconv(converter, NULL, NULL, NULL, NULL);
    return iconv(converter, &in_at, &in_left, &out_at, &out_left) == 0;
}

static uint8_t cost_of(double share)
{
    double cost = floor(-log(share) * 10 + 0.5);
    return cost < 0 ? 0 : cost > COST_MAX ? COST_MAX : (uint8_t)cost;
}

static int by_cost(const void *a, const void *b)
{
    const struct word *left = a, *right = b;
    if (left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    if (left->weight != right->weight)
        return left->weight > right->weight ? -1 : 1;
    return strcmp(left->text, right->text);
}

/* One word for each text (readings stand in order of text), with the weight of all readings. */
static double collect_words(struct lexicon *lexicon)
{
    double total = 0;
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        const struct reading *reading = &lexicon->readings[i];
        if (i == 0 || strcmp(reading->text, reading[-1].text) != 0)
            lexicon->words[lexicon->word_count++] = (struct word){.text = reading->text};
        struct word *word = &lexicon->words[lexicon->word_count - 1];
        word->weight += reading->weight;
        word->starter = word->starter || reading->starter;
        total += reading->weight;
    }
    return total;
}

static void cost_words(struct lexicon *lexicon, iconv_t converter, double total)
{
    for (size_t i = 0; i < lexicon->word_count && lexicon->words[i].text; i++) {
        struct word *word = &lexicon->words[i];
        int cost = cost_of((word->weight + 0.5) / total);
        if (!is_common(converter, word->text))
            cost += RARE_COST;
        word->cost = (uint8_t)(cost < COST_MAX ? cost : COST_MAX);
    }
    qsort(lexicon->words, lexicon->word_count, sizeof *lexicon->words, by_cost);
}

static int by_word_text(const void *a, const void *b)
{
    const struct word *const *left = a, *const *right = b;
    return strcmp((*left)->text, (*right)->text);
}

/* Tells every reading its word's number and what it costs more. */
static bool link_readings(struct lexicon *lexicon)
{
    const struct word **sorted = calloc(lexicon->word_count + 1, sizeof(const struct word *));
    if (!sorted)
        return false;
    for (size_t i = 0; i < lexicon->word_count; i++)
        sorted[i] = &lexicon->words[i];
    qsort(sorted, lexicon->word_count, sizeof(const struct word *), by_word_text);
    for (size_t i = 0, w = 0; i < lexicon->reading_count; i++) {
        struct reading *reading = &lexicon->readings[i];
        while (strcmp(sorted[w]->text, reading->text) != 0)
            w++;
        reading->word = (uint32_t)(sorted[w] - lexicon->words);
        reading->extra = cost_of((reading->weight + 0.5) / (sorted[w]->weight + 0.5));
        reading->cost = sorted[w]->cost + reading->extra;
    }
    free(sorted);
    return true;
}

static bool finish_words(struct lexicon *lexicon, iconv_t converter)
{
    lexicon->words = calloc(lexicon->reading_count + 1, sizeof *lexicon->words);
    if (!lexicon->words)
        return false;
    double total = collect_words(lexicon);
    cost_words(lexicon, converter, total);
    return link_readings(lexicon);
}

static bool has_reading(const struct lexicon *lexicon, const struct reading *wanted, size_t count)
{
    return bsearch(wanted, lexicon->readings, count, sizeof *wanted, by_text) != NULL;
}

/* Every character of a word has the reading that it has there also alone: so words can be told by
 * their characters' places (dict_format.h). */
static bool add_characters(struct lexicon *lexicon)
{
    size_t count = lexicon->reading_count;
    for (size_t i = 0; i < count; i++) {
        char text[5] = {0};
        struct reading character = {.text = text};
        const char *from = lexicon->readings[i].text;
        char pinyin[sizeof character.pinyin];
        memcpy(pinyin, lexicon->readings[i].pinyin, sizeof pinyin);
        if (lexicon->readings[i].count == 1)
            continue;
        for (const char *at = pinyin; *from; from += strlen(text)) {
            size_t used = 0, len = strcspn(at, " ");
            utf8_decode(from, strlen(from), &used);
            snprintf(text, sizeof text, "%.*s", (int)used, from);
            snprintf(character.pinyin, sizeof character.pinyin, "%.*s", (int)len, at);
            at += len + (at[len] == ' ');
            if (!has_reading(lexicon, &character, count) &&
                !lexicon_add(lexicon, text, character.pinyin, UNSAID_WEIGHT))
                return false;
        }
    }
    return true;
}

bool lexicon_finish(struct lexicon *lexicon)
{
    lexicon_join(lexicon);
    if (!add_characters(lexicon)) {
        fprintf(stderr, "mkdict: no memory\n");
        return false;
    }
    lexicon_join(lexicon);
    if (!number_syllables(lexicon)) {
        fprintf(stderr, "mkdict: more than %d syllables\n", DICT_SYLLABLES_MAX);
        return false;
    }
    iconv_t converter = iconv_open("GB2312", "UTF-8");
    if ((intptr_t)converter == -1) {
        fprintf(stderr, "mkdict: no converter to GB 2312: %s\n", strerror(errno));
        return false;
    }
    bool finished = finish_words(lexicon, converter);
    if (!finished)
        fprintf(stderr, "mkdict: no memory\n");
    iconv_close(converter);
    return finished;
}

void lexicon_fini(struct lexicon *lexicon)
{
    for (size_t i = 0; i < lexicon->reading_count; i++)
        free(lexicon->readings[i].text);
    free(lexicon->readings);
    free(lexicon->words);
    *lexicon = (struct lexicon){0};
}
