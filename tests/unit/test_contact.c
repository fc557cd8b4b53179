/* A telephone number: which are possible, how it is typed, and that nobody but the office reads it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "face/scenes/contact_parts.h"
#include "stage.h"

static const char number[] = "19900000000";
static const char number_keys[] = "1 9 9 0 0 0 0 0 0 0 0";

static void go_to_review(struct stage *stage)
{
    stage_keys(stage, "OK OK");
    stage_write(stage, "希望增开早班公交。");
    stage_keys(stage, "OK");
    assert_string_equal(stage_scene(stage), "review");
}

/* In the first step. */
static void go_to_contact(struct stage *stage)
{
    go_to_review(stage);
    stage_keys(stage, "GREEN");
    assert_string_equal(stage_scene(stage), "contact");
}

/* The record that was sent; the caller gives it back. */
static json_t *sent(struct stage *stage)
{
    char record[RECORD_BYTES_MAX];
    json_t *letter = json_loadb((const char *)stage->letter, stage->put.put.letter_len, 0, NULL);
    const char *box = json_string_value(json_object_get(letter, "box"));
    assert_non_null(box);
    size_t len = seal_open(&stage->intake, box, strlen(box), record, sizeof record);
    assert_true(len > 0);
    assert_null(memmem(record, len, number, strlen(number)));
    json_t *json = json_loadb(record, len, 0, NULL);
    json_decref(letter);
    assert_non_null(json);
    return json;
}

static void assert_consents(struct stage *stage, bool call, bool publish)
{
    json_t *record = sent(stage);
    const json_t *consent = json_object_get(record, "consent");
    assert_int_equal(json_is_true(json_object_get(consent, "contact")), call);
    assert_int_equal(json_is_true(json_object_get(consent, "publish")), publish);
    assert_int_equal(json_object_get(record, "sealed_contact") != NULL, call);
    json_decref(record);
}

/* -- numbers -- */

static bool is_number(const char *digits)
{
    struct contact contact = {0};
    for (; *digits; digits++)
        assert_true(contact_put(&contact, *digits));
    return contact_is_number(&contact);
}

static void test_contact__knows_which_numbers_there_are(void **state)
{
    static const char *const good[] = {"13000000000", "19900000000", "02360000000",  "01060000000",
                                       "02100000000", "08530000000", "085300000000", "60000000"};
    static const char *const bad[] = {
        "",        "1",         "1990000000", "12000000000", "023600000", "023600000000",
        "6000000", "600000000", "085300000",  "199000000000"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(is_number(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(is_number(bad[i]));
}

static void test_contact__is_bounded_and_leaves_nothing(void **state)
{
    struct contact contact = {0};
    const struct contact empty = {0};
    (void)state;
    assert_false(contact_put(&contact, 'x'));
    for (int i = 0; i < CONTACT_DIGITS; i++)
        assert_true(contact_put(&contact, (char)('0' + i % 10)));
    assert_false(contact_put(&contact, '1'));
    assert_int_equal(contact_len(&contact), CONTACT_DIGITS);
    for (int i = 0; i < CONTACT_DIGITS; i++)
        assert_true(contact_delete(&contact));
    assert_false(contact_delete(&contact));
    assert_memory_equal(&contact, &empty, sizeof contact);
}

static void test_contact__parts_a_number_as_it_is_spoken(void **state)
{
    static const struct {
        const char *first;
        size_t gaps[2];
    } cases[] = {{"1", {3, 7}}, {"023", {3, 7}}, {"0853", {4, 8}}, {"6", {4, 8}}, {"", {3, 7}}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct contact contact = {0};
        snprintf(contact.phone, sizeof contact.phone, "%s", cases[i].first);
        for (size_t at = 0; at < CONTACT_DIGITS; at++)
            assert_int_equal(contact_gap_before(&contact, at),
                             at == cases[i].gaps[0] || at == cases[i].gaps[1]);
    }
}

/* -- who reads it -- */

static void test_contact__reaches_the_office_alone(void **state)
{
    struct stage *stage = *state;
    char contact[SEAL_CONTACT_MAX], id[SEAL_UUID_TEXT];
    go_to_contact(stage);
    stage_keys(stage, number_keys);
    stage_keys(stage, "OK OK DOWN OK DOWN OK");
    assert_string_equal(stage_scene(stage), "review");
    assert_true(stage_says(stage, str_text(STR_CONTACT_DOOR_GIVEN)));
    stage_keys(stage, "OK");
    assert_consents(stage, true, true);
    json_t *record = sent(stage);
    const char *box = json_string_value(json_object_get(record, "sealed_contact"));
    size_t len = seal_contact_open(&stage->office, box, strlen(box), contact);
    json_t *opened = json_loadb(contact, len, 0, NULL);
    seal_uuid_print(stage->put.put.id, id);
    assert_string_equal(json_string_value(json_object_get(opened, "phone")), number);
    assert_string_equal(json_string_value(json_object_get(opened, "id")), id);
    assert_int_equal(json_object_size(opened), 2);
    json_decref(opened);
    json_decref(record);
}

static void test_contact__stays_here_without_consent(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, number_keys);
    stage_keys(stage, "OK");
    assert_true(stage_says(stage, str_text(STR_CONTACT_WILL_NOT)));
    stage_keys(stage, "DOWN DOWN OK");
    assert_true(stage_says(stage, str_text(STR_CONTACT_DOOR_HELD)));
    stage_keys(stage, "OK");
    assert_consents(stage, false, false);
}

static void test_contact__consents_are_two(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, "DOWN DOWN DOWN RIGHT RIGHT OK"); /* no number, on */
    assert_true(stage_describes(stage, "focus", "publish"));
    stage_keys(stage, "UP OK"); /* nobody can be called */
    assert_false(stage->app->contact.may_call);
    stage_keys(stage, "DOWN OK DOWN OK OK");
    assert_consents(stage, false, true);
}

static void test_contact__has_no_door_without_the_offices_key(void **state)
{
    struct stage *stage = *state;
    stage->app->intake.office_known = false;
    go_to_review(stage);
    assert_false(stage_says(stage, str_text(STR_CONTACT_DOOR)));
    stage_keys(stage, "RIGHT RIGHT RIGHT");
    assert_true(stage_describes(stage, "focus", "change"));
    stage_keys(stage, "GREEN");
    assert_string_equal(stage_scene(stage), "review");
}

static void test_contact__is_dropped_when_the_key_goes(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, number_keys);
    stage->app->intake.office_known = false;
    stage_wait(stage, 1);
    stage_keys(stage, "BLUE");
    assert_string_equal(stage_scene(stage), "review");
    assert_null(memmem(stage->app, sizeof *stage->app, number, strlen(number)));
}

/* One of them stands on the key. */
static size_t zeros_shown(const struct stage *stage)
{
    size_t shown = 0;
    for (size_t i = 0; i < canvas_texts(stage->app->canvas); i++)
        shown += strcmp(canvas_text(stage->app->canvas, i), "0") == 0;
    return shown;
}

static void test_contact__is_never_described(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    for (size_t i = 0; number[i]; i++) {
        const char key[2] = {number[i], '\0'};
        stage_keys(stage, key);
        assert_null(strstr(stage->described, number));
    }
    assert_int_equal(zeros_shown(stage), 1 + CONTACT_SEEN);
    stage_keys(stage, "BLUE");
    assert_int_equal(zeros_shown(stage), 1);
}

static void test_contact__is_wiped_after_sending(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, number_keys);
    stage_keys(stage, "OK OK DOWN DOWN OK OK");
    assert_non_null(memmem(stage->app, sizeof *stage->app, number, strlen(number)));
    stage_saved(stage, POST_SAVE_OK);
    assert_string_equal(stage_scene(stage), "receipt");
    assert_null(memmem(stage->app, sizeof *stage->app, number, strlen(number)));
    assert_false(stage->app->contact.may_call);
}

static void test_contact__is_wiped_when_nobody_is_there(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, number_keys);
    stage_wait(stage, 76000);
    assert_string_equal(stage_scene(stage), "poster");
    assert_null(memmem(stage->app, sizeof *stage->app, number, strlen(number)));
    go_to_contact(stage);
    assert_int_equal(contact_len(&stage->app->contact), 0);
}

/* Who deletes the text and steps back to the posters has given up: nobody else sends the number. */
static void test_contact__goes_with_whom_gave_up(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, number_keys);
    stage_keys(stage, "OK OK DOWN DOWN OK BACK");
    assert_true(contact_is_given(&stage->app->contact));
    stage_hold(stage, KEY_BACK, 3000);
    stage_keys(stage, "BACK BACK");
    assert_string_equal(stage_scene(stage), "poster");
    assert_int_equal(contact_len(&stage->app->contact), 0);
    assert_false(stage->app->contact.may_call);
}

static void test_contact__another_number_is_another_letter(void **state)
{
    struct stage *stage = *state;
    uint8_t id[POST_ID_BYTES];
    go_to_review(stage);
    stage_keys(stage, "OK");
    memcpy(id, stage->put.put.id, sizeof id);
    stage_saved(stage, POST_SAVE_FULL);
    stage_keys(stage, "GREEN"); /* what is tried again is not changed by the side */
    assert_string_equal(stage_scene(stage), "review");
    stage_keys(stage, "BACK OK GREEN");
    stage_keys(stage, number_keys);
    stage_keys(stage, "OK OK DOWN DOWN OK OK");
    assert_memory_not_equal(stage->put.put.id, id, sizeof id);
    assert_consents(stage, true, false);
}

/* -- typing -- */

static void test_contact__back_loses_nothing(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, number_keys);
    stage_keys(stage, "OK OK BACK");
    assert_true(stage_describes(stage, "focus", "next"));
    stage_keys(stage, "BACK BACK");
    assert_string_equal(stage_scene(stage), "compose");
    assert_true(stage_describes(stage, "typed", "希望增开早班公交。"));
    stage_keys(stage, "OK GREEN");
    assert_string_equal(stage->app->contact.phone, number);
    assert_true(contact_is_given(&stage->app->contact));
}

static void test_contact__asks_once_more_about_an_unlikely_number(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, "1 9 9 OK");
    assert_true(stage_says(stage, str_text(STR_CONTACT_UNLIKELY)));
    assert_true(stage_describes(stage, "focus", "next"));
    stage_keys(stage, "DEL");
    assert_false(stage_says(stage, str_text(STR_CONTACT_UNLIKELY)));
    stage_keys(stage, "STAR STAR STAR HASH"); /* empty is fine */
    assert_true(stage_describes(stage, "focus", "publish"));
}

static void test_contact__arrows_alone_suffice(void **state)
{
    struct stage *stage = *state;
    go_to_review(stage);
    stage_keys(stage, "RIGHT RIGHT OK OK");           /* 1 */
    stage_keys(stage, "RIGHT RIGHT DOWN DOWN OK OK"); /* 99 */
    stage_keys(stage, "DOWN LEFT OK OK OK OK OK OK OK OK LEFT OK RIGHT OK RIGHT OK");
    assert_string_equal(stage->app->contact.phone, number);
    assert_true(stage_describes(stage, "focus", "call"));
    stage_keys(stage, "OK DOWN DOWN RIGHT OK"); /* on second thoughts */
    assert_int_equal(contact_len(&stage->app->contact), 0);
    assert_true(stage_says(stage, str_text(STR_CONTACT_DOOR)));
}

static void test_contact__twelve_keys_type_and_then_move(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    stage_keys(stage, "2 STAR");
    stage_keys(stage, number_keys);
    stage_keys(stage, "HASH");
    assert_true(stage_describes(stage, "focus", "call"));
    stage_keys(stage, "HASH 8 8 HASH");
    assert_string_equal(stage_scene(stage), "review");
    assert_string_equal(stage->app->contact.phone, number);
    assert_true(stage->app->contact.may_call);
}

static void tap_middle(struct stage *stage, struct rect r)
{
    assert_true(r.w > 0 && r.h > 0 && r.y >= 1920 * PAGE_REACH_PERCENT / 100);
    stage_tap(stage, r.x + r.w / 2, r.y + r.h / 2);
}

static void test_contact__can_be_touched(void **state)
{
    struct stage *stage = *state;
    go_to_contact(stage);
    for (size_t i = 0; number[i]; i++) {
        size_t cell = number[i] == '0' ? CONTACT_ZERO : (size_t)(number[i] - '1');
        tap_middle(stage, contact_places(stage->app).keys[cell]);
    }
    tap_middle(stage, contact_places(stage->app).keys[CONTACT_NEXT]);
    tap_middle(stage, contact_places(stage->app).lines[CONTACT_CALL]);
    tap_middle(stage, contact_places(stage->app).lines[CONTACT_DONE]);
    assert_string_equal(stage->app->contact.phone, number);
    assert_true(stage->app->contact.may_call);
    stage_keys(stage, "GREEN");
    tap_middle(stage, contact_places(stage->app).leave);
    assert_string_equal(stage_scene(stage), "review");
    assert_int_equal(contact_len(&stage->app->contact), 0);
}

#define AT(where, test) cmocka_unit_test_setup_teardown(test, stage_set_up_##where, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contact__knows_which_numbers_there_are),
        cmocka_unit_test(test_contact__is_bounded_and_leaves_nothing),
        cmocka_unit_test(test_contact__parts_a_number_as_it_is_spoken),
        AT(home, test_contact__reaches_the_office_alone),
        AT(home, test_contact__stays_here_without_consent),
        AT(home, test_contact__consents_are_two),
        AT(home, test_contact__has_no_door_without_the_offices_key),
        AT(home, test_contact__is_dropped_when_the_key_goes),
        AT(home, test_contact__is_never_described),
        AT(kiosk, test_contact__is_wiped_after_sending),
        AT(kiosk, test_contact__is_wiped_when_nobody_is_there),
        AT(kiosk, test_contact__goes_with_whom_gave_up),
        AT(home, test_contact__another_number_is_another_letter),
        AT(home, test_contact__back_loses_nothing),
        AT(home, test_contact__asks_once_more_about_an_unlikely_number),
        AT(home, test_contact__arrows_alone_suffice),
        AT(kiosk, test_contact__twelve_keys_type_and_then_move),
        AT(kiosk, test_contact__can_be_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
