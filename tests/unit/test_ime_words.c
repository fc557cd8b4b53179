/* What stands in the dictionary: every standard character, words read as people say them, and the
 * same candidates on every machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "ime/dict_format.h"
#include "with_ime.h"

enum { TABLE = 8105, STEPS = 400, HASHED = 20 };

/* Of the candidates of test_ime_words__are_the_same_everywhere. When the data, the costs or the
 * packages they come from have changed on purpose: put here what it prints. */
static const uint64_t CANDIDATES_HASH = UINT64_C(0x8ABE14C242121958);

static void note_first(const char *reading, void *data)
{
    char *first = data;
    if (!first[0])
        snprintf(first, 64, "%s", reading);
}

static void type(struct ime *ime, const char *pinyin)
{
    for (; *pinyin; pinyin++) {
        if (*pinyin != ' ')
            assert_true(ime_key(ime, (int)dict_digit(*pinyin)));
    }
}

static bool offers(struct ime *ime, const char *text)
{
    struct ime_candidate candidate;
    for (size_t i = 0; ime_candidate(ime, i, &candidate); i++) {
        if (strcmp(candidate.text, text) == 0)
            return true;
    }
    return false;
}

/* 通用规范汉字表, as Unihan has it: "U+4E00 kTGH 2013:1". */
static void test_ime_words__have_every_standard_character(void **state)
{
    struct ime *ime = *state;
    char line[256], *field;
    size_t count = 0;
    FILE *file = fopen(MAPPINGS, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char text[5] = {0}, reading[64] = {0};
        if (strncmp(line, "U+", 2) != 0)
            continue;
        unsigned long c = strtoul(line + 2, &field, 16);
        if (strncmp(field, "\tkTGH\t", 6) != 0)
            continue;
        count++;
        utf8_encode((uint32_t)c, text);
        ime_reset(ime, true);
        if (ime_readings(ime, text, note_first, reading) == 0)
            fail_msg("%s has no reading", text);
        type(ime, reading);
        if (!offers(ime, text))
            fail_msg("%s is not offered for %s", text, reading);
    }
    fclose(file);
    assert_int_equal(count, TABLE);
}

/* Characters that are read in several ways stand here in words that tell which. */
static void test_ime_words__are_read_as_people_say_them(void **state)
{
    static const char *const words[][2] = {
        {"重庆", "chong qing"},     {"重庆市", "chong qing shi"}, {"重新", "chong xin"},
        {"重要", "zhong yao"},      {"银行", "yin hang"},         {"行业", "hang ye"},
        {"行人", "xing ren"},       {"自行车", "zi xing che"},    {"长寿", "chang shou"},
        {"长江", "chang jiang"},    {"校长", "xiao zhang"},       {"成长", "cheng zhang"},
        {"涪陵", "fu ling"},        {"綦江", "qi jiang"},         {"垫江", "dian jiang"},
        {"北碚", "bei bei"},        {"酉阳", "you yang"},         {"都市", "du shi"},
        {"首都", "shou du"},        {"音乐", "yin yue"},          {"快乐", "kuai le"},
        {"调查", "diao cha"},       {"调整", "tiao zheng"},       {"西藏", "xi zang"},
        {"给予", "ji yu"},          {"了解", "liao jie"},         {"审时度势", "shen shi duo shi"},
        {"轻轻地", "qing qing de"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char reading[64] = {0};
        ime_readings(*state, words[i][0], note_first, reading);
        if (strcmp(reading, words[i][1]) != 0)
            fail_msg("%s is read %s, not %s", words[i][0], reading, words[i][1]);
    }
}

static void hash_candidates(struct ime *ime, uint64_t *hash)
{
    struct ime_candidate candidate;
    for (size_t i = 0; i < HASHED && ime_candidate(ime, i, &candidate); i++) {
        for (const char *at = candidate.text; *at; at++)
            *hash = (*hash ^ (unsigned char)*at) * UINT64_C(0x100000001B3);
        *hash = (*hash ^ (unsigned)candidate.used) * UINT64_C(0x100000001B3);
    }
}

static uint32_t draw(uint64_t *random, uint32_t below)
{
    *random = *random * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (uint32_t)(*random >> 33) % below;
}

/* Ranking uses whole numbers alone: the same keys give the same lists, whatever the processor. */
static void test_ime_words__are_the_same_everywhere(void **state)
{
    static const char *const spoken[] = {"xi wang", "zeng kai",  "zao ban",  "gong jiao",
                                         "jian yi", "xiang cun", "long cun", "lu deng"};
    struct ime *ime = *state;
    uint64_t hash = UINT64_C(0xCBF29CE484222325), random = 2020;
    char text[IME_TEXT_MAX];
    ime_reset(ime, true);
    for (int i = 0; i < STEPS; i++) {
        uint32_t action = draw(&random, 8);
        if (action < 3)
            type(ime, spoken[draw(&random, sizeof spoken / sizeof *spoken)]);
        else if (action < 6)
            ime_key(ime, 2 + (int)draw(&random, 8));
        else if (action < 7)
            ime_pick(ime, draw(&random, 6), text);
        else
            ime_back(ime);
        if (strlen(ime_digits(ime)) > 40)
            ime_reset(ime, false);
        hash_candidates(ime, &hash);
    }
    if (hash != CANDIDATES_HASH)
        fail_msg("the candidates have changed: their hash is 0x%016llX", (unsigned long long)hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ime_words__have_every_standard_character),
        cmocka_unit_test(test_ime_words__are_read_as_people_say_them),
        cmocka_unit_test(test_ime_words__are_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, with_ime_open, with_ime_close);
}
