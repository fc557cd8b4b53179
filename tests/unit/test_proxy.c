#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/proxy.h"
#include "sim/proxy_answer.h"

static const char request[] =
    "POST /v1/submissions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
static const char answer[] = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok";

/* A client, the proxy and an intake of few words, all in one thread. */
struct world {
    struct proxy proxy;
    int intake_listen, intake, client;
    char at_intake[100000], at_client[100000];
    size_t intake_len, client_len;
    bool client_ended, client_reset, silent;
};

static int listen_anywhere(uint16_t *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 4), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

static struct world *begin(enum net net)
{
    struct world *world = calloc(1, sizeof *world);
    uint16_t port;
    world->intake = world->client = -1;
    world->intake_listen = listen_anywhere(&port);
    assert_true(proxy_open(&world->proxy));
    proxy_forward(&world->proxy, port);
    proxy_set(&world->proxy, net);
    return world;
}

static void finish(struct world *world)
{
    proxy_close(&world->proxy);
    close(world->intake_listen);
    if (world->intake >= 0)
        close(world->intake);
    if (world->client >= 0)
        close(world->client);
    free(world);
}

/* 0 or errno. */
static int dial(struct world *world)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(world->proxy.port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    world->client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(world->client, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

static void intake_works(struct world *world)
{
    if (world->intake < 0)
        world->intake = accept4(world->intake_listen, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (world->intake < 0)
        return;
    bool had = world->intake_len > 0;
    ssize_t got = recv(world->intake, world->at_intake + world->intake_len,
                       sizeof world->at_intake - world->intake_len, 0);
    world->intake_len += got > 0 ? (size_t)got : 0;
    if (!had && world->intake_len > 0 && !world->silent)
        assert_int_equal(send(world->intake, answer, sizeof answer - 1, MSG_NOSIGNAL),
                         sizeof answer - 1);
}

static void client_works(struct world *world)
{
    ssize_t got = recv(world->client, world->at_client + world->client_len,
                       sizeof world->at_client - world->client_len, MSG_DONTWAIT);
    world->client_len += got > 0 ? (size_t)got : 0;
    world->client_ended = world->client_ended || got == 0;
    world->client_reset = world->client_reset || (got < 0 && errno != EAGAIN);
}

/* Lets everything move until done() or a second has passed without it. */
static bool run_until(struct world *world, bool (*done)(const struct world *))
{
    int64_t give_up = host_ms() + 5000;
    while (!done(world) && host_ms() < give_up) {
        struct pollset set;
        set.count = 0;
        proxy_tick(&world->proxy);
        proxy_poll(&world->proxy, &set);
        pollset_run(&set, 5);
        intake_works(world);
        client_works(world);
    }
    return done(world);
}

static bool client_has_answer(const struct world *world)
{
    return world->client_len >= sizeof answer - 1;
}

static bool client_is_over(const struct world *world)
{
    return world->client_ended || world->client_reset;
}

static bool intake_has_request(const struct world *world)
{
    return world->intake_len >= sizeof request - 1;
}

static void ask(struct world *world)
{
    assert_int_equal(dial(world), 0);
    assert_int_equal(send(world->client, request, sizeof request - 1, MSG_NOSIGNAL),
                     sizeof request - 1);
}

static void test_proxy__forwards_both_ways(void **state)
{
    (void)state;
    struct world *world = begin(NET_ONLINE);
    ask(world);
    assert_true(run_until(world, client_has_answer));
    assert_memory_equal(world->at_client, answer, sizeof answer - 1);
    assert_memory_equal(world->at_intake, request, sizeof request - 1);
    finish(world);
}

static void test_proxy__slow_line_is_slow_and_whole(void **state)
{
    (void)state;
    struct world *world = begin(NET_SLOW);
    int64_t began = host_ms();
    ask(world);
    assert_true(run_until(world, client_has_answer));
    assert_memory_equal(world->at_client, answer, sizeof answer - 1);
    assert_true(host_ms() >= began);
    finish(world);
}

static void test_proxy__loses_the_reply_but_not_the_request(void **state)
{
    (void)state;
    struct world *world = begin(NET_LOST_REPLY);
    ask(world);
    assert_true(run_until(world, client_is_over));
    assert_int_equal(world->client_len, 0);
    assert_true(intake_has_request(world));
    finish(world);
}

static void test_proxy__offline_resets_and_refused_refuses(void **state)
{
    (void)state;
    struct world *world = begin(NET_OFFLINE);
    assert_int_equal(dial(world), 0);
    assert_true(run_until(world, client_is_over));
    assert_true(world->client_reset);
    assert_int_equal(world->intake_len, 0);
    close(world->client);
    uint16_t port = world->proxy.port;
    proxy_set(&world->proxy, NET_REFUSED);
    assert_int_equal(dial(world), ECONNREFUSED);
    close(world->client);
    proxy_set(&world->proxy, NET_ONLINE);
    assert_int_equal(world->proxy.port, port);
    world->client_reset = false;
    ask(world);
    assert_true(run_until(world, client_has_answer));
    finish(world);
}

static void test_proxy__makes_up_answers(void **state)
{
    static const struct {
        enum net net;
        const char *begins;
    } cases[] = {{NET_503, "HTTP/1.1 503 "}, {NET_CAPTIVE, "HTTP/1.1 200 "}, {NET_GARBAGE, "\x16"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world *world = begin(cases[i].net);
        ask(world);
        assert_true(run_until(world, client_is_over));
        assert_memory_equal(world->at_client, cases[i].begins, strlen(cases[i].begins));
        assert_int_equal(world->intake_len, 0);
        finish(world);
    }
}

static void test_proxy__made_up_answers_are_as_long_as_they_say(void **state)
{
    static const enum net nets[] = {NET_503, NET_CAPTIVE};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        size_t len;
        const char *text = proxy_answer(nets[i], &len);
        const char *body = strstr(text, "\r\n\r\n") + 4;
        const char *said = strstr(text, "Content-Length: ") + 16;
        assert_int_equal(strtoul(said, NULL, 10), len - (size_t)(body - text));
    }
}

static void test_proxy__stall_answers_nothing_until_the_weather_changes(void **state)
{
    (void)state;
    struct world *world = begin(NET_STALL);
    ask(world);
    for (int i = 0; i < 20; i++) {
        struct pollset set;
        set.count = 0;
        proxy_poll(&world->proxy, &set);
        pollset_run(&set, 1);
        client_works(world);
    }
    assert_false(client_is_over(world));
    assert_int_equal(world->client_len, 0);
    proxy_set(&world->proxy, NET_ONLINE);
    assert_true(run_until(world, client_is_over));
    finish(world);
}

static bool intake_has_it_all(const struct world *world)
{
    return world->intake_len == 90000;
}

static void test_proxy__carries_more_than_its_buffer(void **state)
{
    (void)state;
    struct world *world = begin(NET_ONLINE);
    char *bytes = malloc(90000);
    for (size_t i = 0; i < 90000; i++)
        bytes[i] = (char)(i * 7);
    world->silent = true;
    assert_int_equal(dial(world), 0);
    assert_int_equal(send(world->client, bytes, 90000, MSG_NOSIGNAL), 90000);
    assert_true(run_until(world, intake_has_it_all));
    assert_memory_equal(world->at_intake, bytes, 90000);
    free(bytes);
    finish(world);
}

static void test_proxy__knows_a_whole_request(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof request - 1; len++)
        assert_false(proxy_request_is_whole(request, len));
    assert_true(proxy_request_is_whole(request, sizeof request - 1));
    assert_true(proxy_request_is_whole("GET / HTTP/1.1\r\n\r\n", 18));
}

static void test_proxy__bears_many_clients(void **state)
{
    int clients[3 * PROXY_CONNECTIONS];
    (void)state;
    struct world *world = begin(NET_STALL);
    for (size_t i = 0; i < sizeof clients / sizeof clients[0]; i++) {
        struct pollset set;
        set.count = 0;
        dial(world);
        clients[i] = world->client;
        proxy_poll(&world->proxy, &set);
        pollset_run(&set, 5);
    }
    for (size_t i = 0; i < sizeof clients / sizeof clients[0]; i++)
        close(clients[i]);
    for (int i = 0; i < 5; i++) {
        struct pollset set;
        set.count = 0;
        proxy_poll(&world->proxy, &set);
        pollset_run(&set, 5);
    }
    proxy_set(&world->proxy, NET_ONLINE);
    ask(world);
    assert_true(run_until(world, client_has_answer));
    finish(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_proxy__forwards_both_ways),
        cmocka_unit_test(test_proxy__slow_line_is_slow_and_whole),
        cmocka_unit_test(test_proxy__loses_the_reply_but_not_the_request),
        cmocka_unit_test(test_proxy__offline_resets_and_refused_refuses),
        cmocka_unit_test(test_proxy__makes_up_answers),
        cmocka_unit_test(test_proxy__made_up_answers_are_as_long_as_they_say),
        cmocka_unit_test(test_proxy__stall_answers_nothing_until_the_weather_changes),
        cmocka_unit_test(test_proxy__carries_more_than_its_buffer),
        cmocka_unit_test(test_proxy__knows_a_whole_request),
        cmocka_unit_test(test_proxy__bears_many_clients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
