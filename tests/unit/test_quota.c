/* How many suggestions a device takes in a day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/clock.h"
#include "face/quota.h"

static const int64_t morning_ms = INT64_C(1598923800000); /* 2020-09-01T09:30+08:00 */
enum { DAY_MS = 86400000 };

static struct post_status told(int64_t wall_ms, uint32_t today)
{
    return (struct post_status){.day = (uint32_t)clock_day(wall_ms), .today = today};
}

static void test_quota__counts_what_is_saved_today(void **state)
{
    struct quota quota = {0};
    struct post_status status = {0};
    (void)state;
    assert_int_equal(quota_used(&quota, morning_ms, &status), 0);
    quota_add(&quota, morning_ms);
    quota_add(&quota, morning_ms);
    assert_int_equal(quota_used(&quota, morning_ms, &status), 2); /* the keeper has yet to say so */
    status = told(morning_ms, 3);
    assert_int_equal(quota_used(&quota, morning_ms, &status), 3);
    quota_add(&quota, morning_ms + DAY_MS);
    assert_int_equal(quota_used(&quota, morning_ms + DAY_MS, &status), 1);
}

static void test_quota__a_start_begins_no_new_day(void **state)
{
    struct quota quota = {0}; /* as after a start */
    struct post_status status = told(morning_ms, 5);
    (void)state;
    assert_int_equal(quota_used(&quota, morning_ms, &status), 5);
    assert_int_equal(quota_used(&quota, morning_ms + DAY_MS, &status), 0);
}

static void test_quota__days_are_chinas(void **state)
{
    const int64_t midnight_ms = clock_day_begins(clock_day(morning_ms));
    (void)state;
    assert_int_equal(midnight_ms, INT64_C(1598889600000)); /* 2020-09-01T00:00+08:00 */
    assert_int_equal(clock_day(midnight_ms) - clock_day(midnight_ms - 1), 1);
    assert_int_equal(clock_day(-INT64_C(8) * 3600 * 1000 - 1), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quota__counts_what_is_saved_today),
        cmocka_unit_test(test_quota__a_start_begins_no_new_day),
        cmocka_unit_test(test_quota__days_are_chinas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
