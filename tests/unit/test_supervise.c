#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/common/supervise.h"

/* The pause before the next start of a program that ran for ran_ms. */
static int64_t pause_after(struct supervise *history, enum supervise_end how, int64_t ran_ms)
{
    supervise_started(history, 1000);
    return supervise_ended(history, how, 1000 + ran_ms) - (1000 + ran_ms);
}

static void test_supervise__restarts_a_first_crash_at_once(void **state)
{
    struct supervise history = {0};
    (void)state;
    for (int i = 0; i < SUPERVISE_QUICK; i++)
        assert_int_equal(pause_after(&history, SUPERVISE_CRASHED, 50), SUPERVISE_AGAIN_MS);
    assert_true(supervise_is_looping(&history));
}

static void test_supervise__backs_off_from_a_crash_loop(void **state)
{
    struct supervise history = {0};
    int64_t last = 0;
    (void)state;
    for (int i = 0; i < 100; i++) {
        int64_t pause = pause_after(&history, SUPERVISE_CRASHED, 50);
        assert_true(pause >= last);
        assert_true(pause <= SUPERVISE_LONGEST_MS);
        last = pause;
    }
    assert_int_equal(last, SUPERVISE_LONGEST_MS);
}

static void test_supervise__forgives_after_a_healthy_run(void **state)
{
    struct supervise history = {0};
    (void)state;
    for (int i = 0; i < 10; i++)
        pause_after(&history, SUPERVISE_CRASHED, 50);
    int64_t pause = pause_after(&history, SUPERVISE_CRASHED, SUPERVISE_HEALTHY_MS);
    assert_int_equal(pause, SUPERVISE_AGAIN_MS);
}

/* Three crashes, the last one so long after the first. */
static bool loops_within(int64_t ms)
{
    struct supervise history = {0};
    const int64_t at[] = {5000, 5000 + ms / 2, 5000 + ms};
    for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
        assert_false(supervise_is_looping(&history));
        supervise_started(&history, 1000);
        supervise_ended(&history, SUPERVISE_CRASHED, at[i]);
    }
    return supervise_is_looping(&history);
}

static void test_supervise__calls_three_in_five_minutes_a_loop(void **state)
{
    (void)state;
    assert_true(loops_within(0));
    assert_true(loops_within(SUPERVISE_LOOP_MS));
    assert_false(loops_within(SUPERVISE_LOOP_MS + 1));
}

static void test_supervise__does_not_blame_who_was_ended(void **state)
{
    struct supervise history = {0};
    (void)state;
    for (int i = 0; i < 1000; i++)
        assert_int_equal(pause_after(&history, SUPERVISE_ASKED, 10), SUPERVISE_AGAIN_MS);
    assert_false(supervise_is_looping(&history));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_supervise__restarts_a_first_crash_at_once),
        cmocka_unit_test(test_supervise__backs_off_from_a_crash_loop),
        cmocka_unit_test(test_supervise__forgives_after_a_healthy_run),
        cmocka_unit_test(test_supervise__calls_three_in_five_minutes_a_loop),
        cmocka_unit_test(test_supervise__does_not_blame_who_was_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
