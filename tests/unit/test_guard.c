#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/common/guard.h"
#include "face/idle.h"

enum { START_MS = 5000 };

static struct guard begin(const char *profile)
{
    struct conf conf;
    struct guard guard;
    assert_true(conf_load(&conf, NULL));
    conf.profile = conf_profile_find(profile);
    guard_begin(&guard, &conf, START_MS);
    guard_started(&guard, START_MS);
    return guard;
}

static void test_guard__gives_a_boot_screen_its_countdown_and_some_slack(void **state)
{
    struct guard guard = begin("stb-720p");
    int64_t over_ms = START_MS + 30000 + GUARD_SLACK_MS;
    (void)state;
    for (int64_t now_ms = START_MS; now_ms < over_ms; now_ms += 1000) {
        guard_hear(&guard, "WATCHDOG=1", now_ms);
        assert_int_equal(guard_look(&guard, true, now_ms), GUARD_FINE);
    }
    assert_int_equal(guard_look(&guard, true, over_ms), GUARD_OVER);
    assert_int_equal(guard_look(&guard, false, over_ms), GUARD_OVER);
}

static void test_guard__has_no_deadline_where_there_is_no_television(void **state)
{
    static const char *const profiles[] = {"kiosk-1080p", "led-192x96"};
    (void)state;
    for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
        struct guard guard = begin(profiles[i]);
        guard_hear(&guard, "X_PERSON=1", START_MS);
        assert_int_equal(guard_look(&guard, false, INT64_MAX - 1), GUARD_FINE);
    }
}

static void test_guard__lets_a_person_alone_move_the_deadline(void **state)
{
    struct guard guard = begin("stb-720p");
    (void)state;
    guard_hear(&guard, "READY=1\nSTATUS=X_PERSON=1\nX_PERSON=10", START_MS);
    assert_int_equal(guard.deadline_ms, START_MS + 30000 + GUARD_SLACK_MS);
    guard_hear(&guard, "STATUS=writing\nX_PERSON=1\n", START_MS + 10);
    assert_int_equal(guard.deadline_ms, START_MS + 10 + GUARD_PERSON_MS);
    assert_true(guard.ready);
}

static void test_guard__brings_the_deadline_nearer_after_a_crash(void **state)
{
    struct guard guard = begin("stb-720p");
    (void)state;
    guard_hear(&guard, "X_PERSON=1", START_MS);
    guard_started(&guard, START_MS + 1000);
    assert_int_equal(guard.deadline_ms, START_MS + 1000 + 30000 + GUARD_SLACK_MS);
    guard_started(&guard, START_MS + 9000); /* but never later */
    assert_int_equal(guard.deadline_ms, START_MS + 1000 + 30000 + GUARD_SLACK_MS);
}

static void test_guard__finds_a_silent_face(void **state)
{
    struct guard guard = begin("kiosk-1080p");
    int64_t silent_ms = START_MS + guard.watchdog_ms;
    (void)state;
    assert_int_equal(guard_due_ms(&guard, true), silent_ms);
    assert_int_equal(guard_due_ms(&guard, false), INT64_MAX);
    assert_int_equal(guard_look(&guard, true, silent_ms - 1), GUARD_FINE);
    assert_int_equal(guard_look(&guard, true, silent_ms), GUARD_HUNG);
    assert_int_equal(guard_look(&guard, false, silent_ms), GUARD_FINE);
    guard_hear(&guard, "X_PERSON=1", silent_ms); /* says nothing about the loop */
    assert_int_equal(guard_look(&guard, true, silent_ms), GUARD_HUNG);
    guard_hear(&guard, "WATCHDOG=1", silent_ms);
    assert_int_equal(guard_look(&guard, true, silent_ms), GUARD_FINE);
}

/* The face itself gives a screen back that nobody uses; the deadline must not come before that. */
static void test_guard__waits_longer_than_any_scene(void **state)
{
    (void)state;
    for (int scene = 0; scene < SCENE_COUNT; scene++) {
        struct idle_rule rule = idle_rule(CONF_HOME, (enum scene_id)scene);
        assert_true((rule.quiet_s + rule.warn_s) * 1000 < GUARD_PERSON_MS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guard__gives_a_boot_screen_its_countdown_and_some_slack),
        cmocka_unit_test(test_guard__has_no_deadline_where_there_is_no_television),
        cmocka_unit_test(test_guard__lets_a_person_alone_move_the_deadline),
        cmocka_unit_test(test_guard__brings_the_deadline_nearer_after_a_crash),
        cmocka_unit_test(test_guard__finds_a_silent_face),
        cmocka_unit_test(test_guard__waits_longer_than_any_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
