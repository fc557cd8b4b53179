/* How many suggestions a device takes in a day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "face/quota.h"

static const int64_t morning_ms = INT64_C(1598923800000); /* 2020-09-01T09:30+08:00 */

static void test_quota__counts_what_is_saved_today(void **state)
{
    struct quota quota = {0};
    (void)state;
    quota_see(&quota, morning_ms, 40, false);
    assert_int_equal(quota_used(&quota, morning_ms, 40), 0);
    quota_add(&quota, morning_ms);
    assert_int_equal(quota_used(&quota, morning_ms, 40), 1);
    quota_see(&quota, morning_ms, 43, false);
    assert_int_equal(quota_used(&quota, morning_ms, 43), 3);
    assert_int_equal(quota_used(&quota, morning_ms + INT64_C(86400000), 43), 0);
}

static void test_quota__letters_taken_over_are_not_todays(void **state)
{
    struct quota quota = {0};
    (void)state;
    quota_see(&quota, morning_ms, 40, false);
    quota_add(&quota, morning_ms);
    for (uint64_t total = 0; total <= 30; total++) {
        quota_see(&quota, morning_ms, total, true);
        assert_int_equal(quota_used(&quota, morning_ms, total), 1);
    }
    quota_see(&quota, morning_ms, 30, false); /* the keeper was started again */
    assert_int_equal(quota_used(&quota, morning_ms, 30), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quota__counts_what_is_saved_today),
        cmocka_unit_test(test_quota__letters_taken_over_are_not_todays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
