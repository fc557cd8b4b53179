/* What is believed of the time, and what sets the machine's clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/common/set_clock.h"
#include "core/clock.h"
#include "core/file.h"

#define SEPTEMBER INT64_C(1598923800000) /* 2020-09-01T09:30:00+08:00 */
#define DAY       INT64_C(86400000)

static struct clock_now plausible(int64_t wall_ms)
{
    return (struct clock_now){.mono_ms = 1000, .wall_ms = wall_ms, .state = CLOCK_PLAUSIBLE};
}

static void test_clock__a_time_behind_the_floor_is_unknown(void **state)
{
    const struct clock clock = {.floor_ms = SEPTEMBER};
    (void)state;
    assert_int_equal(clock_judge(&clock, plausible(SEPTEMBER)).state, CLOCK_PLAUSIBLE);
    assert_int_equal(clock_judge(&clock, plausible(SEPTEMBER - 1)).state, CLOCK_UNKNOWN);
    struct clock_now ntp = plausible(SEPTEMBER - DAY); /* says what time it is now */
    ntp.state = CLOCK_TRUSTED;
    assert_int_equal(clock_judge(&clock, ntp).state, CLOCK_TRUSTED);
}

static void test_clock__the_intakes_time_goes_on_whatever_the_system_says(void **state)
{
    static const int64_t system[] = {0, SEPTEMBER - DAY, SEPTEMBER + 3650 * DAY};
    struct clock clock = {0};
    (void)state;
    clock_sign(&clock, SEPTEMBER, clock_steady_ms(&clock) - 5000);
    for (size_t i = 0; i < 3; i++) {
        struct clock_now raw = plausible(system[i]);
        raw.state = i == 0 ? CLOCK_UNKNOWN : CLOCK_PLAUSIBLE;
        struct clock_now now = clock_judge(&clock, raw);
        assert_int_equal(now.state, CLOCK_TRUSTED);
        assert_true(now.by_intake);
        assert_int_equal(now.mono_ms, 1000); /* what is timed with it does not jump */
        assert_true(now.wall_ms >= SEPTEMBER + 5000);
        assert_true(now.wall_ms < SEPTEMBER + DAY);
    }
}

static void test_clock__a_trusted_system_needs_no_intake(void **state)
{
    struct clock clock = {0};
    struct clock_now now = plausible(SEPTEMBER + DAY);
    (void)state;
    clock_sign(&clock, SEPTEMBER, clock_steady_ms(&clock));
    now.state = CLOCK_TRUSTED;
    assert_int_equal(clock_judge(&clock, now).wall_ms, SEPTEMBER + DAY);
    assert_false(clock_judge(&clock, now).by_intake);
}

static void test_clock__the_floor_is_a_files_time(void **state)
{
    char folder[] = "/tmp/jianyan-clock-XXXXXX";
    struct clock clock;
    (void)state;
    assert_non_null(mkdtemp(folder));
    int fd = open(folder, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_true(clock_init(&clock, folder));
    assert_int_equal(clock.floor_ms, 0);
    assert_true(file_touch(fd, CLOCK_FLOOR_FILE, SEPTEMBER + 250));
    assert_true(clock_init(&clock, folder));
    assert_int_equal(clock.floor_ms, SEPTEMBER + 250);
    assert_true(file_touch(fd, CLOCK_FLOOR_FILE, SEPTEMBER - DAY)); /* it may also be put right */
    assert_int_equal(clock_floor_read(folder), SEPTEMBER - DAY);
    /* A link to something else's time is none. */
    assert_int_equal(unlinkat(fd, CLOCK_FLOOR_FILE, 0), 0);
    assert_int_equal(symlinkat("/etc/passwd", fd, CLOCK_FLOOR_FILE), 0);
    assert_int_equal(clock_floor_read(folder), 0);
    assert_false(file_touch(fd, CLOCK_FLOOR_FILE, SEPTEMBER));
    assert_int_equal(unlinkat(fd, CLOCK_FLOOR_FILE, 0), 0);
    close(fd);
    assert_int_equal(rmdir(folder), 0);
}

static void test_clock__the_world_is_not_misled_by_a_box(void **state)
{
    struct clock_file file = {0};
    const struct clock clock = {.file = &file, .simulated = true};
    const struct clock_now box = {.mono_ms = 7000, .wall_ms = 7000, .state = CLOCK_UNKNOWN};
    (void)state;
    clock_file_write_apart(&file, box, false, SEPTEMBER);
    assert_int_equal(clock_now(&clock).wall_ms, 7000);
    assert_int_equal(clock_now(&clock).state, CLOCK_UNKNOWN);
    assert_int_equal(clock_world_ms(&clock), SEPTEMBER);
    assert_int_equal(clock_steady_ms(&clock), 7000);
}

/* -- setting the machine's clock -- */

static void test_set_clock__reads_nothing_but_an_order(void **state)
{
    static const char *const none[] = {
        "",
        "READY=1",
        "X_TIME=",
        "X_TIME=1",
        "X_TIME= 1 2",
        "X_TIME=1 ",
        "X_TIME=1  2",
        "X_TIME=-1 2",
        "X_TIME=1 -2",
        "X_TIME=1 2 3",
        "X_TIME=1 2\n",
        "X_TIME=a 2",
        "x_time=1 2",
        "X_TIME=1 99999999999999999999",
    };
    struct set_clock_order order;
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_false(set_clock_read(none[i], &order));
    assert_true(set_clock_read("X_TIME=1598923800000 4711", &order));
    assert_int_equal(order.wall_ms, SEPTEMBER);
    assert_int_equal(order.steady_ms, 4711);
}

static void test_set_clock__only_a_fresh_sane_order_moves_a_clock_that_is_off(void **state)
{
    static const struct {
        struct set_clock_order order;
        int64_t wall_ms, steady_ms, to_ms; /* 0: left alone */
    } cases[] = {
        {{SEPTEMBER, 10000}, 12000, 12000, SEPTEMBER + 2000},     /* began in 1970 */
        {{SEPTEMBER, 10000}, SEPTEMBER + DAY, 10000, SEPTEMBER},  /* back */
        {{SEPTEMBER, 10000}, SEPTEMBER + 1000, 10000, 0},         /* near enough */
        {{SEPTEMBER, 10000}, SEPTEMBER - 1001, 10000, SEPTEMBER}, /* not */
        {{SEPTEMBER, 10000}, 0, 10000 + SET_CLOCK_OLD_MS + 1, 0}, /* old */
        {{SEPTEMBER, 10001}, 0, 10000, 0},                        /* of the future */
        {{CLOCK_BUILD_MS - 1, 10000}, 0, 10000, 0},               /* before us */
        {{CLOCK_END_MS, 10000}, 0, 10000, 0},                     /* after us */
        {{CLOCK_BUILD_MS, 10000}, 0, 10000, CLOCK_BUILD_MS},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t to_ms = 0;
        bool due = set_clock_is_due(&cases[i].order, cases[i].wall_ms, cases[i].steady_ms, &to_ms);
        assert_int_equal(due, cases[i].to_ms != 0);
        assert_true(!due || to_ms == cases[i].to_ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock__a_time_behind_the_floor_is_unknown),
        cmocka_unit_test(test_clock__the_intakes_time_goes_on_whatever_the_system_says),
        cmocka_unit_test(test_clock__a_trusted_system_needs_no_intake),
        cmocka_unit_test(test_clock__the_floor_is_a_files_time),
        cmocka_unit_test(test_clock__the_world_is_not_misled_by_a_box),
        cmocka_unit_test(test_set_clock__reads_nothing_but_an_order),
        cmocka_unit_test(test_set_clock__only_a_fresh_sane_order_moves_a_clock_that_is_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
