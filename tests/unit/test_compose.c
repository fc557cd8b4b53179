#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign/sentences.h"
#include "core/utf8.h"
#include "face/compose.h"
#include "face/counties.h"

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
    assert_string_equal(text(desk), "abc"); /* with what the press itself had deleted */
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

/* -- three choices -- */

static void stand_in(struct desk *desk, const struct manifest *manifest, const char *county,
                     const char *theme)
{
    desk->compose.source = (struct sentence_source){manifest, county, theme};
}

static void test_compose__three_digits_begin_a_sentence(void **state)
{
    struct desk *desk = *state;
    stand_in(desk, NULL, "500112", "other");
    press(desk, KEY_GREEN);
    assert_int_equal(desk->compose.mode, COMPOSE_TEMPLATES);
    assert_shown(desk, 0, "渝北区"); /* the device's own */
    press(desk, KEY_1);
    assert_shown(desk, 0, "公交");
    press(desk, KEY_1);
    assert_shown(desk, 0, "希望…增开公交");
    press(desk, KEY_1);
    assert_string_equal(text(desk), "希望渝北区增开公交");
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    assert_true(desk->compose.total > 0); /* what may come next */
    assert_int_equal(press(desk, KEY_OK), COMPOSE_DONE);
}

static void test_compose__each_step_can_be_skipped(void **state)
{
    struct desk *desk = *state;
    stand_in(desk, NULL, "500112", "other");
    press(desk, KEY_GREEN);
    press(desk, KEY_9);
    press(desk, KEY_1);
    assert_shown(desk, 0, "希望增开公交"); /* nothing is left of a place */
    press(desk, KEY_1);
    assert_string_equal(text(desk), "希望增开公交");
    hold(desk, KEY_BACK, 1200);
    press(desk, KEY_GREEN);
    press(desk, KEY_1);
    press(desk, KEY_0); /* the same as 9 */
    press(desk, KEY_9);
    assert_string_equal(text(desk), "渝北区");
    hold(desk, KEY_BACK, 1200);
    press(desk, KEY_GREEN);
    type(desk, "999");
    assert_string_equal(text(desk), "");
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
}

/* What a word before a bracket belongs to is not left out with it: 每周到坐诊 would be no Chinese.
 * At the end of a request the person writes on behind it. */
static bool leaves_a_word_behind(const char *request)
{
    static const char *const words[] = {"到", "在", "和", "帮", "把", "给"};
    for (const char *at = strstr(request, "[{place}]"); at; at = strstr(at + 1, "[{place}]")) {
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            size_t len = strlen(words[i]);
            bool before = at - request >= (ptrdiff_t)len && memcmp(at - len, words[i], len) == 0;
            if (before && at[sizeof "[{place}]" - 1])
                return true;
        }
    }
    return strstr(request, "[的") || strstr(request, "[{topic}]的");
}

static void test_compose__sentences_read_well_without_place_and_topic(void **state)
{
#define PLACE(name)
#define REQUEST(text)           text,
#define TOPIC(theme, name, ...) __VA_ARGS__,
    static const char *const requests[] = {
#include "sentences/sentences.def"
    };
#undef PLACE
#undef REQUEST
#undef TOPIC
    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        assert_null(sentence_fault(requests[i]));
        if (leaves_a_word_behind(requests[i]))
            fail_msg("%s", requests[i]);
    }
}

/* As many places as a campaign can have, and still every county but the device's own behind. */
static void test_compose__offers_every_place_once(void **state)
{
    static struct manifest m = {.places = MANIFEST_PLACES_MAX};
    const struct sentence_source source = {&m, "500112", "other"};
    const struct sentence sentence = {.step = SENTENCE_PLACE};
    char label[SENTENCE_TEXT_MAX];
    size_t towns = 0, counties = 0, cells = sentence_cells(&source, &sentence);
    (void)state;
    for (size_t i = 0; i < m.places; i++)
        memcpy(m.place[i].name, "town", sizeof "town");
    for (size_t i = 0; i < cells; i++) {
        assert_int_not_equal(sentence_cell(&source, &sentence, i, label), SENTENCE_NONE);
        towns += strcmp(label, "town") == 0;
        for (int region = 0; region < REGION_COUNT; region++) {
            for (size_t k = 0; k < counties_count((enum county_region)region); k++)
                counties += strcmp(label, counties_at((enum county_region)region, k)->name) == 0;
        }
    }
    assert_int_equal(sentence_cell(&source, &sentence, cells, label), SENTENCE_NONE);
    assert_int_equal(towns, MANIFEST_PLACES_MAX);
    assert_int_equal(counties, 38);
}

static void test_compose__back_is_one_step_back_in_a_sentence(void **state)
{
    struct desk *desk = *state;
    stand_in(desk, NULL, "500112", "other");
    press(desk, KEY_GREEN);
    type(desk, "12");
    assert_int_equal(desk->compose.sentence.step, SENTENCE_REQUEST);
    press(desk, KEY_BACK);
    assert_string_equal(desk->compose.sentence.topic, "");
    assert_string_equal(desk->compose.sentence.place, "渝北区");
    press(desk, KEY_STAR); /* the same on a remote of twelve keys */
    assert_int_equal(desk->compose.sentence.step, SENTENCE_PLACE);
    press(desk, KEY_BACK);
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    press(desk, KEY_GREEN);
    type(desk, "12");
    press(desk, KEY_GREEN);
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    press(desk, KEY_GREEN);
    assert_string_equal(desk->compose.sentence.place, ""); /* begins anew */
}

static void test_compose__arrows_reach_every_choice(void **state)
{
    struct desk *desk = *state;
    bool seen[COMPOSE_PICK] = {false};
    stand_in(desk, NULL, "500112", "other");
    press(desk, KEY_GREEN);
    for (size_t i = 0; i < COMPOSE_PICK; i++) {
        seen[compose_cell_of(&desk->compose, (size_t)desk->compose.selected)] = true;
        press(desk, KEY_RIGHT);
    }
    for (size_t i = 0; i < COMPOSE_PICK; i++)
        assert_true(seen[i]);
    assert_int_equal(desk->compose.first, COMPOSE_PICK); /* over the edge: the next page */
    assert_int_equal(desk->compose.selected, 0);
    press(desk, KEY_UP);
    assert_int_equal(desk->compose.first, 0);
    assert_true(compose_is_aside(&desk->compose, (size_t)desk->compose.selected)); /* skip */
    press(desk, KEY_UP);
    assert_int_equal(desk->compose.selected, 5);
    press(desk, KEY_LEFT);
    press(desk, KEY_OK);
    assert_int_equal(desk->compose.sentence.step, SENTENCE_TOPIC);
}

static void test_compose__choices_turn_and_keep_their_places(void **state)
{
    struct desk *desk = *state;
    size_t pages = 0;
    stand_in(desk, NULL, "500112", "other");
    press(desk, KEY_GREEN);
    size_t all = desk->compose.total;
    do {
        assert_true(compose_is_aside(&desk->compose,
                                     (size_t)compose_at_cell(&desk->compose, COMPOSE_PICK - 2)));
        assert_true(compose_is_aside(&desk->compose,
                                     (size_t)compose_at_cell(&desk->compose, COMPOSE_PICK - 1)));
        press(desk, KEY_8);
        pages++;
    } while (desk->compose.first > 0);
    assert_int_equal(pages, (all + COMPOSE_PICK - 1) / COMPOSE_PICK);
}

static void test_compose__a_sentence_that_finds_no_room_stays(void **state)
{
    struct desk *desk = *state;
    stand_in(desk, NULL, "500112", "other");
    for (int i = 0; i < DRAFT_CHARS_HOME - 2; i++)
        assert_true(draft_insert(&desk->compose.draft, "字"));
    press(desk, KEY_GREEN);
    type(desk, "111");
    assert_int_equal(draft_count(&desk->compose.draft), DRAFT_CHARS_HOME - 2);
    assert_int_equal(desk->compose.notice, STR_COMPOSE_NOTICE_LIMIT);
    assert_int_equal(desk->compose.sentence.step, SENTENCE_REQUEST);
}

/* -- strokes -- */

static void test_compose__strokes_are_a_way_of_typing(void **state)
{
    struct desk *desk = *state;
    press(desk, KEY_RED);
    assert_int_equal(desk->compose.mode, COMPOSE_STROKES);
    type(desk, "34132");
    assert_string_equal(compose_digits(&desk->compose), "34132");
    assert_string_equal(compose_reading(&desk->compose), "丿丶一丿丨");
    type(desk, "6789"); /* 6 is any, the others none */
    assert_string_equal(compose_digits(&desk->compose), "341326");
    assert_shown(desk, 0, "希望");
    press(desk, KEY_OK);
    assert_string_equal(text(desk), "希望");
    type(desk, "1"); /* a stroke, not the first prediction */
    assert_string_equal(compose_digits(&desk->compose), "1");
    press(desk, KEY_BACK);
    press(desk, KEY_STAR); /* but in a list it is */
    press(desk, KEY_1);
    assert_string_equal(text(desk), "希望，");
    assert_int_equal(desk->compose.mode, COMPOSE_STROKES);
    for (int i = 0; i < 3; i++)
        press(desk, KEY_RED);
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    type(desk, "94");
    assert_string_equal(compose_digits(&desk->compose), "94");
}

/* stroke.dict may be left out: then RED does not stop at strokes. */
static void test_compose__strokes_are_left_out_without_data(void **state)
{
    const struct ime_options options = {.layout = IME_NINE};
    struct desk *desk = *state;
    char dir[] = "/tmp/compose-XXXXXX", base[64];
    assert_non_null(mkdtemp(dir));
    snprintf(base, sizeof base, "%s/base.dict", dir);
    assert_int_equal(symlink(DATA_DIR "/base.dict", base), 0);
    struct ime *plain = ime_open(dir, &options);
    assert_non_null(plain);
    compose_init(&desk->compose, DRAFT_CHARS_HOME);
    compose_use(&desk->compose, plain);
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    press(desk, KEY_RED);
    assert_int_equal(desk->compose.mode, COMPOSE_DIGITS);
    compose_use(&desk->compose, desk->ime);
    ime_close(plain);
    unlink(base);
    rmdir(dir);
}

static void test_compose__wiping_ends_strokes(void **state)
{
    struct desk *desk = *state;
    press(desk, KEY_RED);
    type(desk, "341");
    compose_wipe(&desk->compose);
    type(desk, "94");
    assert_string_equal(compose_digits(&desk->compose), "94");
    assert_true(desk->compose.total > 0);
}

/* -- which syllable -- */

static void test_compose__left_of_the_first_asks_how_it_is_read(void **state)
{
    struct desk *desk = *state;
    type(desk, "9426");
    press(desk, KEY_LEFT);
    assert_int_equal(desk->compose.mode, COMPOSE_SYLLABLES);
    assert_shown(desk, 0, "xian");
    press(desk, KEY_0);
    size_t at = 0;
    while (at < desk->compose.shown_count && strcmp(desk->compose.shown[at].text, "xi") != 0)
        at++;
    assert_true(at < desk->compose.shown_count);
    press(desk, (enum key)(KEY_1 + at));
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    assert_string_equal(compose_digits(&desk->compose), "9426");
    assert_memory_equal(compose_reading(&desk->compose), "xi ", 3);
    press(desk, KEY_LEFT);
    press(desk, KEY_BACK); /* nothing is changed */
    assert_memory_equal(compose_reading(&desk->compose), "xi ", 3);
    press(desk, KEY_LEFT);
    press(desk, KEY_9); /* typing on leaves the list, and what is typed stays */
    assert_string_equal(compose_digits(&desk->compose), "94269");
}

/* -- the caret -- */

static void test_compose__left_and_right_move_in_the_text(void **state)
{
    struct desk *desk = *state;
    draft_insert(&desk->compose.draft, "ac");
    press(desk, KEY_LEFT); /* nothing is pending, nothing chosen */
    assert_true(desk->compose.in_text);
    assert_int_equal(draft_place(&desk->compose.draft), 1);
    press(desk, KEY_BACK);
    assert_string_equal(text(desk), "c");
    press(desk, KEY_RIGHT);
    assert_true(desk->compose.in_text);
    press(desk, KEY_RIGHT); /* behind the end */
    assert_false(desk->compose.in_text);
    press(desk, KEY_RIGHT);
    assert_int_equal(desk->compose.selected, 0); /* a prediction */
}

/* -- twelve keys -- */

static void test_compose__twelve_keys_do_everything(void **state)
{
    struct desk *desk = *state;
    draft_insert(&desk->compose.draft, "abcdefgh");
    hold(desk, KEY_STAR, 700); /* deletes one each time */
    assert_string_equal(text(desk), "abcde");
    assert_int_equal(desk->compose.mode, COMPOSE_PINYIN);
    hold(desk, KEY_HASH, 1200);
    assert_int_equal(desk->compose.mode, COMPOSE_STROKES);
    hold(desk, KEY_0, 1200);
    assert_int_equal(desk->compose.mode, COMPOSE_TEMPLATES);
    press(desk, KEY_STAR);
    assert_int_equal(desk->compose.mode, COMPOSE_STROKES);
    hold(desk, KEY_STAR, 3000);
    assert_string_equal(text(desk), "");
    const struct screen_event begun = {.kind = SCREEN_KEY, .key = KEY_STAR, .phase = KEY_PRESS};
    struct screen_event held = begun;
    held.phase = KEY_REPEAT;
    held.hold_ms = 500;
    compose_key(&desk->compose, &begun);
    assert_int_equal(compose_key(&desk->compose, &held), COMPOSE_LEAVE);
}

/* -- a keyboard -- */

static void keys(struct desk *desk, const char *chars)
{
    for (; *chars; chars++)
        press(desk, key_from_char(*chars));
}

static void test_compose__letters_are_pinyin(void **state)
{
    struct desk *desk = *state;
    keys(desk, "xiwang");
    assert_string_equal(compose_reading(&desk->compose), "xi wang");
    assert_shown(desk, 0, "希望");
    keys(desk, " ");
    assert_string_equal(text(desk), "希望");
    keys(desk, "xi");
    char third[IME_TEXT_MAX];
    memcpy(third, desk->compose.shown[2].text, sizeof third);
    keys(desk, "3"); /* a digit picks */
    assert_memory_equal(text(desk) + strlen("希望"), third, strlen(third));
    assert_string_equal(compose_digits(&desk->compose), "");
    keys(desk, "2020"); /* and writes itself where there is nothing to pick */
    assert_non_null(strstr(text(desk), "2020"));
    press(desk, KEY_RED);
    for (int i = 0; i < 3; i++)
        press(desk, KEY_RED);
    keys(desk, "94"); /* the keypad again */
    assert_string_equal(compose_digits(&desk->compose), "94");
}

static void test_compose__signs_become_chinese_and_end_a_word(void **state)
{
    struct desk *desk = *state;
    keys(desk, "xiwang,");
    assert_string_equal(text(desk), "希望，");
    keys(desk, "\"xiwang\"(8:30)3.5,A.");
    assert_string_equal(text(desk), "希望，“希望”（8:30）3.5,A。");
}

static void test_compose__an_apostrophe_ends_a_syllable(void **state)
{
    struct desk *desk = *state;
    keys(desk, "xi'an");
    assert_string_equal(compose_reading(&desk->compose), "xi an");
    keys(desk, "=-="); /* turns the page */
    assert_int_equal(desk->compose.first, COMPOSE_ROW);
    press(desk, KEY_ESCAPE);
    assert_string_equal(compose_digits(&desk->compose), "");
    assert_string_equal(text(desk), "");
    assert_int_equal(press(desk, KEY_ESCAPE), COMPOSE_LEAVE);
}

static void test_compose__a_text_is_edited_as_people_know_it(void **state)
{
    struct desk *desk = *state;
    draft_insert(&desk->compose.draft, "abc");
    press(desk, KEY_START);
    press(desk, KEY_ERASE);
    assert_string_equal(text(desk), "bc");
    press(desk, KEY_END);
    hold(desk, KEY_DEL, 900); /* deletes, and never leaves */
    assert_string_equal(text(desk), "");
    assert_int_equal(press(desk, KEY_DEL), COMPOSE_TAKEN);
}

static void test_compose__letters_write_themselves_among_letters(void **state)
{
    struct desk *desk = *state;
    for (int i = 0; i < 3; i++)
        press(desk, KEY_RED);
    type(desk, "2");
    keys(desk, "Wi-Fi, ok");
    assert_string_equal(text(desk), "aWi-Fi, ok");
}

static void test_compose__a_keyboard_has_strokes_too(void **state)
{
    struct desk *desk = *state;
    press(desk, KEY_RED);
    keys(desk, "pnhx"); /* x is none */
    assert_string_equal(compose_digits(&desk->compose), "341");
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
    size_t window = compose_has_choices(compose) ? COMPOSE_PICK : COMPOSE_ROW;
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
    assert_true(compose->base == COMPOSE_PINYIN || compose->base == COMPOSE_STROKES ||
                compose->base == COMPOSE_DIGITS || compose->base == COMPOSE_LETTERS);
    assert_true(compose->mode == COMPOSE_SYLLABLES ? compose->base == COMPOSE_PINYIN : true);
    for (size_t i = 0; i < compose->shown_count && compose_has_choices(compose); i++)
        assert_int_equal(compose_at_cell(compose, compose_cell_of(compose, i)), i);
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
    stand_in(desk, NULL, "500112", "sannong");
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
        DESK_TEST(test_compose__three_digits_begin_a_sentence),
        DESK_TEST(test_compose__each_step_can_be_skipped),
        DESK_TEST(test_compose__sentences_read_well_without_place_and_topic),
        DESK_TEST(test_compose__offers_every_place_once),
        DESK_TEST(test_compose__back_is_one_step_back_in_a_sentence),
        DESK_TEST(test_compose__arrows_reach_every_choice),
        DESK_TEST(test_compose__choices_turn_and_keep_their_places),
        DESK_TEST(test_compose__a_sentence_that_finds_no_room_stays),
        DESK_TEST(test_compose__strokes_are_a_way_of_typing),
        DESK_TEST(test_compose__strokes_are_left_out_without_data),
        DESK_TEST(test_compose__wiping_ends_strokes),
        DESK_TEST(test_compose__left_of_the_first_asks_how_it_is_read),
        DESK_TEST(test_compose__left_and_right_move_in_the_text),
        DESK_TEST(test_compose__twelve_keys_do_everything),
        DESK_TEST(test_compose__letters_are_pinyin),
        DESK_TEST(test_compose__signs_become_chinese_and_end_a_word),
        DESK_TEST(test_compose__an_apostrophe_ends_a_syllable),
        DESK_TEST(test_compose__a_text_is_edited_as_people_know_it),
        DESK_TEST(test_compose__letters_write_themselves_among_letters),
        DESK_TEST(test_compose__a_keyboard_has_strokes_too),
        DESK_TEST(test_compose__up_moves_the_caret_into_the_text),
        DESK_TEST(test_compose__the_limit_is_kept_and_said),
        DESK_TEST(test_compose__works_without_a_dictionary),
        DESK_TEST(test_compose__wiping_leaves_nothing),
        DESK_TEST(test_compose__any_hundred_thousand_keys_leave_it_in_order),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
