#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "face/compose.h"

/* -- a person at the keys -- */

struct desk {
    struct ime *ime;
    struct compose compose;
    int64_t now_ms;
};

static int open_desk(void **state)
{
    const struct ime_options options = {.layout = IME_NINE, .fuzzy = true, .predict = true};
    struct desk *desk = calloc(1, sizeof *desk);
    desk->ime = ime_open(DATA_DIR, &options);
    desk->now_ms = 1000;
    *state = desk;
    return desk->ime ? 0 : -1;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    ime_close(desk->ime);
    free(desk);
    return 0;
}

static int clean_desk(void **state)
{
    struct desk *desk = *state;
    ime_reset(desk->ime, true);
    compose_init(&desk->compose, DRAFT_CHARS_HOME);
    compose_use(&desk->compose, desk->ime);
    return 0;
}

static enum compose_answer event(struct desk *desk, enum key key, enum key_phase phase, int hold_ms)
{
    const struct screen_event e = {.kind = SCREEN_KEY,
                                   .key = key,
                                   .phase = phase,
                                   .hold_ms = hold_ms,
                                   .mono_ms = desk->now_ms};
    return compose_key(&desk->compose, &e);
}

static enum compose_answer press(struct desk *desk, enum key key)
{
    enum compose_answer answer = event(desk, key, KEY_PRESS, 0);
    event(desk, key, KEY_RELEASE, 60);
    desk->now_ms += 100;
    return answer;
}

static void hold(struct desk *desk, enum key key, int ms)
{
    event(desk, key, KEY_PRESS, 0);
    for (int held = 500; held <= ms; held += 100)
        event(desk, key, KEY_REPEAT, held);
    event(desk, key, KEY_RELEASE, ms);
    desk->now_ms += ms;
}

static void type(struct desk *desk, const char *digits)
{
    for (; *digits; digits++)
        press(desk, (enum key)(KEY_0 + (*digits - '0')));
}

static const char *text(const struct desk *desk)
{
    return desk->compose.draft.text;
}

static void assert_shown(const struct desk *desk, size_t i, const char *word)
{
    assert_true(i < desk->compose.shown_count);
    assert_string_equal(desk->compose.shown[i].text, word);
}

/* -- what the keys do -- */

static void test_compose__ok_takes_the_first_while_digits_wait(void **state)
{
    struct desk *desk = *state;
    type(desk, "949264");
    assert_string_equal(compose_digits(&desk->compose), "949264");
    assert_int_equal(desk->compose.selected, 0);
    assert_int_equal(press(desk, KEY_OK), COMPOSE_TAKEN);
    assert_true(desk->compose.draft.len > 0);
}

static void test_compose__ok_finishes_when_nothing_waits(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(press(desk, KEY_OK), COMPOSE_TAKEN);
    assert_int_equal(desk->compose.notice, STR_COMPOSE_NOTICE_EMPTY);
    type(desk, "94");
    press(desk, KEY_1);
    assert_int_equal(compose_digits(&desk->compose)[0], '\0');
    assert_int_equal(desk->compose.selected, -1); /* predictions are there, none is chosen */
    assert_int_equal(press(desk, KEY_OK), COMPOSE_DONE);
}

static void test_compose__a_prediction_is_taken_only_when_walked_to(void **state)
{
    struct desk *desk = *state;
    type(desk, "94");
    press(desk, KEY_OK);
    size_t before = desk->compose.draft.len;
    assert_true(desk->compose.total > 0);
    press(desk, KEY_RIGHT);
    assert_int_equal(desk->compose.selected, 0);
    press(desk, KEY_BACK);
    assert_int_equal(desk->compose.selected, -1);
    assert_int_equal(desk->compose.draft.len, before);
    press(desk, KEY_RIGHT);
    press(desk, KEY_OK);
    assert_true(desk->compose.draft.len > before);
}

static void test_compose__pick_mode_chooses_by_number(void **state)
{
    struct desk *desk = *state;
    type(desk, "94");
    press(desk, KEY_0);
    assert_true(desk->compose.pick);
    assert_int_equal(desk->compose.shown_count, COMPOSE_PICK);
    char word[IME_TEXT_MAX];
    memcpy(word, desk->compose.shown[6].text, sizeof word);
    press(desk, KEY_7);
    assert_false(desk->compose.pick);
    assert_string_equal(text(desk), word);
}

static void test_compose__pick_mode_is_left_without_loss(void **state)
{
    struct desk *desk = *state;
    type(desk, "94");
    press(desk, KEY_0);
    press(desk, KEY_BACK);
    assert_false(desk->compose.pick);
    assert_string_equal(compose_digits(&desk->compose), "94");
    press(desk, KEY_0);
    press(desk, KEY_0);
    assert_false(desk->compose.pick);
    assert_int_equal(desk->compose.shown_count, COMPOSE_ROW);
}

static void test_compose__down_reaches_the_end_of_the_list(void **state)
{
    struct desk *desk = *state;
    type(desk, "94");
    size_t total = desk->compose.total;
    for (size_t i = 0; i < total; i++)
        press(desk, KEY_DOWN);
    assert_int_equal(desk->compose.first + desk->compose.shown_count, total);
    for (size_t i = 0; i < total; i++)
        press(desk, KEY_UP);
    assert_int_equal(desk->compose.first, 0);
}

static void test_compose__back_takes_back_digit_then_character_then_leaves(void **state)
{
    struct desk *desk = *state;
    type(desk, "94");
    press(desk, KEY_OK);
    type(desk, "92");
    press(desk, KEY_BACK);
    assert_string_equal(compose_digits(&desk->compose), "9");
    press(desk, KEY_BACK);
    assert_string_equal(compose_digits(&desk->compose), "");
    assert_int_equal(draft_count(&desk->compose.draft), 1);
    assert_int_equal(press(desk, KEY_BACK), COMPOSE_TAKEN);
    assert_int_equal(desk->compose.draft.len, 0);
    assert_int_equal(press(desk, KEY_BACK), COMPOSE_LEAVE);
}

static void test_compose__holding_back_clears_and_ok_restores(void **state)
{
    struct desk *desk = *state;
    draft_insert(&desk->compose.draft, "abc");
    hold(desk, KEY_BACK, 1200);
    assert_string_equal(text(desk), "");
    assert_int_equal(desk->compose.notice, STR_COMPOSE_NOTICE_CLEARED);
    press(desk, KEY_OK);
    assert_string_equal(text(desk), "ab"); /* the press itself had deleted one */
    assert_int_equal(press(desk, KEY_OK), COMPOSE_DONE);
}

static void test_compose__what_is_written_after_clearing_stays(void **state)
{
    struct desk *desk = *state;
    draft_insert(&desk->compose.draft, "abc");
    hold(desk, KEY_BACK, 1200);
    assert_true(desk->compose.shown_count > 0);
    compose_choose(&desk->compose, 0);
    assert_int_equal(press(desk, KEY_OK), COMPOSE_DONE);
    assert_null(strstr(text(desk), "ab"));
}

static void test_compose__holding_one_brings_punctuation(void **state)
{
    struct desk *desk = *state;
    type(desk, "94");
    press(desk, KEY_OK);
    size_t before = desk->compose.draft.len;
    hold(desk, KEY_1, 700);
    assert_int_equal(desk->compose.mode, COMPOSE_PUNCT);
    assert_int_equal(desk->compose.draft.len, before);
    assert_shown(desk, 0, "，");
    press(desk, KEY_RIGHT);
    press(desk, KEY_OK);
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    assert_non_null(strstr(text(desk), "。"));
}

static void test_compose__star_brings_punctuation_and_takes_it_away(void **state)
{
    struct desk *desk = *state;
    press(desk, KEY_STAR);
    assert_int_equal(desk->compose.mode, COMPOSE_PUNCT);
    press(desk, KEY_STAR);
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    press(desk, KEY_STAR);
    press(desk, KEY_9); /* typing on goes back to pinyin */
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    assert_string_equal(compose_digits(&desk->compose), "9");
}

static void test_compose__digits_are_written_as_they_are(void **state)
{
    struct desk *desk = *state;
    press(desk, KEY_RED);
    assert_int_equal(desk->compose.mode, COMPOSE_DIGITS);
    type(desk, "2019");
    assert_string_equal(text(desk), "2019");
    assert_int_equal(press(desk, KEY_OK), COMPOSE_DONE);
}

static void test_compose__a_letter_is_chosen_by_pressing_again(void **state)
{
    struct desk *desk = *state;
    press(desk, KEY_RED);
    press(desk, KEY_RED);
    assert_int_equal(desk->compose.mode, COMPOSE_LETTERS);
    type(desk, "22");
    assert_string_equal(compose_digits(&desk->compose), "2");
    assert_string_equal(compose_reading(&desk->compose), "b");
    press(desk, KEY_RIGHT);
    type(desk, "2"); /* the same key again: another letter */
    type(desk, "3"); /* another key takes it */
    compose_tick(&desk->compose, desk->now_ms);
    assert_string_equal(text(desk), "ba");
    compose_tick(&desk->compose, compose_due_ms(&desk->compose));
    assert_string_equal(text(desk), "bad");
    press(desk, KEY_STAR);
    type(desk, "4");
    press(desk, KEY_0);
    assert_string_equal(text(desk), "badG ");
}

static void test_compose__openers_are_inserted(void **state)
{
    struct desk *desk = *state;
    press(desk, KEY_GREEN);
    assert_int_equal(desk->compose.mode, COMPOSE_TEMPLATES);
    press(desk, KEY_RIGHT);
    press(desk, KEY_OK);
    assert_string_equal(text(desk), "建议");
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
}

static void test_compose__up_moves_the_caret_into_the_text(void **state)
{
    struct desk *desk = *state;
    draft_insert(&desk->compose.draft, "ac");
    press(desk, KEY_UP);
    assert_true(desk->compose.in_text);
    press(desk, KEY_LEFT);
    assert_int_equal(draft_place(&desk->compose.draft), 1);
    press(desk, KEY_DOWN);
    assert_false(desk->compose.in_text);
    press(desk, KEY_RED);
    type(desk, "7");
    assert_string_equal(text(desk), "a7c");
}

static void test_compose__the_limit_is_kept_and_said(void **state)
{
    struct desk *desk = *state;
    for (int i = 0; i < DRAFT_CHARS_HOME; i++)
        assert_true(draft_insert(&desk->compose.draft, "字"));
    type(desk, "94");
    press(desk, KEY_OK);
    assert_int_equal(draft_count(&desk->compose.draft), DRAFT_CHARS_HOME);
    assert_int_equal(desk->compose.notice, STR_COMPOSE_NOTICE_LIMIT);
    assert_string_equal(compose_digits(&desk->compose), "94"); /* nothing is lost */
}

static void test_compose__works_without_a_dictionary(void **state)
{
    struct desk *desk = *state;
    compose_init(&desk->compose, DRAFT_CHARS_HOME);
    compose_use(&desk->compose, NULL);
    type(desk, "12");
    press(desk, KEY_STAR);
    press(desk, KEY_OK);
    press(desk, KEY_RED);
    type(desk, "2");
    press(desk, KEY_OK);
    assert_string_equal(text(desk), "12，a");
    press(desk, KEY_RED);
    assert_int_equal(desk->compose.mode, COMPOSE_DIGITS);
    compose_use(&desk->compose, desk->ime);
}

static void test_compose__wiping_leaves_nothing(void **state)
{
    struct desk *desk = *state;
    static const char secret[] = "secret";
    draft_insert(&desk->compose.draft, secret);
    hold(desk, KEY_BACK, 1200);
    draft_insert(&desk->compose.draft, secret);
    type(desk, "94");
    compose_wipe(&desk->compose);
    const char *bytes = (const char *)&desk->compose;
    for (size_t i = 0; i + 5 <= sizeof desk->compose; i++)
        assert_int_not_equal(memcmp(bytes + i, "secre", 5), 0);
    assert_string_equal(compose_digits(&desk->compose), "");
}

/* -- what always holds -- */

static void check(const struct desk *desk)
{
    const struct compose *compose = &desk->compose;
    const struct draft *draft = &compose->draft;
    size_t window = compose->pick ? COMPOSE_PICK : COMPOSE_ROW;
    assert_true(utf8_is_valid(draft->text, draft->len));
    assert_int_equal(strlen(draft->text), draft->len);
    assert_true(draft_count(draft) <= draft->limit);
    assert_true(draft->caret <= draft->len);
    assert_true(utf8_is_valid(draft->text, draft->caret)); /* between two characters */
    assert_true(compose->first < compose->total || compose->total == 0);
    size_t rest = compose->total - compose->first;
    assert_int_equal(compose->shown_count, rest < window ? rest : window);
    assert_true(compose->selected >= -1 && compose->selected < (int)compose->shown_count);
    assert_false(compose->pick && compose->total == 0);
    assert_false(compose->in_text && compose_digits(compose)[0]);
    assert_true(compose->base <= COMPOSE_LETTERS && compose->base != COMPOSE_PUNCT &&
                compose->base != COMPOSE_TEMPLATES);
    assert_true((compose_due_ms(compose) != INT64_MAX) == (compose->tap_digit != 0));
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void random_key(struct desk *desk, uint32_t *seed)
{
    static const enum key often[] = {KEY_OK, KEY_BACK, KEY_RIGHT, KEY_DOWN, KEY_1, KEY_0};
    uint32_t dice = next(seed) % 100;
    enum key key = dice < 55   ? (enum key)(KEY_2 + next(seed) % 8)
                   : dice < 88 ? often[next(seed) % (sizeof often / sizeof often[0])]
                               : (enum key)(1 + next(seed) % (KEY_COUNT - 1));
    if (dice == 99)
        hold(desk, key, 400 + (int)(next(seed) % 1500));
    else
        press(desk, key);
    if (dice == 98)
        desk->now_ms += 2000;
    compose_tick(&desk->compose, desk->now_ms);
}

static void test_compose__any_hundred_thousand_keys_leave_it_in_order(void **state)
{
    struct desk *desk = *state;
    uint32_t seed = 20200901;
    size_t longest = 0;
    for (int i = 0; i < 100000; i++) {
        random_key(desk, &seed);
        check(desk);
        longest = draft_count(&desk->compose.draft) > longest ? draft_count(&desk->compose.draft)
                                                              : longest;
    }
    assert_true(longest > 10); /* it did write */
}

int main(void)
{
#define DESK_TEST(name) cmocka_unit_test_setup(name, clean_desk)
    const struct CMUnitTest tests[] = {
        DESK_TEST(test_compose__ok_takes_the_first_while_digits_wait),
        DESK_TEST(test_compose__ok_finishes_when_nothing_waits),
        DESK_TEST(test_compose__a_prediction_is_taken_only_when_walked_to),
        DESK_TEST(test_compose__pick_mode_chooses_by_number),
        DESK_TEST(test_compose__pick_mode_is_left_without_loss),
        DESK_TEST(test_compose__down_reaches_the_end_of_the_list),
        DESK_TEST(test_compose__back_takes_back_digit_then_character_then_leaves),
        DESK_TEST(test_compose__holding_back_clears_and_ok_restores),
        DESK_TEST(test_compose__what_is_written_after_clearing_stays),
        DESK_TEST(test_compose__holding_one_brings_punctuation),
        DESK_TEST(test_compose__star_brings_punctuation_and_takes_it_away),
        DESK_TEST(test_compose__digits_are_written_as_they_are),
        DESK_TEST(test_compose__a_letter_is_chosen_by_pressing_again),
        DESK_TEST(test_compose__openers_are_inserted),
        DESK_TEST(test_compose__up_moves_the_caret_into_the_text),
        DESK_TEST(test_compose__the_limit_is_kept_and_said),
        DESK_TEST(test_compose__works_without_a_dictionary),
        DESK_TEST(test_compose__wiping_leaves_nothing),
        DESK_TEST(test_compose__any_hundred_thousand_keys_leave_it_in_order),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
