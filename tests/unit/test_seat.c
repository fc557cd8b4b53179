/* What a bare screen listens to beside its keys, and what happens when that is unplugged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/socket.h>
#include <unistd.h>

#include "board/common/seat.h"

struct place {
    struct clock clock;
    struct seat seat;
    int ends[2]; /* what is listened to, and its other end */
    int ready, lost;
};

static void note_ready(void *data)
{
    struct place *place = data;
    char byte;
    place->ready++;
    assert_int_equal(read(place->ends[0], &byte, 1), 1);
}

static void note_lost(void *data)
{
    struct place *place = data;
    place->lost++;
}

static void enter(struct place *place, seat_call *lost)
{
    *place = (struct place){0}; /* its clock is the system's */
    seat_init(&place->seat);
    place->seat.clock = &place->clock;
    place->seat.power.due_ms = INT64_MAX;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, place->ends), 0);
    seat_watch(&place->seat, place->ends[0], note_ready, lost, place);
}

static void leave(struct place *place)
{
    close(place->ends[0]);
}

static enum screen_event_kind look(struct place *place)
{
    struct screen_event event;
    seat_wait(&place->seat, seat_now_ms(&place->seat), &event);
    return event.kind;
}

static void test_seat__goes_on_without_what_was_unplugged(void **state)
{
    struct place place;
    (void)state;
    enter(&place, note_lost);
    assert_int_equal(write(place.ends[1], "x", 1), 1);
    assert_int_equal(look(&place), SCREEN_TIMEOUT);
    assert_int_equal(place.ready, 1);
    close(place.ends[1]);
    for (int i = 0; i < 3; i++)
        assert_int_equal(look(&place), SCREEN_TIMEOUT);
    assert_int_equal(place.ready, 1);
    assert_int_equal(place.lost, 1);
    leave(&place);
}

static void test_seat__has_room_again_for_what_comes_back(void **state)
{
    struct place place;
    (void)state;
    enter(&place, note_lost);
    for (int i = 0; i < 3 * SEAT_WATCHES; i++) {
        close(place.ends[1]);
        assert_int_equal(look(&place), SCREEN_TIMEOUT);
        assert_int_equal(place.lost, i + 1);
        close(place.ends[0]);
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, place.ends), 0);
        seat_watch(&place.seat, place.ends[0], note_ready, note_lost, &place);
        assert_int_equal(write(place.ends[1], "x", 1), 1);
        assert_int_equal(look(&place), SCREEN_TIMEOUT);
        assert_int_equal(place.ready, i + 1);
    }
    close(place.ends[1]);
    leave(&place);
}

static void test_seat__ends_without_its_display(void **state)
{
    struct place place;
    (void)state;
    enter(&place, NULL);
    close(place.ends[1]);
    assert_int_equal(look(&place), SCREEN_QUIT);
    assert_int_equal(place.lost, 0);
    leave(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seat__goes_on_without_what_was_unplugged),
        cmocka_unit_test(test_seat__has_room_again_for_what_comes_back),
        cmocka_unit_test(test_seat__ends_without_its_display),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
