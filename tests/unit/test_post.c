#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "post/post.h"

/* xorshift64*: the same messages on every machine. */
struct dice {
    uint64_t state;
};

static uint64_t roll(struct dice *dice, uint64_t below)
{
    dice->state ^= dice->state >> 12;
    dice->state ^= dice->state << 25;
    dice->state ^= dice->state >> 27;
    return (dice->state * UINT64_C(0x2545F4914F6CDD1D) >> 11) % below;
}

static void fill(struct dice *dice, void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)roll(dice, 256);
}

static void fill_text(struct dice *dice, char *text, size_t size)
{
    size_t len = roll(dice, 4) == 0 ? size - 1 : roll(dice, size);
    for (size_t i = 0; i < len; i++)
        text[i] = (char)(1 + roll(dice, 255));
    text[len] = '\0';
}

static void fill_put(struct dice *dice, struct post_put *put, uint8_t letter[POST_LETTER_MAX])
{
    fill(dice, put->id, sizeof put->id);
    put->letter_len = roll(dice, 8) == 0 ? POST_LETTER_MAX : 1 + roll(dice, 900);
    fill(dice, letter, put->letter_len < 64 ? put->letter_len : 64);
    put->letter = letter;
}

/* Any message of this type. `letter` is room that it borrows. */
static struct post_message any(struct dice *dice, enum post_type type, uint8_t *letter)
{
    struct post_message m = {.type = type};
    switch (type) {
    case POST_HELLO:
        m.hello.role = (enum post_role)(1 + roll(dice, 3));
        m.hello.pid = (uint32_t)roll(dice, UINT32_MAX);
        m.hello.confined = (uint32_t)roll(dice, 8);
        fill_text(dice, m.hello.version, sizeof m.hello.version);
        break;
    case POST_PUT:
        fill_put(dice, &m.put, letter);
        for (int i = 0; i < 16; i++)
            m.put.receipt[i] = (char)('0' + roll(dice, 10));
        fill(dice, m.put.receipt_key, sizeof m.put.receipt_key);
        fill(dice, m.put.digest, sizeof m.put.digest);
        break;
    case POST_LETTER:
        fill_put(dice, &m.put, letter);
        break;
    case POST_STATUS:
        m.status.waiting = (uint32_t)roll(dice, UINT32_MAX);
        m.status.total = roll(dice, UINT64_MAX);
        m.status.store = (enum post_store)roll(dice, POST_STORE_RENEWED + 1);
        m.status.net = (enum post_net)roll(dice, POST_NET_HELD + 1);
        fill_text(dice, m.status.net_why, sizeof m.status.net_why);
        fill_text(dice, m.status.campaign, sizeof m.status.campaign);
        m.status.stop = roll(dice, 2);
        m.status.day = (uint32_t)roll(dice, UINT32_MAX);
        m.status.today = (uint32_t)roll(dice, 1000);
        break;
    case POST_SAVED:
        m.saved.result = (enum post_save)roll(dice, POST_SAVE_FAILED + 1);
        break;
    case POST_STATE:
        m.state.state = (enum post_state)roll(dice, POST_SET_ASIDE + 1);
        break;
    case POST_DELIVERED:
        fill(dice, &m.delivered, sizeof m.delivered);
        break;
    case POST_MARKED:
        m.marked.right = roll(dice, 2);
        break;
    case POST_REFUSED:
    case POST_LATER:
        m.refused.http_status = (uint32_t)roll(dice, 600);
        fill_text(dice, m.refused.why, sizeof m.refused.why);
        break;
    case POST_COURIER_STATUS:
        m.courier.net = (enum post_net)roll(dice, POST_NET_HELD + 1);
        fill_text(dice, m.courier.why, sizeof m.courier.why);
        break;
    case POST_INSTALLED:
        fill_text(dice, m.installed.version, sizeof m.installed.version);
        break;
    case POST_FAULT:
        fill_text(dice, m.fault.what, sizeof m.fault.what);
        break;
    case POST_PLAY:
        fill_text(dice, m.play.poster, sizeof m.play.poster);
        m.play.wall_ms = -(int64_t)roll(dice, 100000);
        break;
    case POST_SETTINGS:
        m.settings.set = roll(dice, 2);
        m.settings.locked = roll(dice, 2);
        fill_text(dice, m.settings.county, sizeof m.settings.county);
        fill_text(dice, m.settings.token, sizeof m.settings.token);
        break;
    case POST_UNLOCK:
        fill_text(dice, m.unlock.token, sizeof m.unlock.token);
        break;
    case POST_FACTS:
        fill_text(dice, m.facts.keeper, sizeof m.facts.keeper);
        fill_text(dice, m.facts.courier, sizeof m.facts.courier);
        m.facts.keeper_confined = (uint32_t)roll(dice, 8);
        m.facts.courier_confined = (uint32_t)roll(dice, 8);
        m.facts.disk_free_mb = (uint32_t)roll(dice, UINT32_MAX);
        m.facts.contact_ms = (int64_t)roll(dice, UINT32_MAX);
        m.facts.has_token = roll(dice, 2);
        m.facts.faults = (uint32_t)roll(dice, POST_FAULTS_MAX);
        break;
    case POST_FAULT_NOTE:
        m.note.number = (uint32_t)roll(dice, 1000);
        m.note.times = (uint32_t)roll(dice, 1000);
        m.note.first_ms = (int64_t)roll(dice, UINT32_MAX);
        m.note.last_ms = (int64_t)roll(dice, UINT32_MAX);
        fill_text(dice, m.note.what, sizeof m.note.what);
        break;
    case POST_INTAKE:
        fill_text(dice, m.intake.kid, sizeof m.intake.kid);
        fill(dice, m.intake.receipt_key, sizeof m.intake.receipt_key);
        m.intake.issued_ms = (int64_t)roll(dice, UINT32_MAX);
        break;
    case POST_NONCE:
        fill_text(dice, m.nonce.kid, sizeof m.nonce.kid);
        fill(dice, m.nonce.nonce, sizeof m.nonce.nonce);
        break;
    case POST_TIME:
        m.time.wall_ms = -(int64_t)roll(dice, 100000);
        fill(dice, m.time.signature, sizeof m.time.signature);
        break;
    case POST_CLOCK:
        m.clock.right = roll(dice, 2);
        m.clock.wall_ms = (int64_t)roll(dice, UINT32_MAX);
        m.clock.steady_ms = (int64_t)roll(dice, UINT32_MAX);
        break;
    case POST_PROBE:
        m.probe.write = roll(dice, 2);
        break;
    case POST_PROBED:
        m.probed.result = (enum post_save)roll(dice, POST_SAVE_FAILED + 1);
        break;
    case POST_NEXT:
    case POST_CONTACT:
    case POST_ASK_TIME:
    case POST_ASK_FACTS:
        break;
    }
    return m;
}

static bool same(const struct post_message *a, const struct post_message *b)
{
    struct post_message x = *a, y = *b;
    if (a->type == POST_PUT || a->type == POST_LETTER) {
        if (x.put.letter_len != y.put.letter_len ||
            memcmp(x.put.letter, y.put.letter, x.put.letter_len) != 0)
            return false;
        x.put.letter = y.put.letter = NULL;
    }
    /* Texts end with their zero; what lies behind it does not count. */
    return a->type == POST_STATUS || a->type == POST_HELLO || a->type >= POST_SETTINGS ||
           a->type == POST_REFUSED || a->type == POST_LATER || a->type == POST_COURIER_STATUS ||
           a->type == POST_INSTALLED || a->type == POST_FAULT || a->type == POST_PLAY ||
           memcmp(&x, &y, sizeof x) == 0;
}

static void test_post__any_message_reads_back(void **state)
{
    (void)state;
    static struct post_buffer buffer, again;
    static uint8_t letter[POST_LETTER_MAX];
    struct dice dice = {4711};
    for (int round = 0; round < 20000; round++) {
        enum post_type type = (enum post_type)(POST_HELLO + roll(&dice, POST_PROBED));
        struct post_message message = any(&dice, type, letter), back;
        size_t len = post_encode(&message, &buffer);
        assert_int_not_equal(len, 0);
        assert_true(post_decode(buffer.bytes, len, &back));
        assert_int_equal(back.type, type);
        assert_true(same(&message, &back));
        assert_int_equal(post_encode(&back, &again), len);
        assert_memory_equal(buffer.bytes, again.bytes, len);
    }
}

/* Whatever is taken must be the one spelling of what was understood. */
static void decode_is_canonical(const uint8_t *bytes, size_t len)
{
    static struct post_buffer again;
    struct post_message message;
    /* A copy of its exact length lets the address sanitizer see any read behind it. */
    uint8_t *exact = malloc(len ? len : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, len);
    if (post_decode(exact, len, &message)) {
        assert_int_equal(post_encode(&message, &again), len);
        assert_memory_equal(again.bytes, exact, len);
    }
    free(exact);
}

static void test_post__garbage_is_never_misread(void **state)
{
    (void)state;
    static struct post_buffer buffer;
    static uint8_t letter[POST_LETTER_MAX];
    struct dice dice = {99};
    for (int round = 0; round < 100000; round++) {
        size_t len = roll(&dice, 200);
        fill(&dice, buffer.bytes, len);
        if (round % 2) { /* garbage behind a header that looks right */
            const uint8_t head[8] = {'J', 'Y', POST_VERSION, (uint8_t)roll(&dice, POST_PROBED + 2),
                                     (uint8_t)(len - 8)};
            memcpy(buffer.bytes, head, len < sizeof head ? len : sizeof head);
        }
        decode_is_canonical(buffer.bytes, len);
    }
    for (int round = 0; round < 20000; round++) { /* damaged messages */
        enum post_type type = (enum post_type)(POST_HELLO + roll(&dice, POST_PROBED));
        struct post_message message = any(&dice, type, letter);
        size_t len = post_encode(&message, &buffer);
        buffer.bytes[roll(&dice, len < 64 ? len : 64)] ^= (uint8_t)(1U << roll(&dice, 8));
        decode_is_canonical(buffer.bytes, roll(&dice, 2) ? len : roll(&dice, len + 1));
    }
}

static void test_post__refuses_every_wrong_length(void **state)
{
    (void)state;
    static struct post_buffer buffer;
    static uint8_t letter[POST_LETTER_MAX];
    struct dice dice = {5};
    struct post_message back;
    for (int type = POST_HELLO; type <= POST_PROBED; type++) {
        struct post_message message = any(&dice, (enum post_type)type, letter);
        size_t len = post_encode(&message, &buffer);
        for (size_t cut = 0; cut < len && cut < 400; cut++)
            assert_false(post_decode(buffer.bytes, cut, &back));
        buffer.bytes[len] = 0;
        assert_false(post_decode(buffer.bytes, len + 1, &back));
    }
}

static void test_post__does_not_encode_what_is_out_of_bounds(void **state)
{
    (void)state;
    static struct post_buffer buffer;
    static uint8_t letter[POST_LETTER_MAX + 1];
    struct dice dice = {6};
    struct post_message message = any(&dice, POST_PUT, letter);
    message.put.letter_len = POST_LETTER_MAX + 1;
    assert_int_equal(post_encode(&message, &buffer), 0);
    message.put.letter_len = 0;
    assert_int_equal(post_encode(&message, &buffer), 0);
    message.type = POST_LETTER; /* an empty one says that none waits */
    assert_int_not_equal(post_encode(&message, &buffer), 0);
    message = any(&dice, POST_PUT, letter);
    message.put.receipt[3] = 'x';
    assert_int_equal(post_encode(&message, &buffer), 0);
    message = any(&dice, POST_FAULT, letter);
    memset(message.fault.what, 'a', sizeof message.fault.what);
    assert_int_equal(post_encode(&message, &buffer), 0);
    message = (struct post_message){.type = (enum post_type)99};
    assert_int_equal(post_encode(&message, &buffer), 0);
    message = (struct post_message){.type = POST_HELLO};
    assert_int_equal(post_encode(&message, &buffer), 0);
}

/* A state folder whose path is longer than a socket's name may be. */
static int enter_folder(void **state)
{
    static char folder[] = "/tmp/jianyan-post-XXXXXX";
    static char path[400];
    char command[512];
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/%0100d/%0100d", folder, 1, 2);
    snprintf(command, sizeof command, "mkdir -p '%s'", path);
    *state = path;
    return system(command);
}

static int leave_folder(void **state)
{
    char command[512], *path = *state;
    snprintf(command, sizeof command, "rm -r '%.*s'", (int)strlen("/tmp/jianyan-post-XXXXXX"),
             path);
    return system(command);
}

static void test_post__reaches_a_folder_with_a_long_path(void **state)
{
    static struct post_buffer buffer;
    struct post_message message;
    unsigned uid = 12345;
    assert_int_equal(post_connect(*state, POST_FACE, 0), -1);
    int listen_fd = post_listen(*state);
    assert_true(listen_fd >= 0);
    assert_int_equal(post_accept(listen_fd, &uid), -1);
    int fd = post_connect(*state, POST_COURIER, 0);
    assert_true(fd >= 0);
    int peer = post_accept(listen_fd, &uid);
    assert_true(peer >= 0);
    assert_int_equal(uid, getuid());
    assert_int_equal(post_receive(peer, &message, &buffer), POST_OK);
    assert_int_equal(message.type, POST_HELLO);
    assert_int_equal(message.hello.role, POST_COURIER);
    assert_int_equal(message.hello.pid, getpid());
    assert_int_equal(post_receive(peer, &message, &buffer), POST_AGAIN);
    int second = post_listen(*state); /* the name moves to whoever listens last */
    assert_true(second >= 0);
    int other = post_connect(*state, POST_FACE, 0);
    int taken = post_accept(second, &uid);
    assert_true(other >= 0 && taken >= 0);
    assert_int_equal(post_accept(listen_fd, &uid), -1);
    close(other);
    assert_int_equal(post_receive(taken, &message, &buffer), POST_OK);
    assert_int_equal(post_receive(taken, &message, &buffer), POST_CLOSED);
    close(taken);
    close(second);
    close(fd);
    close(peer);
    close(listen_fd);
}

static void test_post__tells_the_ways_a_connection_ends(void **state)
{
    (void)state;
    static struct post_buffer buffer;
    static uint8_t letter[POST_LETTER_MAX], junk[sizeof(struct post_buffer) + 64];
    struct dice dice = {8};
    struct post_message back, message = any(&dice, POST_PUT, letter);
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    message.put.letter_len = POST_LETTER_MAX;
    int sent = 0;
    while (post_send(pair[0], &message, &buffer) == POST_OK)
        sent++;
    assert_int_equal(post_send(pair[0], &message, &buffer), POST_AGAIN);
    assert_true(sent >= 2);
    while (sent-- > 0) {
        assert_int_equal(post_receive(pair[1], &back, &buffer), POST_OK);
        assert_true(back.put.letter >= buffer.bytes &&
                    back.put.letter + back.put.letter_len <= buffer.bytes + sizeof buffer.bytes);
        assert_memory_equal(back.put.letter, letter, POST_LETTER_MAX);
    }
    assert_int_equal(post_receive(pair[1], &back, &buffer), POST_AGAIN);
    assert_true(send(pair[0], "hello", 5, 0) == 5);
    assert_int_equal(post_receive(pair[1], &back, &buffer), POST_BAD);
    assert_true(send(pair[0], junk, sizeof junk, 0) > 0); /* too long for the buffer */
    assert_int_equal(post_receive(pair[1], &back, &buffer), POST_BAD);
    close(pair[1]);
    assert_int_equal(post_send(pair[0], &message, &buffer), POST_CLOSED);
    close(pair[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_post__any_message_reads_back),
        cmocka_unit_test(test_post__garbage_is_never_misread),
        cmocka_unit_test(test_post__refuses_every_wrong_length),
        cmocka_unit_test(test_post__does_not_encode_what_is_out_of_bounds),
        cmocka_unit_test(test_post__reaches_a_folder_with_a_long_path),
        cmocka_unit_test(test_post__tells_the_ways_a_connection_ends),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
