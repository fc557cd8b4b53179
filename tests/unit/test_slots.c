/* Updates of the root file system: whatever is cut, and wherever, the box starts something whole.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "board/init/slots.h"

enum { WALK = 9 };

/* A box: its record, and what its slots hold. */
struct box {
    struct slots slots;
    bool whole[2]; /* the slot holds an image that was verified */
    bool good[2];  /* and which works */
};

static int open_disk(void)
{
    int fd = memfd_create("slots", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, SLOTS_BYTES), 0);
    return fd;
}

static bool are_equal(const struct slots *a, const struct slots *b)
{
    return a->state == b->state && a->active == b->active && a->attempts == b->attempts &&
           a->cycles == b->cycles && a->overdue == b->overdue && a->version == b->version &&
           a->floor == b->floor && a->given_up == b->given_up;
}

static void test_slots__begins_with_slot_a(void **state)
{
    (void)state;
    struct slots slots;
    int fd = open_disk();
    slots_load(fd, &slots);
    assert_int_equal(slots.state, SLOTS_STEADY);
    assert_int_equal(slots_to_boot(&slots), 0);
    close(fd);
}

static void test_slots__keeps_what_has_proven_itself(void **state)
{
    (void)state;
    struct slots slots = {.floor = 7};
    assert_true(slots_step(&slots, SLOTS_BEGIN, 0));
    assert_false(slots_step(&slots, SLOTS_INSTALLED, 6)); /* older than the floor */
    assert_true(slots_step(&slots, SLOTS_INSTALLED, 8));
    assert_int_equal(slots_to_boot(&slots), 0); /* until it starts anew */
    assert_true(slots_step(&slots, SLOTS_POWERED, 0));
    assert_int_equal(slots_to_boot(&slots), 1);
    assert_int_equal(slots.floor, 7);
    assert_true(slots_step(&slots, SLOTS_PROVEN, 0));
    assert_int_equal(slots.state, SLOTS_STEADY);
    assert_int_equal(slots_to_boot(&slots), 1);
    assert_int_equal(slots.floor, 8);
}

static void test_slots__gives_up_after_failed_attempts(void **state)
{
    (void)state;
    struct slots slots = {.floor = 1};
    int started = 0;
    assert_true(slots_step(&slots, SLOTS_INSTALLED, 2));
    while (slots_step(&slots, SLOTS_RESET, 0) && slots_to_boot(&slots) == 1)
        started++;
    assert_int_equal(started, SLOTS_ATTEMPTS);
    assert_int_equal(slots.state, SLOTS_STEADY);
    assert_int_equal(slots_to_boot(&slots), 0);
    assert_int_equal(slots.floor, 1);
    assert_int_equal(slots.given_up, 2);
}

static void test_slots__forgives_power_cycles_but_not_for_ever(void **state)
{
    (void)state;
    struct slots slots = {0};
    int started = 0;
    assert_true(slots_step(&slots, SLOTS_INSTALLED, 1));
    assert_true(slots_step(&slots, SLOTS_POWERED, 0));
    uint8_t attempts = slots.attempts;
    assert_true(slots_step(&slots, SLOTS_POWERED, 0));
    assert_int_equal(slots.attempts, attempts);
    while (slots_step(&slots, SLOTS_POWERED, 0) && slots_to_boot(&slots) == 1)
        assert_true(++started < 100);
    assert_int_equal(slots_to_boot(&slots), 0);
}

static void test_slots__takes_the_next_start_for_a_failure_once_overdue(void **state)
{
    (void)state;
    struct slots slots = {0};
    assert_false(slots_step(&slots, SLOTS_OVERDUE, 0)); /* there is nothing to prove */
    assert_true(slots_step(&slots, SLOTS_INSTALLED, 1));
    assert_true(slots_step(&slots, SLOTS_POWERED, 0));
    uint8_t attempts = slots.attempts;
    assert_true(slots_step(&slots, SLOTS_OVERDUE, 0));
    assert_true(slots_step(&slots, SLOTS_POWERED, 0));
    assert_int_equal(slots.attempts, attempts - 1);
    assert_int_equal(slots.cycles, 0);
    assert_true(slots_step(&slots, SLOTS_POWERED, 0)); /* that one alone */
    assert_int_equal(slots.attempts, attempts - 1);
    assert_true(slots_step(&slots, SLOTS_OVERDUE, 0));
    assert_true(slots_step(&slots, SLOTS_PROVEN, 0)); /* late, but well */
    assert_false(slots.overdue);
    assert_int_equal(slots_to_boot(&slots), 1);
}

static void test_slots__is_not_written_while_tried(void **state)
{
    (void)state;
    struct slots slots = {0};
    assert_true(slots_step(&slots, SLOTS_INSTALLED, 1));
    assert_true(slots_step(&slots, SLOTS_RESET, 0));
    assert_false(slots_step(&slots, SLOTS_BEGIN, 0));
    assert_false(slots_step(&slots, SLOTS_INSTALLED, 2));
    assert_true(slots_step(&slots, SLOTS_UNREADABLE, 0));
    assert_int_equal(slots_to_boot(&slots), 0);
    assert_int_equal(slots.given_up, 1);
}

/* Every byte of a write may be the last one that reached the disk. */
static void test_slots__survives_a_cut_at_every_byte(void **state)
{
    (void)state;
    uint8_t before[SLOTS_BYTES], after[SLOTS_BYTES];
    struct slots slots, found;
    int fd = open_disk();
    slots_load(fd, &slots);
    for (int round = 0; round < 4; round++) {
        struct slots old = slots;
        assert_int_equal(pread(fd, before, sizeof before, 0), sizeof before);
        slots.version = slots.floor = slots.given_up = 100 + round;
        slots.overdue = round % 2;
        assert_true(slots_save(fd, &slots));
        assert_int_equal(pread(fd, after, sizeof after, 0), sizeof after);
        for (size_t at = 0; at < sizeof after; at++) {
            if (before[at] == after[at])
                continue;
            uint8_t torn[SLOTS_BYTES];
            size_t half = at < SLOTS_BYTES / 2 ? SLOTS_BYTES / 2 : SLOTS_BYTES;
            memcpy(torn, before, sizeof torn);
            memcpy(torn + half - SLOTS_BYTES / 2, after + half - SLOTS_BYTES / 2,
                   at - (half - SLOTS_BYTES / 2));
            assert_int_equal(pwrite(fd, torn, sizeof torn, 0), sizeof torn);
            slots_load(fd, &found);
            assert_true(are_equal(&found, &old) || are_equal(&found, &slots));
        }
        assert_int_equal(pwrite(fd, after, sizeof after, 0), sizeof after);
        slots_load(fd, &found);
        assert_true(are_equal(&found, &slots));
    }
    close(fd);
}

static void check(const struct box *box, int64_t floor)
{
    int boot = slots_to_boot(&box->slots);
    assert_true(box->whole[boot]);
    assert_true(box->whole[box->slots.active] && box->good[box->slots.active]);
    assert_true(box->slots.floor >= floor);
}

/* All ways of WALK steps, each of them done or cut before the record was written. */
static void walk(struct box box, int left)
{
    if (left == 0)
        return;
    for (int event = 0; event < SLOTS_EVENTS; event++) {
        struct box next = box;
        int other = !box.slots.active;
        if (event == SLOTS_PROVEN && !box.good[slots_to_boot(&box.slots)])
            continue; /* what does not work proves nothing */
        if (event == SLOTS_UNREADABLE && box.slots.state != SLOTS_TRYING)
            continue;
        if (!slots_step(&next.slots, (enum slots_event)event, left))
            continue;
        if (event == SLOTS_INSTALLED) { /* whole by now; with luck it works */
            next.whole[other] = true;
            next.good[other] = left % 2;
        }
        check(&next, box.slots.floor);
        walk(next, left - 1);
        if (event == SLOTS_BEGIN) { /* writing has begun, and is cut */
            next.whole[other] = false;
            check(&next, box.slots.floor);
            walk(next, left - 1);
        }
    }
}

static void test_slots__starts_something_whole_on_every_way(void **state)
{
    (void)state;
    walk((struct box){.whole = {true, false}, .good = {true, false}}, WALK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slots__begins_with_slot_a),
        cmocka_unit_test(test_slots__keeps_what_has_proven_itself),
        cmocka_unit_test(test_slots__gives_up_after_failed_attempts),
        cmocka_unit_test(test_slots__forgives_power_cycles_but_not_for_ever),
        cmocka_unit_test(test_slots__takes_the_next_start_for_a_failure_once_overdue),
        cmocka_unit_test(test_slots__is_not_written_while_tried),
        cmocka_unit_test(test_slots__survives_a_cut_at_every_byte),
        cmocka_unit_test(test_slots__starts_something_whole_on_every_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
