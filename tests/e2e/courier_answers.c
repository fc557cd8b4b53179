/* The real jianyan-courier between a keeper and an intake that are both played here: what it does
 * with every kind of answer a network can give. The keeper here hands out one letter until a right
 * signature comes for it, as the real one does. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "post/post.h"
#include "seal/seal.h"
#include "tests/records.h"

enum { LIMIT_MS = 60000, REQUEST_MAX = 65536, BIG_BYTES = 300000 };

/* How the played intake answers one request. */
enum answer {
    RECEIPT_GOOD,
    RECEIPT_LOST, /* kept, then the connection is cut */
    RECEIPT_OTHER_ID,
    RECEIPT_OTHER_KEY, /* signed by somebody else */
    RECEIPT_CUT,       /* half the JSON, whole HTTP */
    RECEIPT_SHORT,     /* fewer bytes than promised */
    RECEIPT_AS_200,
    PAGE_200, /* a portal's page */
    PAGE_201,
    REDIRECT,
    GARBAGE, /* not HTTP at all */
    BIG,     /* more than anybody asked for */
    HANG_UP,
    STATUS_500,
    STATUS_503,
    STATUS_404,
    PORTAL_400,
    PROBLEM_422, /* the intake's own: set aside */
};

struct scene {
    int post_fd, keeper_fd, http_fd, client_fd;
    unsigned short port;
    pid_t courier;
    struct seal_intake_secret secret, other;
    struct sample sample;
    const enum answer *script;
    size_t script_len, script_at;
    char request[REQUEST_MAX];
    size_t got;
    struct post_buffer buffer;
    unsigned asked, later, refused, marked_wrong, requests, faults;
    bool delivered, set_aside;
    enum post_net nets[64];
    size_t net_count;
    char folder[64];
};

static void give_up(const char *what)
{
    fprintf(stderr, "courier_answers: %s\n", what);
    exit(1);
}

static int64_t now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void tell(struct scene *scene, const struct post_message *message)
{
    struct post_buffer buffer;
    if (post_send(scene->keeper_fd, message, &buffer) != POST_OK)
        give_up("the courier does not take a message");
}

static void tell_status(struct scene *scene)
{
    struct post_message status = {.type = POST_STATUS};
    bool waits = !scene->delivered && !scene->set_aside;
    status.status.waiting = waits;
    status.status.total = 1;
    tell(scene, &status);
}

static void hand_out(struct scene *scene)
{
    struct post_message letter = {.type = POST_LETTER};
    scene->asked++;
    if (!scene->delivered && !scene->set_aside) {
        memcpy(letter.put.id, scene->sample.id, sizeof letter.put.id);
        letter.put.letter = (const uint8_t *)scene->sample.letter;
        letter.put.letter_len = scene->sample.letter_len;
    }
    tell(scene, &letter);
}

static void mark(struct scene *scene, const struct post_message *message)
{
    uint8_t digest[SEAL_DIGEST_BYTES];
    struct post_message marked = {.type = POST_MARKED};
    seal_digest(scene->sample.letter, scene->sample.letter_len, digest);
    memcpy(marked.marked.id, message->delivered.id, sizeof marked.marked.id);
    marked.marked.right = memcmp(message->delivered.id, scene->sample.id, SEAL_ID_BYTES) == 0 &&
                          seal_check_receipt(scene->secret.known.receipt_public, scene->sample.id,
                                             digest, message->delivered.signature);
    if (marked.marked.right)
        scene->delivered = true;
    else
        scene->marked_wrong++;
    tell(scene, &marked);
    tell_status(scene);
}

static void take_message(struct scene *scene, const struct post_message *message)
{
    const struct post_message contact = {.type = POST_CONTACT};
    const struct post_message nonce = {.type = POST_NONCE}; /* no key: the time is not asked for */
    switch (message->type) {
    case POST_HELLO:
        if (message->hello.role != POST_COURIER)
            give_up("the courier says it is somebody else");
        tell_status(scene);
        tell(scene, &contact);
        break;
    case POST_NEXT:
        hand_out(scene);
        break;
    case POST_DELIVERED:
        mark(scene, message);
        break;
    case POST_LATER:
        scene->later++;
        tell(scene, &contact);
        break;
    case POST_REFUSED:
        scene->refused++;
        scene->set_aside = true;
        tell_status(scene);
        break;
    case POST_COURIER_STATUS:
        if (scene->net_count < sizeof scene->nets / sizeof scene->nets[0])
            scene->nets[scene->net_count++] = message->courier.net;
        break;
    case POST_FAULT:
        scene->faults++;
        break;
    case POST_ASK_TIME:
        tell(scene, &nonce);
        break;
    default:
        give_up("a message that no courier sends");
    }
}

static void print_receipt(const struct scene *scene, const struct seal_intake_secret *secret,
                          bool other_id, char *text, size_t size)
{
    uint8_t digest[SEAL_DIGEST_BYTES], signature[SEAL_SIGNATURE_BYTES];
    char base64[SEAL_SIGNATURE_BYTES * 2];
    seal_digest(scene->sample.letter, scene->sample.letter_len, digest);
    seal_sign_receipt(secret, scene->sample.id, digest, signature);
    seal_base64_encode(signature, sizeof signature, base64, sizeof base64);
    snprintf(text, size,
             "{\"id\":\"%s\",\"receipt\":\"%s\",\"state\":\"received\",\"signature\":\"%s\"}",
             other_id ? "01744d5a-3b7c-7d11-9a3e-2f6b1c0d9e8f" : scene->sample.uuid,
             scene->sample.receipt, base64);
}

static void hang_up(struct scene *scene)
{
    close(scene->client_fd);
    scene->client_fd = -1;
    scene->got = 0;
}

static void put(struct scene *scene, const char *bytes, size_t len)
{
    /* The courier may hang up in the midst of it; that is its right. */
    if (send(scene->client_fd, bytes, len, MSG_NOSIGNAL) < 0 && errno != EPIPE &&
        errno != ECONNRESET)
        give_up("cannot answer");
}

static void reply(struct scene *scene, const char *status, const char *type, const char *body)
{
    char head[512];
    int len = snprintf(head, sizeof head,
                       "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", status,
                       type, strlen(body));
    put(scene, head, (size_t)len);
    put(scene, body, strlen(body));
}

static void reply_big(struct scene *scene)
{
    static const char head[] = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n";
    char *body = malloc(BIG_BYTES);
    if (!body)
        give_up("no memory");
    memset(body, ' ', BIG_BYTES);
    put(scene, head, strlen(head));
    fcntl(scene->client_fd, F_SETFL, 0);
    put(scene, body, BIG_BYTES);
    free(body);
    hang_up(scene);
}

static void answer_receipt(struct scene *scene, enum answer answer)
{
    char text[512];
    print_receipt(scene, answer == RECEIPT_OTHER_KEY ? &scene->other : &scene->secret,
                  answer == RECEIPT_OTHER_ID, text, sizeof text);
    if (answer == RECEIPT_LOST) {
        hang_up(scene);
        return;
    }
    if (answer == RECEIPT_CUT)
        text[strlen(text) / 2] = '\0';
    if (answer == RECEIPT_SHORT) {
        static const char head[] =
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n";
        put(scene, head, strlen(head));
        put(scene, text, strlen(text));
        hang_up(scene);
        return;
    }
    reply(scene, answer == RECEIPT_AS_200 ? "200 OK" : "201 Created", "application/json", text);
}

static void answer_other(struct scene *scene, enum answer answer)
{
    switch (answer) {
    case PAGE_200:
        reply(scene, "200 OK", "text/html", "<html>Welcome to our hotel</html>");
        break;
    case PAGE_201:
        reply(scene, "201 Created", "text/html", "<html>Welcome</html>");
        break;
    case REDIRECT:
        reply(scene, "302 Found\r\nLocation: /elsewhere", "text/html", "<html>there</html>");
        break;
    case GARBAGE:
        put(scene, "\x16\x03\x01 nonsense\r\n\r\n", 15);
        hang_up(scene);
        break;
    case BIG:
        reply_big(scene);
        break;
    case STATUS_500:
        reply(scene, "500 Internal Server Error", "text/plain", "oops");
        break;
    case STATUS_503:
        reply(scene, "503 Service Unavailable\r\nRetry-After: 3600", "text/plain", "later");
        break;
    case STATUS_404:
        reply(scene, "404 Not Found", "text/html", "<html>no</html>");
        break;
    case PORTAL_400:
        reply(scene, "400 Bad Request", "text/html", "<html>sign in first</html>");
        break;
    case PROBLEM_422:
        reply(scene, "422 Unprocessable Content", "application/problem+json",
              "{\"type\":\"urn:jianyan:problem:malformed\",\"status\":422}");
        break;
    default:
        hang_up(scene);
    }
}

/* True once the whole request is there and is what it should be. */
static bool check_request(struct scene *scene)
{
    const char *end = memmem(scene->request, scene->got, "\r\n\r\n", 4);
    char key[96];
    if (!end)
        return false;
    size_t head = (size_t)(end + 4 - scene->request);
    if (scene->got < head + scene->sample.letter_len)
        return false;
    snprintf(key, sizeof key, "\r\nIdempotency-Key: %s\r\n", scene->sample.key);
    if (strncmp(scene->request, "POST /v1/submissions HTTP/1.1\r\n", 31) != 0 ||
        !memmem(scene->request, head, key, strlen(key)) ||
        scene->got != head + scene->sample.letter_len ||
        memcmp(scene->request + head, scene->sample.letter, scene->sample.letter_len) != 0)
        give_up("the request is not the letter under its id");
    return true;
}

static void take_request(struct scene *scene)
{
    ssize_t got = recv(scene->client_fd, scene->request + scene->got, REQUEST_MAX - scene->got, 0);
    if (got <= 0) {
        hang_up(scene);
        return;
    }
    scene->got += (size_t)got;
    if (!check_request(scene))
        return;
    scene->got = 0;
    scene->requests++;
    if (scene->script_at == scene->script_len)
        give_up("more requests than there should be");
    enum answer answer = scene->script[scene->script_at++];
    if (answer <= RECEIPT_AS_200)
        answer_receipt(scene, answer);
    else
        answer_other(scene, answer);
}

static void open_sockets(struct scene *scene)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    scene->post_fd = post_listen(scene->folder);
    scene->http_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (scene->post_fd < 0 || bind(scene->http_fd, (struct sockaddr *)&address, len) != 0 ||
        listen(scene->http_fd, 8) != 0 ||
        getsockname(scene->http_fd, (struct sockaddr *)&address, &len) != 0)
        give_up("cannot listen");
    scene->port = ntohs(address.sin_port);
    scene->keeper_fd = -1;
    scene->client_fd = -1;
}

static void start_courier(struct scene *scene, const char *program)
{
    char path[96];
    snprintf(path, sizeof path, "%s/board.conf", scene->folder);
    FILE *conf = fopen(path, "we");
    if (!conf)
        give_up("cannot write board.conf");
    fprintf(conf, "intake_url = http://127.0.0.1:%u\nsplay_seconds = 0\nretry_cap_seconds = 900\n",
            scene->port);
    fclose(conf);
    scene->courier = fork();
    if (scene->courier == 0) {
        execl(program, "jianyan-courier", "--config", path, "--state", scene->folder, (char *)NULL);
        _exit(127);
    }
}

static void take_post(struct scene *scene)
{
    struct post_message message;
    enum post_result result;
    while ((result = post_receive(scene->keeper_fd, &message, &scene->buffer)) == POST_OK)
        take_message(scene, &message);
    if (result != POST_AGAIN)
        give_up("the courier closed the post");
}

/* Plays until the letter is delivered or set aside and the courier has asked once more. */
static void play(struct scene *scene)
{
    int64_t end = now_ms() + LIMIT_MS;
    unsigned uid;
    while (!scene->delivered && !scene->set_aside) {
        struct pollfd fds[] = {{.fd = scene->post_fd, .events = POLLIN},
                               {.fd = scene->keeper_fd, .events = POLLIN},
                               {.fd = scene->client_fd < 0 ? scene->http_fd : -1, .events = POLLIN},
                               {.fd = scene->client_fd, .events = POLLIN}};
        if (poll(fds, 4, 100) < 0 || now_ms() > end)
            give_up("took too long");
        if (fds[0].revents & POLLIN)
            scene->keeper_fd = post_accept(scene->post_fd, &uid);
        if (fds[1].revents)
            take_post(scene);
        if (fds[2].revents)
            scene->client_fd = accept4(scene->http_fd, NULL, NULL, SOCK_CLOEXEC);
        if (fds[3].revents)
            take_request(scene);
    }
}

static void close_scene(struct scene *scene)
{
    char command[128];
    int status;
    kill(scene->courier, SIGTERM);
    waitpid(scene->courier, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        give_up("the courier did not end well");
    const int fds[] = {scene->post_fd, scene->keeper_fd, scene->http_fd, scene->client_fd};
    for (size_t i = 0; i < 4; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
    snprintf(command, sizeof command, "rm -r '%s'", scene->folder);
    if (system(command) != 0)
        give_up("cannot clean up");
}

static struct scene *run(const char *program, const enum answer *script, size_t len)
{
    struct seal_random random;
    struct scene *scene = calloc(1, sizeof *scene);
    if (!scene)
        give_up("no memory");
    scene->script = script;
    scene->script_len = len;
    snprintf(scene->folder, sizeof scene->folder, "/tmp/jianyan-answers-XXXXXX");
    if (!mkdtemp(scene->folder))
        give_up("no folder");
    seal_intake_generate(&scene->secret);
    seal_intake_generate(&scene->other);
    seal_random_init(&random, true, 1, 1);
    sample_make(&scene->sample, &random, &scene->secret.known, "希望增开早班公交");
    open_sockets(scene);
    start_courier(scene, program);
    play(scene);
    close_scene(scene);
    return scene;
}

#define CHECK(what)                                                                                \
    do {                                                                                           \
        if (!(what))                                                                               \
            give_up(#what);                                                                        \
    } while (0)

static bool has_net(const struct scene *scene, enum post_net net)
{
    for (size_t i = 0; i < scene->net_count; i++) {
        if (scene->nets[i] == net)
            return true;
    }
    return false;
}

/* Everything that is no receipt leaves the letter waiting; the same bytes come again. */
static void every_answer_but_a_receipt_is_not_yet(const char *program)
{
    static const enum answer script[] = {HANG_UP,           GARBAGE,          PAGE_200,
                                         PAGE_201,          REDIRECT,         BIG,
                                         STATUS_500,        STATUS_503,       STATUS_404,
                                         PORTAL_400,        RECEIPT_AS_200,   RECEIPT_CUT,
                                         RECEIPT_SHORT,     RECEIPT_OTHER_ID, RECEIPT_LOST,
                                         RECEIPT_OTHER_KEY, RECEIPT_GOOD};
    enum { COUNT = sizeof script / sizeof script[0] };
    struct scene *scene = run(program, script, COUNT);
    CHECK(scene->delivered);
    CHECK(!scene->set_aside);
    CHECK(scene->requests == COUNT);
    CHECK(scene->marked_wrong == 1);
    /* libcurl itself tries once more when a kept connection turns out to be cut. */
    CHECK(scene->later == COUNT - 1 || scene->later == COUNT - 2);
    CHECK(scene->faults >= 2);
    CHECK(has_net(scene, POST_NET_DOWN));
    CHECK(has_net(scene, POST_NET_CAPTIVE));
    CHECK(has_net(scene, POST_NET_BUSY));
    CHECK(has_net(scene, POST_NET_HELD));
    free(scene);
}

static void our_intake_alone_sets_a_letter_aside(const char *program)
{
    static const enum answer script[] = {PORTAL_400, PROBLEM_422};
    struct scene *scene = run(program, script, 2);
    CHECK(scene->set_aside);
    CHECK(!scene->delivered);
    CHECK(scene->refused == 1);
    CHECK(scene->later == 1);
    free(scene);
}

static void lost_answers_five_times_in_a_row(const char *program)
{
    static const enum answer script[] = {RECEIPT_LOST, RECEIPT_LOST, RECEIPT_LOST,
                                         RECEIPT_LOST, RECEIPT_LOST, RECEIPT_GOOD};
    struct scene *scene = run(program, script, 6);
    CHECK(scene->delivered);
    CHECK(scene->requests == 6);
    free(scene);
}

int main(int argc, char **argv)
{
    if (argc != 2 || !seal_init())
        give_up("usage: courier_answers PATH-OF-jianyan-courier");
    lost_answers_five_times_in_a_row(argv[1]);
    our_intake_alone_sets_a_letter_aside(argv[1]);
    every_answer_but_a_receipt_is_not_yet(argv[1]);
    return 0;
}
