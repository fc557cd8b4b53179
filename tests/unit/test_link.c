#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "board/wire_io.h"
#include "sim/link.h"
#include "sim/simclock.h"

/* The simulator's end, and a face of our own making at the other. */
struct world {
    char folder[64], path[128];
    int folder_fd, face, memory;
    struct simclock clock;
    struct link link;
};

static void pump(struct world *world)
{
    for (int i = 0; i < 5; i++) {
        struct pollset set;
        set.count = 0;
        link_poll(&world->link, &set);
        pollset_run(&set, 2);
    }
}

static void dial(struct world *world)
{
    struct sockaddr_un address;
    int folder;
    world->face = wire_socket(world->path, &address, &folder);
    assert_true(world->face >= 0);
    assert_int_equal(connect(world->face, (struct sockaddr *)&address, sizeof address), 0);
    pump(world);
}

static struct world *begin(void)
{
    struct world *world = calloc(1, sizeof *world);
    snprintf(world->folder, sizeof world->folder, "/tmp/jianyan-link-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    world->folder_fd = open(world->folder, O_RDONLY | O_DIRECTORY);
    snprintf(world->path, sizeof world->path, "%s/screen", world->folder);
    assert_true(simclock_open(&world->clock, world->folder_fd, 1598923800000, false));
    assert_true(link_open(&world->link, world->path, &world->clock));
    world->memory = -1;
    dial(world);
    return world;
}

static void finish(struct world *world)
{
    char command[128];
    link_close(&world->link);
    simclock_close(&world->clock);
    close(world->folder_fd);
    close(world->face);
    if (world->memory >= 0)
        close(world->memory);
    snprintf(command, sizeof command, "rm -r '%s'", world->folder);
    assert_int_equal(system(command), 0);
    free(world);
}

static void say(struct world *world, uint16_t type, uint32_t serial, const void *body, size_t len)
{
    const struct wire_header header = {type, WIRE_VERSION, serial};
    wire_send(world->face, header, body, len, -1);
    pump(world);
}

static void say_hello(struct world *world, struct wire_hello hello, off_t bytes, int seals)
{
    const struct wire_header header = {WIRE_HELLO, WIRE_VERSION, 0};
    world->memory = memfd_create("frame", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    assert_int_equal(ftruncate(world->memory, bytes), 0);
    fcntl(world->memory, F_ADD_SEALS, seals);
    wire_send(world->face, header, &hello, sizeof hello, world->memory);
    pump(world);
}

static const struct wire_hello good_hello = {16, 9, 64, 1, 4711};

static void greet(struct world *world)
{
    say_hello(world, good_hello, 64 * 9, F_SEAL_SHRINK);
    assert_true(world->link.welcomed);
}

static const char described[] =
    "{\"scene\":\"poster\",\"settled\":true,\"animating\":false,\"next_ms\":null,"
    "\"texts\":[\"建言\",\"按 OK\"],\"typed\":\"\",\"save\":\"none\",\"qr\":null}";

static void test_link__welcomes_a_face_and_reads_it(void **state)
{
    (void)state;
    struct world *world = begin();
    greet(world);
    assert_false(link_is_up(&world->link));
    say(world, WIRE_DESCRIBE, 1, described, sizeof described - 1);
    assert_true(link_is_up(&world->link));
    assert_true(link_is_answered(&world->link));
    assert_string_equal(world->link.described.scene, "poster");
    assert_int_equal(described_texts(&world->link.described), 2);
    assert_string_equal(described_text(&world->link.described, 1), "按 OK");
    assert_true(world->link.described.next_ms == INT64_MAX);
    link_send_key(&world->link, KEY_OK, KEY_PRESS, 0);
    assert_false(link_is_answered(&world->link));
    const struct wire_rect changed = {2, 3, 4, 5};
    link_take_changes(&world->link);
    say(world, WIRE_PRESENT, 2, &changed, sizeof changed);
    assert_int_equal(link_take_changes(&world->link).h, 5);
    say(world, WIRE_DESCRIBE, 2, described, sizeof described - 1);
    assert_true(link_is_answered(&world->link));
    finish(world);
}

static void test_link__refuses_frames_that_cannot_be(void **state)
{
    static const struct {
        struct wire_hello hello;
        off_t bytes;
        int seals;
    } bad[] = {
        {{0, 9, 64, 1, 1}, 64 * 9, F_SEAL_SHRINK},
        {{16, 9, 64, 2, 1}, 64 * 9, F_SEAL_SHRINK},
        {{16, 9, 60, 1, 1}, 64 * 9, F_SEAL_SHRINK},
        {{16, 9, 65, 1, 1}, 65 * 9, F_SEAL_SHRINK},
        {{16, 9, 64, 1, 1}, 64 * 9 - 1, F_SEAL_SHRINK},
        {{16, 9, 64, 1, 1}, 64 * 9, 0}, /* could shrink under the simulator */
        {{1 << 30, 4, 1U << 31, 1, 1}, 64, F_SEAL_SHRINK},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct world *world = begin();
        say_hello(world, bad[i].hello, bad[i].bytes, bad[i].seals);
        assert_false(world->link.welcomed);
        assert_int_equal(world->link.fd, -1);
        finish(world);
    }
}

static void test_link__ends_on_malformed_messages(void **state)
{
    static const int32_t rects[][4] = {
        {-1, 0, 2, 2}, {15, 0, 2, 2}, {0, 0, 2, -1}, {INT32_MAX, 0, INT32_MAX, 1}};
    static const uint32_t no_key[3] = {KEY_COUNT, 0, 0};
    static const struct {
        uint16_t type;
        uint32_t serial;
        const void *body;
        size_t len;
    } bad[] = {
        {WIRE_PRESENT, 1, rects[0], 16}, {WIRE_PRESENT, 1, rects[1], 16},
        {WIRE_PRESENT, 1, rects[2], 16}, {WIRE_PRESENT, 1, rects[3], 16},
        {WIRE_PRESENT, 1, rects[0], 3},  {WIRE_DESCRIBE, 1, "[]", 2},
        {WIRE_DESCRIBE, 1, "{", 1},      {WIRE_DESCRIBE, 9, "{}", 2}, /* answers the future */
        {WIRE_HANDOFF, 1, no_key, 12},   {WIRE_HELLO, 1, &good_hello, 20},
        {WIRE_DESCRIBE, 1, "", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct world *world = begin();
        greet(world);
        say(world, bad[i].type, bad[i].serial, bad[i].body, bad[i].len);
        assert_int_equal(world->link.fd, -1);
        finish(world);
    }
}

static void test_link__says_nothing_before_hello(void **state)
{
    (void)state;
    struct world *world = begin();
    say(world, WIRE_DESCRIBE, 0, described, sizeof described - 1);
    assert_int_equal(world->link.fd, -1);
    close(world->face);
    dial(world);
    greet(world);
    finish(world);
}

static void test_link__notes_the_handoff(void **state)
{
    static const uint32_t key[3] = {KEY_CH_UP, 0, 0};
    (void)state;
    struct world *world = begin();
    greet(world);
    say(world, WIRE_HANDOFF, 1, key, sizeof key);
    assert_true(world->link.handed_on);
    assert_int_equal(world->link.handoff, KEY_CH_UP);
    finish(world);
}

static void test_link__hears_last_words_when_sending_fails(void **state)
{
    static const uint32_t key[3] = {KEY_CH_UP, 0, 0};
    const struct wire_header header = {WIRE_HANDOFF, WIRE_VERSION, 1};
    (void)state;
    struct world *world = begin();
    greet(world);
    wire_send(world->face, header, key, sizeof key, -1);
    close(world->face);
    link_send_key(&world->link, KEY_CH_UP, KEY_RELEASE, 0); /* before anything was read */
    assert_true(world->link.handed_on);
    assert_int_equal(world->link.handoff, KEY_CH_UP);
    assert_int_equal(world->link.fd, -1);
    dial(world);
    finish(world);
}

/* The face ends with keys unread: the connection is reset, and what it had said still counts. */
static void test_link__hears_the_last_words_of_a_reset_connection(void **state)
{
    static const struct wire_key key = {KEY_CH_UP, 0, 0};
    const struct wire_header header = {WIRE_HANDOFF, WIRE_VERSION, 1};
    (void)state;
    for (int first_to_notice = 0; first_to_notice < 2; first_to_notice++) {
        struct world *world = begin();
        greet(world);
        link_send_key(&world->link, KEY_CH_UP, KEY_PRESS, 0);
        assert_int_equal(wire_send(world->face, header, &key, sizeof key, -1), WIRE_OK);
        close(world->face);
        if (first_to_notice == 0)
            link_send_key(&world->link, KEY_CH_UP, KEY_RELEASE, 0);
        pump(world);
        assert_true(world->link.handed_on);
        assert_int_equal(world->link.handoff, KEY_CH_UP);
        assert_int_equal(world->link.fd, -1);
        finish(world);
    }
}

static void test_link__takes_a_new_face_after_a_dead_one(void **state)
{
    (void)state;
    struct world *world = begin();
    greet(world);
    close(world->face);
    close(world->memory);
    dial(world);
    greet(world);
    say(world, WIRE_DESCRIBE, 1, described, sizeof described - 1);
    assert_true(link_is_up(&world->link));
    finish(world);
}

static void test_link__sends_the_box_s_time(void **state)
{
    struct wire_header header;
    struct wire_clock body;
    size_t len;
    (void)state;
    struct world *world = begin();
    greet(world);
    assert_int_equal(wire_receive(world->face, &header, &body, sizeof body, &len, NULL), WIRE_OK);
    assert_int_equal(header.type, WIRE_WELCOME);
    assert_int_equal(body.wall_ms, 1598923800000);
    assert_int_equal(body.running, 0);
    int64_t before = body.mono_ms;
    simclock_advance(&world->clock, before + 250);
    link_send_clock(&world->link);
    assert_int_equal(wire_receive(world->face, &header, &body, sizeof body, &len, NULL), WIRE_OK);
    assert_int_equal(header.type, WIRE_CLOCK);
    assert_int_equal(header.serial, 2);
    assert_int_equal(body.mono_ms, before + 250);
    assert_int_equal(body.wall_ms, 1598923800250);
    finish(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_link__welcomes_a_face_and_reads_it),
        cmocka_unit_test(test_link__refuses_frames_that_cannot_be),
        cmocka_unit_test(test_link__ends_on_malformed_messages),
        cmocka_unit_test(test_link__says_nothing_before_hello),
        cmocka_unit_test(test_link__notes_the_handoff),
        cmocka_unit_test(test_link__hears_last_words_when_sending_fails),
        cmocka_unit_test(test_link__hears_the_last_words_of_a_reset_connection),
        cmocka_unit_test(test_link__takes_a_new_face_after_a_dead_one),
        cmocka_unit_test(test_link__sends_the_box_s_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
