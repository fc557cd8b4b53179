#include "sim/typist.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/conf.h"
#include "core/utf8.h"
#include "ime/dict_format.h"
#include "ime/ime.h"

enum {
    WORD_MAX = 9,         /* longest word typed in one go, characters */
    READINGS_MAX = 8,     /* readings of one word that are tried */
    ROWS_FOR_A_WORD = 12, /* how far a person pages for a word before typing it in pieces */
    KEYS_TO_START = 200,  /* keys allowed at all, */
    KEYS_EACH = 1500,     /* and for each character: something is wrong beyond */
    MODES = 5,
    TAPS_MAX = 12, /* of one letter key */
};

/* What is seen on the screen; texts are borrowed from the description. */
struct seen {
    const char *typed, *mode, *composition;
    const json_t *candidates;
    size_t first, total;
    int selected;
    bool pick;
};

struct typist {
    const struct typist_person *person;
    struct ime *pinyin; /* how words are read */
    char *goal;         /* what shall stand there in the end */
    struct seen seen;
    size_t keys_left;
    char *why;
    size_t why_size;
};

__attribute__((format(printf, 2, 3))) static bool give_up(struct typist *typist, const char *format,
                                                          ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(typist->why, typist->why_size, format, args);
    va_end(args);
    return false;
}

static const char *member_text(const json_t *described, const char *name)
{
    const char *text = json_string_value(json_object_get(described, name));
    return text ? text : "";
}

static size_t member_count(const json_t *described, const char *name)
{
    json_int_t value = json_integer_value(json_object_get(described, name));
    return value > 0 ? (size_t)value : 0;
}

static bool look(struct typist *typist)
{
    const json_t *described = typist->person->look(typist->person->data);
    const json_t *selected = json_object_get(described, "selected");
    struct seen *seen = &typist->seen;
    if (!json_is_object(described))
        return give_up(typist, "the face is away");
    *seen = (struct seen){
        .typed = member_text(described, "typed"),
        .mode = member_text(described, "mode"),
        .composition = member_text(described, "composition"),
        .candidates = json_object_get(described, "candidates"),
        .first = member_count(described, "candidate_first"),
        .total = member_count(described, "candidate_total"),
        .selected = json_is_integer(selected) ? (int)json_integer_value(selected) : -1,
        .pick = json_is_true(json_object_get(described, "pick")),
    };
    if (!seen->mode[0])
        return give_up(typist, "this is not a scene for writing: '%s'",
                       member_text(described, "scene"));
    return true;
}

static bool press(struct typist *typist, enum key key)
{
    if (typist->keys_left == 0)
        return give_up(typist, "too many keys; '%s' stands there", typist->seen.typed);
    typist->keys_left--;
    if (!typist->person->press(typist->person->data, key, 0))
        return give_up(typist, "the face no longer answers");
    return look(typist);
}

/* What is still to be written; NULL if something else stands there. */
static const char *rest(const struct typist *typist)
{
    size_t len = strlen(typist->seen.typed);
    return strncmp(typist->goal, typist->seen.typed, len) == 0 ? typist->goal + len : NULL;
}

static size_t shown_count(const struct typist *typist)
{
    return json_array_size(typist->seen.candidates);
}

static const char *shown(const struct typist *typist, size_t i)
{
    const char *text = json_string_value(json_array_get(typist->seen.candidates, i));
    return text ? text : "";
}

/* The longest candidate on the screen that goes on with the text by at least so many bytes; -1 if
 * there is none. */
static int find_shown(const struct typist *typist, size_t at_least)
{
    const char *wanted = rest(typist);
    int found = -1;
    for (size_t i = 0; wanted && i < shown_count(typist); i++) {
        size_t len = strlen(shown(typist, i));
        if (len < at_least || len == 0 || strncmp(wanted, shown(typist, i), len) != 0)
            continue;
        at_least = len + 1;
        found = (int)i;
    }
    return found;
}

/* Takes candidate i of those shown. */
static bool choose(struct typist *typist, size_t i)
{
    size_t before = strlen(typist->seen.typed), len = strlen(shown(typist, i));
    bool stroke = strcmp(typist->seen.mode, "strokes") == 0; /* there 1 writes */
    if (!typist->seen.pick && i == 0 && typist->seen.first == 0 && !stroke) {
        if (!press(typist, KEY_1))
            return false;
    } else {
        if (!typist->seen.pick && !press(typist, KEY_0))
            return false;
        int numbered = find_shown(typist, len);
        if (!typist->seen.pick || numbered < 0 || numbered > 8)
            return give_up(typist, "0 brings no numbers to pick by");
        if (!press(typist, (enum key)(KEY_1 + numbered)))
            return false;
    }
    if (strlen(typist->seen.typed) != before)
        return true; /* whether it is right is seen by whoever looks next */
    return give_up(typist, "a candidate was taken and nothing was written: is the text full?");
}

enum found { FOUND, MISSING, BROKEN };

/* Pages through the candidates, at most so many rows, for one that goes on with the text, and takes
 * it. */
static enum found search(struct typist *typist, size_t at_least, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        int i = find_shown(typist, at_least);
        if (i >= 0)
            return choose(typist, (size_t)i) ? FOUND : BROKEN;
        size_t first = typist->seen.first;
        if (first + shown_count(typist) >= typist->seen.total)
            return MISSING;
        if (!press(typist, KEY_DOWN))
            return BROKEN;
        if (typist->seen.first == first)
            return MISSING;
    }
    return MISSING;
}

/* Leaves lists and takes back digits, until only text is there. */
static bool tidy(struct typist *typist)
{
    for (size_t tries = 0; tries < KEYS_TO_START; tries++) {
        const char *mode = typist->seen.mode;
        bool list = strcmp(mode, "punct") == 0 || strcmp(mode, "templates") == 0 ||
                    strcmp(mode, "syllables") == 0;
        if (!typist->seen.pick && !typist->seen.composition[0] && !list)
            return true;
        if (!press(typist, KEY_BACK))
            return false;
    }
    return give_up(typist, "BACK does not take '%s' back", typist->seen.composition);
}

static bool set_mode(struct typist *typist, const char *mode)
{
    for (int tries = 0; tries < MODES; tries++) {
        if (strcmp(typist->seen.mode, mode) == 0)
            return true;
        if (!press(typist, KEY_RED))
            return false;
    }
    return give_up(typist, "RED does not bring mode '%s'", mode);
}

/* Types the digits of a reading; takes the word as soon as it is shown. */
static enum found type_reading(struct typist *typist, const char *reading, size_t word_len)
{
    for (const char *at = reading; *at; at++) {
        char before[IME_DIGITS_MAX + 2];
        if (*at == ' ')
            continue;
        snprintf(before, sizeof before, "%s", typist->seen.composition);
        if (!press(typist, (enum key)(KEY_0 + (int)dict_digit(*at))))
            return BROKEN;
        if (strlen(typist->seen.composition) != strlen(before) + 1) {
            give_up(typist, "a digit was pressed and the composition stayed '%s'", before);
            return BROKEN;
        }
        int i = find_shown(typist, word_len);
        if (i >= 0)
            return choose(typist, (size_t)i) ? FOUND : BROKEN;
    }
    return search(typist, word_len, word_len > 4 ? ROWS_FOR_A_WORD : IME_CANDIDATES_MAX);
}

struct readings {
    char text[READINGS_MAX][IME_TEXT_MAX];
    size_t count;
};

static void note_reading(const char *reading, void *data)
{
    struct readings *readings = data;
    if (readings->count < READINGS_MAX)
        snprintf(readings->text[readings->count++], IME_TEXT_MAX, "%s", reading);
}

/* The readings of the first `len` bytes of a text, as far as they are a word. */
static void read_word(const struct typist *typist, const char *text, size_t len,
                      struct readings *readings)
{
    char word[IME_TEXT_MAX];
    readings->count = 0;
    snprintf(word, sizeof word, "%.*s", (int)len, text);
    ime_readings(typist->pinyin, word, note_reading, readings);
}

/* Tries a word by each of its readings. */
static enum found write_word(struct typist *typist, size_t len)
{
    struct readings readings;
    read_word(typist, rest(typist), len, &readings);
    if (readings.count == 0)
        return MISSING;
    int predicted = find_shown(typist, len);
    if (predicted >= 0)
        return choose(typist, (size_t)predicted) ? FOUND : BROKEN;
    for (size_t i = 0; i < readings.count; i++) {
        enum found found = type_reading(typist, readings.text[i], len);
        if (found != MISSING)
            return found;
        if (!tidy(typist))
            return BROKEN;
    }
    return MISSING;
}

/* Characters at the start of text that are Han, at most WORD_MAX. */
static size_t count_han(const char *text)
{
    size_t count = 0, used = 0, len = strlen(text);
    for (size_t at = 0; at < len && count < WORD_MAX; at += used, count++) {
        if (!utf8_is_han(utf8_decode(text + at, len - at, &used)))
            break;
    }
    return count;
}

/* The longest word first. */
static bool write_han(struct typist *typist)
{
    if (!set_mode(typist, "pinyin"))
        return false;
    for (size_t count = count_han(rest(typist)); count > 0; count--) {
        size_t len = utf8_offset(rest(typist), strlen(rest(typist)), count);
        enum found found = write_word(typist, len);
        if (found != MISSING)
            return found == FOUND;
    }
    size_t one = utf8_offset(rest(typist), strlen(rest(typist)), 1);
    return give_up(typist, "no reading, or no candidate, for '%.*s'", (int)one, rest(typist));
}

static bool write_digit(struct typist *typist, char digit)
{
    return set_mode(typist, "123") && press(typist, (enum key)(KEY_0 + (digit - '0')));
}

static char small(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* The place of a letter among those that its key shows; -1 if it is not there. */
static int find_letter(const struct typist *typist, char letter)
{
    for (size_t i = 0; i < shown_count(typist); i++) {
        if (shown(typist, i)[0] == letter && shown(typist, i)[1] == '\0')
            return (int)i;
    }
    return -1;
}

/* Presses the letter's key until it is the one selected; STAR changes between small and capital. */
static bool write_letter(struct typist *typist, char letter)
{
    enum key key = (enum key)(KEY_0 + (int)dict_digit(small(letter)));
    if (!set_mode(typist, "abc") || !press(typist, key))
        return false;
    if (!typist->seen.composition[0])
        return true; /* taken at once; whether it is right is seen by whoever looks next */
    if (find_letter(typist, letter) < 0 && !press(typist, KEY_STAR))
        return false;
    for (int taps = 0; taps < TAPS_MAX && find_letter(typist, letter) >= 0; taps++) {
        if (find_letter(typist, letter) == typist->seen.selected)
            return press(typist, KEY_RIGHT);
        if (!press(typist, key))
            return false;
    }
    return give_up(typist, "the keys of mode abc do not bring '%c'", letter);
}

static bool write_space(struct typist *typist)
{
    return set_mode(typist, "abc") && press(typist, KEY_0);
}

static bool write_sign(struct typist *typist)
{
    size_t len = utf8_offset(rest(typist), strlen(rest(typist)), 1);
    if (strcmp(typist->seen.mode, "abc") == 0 && !set_mode(typist, "pinyin"))
        return false;
    if (!press(typist, KEY_STAR))
        return false;
    if (strcmp(typist->seen.mode, "punct") != 0)
        return give_up(typist, "STAR brings no signs");
    enum found found = search(typist, len, IME_CANDIDATES_MAX);
    if (found == MISSING)
        return give_up(typist, "'%.*s' is not among the signs", (int)len, rest(typist));
    return found == FOUND;
}

/* Writes what comes next, at least one character. */
static bool write_some(struct typist *typist)
{
    size_t used = 0;
    const char *next = rest(typist);
    uint32_t c = utf8_decode(next, strlen(next), &used);
    if (utf8_is_han(c))
        return write_han(typist);
    if (c >= '0' && c <= '9')
        return write_digit(typist, (char)c);
    if (c < 0x80 && dict_digit(small((char)c)))
        return write_letter(typist, (char)c);
    if (c == ' ')
        return write_space(typist);
    return write_sign(typist);
}

static bool write_all(struct typist *typist)
{
    if (!tidy(typist))
        return false;
    while (strcmp(typist->seen.typed, typist->goal) != 0) {
        bool done = rest(typist) ? write_some(typist) : press(typist, KEY_BACK);
        if (!done || !tidy(typist))
            return false;
    }
    return true;
}

static bool begin(struct typist *typist, const char *text)
{
    struct ime_options options = {.layout = IME_NINE};
    struct conf conf = {0};
    char folder[4096];
    if (!utf8_is_valid(text, strlen(text)))
        return give_up(typist, "the text is not UTF-8");
    if (!look(typist))
        return false;
    conf_data_dir(&conf, folder, sizeof folder);
    size_t size = strlen(typist->seen.typed) + strlen(text) + 1;
    typist->goal = malloc(size);
    typist->pinyin = ime_open(folder, &options);
    if (!typist->goal || !typist->pinyin)
        return give_up(typist, "no memory, or no dictionary in %s", folder);
    snprintf(typist->goal, size, "%s%s", typist->seen.typed, text);
    typist->keys_left = KEYS_TO_START + KEYS_EACH * utf8_count(text, strlen(text));
    return true;
}

bool typist_write(const struct typist_person *person, const char *text, char *why, size_t why_size)
{
    struct typist typist = {.person = person, .why = why, .why_size = why_size};
    bool written = begin(&typist, text) && write_all(&typist);
    free(typist.goal);
    ime_close(typist.pinyin);
    return written;
}
