#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/screens.h"
#include "board/wire_io.h"

enum { WIDTH = 64, HEIGHT = 48 };

static const size_t frame_bytes = sizeof(uint32_t) * WIDTH * HEIGHT;

/* A stranger's other end, as docs/screen-protocol.md describes it. */
struct stranger {
    char folder[64], path[256];
    int listen_fd, fd, memory;
    struct wire_hello hello;
    struct wire_clock welcome;
    bool rude; /* answers hello with something else */
    struct screen *screen;
};

static void *welcome_face(void *data)
{
    struct stranger *end = data;
    struct wire_header header;
    size_t len;
    struct pollfd wait = {end->listen_fd, POLLIN, 0};
    poll(&wait, 1, 5000);
    end->fd = accept4(end->listen_fd, NULL, NULL, SOCK_CLOEXEC);
    wait.fd = end->fd;
    poll(&wait, 1, 5000);
    if (wire_receive(end->fd, &header, &end->hello, sizeof end->hello, &len, &end->memory) !=
        WIRE_OK)
        return NULL;
    header = (struct wire_header){end->rude ? WIRE_QUIT : WIRE_WELCOME, WIRE_VERSION, 7};
    wire_send(end->fd, header, &end->welcome, end->rude ? 0 : sizeof end->welcome, -1);
    return NULL;
}

static void open_face(struct stranger *end)
{
    struct screen_config config = {.width = WIDTH, .height = HEIGHT, .argument = end->path};
    pthread_t thread;
    pthread_create(&thread, NULL, welcome_face, end);
    end->screen = screen_socket.open(&config);
    pthread_join(thread, NULL);
}

static void listen_at(struct stranger *end, const char *name)
{
    struct sockaddr_un address;
    int folder;
    snprintf(end->path, sizeof end->path, "%s/%s", end->folder, name);
    end->listen_fd = wire_socket(end->path, &address, &folder);
    assert_true(end->listen_fd >= 0);
    assert_int_equal(bind(end->listen_fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(end->listen_fd, 1), 0);
    if (folder >= 0)
        close(folder);
}

static void enter(struct stranger *end)
{
    *end = (struct stranger){.folder = "/tmp/jianyan-board-XXXXXX", .listen_fd = -1, .fd = -1};
    end->memory = -1;
    end->welcome = (struct wire_clock){1000, 1598923800000, CLOCK_TRUSTED, 0};
    assert_non_null(mkdtemp(end->folder));
}

static void begin(struct stranger *end)
{
    enter(end);
    listen_at(end, "screen");
    open_face(end);
    assert_non_null(end->screen);
}

static void finish(struct stranger *end)
{
    char command[128];
    screen_socket.close(end->screen, KEY_NONE);
    close(end->fd);
    close(end->listen_fd);
    close(end->memory);
    snprintf(command, sizeof command, "rm -r '%s'", end->folder);
    assert_int_equal(system(command), 0);
}

static void say(struct stranger *end, enum wire_type type, uint32_t serial, const void *body,
                size_t len)
{
    const struct wire_header header = {(uint16_t)type, WIRE_VERSION, serial};
    assert_int_equal(wire_send(end->fd, header, body, len, -1), WIRE_OK);
}

static void say_key(struct stranger *end, uint32_t serial, enum key key, enum key_phase phase)
{
    const struct wire_key body = {(uint32_t)key, (uint32_t)phase, 0};
    say(end, WIRE_KEY, serial, &body, sizeof body);
}

static struct screen_event await(struct stranger *end, int64_t due_ms)
{
    struct screen_event event;
    screen_socket.wait(end->screen, due_ms, &event);
    return event;
}

/* The next message from the face; its body as text. */
static struct wire_header hear(struct stranger *end, char *body, size_t size, size_t *len)
{
    struct wire_header header = {0};
    struct pollfd wait = {end->fd, POLLIN, 0};
    *len = 0;
    assert_int_equal(poll(&wait, 1, 5000), 1);
    assert_int_equal(wire_receive(end->fd, &header, body, size, len, NULL), WIRE_OK);
    return header;
}

static void test_socket__says_hello_with_a_sealed_frame(void **state)
{
    struct stranger end;
    struct stat st;
    (void)state;
    begin(&end);
    assert_int_equal(end.hello.width, WIDTH);
    assert_int_equal(end.hello.height, HEIGHT);
    assert_int_equal(end.hello.stride, WIDTH * 4);
    assert_int_equal(end.hello.format, 1);
    assert_int_equal(end.hello.pid, getpid());
    assert_int_equal(fstat(end.memory, &st), 0);
    assert_int_equal(st.st_size, frame_bytes);
    /* Before Linux 3.17 there are no seals. */
    if (fcntl(end.memory, F_ADD_SEALS, 0) == 0 || errno != EINVAL)
        assert_int_not_equal(ftruncate(end.memory, 0), 0);
    screen_socket.lend(end.screen).pixels[3] = 0x00123456;
    uint32_t *seen = mmap(NULL, frame_bytes, PROT_READ, MAP_SHARED, end.memory, 0);
    assert_ptr_not_equal(seen, MAP_FAILED);
    assert_int_equal(seen[3], 0x00123456);
    munmap(seen, frame_bytes);
    finish(&end);
}

static void test_socket__time_is_what_the_other_end_says(void **state)
{
    struct stranger end;
    (void)state;
    begin(&end);
    assert_int_equal(screen_socket.now(end.screen).mono_ms, 1000);
    assert_int_equal(screen_socket.now(end.screen).wall_ms, 1598923800000);
    const struct wire_clock later = {61000, 1598923860000, CLOCK_UNKNOWN, 0};
    say(&end, WIRE_CLOCK, 8, &later, sizeof later);
    assert_int_equal(await(&end, 60000).kind, SCREEN_TIMEOUT);
    assert_int_equal(screen_socket.now(end.screen).mono_ms, 61000);
    assert_int_equal(screen_socket.now(end.screen).state, CLOCK_UNKNOWN);
    finish(&end);
}

static void test_socket__running_clock_wakes_when_due(void **state)
{
    struct stranger end;
    (void)state;
    begin(&end);
    const struct wire_clock running = {1000, 1598923800000, CLOCK_TRUSTED, 1};
    say(&end, WIRE_CLOCK, 8, &running, sizeof running);
    struct screen_event event = await(&end, 1030);
    assert_int_equal(event.kind, SCREEN_TIMEOUT);
    assert_true(event.mono_ms >= 1030);
    finish(&end);
}

static void test_socket__keys_and_taps_arrive_in_order(void **state)
{
    struct stranger end;
    const struct wire_tap beside = {WIDTH, 3}, inside = {5, 6};
    (void)state;
    begin(&end);
    say_key(&end, 8, KEY_OK, KEY_PRESS);
    say_key(&end, 9, KEY_OK, KEY_RELEASE);
    say(&end, WIRE_TAP, 10, &beside, sizeof beside);
    say(&end, WIRE_TAP, 11, &inside, sizeof inside);
    say(&end, WIRE_WAKE, 12, NULL, 0);
    say(&end, (enum wire_type)999, 13, "unknown", 7);
    say(&end, WIRE_QUIT, 14, NULL, 0);
    struct screen_event event = await(&end, INT64_MAX);
    assert_int_equal(event.kind, SCREEN_KEY);
    assert_int_equal(event.key, KEY_OK);
    assert_int_equal(event.phase, KEY_PRESS);
    assert_int_equal(await(&end, INT64_MAX).phase, KEY_RELEASE);
    event = await(&end, INT64_MAX);
    assert_int_equal(event.kind, SCREEN_TAP);
    assert_int_equal(event.x, 5);
    assert_int_equal(event.y, 6);
    assert_int_equal(await(&end, INT64_MAX).kind, SCREEN_EXPOSED);
    assert_int_equal(await(&end, INT64_MAX).kind, SCREEN_QUIT);
    finish(&end);
}

static void test_socket__describes_with_the_serial_worked_off(void **state)
{
    struct stranger end;
    const struct rect changed = {1, 2, 3, 4};
    char body[256];
    size_t len;
    (void)state;
    begin(&end);
    say_key(&end, 8, KEY_OK, KEY_PRESS);
    assert_int_equal(await(&end, INT64_MAX).kind, SCREEN_KEY);
    screen_socket.present(end.screen, &changed, 1);
    screen_socket.describe(end.screen, "{}", 2);
    struct wire_header header = hear(&end, body, sizeof body, &len);
    assert_int_equal(header.type, WIRE_PRESENT);
    assert_int_equal(len, sizeof(struct wire_rect));
    const struct wire_rect expected = {1, 2, 3, 4};
    assert_memory_equal(body, &expected, len);
    header = hear(&end, body, sizeof body, &len);
    assert_int_equal(header.type, WIRE_DESCRIBE);
    assert_int_equal(header.serial, 8);
    assert_memory_equal(body, "{}", 2);
    finish(&end);
}

/* Set anew, it may end a campaign or bring the night: the face looks at once. */
static void test_socket__wakes_when_the_clock_is_set(void **state)
{
    static const struct wire_clock clocks[] = {
        {1000, 1598923800000, CLOCK_PLAUSIBLE, 0}, /* another state */
        {1000, 1609430400000, CLOCK_PLAUSIBLE, 0}, /* forward */
        {1000, 1598923800000, CLOCK_PLAUSIBLE, 0}, /* and back */
    };
    struct stranger end;
    (void)state;
    begin(&end);
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        say(&end, WIRE_CLOCK, (uint32_t)(8 + i), &clocks[i], sizeof clocks[i]);
        assert_int_equal(await(&end, INT64_MAX).kind, SCREEN_TIMEOUT);
        assert_int_equal(screen_socket.now(end.screen).wall_ms, clocks[i].wall_ms);
    }
    finish(&end);
}

/* A clock message that is not due wakes nobody, and yet the other end waits for its answer. */
static void test_socket__answers_a_clock_that_changes_nothing(void **state)
{
    struct stranger end;
    char body[256];
    size_t len;
    (void)state;
    begin(&end);
    screen_socket.describe(end.screen, "{\"a\":1}", 7);
    assert_int_equal(hear(&end, body, sizeof body, &len).serial, 7);
    const struct wire_clock soon = {2000, 1598923801000, CLOCK_TRUSTED, 0};
    say(&end, WIRE_CLOCK, 8, &soon, sizeof soon);
    int wake[2];
    assert_int_equal(pipe(wake), 0);
    screen_socket.wake(end.screen, wake[0]);
    /* The face sleeps in wait(); the answer must come before anything else wakes it. */
    pid_t child = fork();
    if (child == 0) {
        struct wire_header header = hear(&end, body, sizeof body, &len);
        bool right = header.type == WIRE_DESCRIBE && header.serial == 8 && len == 7;
        _exit(write(wake[1], right ? "y" : "n", 1) == 1 ? 0 : 1);
    }
    assert_int_equal(await(&end, 5000).kind, SCREEN_WAKE);
    char answer = 0;
    assert_int_equal(read(wake[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
    close(wake[0]);
    close(wake[1]);
    finish(&end);
}

static void test_socket__ends_on_malformed_messages(void **state)
{
    (void)state;
    static const struct {
        uint16_t type, version;
        uint32_t body[8];
        size_t len;
    } bad[] = {
        {WIRE_KEY, 1, {KEY_COUNT, 0, 0}, 12},
        {WIRE_KEY, 1, {0, 0, 0}, 12},
        {WIRE_KEY, 1, {KEY_OK, 3, 0}, 12},
        {WIRE_KEY, 1, {KEY_OK, 0, 0x80000000U}, 12},
        {WIRE_KEY, 1, {KEY_OK, 0, 0}, 8},
        {WIRE_KEY, 2, {KEY_OK, 0, 0}, 12},
        {WIRE_CLOCK, 1, {0, 0, 0, 0, 3}, 24},
        {WIRE_CLOCK, 1, {0, 0, 0, 0, 0, 2}, 24},
        {WIRE_TAP, 1, {0}, 32},
        {WIRE_QUIT, 1, {0}, 4},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct stranger end;
        begin(&end);
        const struct wire_header header = {bad[i].type, bad[i].version, 8};
        assert_int_equal(wire_send(end.fd, header, bad[i].body, bad[i].len, -1), WIRE_OK);
        assert_int_equal(await(&end, INT64_MAX).kind, SCREEN_QUIT);
        finish(&end);
    }
}

static void test_socket__ends_on_scraps_and_floods(void **state)
{
    (void)state;
    for (size_t len = 1; len <= 70000; len = len < 12 ? len + 1 : len * 3) {
        struct stranger end;
        begin(&end);
        char *scrap = calloc(1, len);
        assert_int_equal(send(end.fd, scrap, len, MSG_NOSIGNAL), len);
        free(scrap);
        assert_int_equal(await(&end, INT64_MAX).kind, SCREEN_QUIT);
        finish(&end);
    }
}

static void test_socket__refuses_a_rude_other_end(void **state)
{
    struct stranger end;
    (void)state;
    enter(&end);
    end.rude = true;
    listen_at(&end, "screen");
    open_face(&end);
    assert_null(end.screen);
    finish(&end);
}

/* An other end that does not read must not stop the face, and misses nothing in the end. */
static void test_socket__merges_what_nobody_reads(void **state)
{
    struct stranger end;
    char body[4096], json[3000];
    size_t len, describes = 0, rects = 0;
    struct wire_header header;
    (void)state;
    begin(&end);
    memset(json, 'x', sizeof json);
    for (int i = 0; i < 5000; i++) {
        const struct rect changed = {i % WIDTH, 0, 1, 1};
        screen_socket.present(end.screen, &changed, 1);
        screen_socket.describe(end.screen, json, sizeof json);
    }
    screen_socket.describe(end.screen, "last", 4);
    do {
        header = hear(&end, body, sizeof body, &len);
        rects += header.type == WIRE_PRESENT ? len / sizeof(struct wire_rect) : 0;
        describes += header.type == WIRE_DESCRIBE;
        await(&end, 0);
    } while (header.type != WIRE_DESCRIBE || len != 4);
    assert_true(describes < 5000);
    assert_true(rects < 5000);
    assert_memory_equal(body, "last", 4);
    finish(&end);
}

static void test_socket__hands_on_after_the_last_picture(void **state)
{
    struct stranger end;
    char body[64];
    size_t len;
    (void)state;
    begin(&end);
    screen_socket.present(end.screen, NULL, 0);
    screen_socket.describe(end.screen, "{}", 2);
    screen_socket.close(end.screen, KEY_CH_UP);
    end.screen = NULL;
    assert_int_equal(hear(&end, body, sizeof body, &len).type, WIRE_PRESENT);
    assert_int_equal(hear(&end, body, sizeof body, &len).type, WIRE_DESCRIBE);
    assert_int_equal(hear(&end, body, sizeof body, &len).type, WIRE_HANDOFF);
    assert_int_equal(((struct wire_key *)(void *)body)->key, KEY_CH_UP);
    finish(&end);
}

static void test_socket__takes_a_path_longer_than_an_address(void **state)
{
    struct stranger end;
    char deep[200];
    (void)state;
    enter(&end);
    memset(deep, 'd', 120);
    snprintf(deep + 120, sizeof deep - 120, "/screen");
    char folder[256];
    snprintf(folder, sizeof folder, "%s/%.120s", end.folder, deep);
    assert_int_equal(mkdir(folder, 0700), 0);
    listen_at(&end, deep);
    open_face(&end);
    assert_non_null(end.screen);
    finish(&end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_socket__says_hello_with_a_sealed_frame),
        cmocka_unit_test(test_socket__time_is_what_the_other_end_says),
        cmocka_unit_test(test_socket__running_clock_wakes_when_due),
        cmocka_unit_test(test_socket__keys_and_taps_arrive_in_order),
        cmocka_unit_test(test_socket__describes_with_the_serial_worked_off),
        cmocka_unit_test(test_socket__wakes_when_the_clock_is_set),
        cmocka_unit_test(test_socket__answers_a_clock_that_changes_nothing),
        cmocka_unit_test(test_socket__ends_on_malformed_messages),
        cmocka_unit_test(test_socket__ends_on_scraps_and_floods),
        cmocka_unit_test(test_socket__refuses_a_rude_other_end),
        cmocka_unit_test(test_socket__merges_what_nobody_reads),
        cmocka_unit_test(test_socket__hands_on_after_the_last_picture),
        cmocka_unit_test(test_socket__takes_a_path_longer_than_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
