#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "with_ime.h"

/* Pinyin from a keyboard: letters narrow what digits leave open. */

/* Types digits, letters and apostrophes on an empty composition. */
static struct ime *type(void **state, const char *keys)
{
    struct ime *ime = *state;
    ime_reset(ime, true);
    for (; *keys; keys++)
        assert_true(*keys <= '9' && *keys != '\'' ? ime_key(ime, *keys - '0')
                                                  : ime_letter(ime, *keys));
    return ime;
}

/* Place of a text in the list, -1 if it is not there. */
static int find(struct ime *ime, const char *text, struct ime_candidate *candidate)
{
    for (size_t i = 0; ime_candidate(ime, i, candidate); i++) {
        if (strcmp(candidate->text, text) == 0)
            return (int)i;
    }
    return -1;
}

static void test_ime_letters__are_read_as_nothing_else(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = type(state, "9426");
    assert_true(find(ime, "洗澡", &candidate) == -1);
    assert_true(find(ime, "希", &candidate) >= 0 && find(ime, "以", &candidate) >= 0);
    ime = type(state, "xian");
    assert_true(find(ime, "先", &candidate) >= 0 && find(ime, "希", &candidate) >= 0);
    for (size_t i = 0; ime_candidate(ime, i, &candidate); i++) {
        if (candidate.reading[0] != 'x')
            fail_msg("%s is read %s", candidate.text, candidate.reading);
    }
}

static void test_ime_letters__write_a_clause(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = type(state, "chongqingshirenminzhengfu");
    assert_int_equal(find(ime, "重庆市人民政府", &candidate), 0);
    assert_int_equal(candidate.used, 25);
    assert_string_equal(ime_digits(ime), "2466474647447366469436438");
    assert_string_equal(ime_typed(ime), "chongqingshirenminzhengfu");
}

static void test_ime_letters__apostrophe_ends_a_syllable(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = type(state, "xian");
    assert_true(find(ime, "先", &candidate) >= 0);
    ime = type(state, "xi'an");
    assert_in_range(find(ime, "西安", &candidate), 0, 4);
    assert_int_equal(candidate.used, 4);
    assert_int_equal(find(ime, "先", &candidate), -1);
    assert_string_equal(ime_typed(ime), "xi'an");
    assert_string_equal(ime_digits(ime), "9426");
    assert_false(ime_letter(type(state, ""), '\''));
    assert_false(ime_letter(type(state, "xi'"), '\''));
    ime = type(state, "94'26"); /* digits may be parted too */
    assert_int_equal(find(ime, "先", &candidate), -1);
}

static void test_ime_letters__back_takes_one_key(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = type(state, "xi'a");
    assert_true(ime_back(ime));
    assert_string_equal(ime_typed(ime), "xi'");
    assert_true(ime_back(ime));
    assert_string_equal(ime_typed(ime), "xi");
    assert_true(ime_letter(ime, 'a'));
    assert_true(ime_letter(ime, 'n'));
    assert_true(find(ime, "先", &candidate) >= 0);
    for (int i = 0; i < 4; i++)
        assert_true(ime_back(ime));
    assert_false(ime_back(ime));
    assert_true(ime_key(ime, 9)); /* and no letter is left behind */
    assert_true(find(ime, "我", &candidate) >= 0);
}

static void test_ime_letters__mix_with_digits(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = type(state, "x4wa64");
    assert_in_range(find(ime, "希望", &candidate), 0, 4);
    assert_string_equal(ime_typed(ime), "x4wa64");
    assert_string_equal(ime_digits(ime), "949264");
}

static void test_ime_letters__first_letters_and_parts(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = type(state, "jy");
    assert_in_range(find(ime, "建议", &candidate), 0, 9);
    assert_false(candidate.tolerant);
    assert_int_equal(find(ime, "历史", &candidate), -1);
    ime = type(state, "jiany");
    assert_in_range(find(ime, "建议", &candidate), 0, 9);
}

static void test_ime_letters__tolerance_is_told(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = type(state, "longcun");
    assert_true(find(ime, "农村", &candidate) >= 0);
    assert_string_equal(candidate.reading, "nong cun");
    assert_true(candidate.tolerant);
    ime = type(state, "nongcun");
    assert_true(find(ime, "农村", &candidate) >= 0);
    assert_false(candidate.tolerant);
    ime = type(state, "2664746"); /* cong qin */
    assert_true(find(ime, "重庆", &candidate) >= 0);
    assert_true(candidate.tolerant);
    ime = type(state, "");
    for (size_t i = 0; ime_candidate(ime, i, &candidate); i++)
        assert_false(candidate.tolerant);
}

static void test_ime_letters__come_back_with_undo(void **state)
{
    char text[IME_TEXT_MAX];
    struct ime_candidate candidate;
    struct ime *ime = type(state, "xi'an'de");
    int place = find(ime, "西安", &candidate);
    assert_true(place >= 0);
    assert_true(ime_pick(ime, (size_t)place, text));
    assert_string_equal(ime_typed(ime), "de");
    assert_true(ime_undo(ime));
    assert_string_equal(ime_typed(ime), "xi'an'de");
    assert_int_equal(find(ime, "先", &candidate), -1);
}

static void test_ime_letters__a_phrase_put_together_is_found_again(void **state)
{
    char text[IME_TEXT_MAX];
    struct ime_candidate candidate;
    struct ime *ime = type(state, "yuqi");
    assert_int_equal(find(ime, "渝綦", &candidate), -1);
    assert_true(ime_pick(ime, (size_t)find(ime, "渝", &candidate), text));
    assert_true(ime_pick(ime, (size_t)find(ime, "綦", &candidate), text));
    for (const char *at = "yuqi"; *at; at++)
        assert_true(ime_letter(ime, *at));
    assert_in_range(find(ime, "渝綦", &candidate), 0, 9);
    while (ime_back(ime)) {
    }
    for (const char *at = "zuqi"; *at; at++)
        assert_true(ime_letter(ime, *at));
    assert_int_equal(find(ime, "渝綦", &candidate), -1);
}

static void test_ime_letters__whatever_is_typed_can_be_read(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = type(state, "uuvviiii");
    assert_true(ime_candidate(ime, 0, &candidate));
    assert_int_equal(candidate.used, 8);
    assert_false(ime_letter(ime, 'A'));
    assert_false(ime_letter(ime, '1'));
    assert_false(ime_letter(ime, '\0'));
    while (ime_letter(ime, 'a')) {
    }
    assert_int_equal(strlen(ime_digits(ime)), IME_DIGITS_MAX);
    while (ime_back(ime)) {
    }
    for (int i = 0; i < IME_DIGITS_MAX; i++) /* as many apostrophes as letters */
        assert_true(ime_letter(ime, 'e') && ime_letter(ime, '\''));
    assert_int_equal(strlen(ime_typed(ime)), IME_TYPED_MAX - 1);
    assert_true(ime_candidate(ime, 0, &candidate));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ime_letters__are_read_as_nothing_else),
        cmocka_unit_test(test_ime_letters__write_a_clause),
        cmocka_unit_test(test_ime_letters__apostrophe_ends_a_syllable),
        cmocka_unit_test(test_ime_letters__back_takes_one_key),
        cmocka_unit_test(test_ime_letters__mix_with_digits),
        cmocka_unit_test(test_ime_letters__first_letters_and_parts),
        cmocka_unit_test(test_ime_letters__tolerance_is_told),
        cmocka_unit_test(test_ime_letters__come_back_with_undo),
        cmocka_unit_test(test_ime_letters__a_phrase_put_together_is_found_again),
        cmocka_unit_test(test_ime_letters__whatever_is_typed_can_be_read),
    };
    return cmocka_run_group_tests(tests, with_ime_open, with_ime_close);
}
