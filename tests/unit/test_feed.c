/* When the watchdog is fed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/common/feed.h"

enum { ALL = FEED_FACE | FEED_STORE | FEED_DISK };

static void test_feed__waits_for_every_sign_anew(void **state)
{
    static const enum feed_sign orders[][3] = {
        {FEED_FACE, FEED_STORE, FEED_DISK},
        {FEED_DISK, FEED_FACE, FEED_STORE},
        {FEED_STORE, FEED_DISK, FEED_FACE},
    };
    struct feed feed = {.needed = ALL};
    (void)state;
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        assert_false(feed_note(&feed, orders[i][0]));
        assert_false(feed_note(&feed, orders[i][0])); /* one cannot stand for another */
        assert_false(feed_note(&feed, orders[i][1]));
        assert_true(feed_note(&feed, orders[i][2]));
    }
}

static void test_feed__starves_without_one_of_them(void **state)
{
    (void)state;
    for (unsigned missing = FEED_FACE; missing <= FEED_DISK; missing <<= 1) {
        struct feed feed = {.needed = ALL};
        for (int round = 0; round < 100; round++) {
            for (unsigned sign = FEED_FACE; sign <= FEED_DISK; sign <<= 1)
                assert_false(sign != missing && feed_note(&feed, (enum feed_sign)sign));
        }
    }
}

static void test_feed__needs_no_face_behind_television(void **state)
{
    struct feed feed = {.needed = ALL};
    (void)state;
    feed_need(&feed, FEED_FACE, false);
    assert_false(feed_note(&feed, FEED_DISK));
    assert_true(feed_note(&feed, FEED_STORE));
    feed_need(&feed, FEED_FACE, true); /* a new front */
    assert_false(feed_note(&feed, FEED_DISK));
    assert_false(feed_note(&feed, FEED_STORE));
    assert_true(feed_note(&feed, FEED_FACE));
}

/* A silence of the face or of the keeper is noticed, and answered, before the watchdog bites. */
static void test_feed__notices_in_time(void **state)
{
    static const int devices_s[] = {0, 16, 60, 300};
    (void)state;
    for (int64_t silence_ms = 2000; silence_ms <= 600000; silence_ms += 1000) {
        int bite_s = feed_bite_s(silence_ms);
        assert_true(silence_ms * 2 < bite_s * INT64_C(1000));
        for (size_t i = 0; i < sizeof devices_s / sizeof devices_s[0]; i++) {
            int granted_s = devices_s[i] && devices_s[i] < bite_s ? devices_s[i] : bite_s;
            int64_t period_ms = feed_period_ms(silence_ms, granted_s);
            int64_t quiet_ms = feed_silence_ms(silence_ms, granted_s);
            assert_true(period_ms > 0 && quiet_ms > period_ms);
            assert_true(quiet_ms + 2 * period_ms < granted_s * INT64_C(1000));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_feed__waits_for_every_sign_anew),
        cmocka_unit_test(test_feed__starves_without_one_of_them),
        cmocka_unit_test(test_feed__needs_no_face_behind_television),
        cmocka_unit_test(test_feed__notices_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
