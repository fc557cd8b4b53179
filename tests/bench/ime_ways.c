#include "ime_ways.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "ime/dict_format.h"
#include "ime/stroke_format.h"

enum { ROW = 5 /* candidates in a row */ };

/* zh ch sh as z c s, n- as l-, -ing -eng as -in -en: every time. */
static void speak(char letters[8])
{
    size_t len = strlen(letters);
    if (len > 2 && letters[1] == 'h' && strchr("zcs", letters[0]))
        memmove(letters + 1, letters + 2, --len);
    if (letters[0] == 'n' && len > 1)
        letters[0] = 'l';
    if (len > 3 && letters[len - 1] == 'g' && letters[len - 2] == 'n' &&
        strchr("ie", letters[len - 3]))
        len--;
    letters[len] = '\0';
}

bool clause_parse(char *line, bool dialect, struct clause *clause)
{
    char *pinyin = strchr(line, '\t'), *words = pinyin ? strchr(pinyin + 1, '\t') : NULL;
    if (!words)
        return false;
    *pinyin++ = *words++ = '\0';
    *clause = (struct clause){0};
    size_t len = strlen(line), used = 0;
    for (size_t at = 0; at < len && clause->count < CLAUSE_MAX; at += used) {
        utf8_decode(line + at, len - at, &used);
        memcpy(clause->text[clause->count++], line + at, used);
    }
    for (size_t i = 0; i < clause->count; i++) {
        char letters[8] = {0};
        for (size_t n = 0; dict_digit(*pinyin) && n < 7; pinyin++)
            letters[n++] = *pinyin;
        pinyin += *pinyin == ' ';
        if (!letters[0])
            return false;
        if (dialect)
            speak(letters);
        for (size_t n = 0; letters[n]; n++)
            clause->digits[i][n] = (char)('0' + dict_digit(letters[n]));
    }
    for (char *end; *words && clause->word_count < clause->count; words = end + (*end == ' ')) {
        clause->words[clause->word_count] = (int)strtol(words, &end, 10);
        if (end == words || clause->words[clause->word_count++] < 1)
            return false;
    }
    return true;
}

size_t clause_matches(const struct clause *clause, size_t from, size_t to, const char *text,
                      size_t *digits)
{
    size_t count = 0;
    for (*digits = 0; *text && from + count < to; count++) {
        size_t len = strlen(clause->text[from + count]);
        if (strncmp(text, clause->text[from + count], len) != 0)
            return 0;
        text += len;
        *digits += strlen(clause->digits[from + count]);
    }
    return *text ? 0 : count;
}

size_t clause_right(const struct clause *clause, const char *text)
{
    size_t row[CLAUSE_MAX + 1], len = strlen(text), used = 0;
    for (size_t i = 0; i <= clause->count; i++)
        row[i] = i;
    for (size_t at = 0; at < len; at += used) {
        size_t diagonal = row[0]++;
        utf8_decode(text + at, len - at, &used);
        for (size_t i = 1; i <= clause->count; i++) {
            const char *wanted = clause->text[i - 1];
            bool same = strlen(wanted) == used && memcmp(wanted, text + at, used) == 0;
            size_t least = diagonal + (same ? 0 : 1);
            least = row[i] + 1 < least ? row[i] + 1 : least;
            least = row[i - 1] + 1 < least ? row[i - 1] + 1 : least;
            diagonal = row[i];
            row[i] = least;
        }
    }
    return row[clause->count] < clause->count ? clause->count - row[clause->count] : 0;
}

size_t clause_bytes(const struct clause *clause)
{
    size_t bytes = 0;
    for (size_t i = 0; i < clause->count; i++)
        bytes += strlen(clause->text[i]);
    return bytes;
}

double way_pick(enum way way, size_t i)
{
    size_t down = i / ROW, right = i % ROW, left = ROW - right, page = i / 9;
    if (way == WAY_NUMBERED)
        return i == 0 ? 1 : 2 + (double)page;
    if (way != WAY_ARROWS)
        return (double)(down + right + 1);
    /* Two up from the middle of the keypad; to its right end by way of the 3, one to the right. */
    return (double)(2 + down + (right < left ? right : left) + 1);
}

/* On the keypad the cursor stands on 5 and springs back there after OK. */
double way_press(enum way way, char digit)
{
    int place = digit - '1';
    return way == WAY_ARROWS ? abs(place / 3 - 1) + abs(place % 3 - 1) + 1 : 1;
}

static void clear(struct ime *ime)
{
    while (ime_back(ime)) {
    }
}

static double type(struct ime *ime, enum way way, const char *digits, size_t count)
{
    double cost = 0;
    for (size_t i = 0; i < count; i++) {
        ime_key(ime, digits[i] - '0');
        cost += way_press(way, digits[i]);
    }
    return cost;
}

/* What has been found so far: keys, then a candidate. */
struct best {
    char keys[IME_DIGITS_MAX + 1];
    size_t place, got;
    double cost, each;
};

/* Looks for beginnings of [from, to) that take all that is typed; with `whole` only for all of it.
 */
static void look(struct ime *ime, const struct clause *clause, const size_t span[2], bool whole,
                 struct best *best, enum way way, double typed)
{
    struct ime_candidate candidate;
    size_t digits = 0, len = span[1] - span[0], used = strlen(ime_digits(ime));
    for (size_t i = 0; ime_candidate(ime, i, &candidate); i++) {
        size_t row = i / ROW;
        double cost = typed + way_pick(way, i),
               least = way == WAY_NUMBERED ? cost : typed + (double)row;
        if (least / (double)len >= best->each)
            break;
        size_t got = clause_matches(clause, span[0], span[1], candidate.text, &digits);
        if (got == 0 || (size_t)candidate.used != used || (whole && got < len))
            continue;
        if (cost / (double)got >= best->each)
            continue;
        *best = (struct best){.place = i, .got = got, .cost = cost, .each = cost / (double)got};
        snprintf(best->keys, sizeof best->keys, "%s", ime_digits(ime));
    }
}

static void commit(struct ime *ime, const struct best *best)
{
    char text[IME_TEXT_MAX];
    clear(ime);
    type(ime, WAY_ROW, best->keys, strlen(best->keys));
    ime_pick(ime, best->place, text);
}

/* Puts characters that no candidate brought into the context. */
static void skip(struct ime *ime, const struct clause *clause, size_t to)
{
    char text[CLAUSE_MAX * 5] = {0};
    for (size_t i = 0; i < to; i++)
        strncat(text, clause->text[i], 4);
    clear(ime);
    ime_context(ime, text);
}

double way_word(struct ime *ime, const struct clause *clause, size_t from, size_t to, enum way way)
{
    const size_t span[2] = {from, to};
    char digits[CLAUSE_MAX * 8] = {0}, firsts[CLAUSE_MAX + 1] = {0};
    struct best best = {.each = NEVER_COST};
    double typed = 0;
    for (size_t i = from; i < to; i++) {
        strncat(digits, clause->digits[i], 7);
        firsts[i - from] = clause->digits[i][0];
    }
    for (size_t k = 0;; k++) {
        look(ime, clause, span, true, &best, way, typed);
        if (!digits[k])
            break;
        typed += type(ime, way, digits + k, 1);
    }
    clear(ime);
    typed = type(ime, way, firsts, to - from);
    look(ime, clause, span, true, &best, way, typed);
    if (best.got == 0) {
        skip(ime, clause, to);
        return UNREACHED_COST * (double)(to - from);
    }
    commit(ime, &best);
    return best.cost;
}

static void note_first(const char *strokes, void *data)
{
    char *first = data;
    if (!first[0])
        snprintf(first, STROKE_CODE_MAX + 1, "%s", strokes);
}

double way_strokes(struct ime *ime, const struct clause *clause, size_t from, size_t to,
                   enum way way, size_t *unreached)
{
    double cost = 0;
    while (from < to) {
        const size_t span[2] = {from, to};
        char strokes[STROKE_CODE_MAX + 1] = {0};
        struct best best = {.each = NEVER_COST};
        ime_strokes(ime, clause->text[from], note_first, strokes);
        double typed = 0;
        for (size_t k = 0;; k++) {
            look(ime, clause, span, false, &best, way, typed);
            if (!strokes[k])
                break;
            typed += type(ime, way, strokes + k, 1);
        }
        if (best.got == 0) {
            skip(ime, clause, from + 1);
            cost += UNREACHED_COST;
            ++*unreached;
            from++;
            continue;
        }
        commit(ime, &best);
        cost += best.cost;
        from += best.got;
    }
    return cost;
}
