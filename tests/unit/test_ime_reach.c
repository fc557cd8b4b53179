#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ime/dict_format.h"
#include "ime/ime.h"

/* Every character of GB 2312 can be written by typing its pinyin. */

enum { CHARACTERS = 6763, PAIRS_MAX = 3 * CHARACTERS };

struct pair {
    char character[5], reading[8];
    bool reached;
};

struct pairs {
    struct pair pair[PAIRS_MAX];
    size_t count;
    const char *character; /* being asked about */
};

static void note(const char *reading, void *data)
{
    struct pairs *pairs = data;
    assert_true(pairs->count < PAIRS_MAX);
    struct pair *pair = &pairs->pair[pairs->count++];
    snprintf(pair->character, sizeof pair->character, "%s", pairs->character);
    snprintf(pair->reading, sizeof pair->reading, "%s", reading);
}

/* Every reading of every character; fails for a character without one. */
static void collect(const struct ime *ime, struct pairs *pairs)
{
    size_t characters = 0;
    iconv_t converter = iconv_open("UTF-8", "GB2312");
    for (int row = 0xB0; row <= 0xF7; row++) {
        for (int cell = 0xA1; cell <= 0xFE; cell++) {
            char in[2] = {(char)row, (char)cell}, out[8] = {0}, *from = in, *to = out;
            size_t in_left = sizeof in, out_left = sizeof out - 1;
            iconv(converter, NULL, NULL, NULL, NULL);
            if (iconv(converter, &from, &in_left, &to, &out_left) != 0)
                continue;
            characters++;
            pairs->character = out;
            if (ime_readings(ime, out, note, pairs) == 0)
                fail_msg("%s has no reading", out);
        }
    }
    iconv_close(converter);
    assert_int_equal(characters, CHARACTERS);
}

static void type(struct ime *ime, const char *pinyin)
{
    for (; *pinyin; pinyin++)
        assert_true(ime_key(ime, (int)dict_digit(*pinyin)));
}

/* Marks the characters of one reading that are in the list and take all its digits. */
static void mark(struct ime *ime, struct pairs *pairs, const char *reading)
{
    struct ime_candidate candidate;
    size_t count = ime_count(ime);
    for (size_t i = 0; i < count; i++) {
        assert_true(ime_candidate(ime, i, &candidate));
        if ((size_t)candidate.used != strlen(reading))
            continue;
        for (size_t p = 0; p < pairs->count; p++) {
            struct pair *pair = &pairs->pair[p];
            if (pair->reading[0] == reading[0] && strcmp(pair->reading, reading) == 0 &&
                strcmp(pair->character, candidate.text) == 0)
                pair->reached = true;
        }
    }
}

/* Types each reading, with what follows it, and marks what it brings. */
static void reach(struct ime *ime, struct pairs *pairs, const char *behind, bool pinned)
{
    size_t missing = 0;
    for (size_t p = 0; p < pairs->count; p++) {
        const char *reading = pairs->pair[p].reading;
        if (pairs->pair[p].reached)
            continue;
        ime_reset(ime, true);
        type(ime, reading);
        type(ime, behind);
        if (pinned)
            assert_true(ime_pin(ime, reading));
        mark(ime, pairs, reading);
        if (!pairs->pair[p].reached && ++missing < 20)
            printf("%s is not reached by %s\n", pairs->pair[p].character, reading);
    }
    assert_int_equal(missing, 0);
}

static void check(bool fuzzy, const char *behind, bool pinned)
{
    const struct ime_options options = {IME_NINE, fuzzy, true};
    struct ime *ime = ime_open(JIANYAN_SHARE, &options);
    struct pairs *pairs = calloc(1, sizeof *pairs);
    assert_true(ime && pairs);
    collect(ime, pairs);
    reach(ime, pairs, behind, pinned);
    free(pairs);
    ime_close(ime);
}

static void test_ime_reach__every_character_without_tolerance(void **state)
{
    (void)state;
    check(false, "", false);
}

static void test_ime_reach__every_character_with_tolerance(void **state)
{
    (void)state;
    check(true, "", false);
}

static void test_ime_reach__every_character_before_a_clause(void **state)
{
    (void)state;
    check(true, "jianyizengkaizaobangongjiao", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ime_reach__every_character_without_tolerance),
        cmocka_unit_test(test_ime_reach__every_character_with_tolerance),
        cmocka_unit_test(test_ime_reach__every_character_before_a_clause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
