/* Keys of remotes and keyboards: the table, files that add to it, repeats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "board/common/evdev.h"
#include "board/common/hold.h"
#include "board/common/keymap.h"

static enum key key_of(const struct keymap *keymap, enum keymap_way way, const char *name)
{
    int code = evdev_code(name);
    assert_in_range(code, 1, KEYMAP_CODES - 1);
    return keymap_key(keymap, way, code);
}

/* The codes that SDL drops, and that remotes send. */
static void test_keymap__knows_what_remotes_send(void **state)
{
    struct keymap keymap;
    char name[32];
    (void)state;
    keymap_init(&keymap);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_OK"), KEY_OK);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_SELECT"), KEY_OK);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_ENTER"), KEY_OK);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_EXIT"), KEY_EXIT);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_BACK"), KEY_BACK);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_YELLOW"), KEY_YELLOW);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_NUMERIC_STAR"), KEY_STAR);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_NUMERIC_POUND"), KEY_HASH);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_CHANNELUP"), KEY_CH_UP);
    for (int digit = 0; digit <= 9; digit++) {
        snprintf(name, sizeof name, "KEY_NUMERIC_%d", digit);
        assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, name), KEY_0 + digit);
        snprintf(name, sizeof name, "KEY_%d", digit);
        assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, name), KEY_0 + digit);
    }
    assert_int_equal(keymap_key(&keymap, KEYMAP_PLAIN, -1), KEY_NONE);
    assert_int_equal(keymap_key(&keymap, KEYMAP_PLAIN, KEYMAP_CODES), KEY_NONE);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_SYSRQ"), KEY_NONE);
}

static void test_keymap__gives_every_key_that_there_is(void **state)
{
    bool found[KEY_COUNT] = {0};
    struct keymap keymap;
    (void)state;
    keymap_init(&keymap);
    for (int way = 0; way < KEYMAP_WAYS; way++) {
        for (int code = 0; code < KEYMAP_CODES; code++)
            found[keymap_key(&keymap, (enum keymap_way)way, code)] = true;
    }
    for (int key = KEY_OK; key < KEY_COUNT; key++)
        assert_true(found[key]);
}

static void test_keymap__what_is_held_with_it_matters(void **state)
{
    struct keymap keymap;
    (void)state;
    keymap_init(&keymap);
    assert_int_equal(key_of(&keymap, KEYMAP_SHIFT, "KEY_8"), KEY_STAR);
    assert_int_equal(key_of(&keymap, KEYMAP_SHIFT, "KEY_3"), KEY_HASH);
    assert_int_equal(key_of(&keymap, KEYMAP_SHIFT, "KEY_UP"), KEY_UP);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_Q"), key_from_char('q'));
    assert_int_equal(key_of(&keymap, KEYMAP_SHIFT, "KEY_Q"), key_from_char('Q'));
    assert_int_equal(key_of(&keymap, KEYMAP_SHIFT, "KEY_SLASH"), key_from_char('?'));
    assert_int_equal(key_of(&keymap, KEYMAP_CTRL, "KEY_X"), KEY_EXIT);
    assert_int_equal(key_of(&keymap, KEYMAP_CTRL, "KEY_F4"), KEY_NONE);
    assert_int_equal(key_of(&keymap, KEYMAP_CEC, "KEY_EXIT"), KEY_BACK);
    assert_int_equal(key_of(&keymap, KEYMAP_CEC, "KEY_OK"), KEY_OK);
}

static void test_keymap__lines_add_and_take_away(void **state)
{
    struct keymap keymap;
    (void)state;
    keymap_init(&keymap);
    assert_null(keymap_add(&keymap, ""));
    assert_null(keymap_add(&keymap, "  # a comment\n"));
    assert_null(keymap_add(&keymap, "KEY_PLAY = OK # the big one\r\n"));
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_PLAY"), KEY_OK);
    assert_null(keymap_add(&keymap, "  KEY_PLAYPAUSE=CH+"));
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_PLAYPAUSE"), KEY_CH_UP);
    assert_null(keymap_add(&keymap, "KEY_POWER = NONE"));
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_POWER"), KEY_NONE);
    assert_null(keymap_add(&keymap, "cec KEY_PLAY = INFO"));
    assert_int_equal(key_of(&keymap, KEYMAP_CEC, "KEY_PLAY"), KEY_INFO);
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_PLAY"), KEY_OK);
    assert_non_null(keymap_add(&keymap, "KEY_PLAY"));
    assert_non_null(keymap_add(&keymap, "KEY_PLAY = OK BACK"));
    assert_non_null(keymap_add(&keymap, "KEY_NOSUCH = OK"));
    assert_non_null(keymap_add(&keymap, "BTN_LEFT = NOSUCH"));
}

static void test_keymap__a_bad_file_is_refused(void **state)
{
    struct keymap keymap;
    char path[] = "/tmp/jianyan-keys-XXXXXX";
    (void)state;
    FILE *file = fdopen(mkstemp(path), "w");
    fputs("KEY_PLAY = OK\nKEY_STOP = STOP\n", file);
    fclose(file);
    keymap_init(&keymap);
    assert_false(keymap_read(&keymap, path));
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_PLAY"), KEY_OK);
    file = fopen(path, "w");
    fputs("KEY_STOP = EXIT", file);
    fclose(file);
    assert_true(keymap_read(&keymap, path));
    assert_int_equal(key_of(&keymap, KEYMAP_PLAIN, "KEY_STOP"), KEY_EXIT);
    unlink(path);
    assert_false(keymap_read(&keymap, path));
}

static void test_hold__repeats_after_half_a_second(void **state)
{
    struct hold hold = {0};
    struct screen_event event;
    (void)state;
    assert_true(hold_due_ms(&hold) == INT64_MAX);
    hold_note(&hold, KEY_DOWN, KEY_PRESS, 1000, &event);
    assert_int_equal(event.phase, KEY_PRESS);
    assert_int_equal(event.hold_ms, 0);
    assert_int_equal(hold_due_ms(&hold), 1500);
    assert_false(hold_take_repeat(&hold, 1499, &event));
    assert_true(hold_take_repeat(&hold, 1500, &event));
    assert_int_equal(event.phase, KEY_REPEAT);
    assert_int_equal(event.hold_ms, 500);
    assert_false(hold_take_repeat(&hold, 1599, &event));
    assert_true(hold_take_repeat(&hold, 5000, &event)); /* late: once, not thirty times */
    assert_false(hold_take_repeat(&hold, 5001, &event));
    hold_note(&hold, KEY_DOWN, KEY_RELEASE, 5050, &event);
    assert_int_equal(event.phase, KEY_RELEASE);
    assert_int_equal(event.hold_ms, 4050);
    assert_false(hold_take_repeat(&hold, 9000, &event));
}

static void test_hold__the_last_key_pressed_is_the_one(void **state)
{
    struct hold hold = {0};
    struct screen_event event;
    (void)state;
    hold_note(&hold, KEY_UP, KEY_PRESS, 0, &event);
    hold_note(&hold, KEY_OK, KEY_PRESS, 100, &event);
    hold_note(&hold, KEY_UP, KEY_RELEASE, 200, &event);
    assert_int_equal(event.key, KEY_UP);
    assert_true(hold_take_repeat(&hold, 600, &event));
    assert_int_equal(event.key, KEY_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keymap__knows_what_remotes_send),
        cmocka_unit_test(test_keymap__gives_every_key_that_there_is),
        cmocka_unit_test(test_keymap__what_is_held_with_it_matters),
        cmocka_unit_test(test_keymap__lines_add_and_take_away),
        cmocka_unit_test(test_keymap__a_bad_file_is_refused),
        cmocka_unit_test(test_hold__repeats_after_half_a_second),
        cmocka_unit_test(test_hold__the_last_key_pressed_is_the_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
