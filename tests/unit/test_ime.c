#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ime/dict_format.h"
#include "ime/ime.h"

enum { FIRST_PLACES = 20 };

static const struct ime_options plain = {IME_NINE, false, false};
static const struct ime_options tolerant = {IME_NINE, true, true};

static struct ime *open_ime(const struct ime_options *options)
{
    struct ime *ime = ime_open(JIANYAN_SHARE, options);
    assert_non_null(ime);
    return ime;
}

/* Types letters ("xi wang") as their digits. */
static void type(struct ime *ime, const char *pinyin)
{
    for (; *pinyin; pinyin++) {
        if (*pinyin != ' ')
            assert_true(ime_key(ime, (int)dict_digit(*pinyin)));
    }
}

/* Place of a text in the list, -1 if it is not there; its digits go to *used. */
static int find(struct ime *ime, const char *text, int *used)
{
    struct ime_candidate candidate;
    size_t count = ime_count(ime);
    for (size_t i = 0; i < count; i++) {
        assert_true(ime_candidate(ime, i, &candidate));
        if (strcmp(candidate.text, text) == 0) {
            *used = candidate.used;
            return (int)i;
        }
    }
    return -1;
}

static void pick(struct ime *ime, const char *text)
{
    char picked[IME_TEXT_MAX];
    int used = 0, place = find(ime, text, &used);
    if (place < 0)
        fail_msg("%s is not among the candidates of %s", text, ime_digits(ime));
    assert_true(ime_pick(ime, (size_t)place, picked));
    assert_string_equal(picked, text);
}

static void test_ime__first_candidate_is_the_whole_clause(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = open_ime(&plain);
    (void)state;
    type(ime, "chong qing shi ren min zheng fu");
    assert_true(ime_candidate(ime, 0, &candidate));
    assert_string_equal(candidate.text, "重庆市人民政府");
    assert_string_equal(candidate.reading, "chong qing shi ren min zheng fu");
    assert_int_equal(candidate.used, (int)strlen(ime_digits(ime)));
    assert_string_equal(ime_reading(ime), candidate.reading);
    ime_close(ime);
}

static void test_ime__places_are_read_as_people_say_them(void **state)
{
    static const char *const places[][2] = {
        {"重庆", "chong qing"},
        {"长寿", "chang shou"},
        {"涪陵", "fu ling"},
        {"綦江", "qi jiang"},
        {"垫江", "dian jiang"},
        {"银行", "yin hang"},
        {"潼南", "tong nan"},
        {"北碚", "bei bei"},
        {"酉阳", "you yang"},
        {"三农", "san nong"},
        {"璧山", "bi shan"},
        {"丰都", "feng du"},
        {"开州", "kai zhou"},
        {"彭水", "peng shui"},
        {"行业", "hang ye"},
        {"合川", "he chuan"},
        {"人民建议", "ren min jian yi"},
        {"成渝地区双城经济圈", "cheng yu di qu shuang cheng jing ji quan"},
    };
    struct ime *ime = open_ime(&plain);
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int used = 0;
        type(ime, places[i][1]);
        int place = find(ime, places[i][0], &used);
        assert_in_range(place, 0, 9);
        assert_int_equal(used, (int)strlen(ime_digits(ime)));
        ime_reset(ime, false);
    }
    ime_close(ime);
}

static void test_ime__rest_of_the_digits_stays_after_a_pick(void **state)
{
    struct ime *ime = open_ime(&plain);
    (void)state;
    type(ime, "xi wang zeng kai");
    pick(ime, "希望");
    assert_string_equal(ime_digits(ime), "9364524");
    pick(ime, "增开");
    assert_string_equal(ime_digits(ime), "");
    assert_int_equal(ime_count(ime), 0); /* predictions are off */
    ime_close(ime);
}

static void test_ime__undo_takes_commits_back(void **state)
{
    struct ime *ime = open_ime(&tolerant);
    (void)state;
    assert_false(ime_undo(ime));
    type(ime, "xi wang zeng kai");
    pick(ime, "希望");
    pick(ime, "增开");
    assert_true(ime_undo(ime));
    assert_string_equal(ime_digits(ime), "9364524");
    assert_true(ime_undo(ime));
    assert_string_equal(ime_digits(ime), "9492649364524");
    assert_false(ime_undo(ime));
    ime_close(ime);
}

static void test_ime__back_and_full_composition(void **state)
{
    struct ime *ime = open_ime(&tolerant);
    struct ime_candidate candidate;
    (void)state;
    assert_false(ime_back(ime));
    assert_false(ime_key(ime, 1));
    assert_false(ime_key(ime, 10));
    for (int i = 0; i < IME_DIGITS_MAX; i++)
        assert_true(ime_key(ime, 2 + i % 8));
    assert_false(ime_key(ime, 2));
    assert_true(ime_candidate(ime, 0, &candidate)); /* whatever is typed can be read */
    assert_int_equal(candidate.used, IME_DIGITS_MAX);
    for (int i = 0; i < IME_DIGITS_MAX; i++)
        assert_true(ime_back(ime));
    assert_string_equal(ime_digits(ime), "");
    ime_close(ime);
}

static void test_ime__going_back_leaves_no_trace(void **state)
{
    struct ime_candidate once, again;
    struct ime *ime = open_ime(&tolerant), *other = open_ime(&tolerant);
    (void)state;
    type(ime, "zhong hua ren min");
    type(other, "zhong hua ren minxx");
    ime_back(other);
    ime_back(other);
    assert_int_equal(ime_count(ime), ime_count(other));
    for (size_t i = 0; i < ime_count(ime); i++) {
        assert_true(ime_candidate(ime, i, &once) && ime_candidate(other, i, &again));
        assert_string_equal(once.text, again.text);
    }
    ime_close(ime);
    ime_close(other);
}

/* Deeper in the list a text may come again, if it takes other digits. */
static void test_ime__no_text_stands_twice_in_a_list(void **state)
{
    static const char *const typed[] = {"9", "94", "9426", "9426494", "xi", "2222", "4826"};
    struct ime *ime = open_ime(&tolerant);
    (void)state;
    for (size_t t = 0; t < sizeof typed / sizeof *typed; t++) {
        for (const char *at = typed[t]; *at; at++)
            ime_key(ime, *at >= 'a' ? (int)dict_digit(*at) : *at - '0');
        size_t count = ime_count(ime);
        struct ime_candidate *all = calloc(count, sizeof *all);
        assert_non_null(all);
        for (size_t i = 0; i < count; i++) {
            assert_true(ime_candidate(ime, i, &all[i]));
            for (size_t j = 0; j < i; j++) {
                if (i < FIRST_PLACES || all[i].used == all[j].used)
                    assert_string_not_equal(all[i].text, all[j].text);
            }
        }
        free(all);
        ime_reset(ime, true);
    }
    ime_close(ime);
}

static void test_ime__completes_what_is_typed_in_part(void **state)
{
    struct ime *ime = open_ime(&plain);
    int used = 0;
    (void)state;
    type(ime, "jian y");
    assert_in_range(find(ime, "建议", &used), 0, 20);
    assert_int_equal(used, 5);

    ime_reset(ime, true);
    type(ime, "chong qing sh");
    assert_string_equal(ime_reading(ime), "chong qing sh");
    ime_reset(ime, true);
    type(ime, "x w"); /* first letters alone */
    assert_true(find(ime, "希望", &used) >= 0);
    assert_int_equal(used, 2);
    ime_reset(ime, true);
    type(ime, "j y"); /* no syllable: so it is an abbreviation */
    assert_in_range(find(ime, "建议", &used), 0, 9);
    assert_int_equal(used, 2);
    ime_reset(ime, true);
    type(ime, "d"); /* the commonest character, not the shortest syllable */
    assert_int_equal(find(ime, "的", &used), 0);
    ime_close(ime);
}

static void test_ime__tolerates_how_people_speak(void **state)
{
    static const char *const spoken[][2] = {{"重庆", "cong qin"}, {"农村", "long cun"},
                                            {"生活", "sen huo"},  {"政府", "zen fu"},
                                            {"知道", "zi dao"},   {"林业", "ling ye"}};
    struct ime *strict = open_ime(&plain), *kind = open_ime(&tolerant);
    (void)state;
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++) {
        int used = 0;
        type(strict, spoken[i][1]);
        type(kind, spoken[i][1]);
        assert_int_equal(find(strict, spoken[i][0], &used), -1);
        assert_in_range(find(kind, spoken[i][0], &used), 0, 60);
        ime_reset(strict, true);
        ime_reset(kind, true);
    }
    ime_close(strict);
    ime_close(kind);
}

static void test_ime__pin_fixes_the_first_syllable(void **state)
{
    struct ime_candidate candidate;
    struct ime *ime = open_ime(&tolerant);
    (void)state;
    type(ime, "xi wang");
    assert_false(ime_pin(ime, "ba"));
    assert_false(ime_pin(ime, "Xi"));
    assert_false(ime_pin(ime, ""));
    assert_true(ime_pin(ime, "yi"));
    size_t count = ime_count(ime);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        assert_true(ime_candidate(ime, i, &candidate));
        if (strncmp(candidate.reading, "yi", 2) != 0 ||
            (candidate.reading[2] && candidate.reading[2] != ' '))
            fail_msg("%s is read %s", candidate.text, candidate.reading);
    }
    ime_close(ime);
}

static void test_ime__tells_which_syllables_may_come_first(void **state)
{
    struct ime *ime = open_ime(&tolerant);
    (void)state;
    assert_null(ime_first_syllable(ime, 0));
    type(ime, "xian"); /* 9426 */
    assert_string_equal(ime_first_syllable(ime, 0), "xian");
    size_t longest = strlen(ime_first_syllable(ime, 0)), whole = 0, count = 0;
    for (const char *at; (at = ime_first_syllable(ime, count)); count++) {
        whole += strlen(at) <= 4;
        if (strlen(at) <= 4) /* the longest first; what has only begun comes last */
            assert_true(strlen(at) <= longest && whole == count + 1);
        longest = strlen(at);
        assert_true(ime_pin(ime, at));
    }
    assert_true(whole >= 4 && count > whole); /* xian, xia, xi, yi; xiang */
    ime_reset(ime, true);
    ime_letter(ime, 'x'); /* a letter leaves no choice where a digit would */
    ime_letter(ime, 'i');
    assert_string_equal(ime_first_syllable(ime, 0), "xi");
    for (size_t i = 0; i < 40 && ime_first_syllable(ime, i); i++)
        assert_int_equal(ime_first_syllable(ime, i)[0], 'x');
    ime_close(ime);
}

static void test_ime__predicts_on_an_empty_line_and_after_a_commit(void **state)
{
    struct ime *ime = open_ime(&tolerant);
    struct ime_candidate candidate;
    int used = -1;
    (void)state;
    assert_in_range(find(ime, "建议", &used), 0, 14);
    assert_int_equal(used, 0);
    ime_context(ime, "请转告人民");
    assert_in_range(find(ime, "政府", &used), 0, 9);
    assert_true(find(ime, "的", &used) >= 0);
    type(ime, "xi");
    assert_true(ime_candidate(ime, 0, &candidate));
    assert_int_equal(candidate.used, 2);
    ime_close(ime);
}

static void test_ime__learns_within_a_session_and_forgets(void **state)
{
    struct ime *ime = open_ime(&tolerant);
    int used = 0;
    (void)state;
    type(ime, "xi yang");
    int before = find(ime, "夕阳", &used);
    assert_true(before > 0);
    for (int i = 0; i < 8; i++) {
        pick(ime, "夕阳");
        type(ime, "xi yang");
    }
    int after = find(ime, "夕阳", &used);
    assert_true(after < before);
    ime_reset(ime, true);
    type(ime, "xi yang");
    assert_int_equal(find(ime, "夕阳", &used), before);
    ime_close(ime);
}

static void test_ime__learns_a_phrase_put_together(void **state)
{
    struct ime *ime = open_ime(&tolerant);
    int used = 0;
    (void)state;
    type(ime, "yu qi");
    assert_int_equal(find(ime, "渝綦", &used), -1);
    pick(ime, "渝");
    pick(ime, "綦");
    type(ime, "yu qi");
    assert_in_range(find(ime, "渝綦", &used), 0, 9);
    assert_int_equal(used, 4);
    ime_reset(ime, true);
    type(ime, "yu qi");
    assert_int_equal(find(ime, "渝綦", &used), -1);
    ime_close(ime);
}

static void count_reading(const char *reading, void *data)
{
    if (strcmp(reading, "xing") == 0 || strcmp(reading, "hang") == 0)
        ++*(int *)data;
}

static void test_ime__tells_the_readings_of_a_word(void **state)
{
    struct ime *ime = open_ime(&plain);
    int found = 0;
    (void)state;
    assert_true(ime_readings(ime, "行", count_reading, &found) >= 2);
    assert_int_equal(found, 2);
    assert_int_equal(ime_readings(ime, "不是一个词", count_reading, &found), 0);
    assert_int_equal(ime_readings(ime, "", count_reading, &found), 0);
    ime_close(ime);
}

static void test_ime__refuses_what_it_cannot_open(void **state)
{
    (void)state;
    assert_null(ime_open("/nowhere", &plain));
    ime_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ime__first_candidate_is_the_whole_clause),
        cmocka_unit_test(test_ime__places_are_read_as_people_say_them),
        cmocka_unit_test(test_ime__rest_of_the_digits_stays_after_a_pick),
        cmocka_unit_test(test_ime__undo_takes_commits_back),
        cmocka_unit_test(test_ime__back_and_full_composition),
        cmocka_unit_test(test_ime__going_back_leaves_no_trace),
        cmocka_unit_test(test_ime__no_text_stands_twice_in_a_list),
        cmocka_unit_test(test_ime__completes_what_is_typed_in_part),
        cmocka_unit_test(test_ime__tolerates_how_people_speak),
        cmocka_unit_test(test_ime__pin_fixes_the_first_syllable),
        cmocka_unit_test(test_ime__tells_which_syllables_may_come_first),
        cmocka_unit_test(test_ime__predicts_on_an_empty_line_and_after_a_commit),
        cmocka_unit_test(test_ime__learns_within_a_session_and_forgets),
        cmocka_unit_test(test_ime__learns_a_phrase_put_together),
        cmocka_unit_test(test_ime__tells_the_readings_of_a_word),
        cmocka_unit_test(test_ime__refuses_what_it_cannot_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
