/* Sends many sealed letters to an intake on this machine over many connections at once, and tells
 * how that went. For the bench and for tests that kill the intake meanwhile. Bounded: it ends after
 * --count letters or --seconds.
 *
 *   load --listen 127.0.0.1:8080 --key intake.pub [--count N] [--connections N] [--seconds N]
 *        [--acked FILE] [--same]
 *
 * --acked FILE: one id a line, written when its 201 came. --same: every connection sends the same
 * letter once. Letters are sealed before the clock starts. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/options.h"
#include "seal/seal.h"
#include "tests/records.h"

enum { CONNECTIONS_MAX = 512, COUNT_MAX = 200000, REPLY_MAX = 4096, AGAIN_MS = 20 };

struct letter {
    uint8_t id[SEAL_ID_BYTES];
    char uuid[SEAL_UUID_TEXT];
    char *request; /* header and body */
    size_t len;
    uint8_t digest[SEAL_DIGEST_BYTES];
};

struct client {
    int fd;                /* -1: not connected */
    struct letter *letter; /* NULL: nothing more to do */
    size_t sent;
    char reply[REPLY_MAX + 1];
    size_t got;
    int64_t begun_ns, again_ns;
};

struct load {
    struct sockaddr_in address;
    struct seal_intake intake;
    struct letter *letters;
    size_t count, next, done;
    size_t connections;
    bool same;
    int acked_fd;
    size_t created, replayed, in_progress, busy, other, wrong, broken;
    double *latency_ms;
    struct client clients[CONNECTIONS_MAX];
};

static int64_t now_ns(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static void make_letter(struct load *load, struct letter *letter, struct seal_random *random)
{
    static const char text[] = "希望在坡道加装扶手和夜间照明，雨天路滑，老人和孩子走着不放心。"
                               "另外希望增开一趟早班公交，方便去镇上看病和赶集。";
    struct sample *sample = calloc(1, sizeof *sample);
    char *request = malloc(SEAL_LETTER_MAX + 512);
    if (!sample || !request)
        abort();
    sample_make(sample, random, &load->intake, text);
    int head = snprintf(request, 512,
                        "POST /v1/submissions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        "Content-Type: application/json\r\nIdempotency-Key: %s\r\n"
                        "Content-Length: %zu\r\n\r\n",
                        sample->key, sample->letter_len);
    memcpy(request + head, sample->letter, sample->letter_len);
    letter->request = request;
    letter->len = (size_t)head + sample->letter_len;
    memcpy(letter->id, sample->id, sizeof letter->id);
    memcpy(letter->uuid, sample->uuid, sizeof letter->uuid);
    seal_digest(sample->letter, sample->letter_len, letter->digest);
    letter->request = realloc(request, letter->len);
    free(sample);
}

static void take_next(struct load *load, struct client *client)
{
    client->sent = 0;
    client->got = 0;
    client->letter = NULL;
    if (load->next < load->count)
        client->letter = &load->letters[load->same ? 0 : load->next];
    load->next++;
}

static void hang_up(struct client *client)
{
    if (client->fd >= 0)
        close(client->fd);
    client->fd = -1;
    client->sent = 0;
    client->got = 0;
    client->again_ns = now_ns() + (int64_t)AGAIN_MS * 1000000;
}

static void dial(struct load *load, struct client *client)
{
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (client->fd < 0 ||
        (connect(client->fd, (struct sockaddr *)&load->address, sizeof load->address) != 0 &&
         errno != EINPROGRESS))
        hang_up(client);
}

/* The text behind a header's name, up to the line's end; NULL if it is not there. */
static const char *header(const char *reply, const char *name)
{
    const char *at = strcasestr(reply, name);
    return at ? at + strlen(name) : NULL;
}

/* The whole reply's length once it is there; 0 before. */
static size_t whole(const struct client *client)
{
    const char *end = strstr(client->reply, "\r\n\r\n");
    const char *length = end ? header(client->reply, "\r\nContent-Length:") : NULL;
    if (!end || !length)
        return 0;
    size_t need = (size_t)(end + 4 - client->reply) + strtoul(length, NULL, 10);
    return client->got >= need ? need : 0;
}

/* True if the receipt in the reply is the intake's for this letter. */
static bool is_right(const struct load *load, const struct client *client)
{
    uint8_t signature[SEAL_SIGNATURE_BYTES];
    const char *at = header(client->reply, "\"signature\":\"");
    return strstr(client->reply, client->letter->uuid) && at &&
           seal_base64_decode(at, strcspn(at, "\""), signature, sizeof signature) ==
               sizeof signature &&
           seal_check_receipt(load->intake.receipt_public, client->letter->id,
                              client->letter->digest, signature);
}

static void note_created(struct load *load, struct client *client)
{
    char line[SEAL_UUID_TEXT + 1];
    /* Every 16th signature: checking all would compete with the intake for the processor. */
    if (load->done % 16 == 0 && !is_right(load, client))
        load->wrong++;
    load->created++;
    if (header(client->reply, "\r\nIdempotency-Replayed:"))
        load->replayed++;
    int len = snprintf(line, sizeof line, "%s\n", client->letter->uuid);
    if (load->acked_fd >= 0 && write(load->acked_fd, line, (size_t)len) != len)
        abort();
}

/* A whole reply is there. */
static void finish(struct load *load, struct client *client)
{
    long status = strtol(client->reply + strlen("HTTP/1.1 "), NULL, 10);
    bool again = false;
    if (status == 201) {
        note_created(load, client);
    } else if (status == 409) {
        load->in_progress++;
        again = !load->same;
    } else if (status == 503) {
        load->busy++;
        again = true;
    } else {
        load->other++;
    }
    client->sent = 0;
    client->got = 0;
    if (again)
        return;
    load->latency_ms[load->done++] = (double)(now_ns() - client->begun_ns) / 1e6;
    take_next(load, client);
    client->begun_ns = now_ns();
}

static void receive(struct load *load, struct client *client)
{
    ssize_t got = recv(client->fd, client->reply + client->got, REPLY_MAX - client->got, 0);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        load->broken++;
        hang_up(client);
        return;
    }
    client->got += (size_t)got;
    client->reply[client->got] = '\0';
    if (whole(client) > 0)
        finish(load, client);
    else if (client->got == REPLY_MAX)
        hang_up(client);
}

static void transmit(struct load *load, struct client *client)
{
    const struct letter *letter = client->letter;
    ssize_t sent =
        send(client->fd, letter->request + client->sent, letter->len - client->sent, MSG_NOSIGNAL);
    if (sent > 0)
        client->sent += (size_t)sent;
    else if (sent < 0 && errno != EAGAIN) {
        load->broken++;
        hang_up(client);
    }
}

static void turn(struct load *load)
{
    struct pollfd fds[CONNECTIONS_MAX];
    for (size_t i = 0; i < load->connections; i++) {
        struct client *client = &load->clients[i];
        if (client->fd < 0 && client->letter && now_ns() >= client->again_ns)
            dial(load, client);
        bool sending = client->letter && client->sent < client->letter->len;
        fds[i] = (struct pollfd){.fd = client->letter ? client->fd : -1,
                                 .events = sending ? POLLOUT : POLLIN};
    }
    poll(fds, load->connections, AGAIN_MS);
    for (size_t i = 0; i < load->connections; i++) {
        struct client *client = &load->clients[i];
        if (client->fd < 0 || !fds[i].revents)
            continue;
        if (fds[i].revents & POLLOUT)
            transmit(load, client);
        else
            receive(load, client);
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(struct load *load, double seconds)
{
    qsort(load->latency_ms, load->done, sizeof *load->latency_ms, compare);
    double p50 = load->done ? load->latency_ms[load->done / 2] : 0;
    double p99 = load->done ? load->latency_ms[load->done * 99 / 100] : 0;
    printf("created %zu\nreplayed %zu\nin_progress %zu\nbusy %zu\nother %zu\nwrong %zu\n"
           "broken %zu\nseconds %.3f\nper_s %.0f\np50_ms %.2f\np99_ms %.2f\n",
           load->created, load->replayed, load->in_progress, load->busy, load->other, load->wrong,
           load->broken, seconds, (double)load->done / seconds, p50, p99);
}

static bool read_key(struct load *load, const char *path)
{
    char line[256] = "";
    FILE *file = fopen(path, "re");
    bool read = file && fgets(line, sizeof line, file) && seal_intake_parse(line, &load->intake);
    if (file)
        fclose(file);
    return read;
}

static bool parse_address(struct load *load, const char *text)
{
    const char *colon = strrchr(text, ':');
    load->address.sin_family = AF_INET;
    load->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (colon)
        load->address.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    return colon != NULL;
}

static void run(struct load *load, double seconds)
{
    struct seal_random random;
    seal_random_init(&random, false, 0, 0);
    load->letters = calloc(load->count, sizeof *load->letters);
    load->latency_ms = calloc(load->count, sizeof *load->latency_ms);
    if (!load->letters || !load->latency_ms)
        abort();
    for (size_t i = 0; i < (load->same ? 1 : load->count); i++)
        make_letter(load, &load->letters[i], &random);
    int64_t start = now_ns();
    for (size_t i = 0; i < load->connections; i++) {
        load->clients[i].fd = -1;
        load->clients[i].begun_ns = start;
        take_next(load, &load->clients[i]);
    }
    while (load->done < load->count && (double)(now_ns() - start) / 1e9 < seconds)
        turn(load);
    report(load, (double)(now_ns() - start) / 1e9);
}

int main(int argc, char **argv)
{
    const char *address = NULL, *key = NULL, *count = "1000", *connections = "64", *seconds = "60";
    const char *acked = NULL;
    struct load *load = calloc(1, sizeof *load);
    if (!load)
        return 1;
    const struct option_entry entries[] = {
        {"--listen", "HOST:PORT", "the intake, on this machine", &address, NULL},
        {"--key", "FILE", "intake.pub", &key, NULL},
        {"--count", "N", "letters", &count, NULL},
        {"--connections", "N", "at once", &connections, NULL},
        {"--seconds", "N", "longest run", &seconds, NULL},
        {"--acked", "FILE", "where ids go when their 201 has come", &acked, NULL},
        {"--same", NULL, "all connections send one letter", NULL, &load->same},
    };
    const struct option_program program = {"load", "sends letters to an intake",
                                           "--listen … --key …", entries,
                                           sizeof entries / sizeof entries[0]};
    int rest;
    options_parse(&program, argc, argv, &rest);
    load->connections = strtoul(connections, NULL, 10);
    load->count = load->same ? load->connections : strtoul(count, NULL, 10);
    load->acked_fd = acked ? open(acked, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
    if (!address || !key || !seal_init() || !parse_address(load, address) || !read_key(load, key) ||
        load->connections < 1 || load->connections > CONNECTIONS_MAX || load->count < 1 ||
        load->count > COUNT_MAX)
        options_refuse(&program, "give --listen and --key of a running intake");
    run(load, strtod(seconds, NULL));
    bool all = load->done == load->count && load->wrong == 0 && load->other == 0;
    for (size_t i = 0; i < load->count; i++)
        free(load->letters[i].request);
    free(load->letters);
    free(load->latency_ms);
    free(load);
    return all ? 0 : 1;
}
