/* The first program's choice: what a start tries first, and that every way ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/init/start.h"

enum { TRIAL = 1, STARTS_MOST = SLOTS_ATTEMPTS + SLOTS_CYCLES };

static struct slots staged(void)
{
    struct slots slots = {.sequence = 1, .floor = 3};
    assert_true(slots_step(&slots, SLOTS_BEGIN, 0));
    assert_true(slots_step(&slots, SLOTS_INSTALLED, 4));
    return slots;
}

static struct start begin(const struct slots *slots, bool bitten)
{
    struct start start;
    start_begin(&start, slots, bitten);
    return start;
}

static void test_start__tries_a_then_b_without_a_record(void **state)
{
    const struct slots none = {.sequence = 0};
    (void)state;
    for (int bitten = 0; bitten < 2; bitten++) {
        struct start start = begin(&none, bitten);
        assert_false(start.changed);
        assert_int_equal(start.order[0], 0);
        assert_int_equal(start.order[1], 1);
        assert_false(start_is_trial(&start, 0) || start_is_trial(&start, 1));
        assert_false(start_unreadable(&start));
    }
}

/* What happens to a box without an update must cost no write. */
static void test_start__writes_nothing_while_there_is_no_update(void **state)
{
    const struct slots steady = {.sequence = 7, .active = 1};
    (void)state;
    for (int bitten = 0; bitten < 2; bitten++) {
        struct start start = begin(&steady, bitten);
        assert_false(start.changed);
        assert_int_equal(start.order[0], 1);
        assert_int_equal(start.order[1], 0);
        assert_false(start_is_trial(&start, 1));
        assert_false(start_unreadable(&start));
    }
}

static void test_start__counts_an_update_before_it_is_mounted(void **state)
{
    struct slots slots = staged();
    (void)state;
    struct start start = begin(&slots, false);
    assert_true(start.changed);
    assert_int_equal(start.order[0], TRIAL);
    assert_int_equal(start.order[1], 0);
    assert_true(start_is_trial(&start, TRIAL));
    assert_false(start_is_trial(&start, 0)); /* entered where the update cannot be mounted */
    assert_int_equal(start.slots.attempts, SLOTS_ATTEMPTS - 1);
}

static void test_start__goes_by_what_worked_where_nothing_can_be_counted(void **state)
{
    struct slots slots = staged();
    (void)state;
    struct start start = begin(&slots, false);
    start_unsaved(&start);
    assert_int_equal(start.order[0], 0);
    assert_int_equal(start.order[1], TRIAL);
    assert_false(start_unreadable(&start)); /* it is not the update that failed to mount */
    assert_int_equal(start.slots.state, SLOTS_TRYING);
}

static void test_start__drops_an_update_that_cannot_be_mounted(void **state)
{
    struct slots slots = staged();
    (void)state;
    struct start start = begin(&slots, false);
    assert_true(start_unreadable(&start));
    assert_true(start.back);
    assert_int_equal(start.order[1], 0); /* the next one tried */
    assert_false(start_is_trial(&start, 0));
    slots = start.slots;
    start = begin(&slots, false);
    assert_int_equal(start.order[0], 0);
    assert_false(start.changed);
}

/* What a start is after the last one ended so. */
static const struct {
    bool overdue, bitten; /* the deadline's mark; the watchdog's word */
    bool costs;           /* an attempt, not a power cycle */
} ends[] = {
    {false, false, false},
    {false, true, true},
    {true, false, true},
    {true, true, true},
};

static void test_start__tells_failures_from_power(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct slots slots = staged();
        slots = begin(&slots, false).slots;
        uint8_t attempts = slots.attempts;
        assert_int_equal(slots_step(&slots, SLOTS_OVERDUE, 0), true);
        slots.overdue = ends[i].overdue;
        struct start start = begin(&slots, ends[i].bitten);
        assert_true(start_is_trial(&start, TRIAL));
        assert_int_equal(start.slots.attempts, attempts - ends[i].costs);
        assert_int_equal(start.slots.cycles, !ends[i].costs);
        assert_false(start.slots.overdue);
    }
}

/* Every sequence of ends, as bits: so many starts at most, then the box is where it was. */
static void test_start__ends_every_way(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 1U << (STARTS_MOST + 1); way++) {
        struct slots slots = staged();
        int trials = 0;
        int backs = 0;
        for (unsigned bit = 0; bit <= STARTS_MOST; bit++) {
            struct start start = begin(&slots, way >> bit & 1);
            slots = start.slots;
            backs += start.back;
            trials += start_is_trial(&start, start.order[0]);
        }
        assert_true(trials >= SLOTS_ATTEMPTS && trials <= STARTS_MOST);
        assert_int_equal(slots.state, SLOTS_STEADY);
        assert_int_equal(slots_to_boot(&slots), 0);
        assert_int_equal(backs, 1); /* told once */
        assert_int_equal(slots.floor, 3);
        assert_int_equal(slots.given_up, 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start__tries_a_then_b_without_a_record),
        cmocka_unit_test(test_start__writes_nothing_while_there_is_no_update),
        cmocka_unit_test(test_start__counts_an_update_before_it_is_mounted),
        cmocka_unit_test(test_start__goes_by_what_worked_where_nothing_can_be_counted),
        cmocka_unit_test(test_start__drops_an_update_that_cannot_be_mounted),
        cmocka_unit_test(test_start__tells_failures_from_power),
        cmocka_unit_test(test_start__ends_every_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
