#include "face/compose_list.h"

#include <stdio.h>
#include <string.h>

#include "core/utf8.h"

const char *compose_list_letters(int digit, bool upper)
{
    static const char *const small[10] = {"",     "",     "abc2",  "def3", "ghi4",
                                          "jkl5", "mno6", "pqrs7", "tuv8", "wxyz9"};
    static const char *const capital[10] = {"",     "",     "ABC2",  "DEF3", "GHI4",
                                            "JKL5", "MNO6", "PQRS7", "TUV8", "WXYZ9"};
    return digit < 0 || digit > 9 ? "" : upper ? capital[digit] : small[digit];
}

static const char *punct_at(size_t i, size_t *len)
{
    const char *all = str_text(STR_COMPOSE_PUNCT);
    size_t bytes = strlen(all), from = utf8_offset(all, bytes, i);
    *len = from < bytes ? utf8_offset(all + from, bytes - from, 1) : 0;
    return from < bytes ? all + from : NULL;
}

static size_t syllable_count(const struct compose *compose)
{
    size_t count = 0;
    while (ime_first_syllable(compose->ime, count))
        count++;
    return count;
}

size_t compose_list_count(const struct compose *compose)
{
    const char *punct = str_text(STR_COMPOSE_PUNCT);
    switch (compose->mode) {
    case COMPOSE_PINYIN:
    case COMPOSE_STROKES:
        return compose->ime ? ime_count(compose->ime) : 0;
    case COMPOSE_PUNCT:
        return utf8_count(punct, strlen(punct));
    case COMPOSE_TEMPLATES:
        return sentence_cells(&compose->source, &compose->sentence);
    case COMPOSE_SYLLABLES:
        return syllable_count(compose);
    case COMPOSE_LETTERS:
        return strlen(compose_list_letters(compose->tap_digit, compose->upper));
    case COMPOSE_DIGITS:
        break;
    }
    return 0;
}

static bool put(struct ime_candidate *candidate, const char *text, size_t len)
{
    if (!text || len >= sizeof candidate->text)
        return false;
    *candidate = (struct ime_candidate){0};
    memcpy(candidate->text, text, len);
    return true;
}

static bool put_cell(const struct compose *compose, size_t i, struct ime_candidate *candidate)
{
    char label[SENTENCE_TEXT_MAX];
    sentence_cell(&compose->source, &compose->sentence, i, label);
    return put(candidate, label, strlen(label));
}

bool compose_list_at(const struct compose *compose, size_t i, struct ime_candidate *candidate)
{
    size_t len = 1;
    const char *text;
    if (i >= compose_list_count(compose))
        return false;
    switch (compose->mode) {
    case COMPOSE_PINYIN:
    case COMPOSE_STROKES:
        return ime_candidate(compose->ime, i, candidate);
    case COMPOSE_PUNCT:
        text = punct_at(i, &len);
        return put(candidate, text, len);
    case COMPOSE_TEMPLATES:
        return put_cell(compose, i, candidate);
    case COMPOSE_SYLLABLES:
        text = ime_first_syllable(compose->ime, i);
        return put(candidate, text, text ? strlen(text) : 0);
    case COMPOSE_LETTERS:
        text = compose_list_letters(compose->tap_digit, compose->upper);
        if (!put(candidate, text + i, 1))
            return false;
        candidate->used = 1;
        return true;
    case COMPOSE_DIGITS:
        break;
    }
    return false;
}
