#include "sim/arrivals.h"

#include <errno.h>
#include <jansson.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ASK_EVERY_MS = 1500, GIVE_UP_MS = 5000, ANSWER_MAX = 256 * 1024 };

void arrivals_init(struct arrivals *arrivals)
{
    *arrivals = (struct arrivals){.fd = -1};
}

static void hang_up(struct arrivals *arrivals)
{
    if (arrivals->fd >= 0)
        close(arrivals->fd);
    arrivals->fd = -1;
    arrivals->asked = false;
    arrivals->len = 0;
    arrivals->ask_at_ms = host_ms() + ASK_EVERY_MS;
}

void arrivals_close(struct arrivals *arrivals)
{
    hang_up(arrivals);
    free(arrivals->answer);
    arrivals->answer = NULL;
}

/* -- what an answer says -- */

static void keep_word(const json_t *item, const char *name, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(item, name));
    size_t len = text ? strlen(text) : 0;
    if (len >= size) { /* cut at a whole character */
        len = size - 1;
        while (len > 0 && ((unsigned char)text[len] & 0xC0U) == 0x80U)
            len--;
    }
    if (len > 0)
        memcpy(out, text, len);
    out[len] = '\0';
}

static void keep_arrival(struct arrival *arrival, const json_t *item)
{
    char created[32];
    *arrival = (struct arrival){0};
    keep_word(item, "receipt", arrival->receipt, sizeof arrival->receipt);
    keep_word(item, "theme", arrival->theme, sizeof arrival->theme);
    keep_word(item, "channel", arrival->channel, sizeof arrival->channel);
    keep_word(item, "text", arrival->text, sizeof arrival->text);
    keep_word(item, "created", created, sizeof created);
    if (strlen(created) >= 16)
        snprintf(arrival->time, sizeof arrival->time, "%.5s", created + 11);
}

/* Of `total`, those of earlier visitors are left out. */
static void keep_all(struct arrivals *arrivals, const json_t *all)
{
    const json_t *list = json_object_get(all, "newest");
    json_int_t total = json_integer_value(json_object_get(all, "count"));
    if (!json_is_array(list) || total < 0 || total > UINT32_MAX || total == arrivals->total)
        return;
    arrivals->total = (uint32_t)total;
    if (arrivals->before > arrivals->total)
        arrivals->before = arrivals->total; /* another intake */
    size_t fresh = arrivals->total - arrivals->before;
    arrivals->count = 0;
    for (size_t i = 0; i < json_array_size(list) && i < fresh && i < ARRIVALS_SHOWN; i++)
        keep_arrival(&arrivals->newest[arrivals->count++], json_array_get(list, i));
    arrivals->changes++;
}

void arrivals_read(struct arrivals *arrivals, const char *answer, size_t len)
{
    static const char head[] = "HTTP/1.1 200 ";
    const char *body = memmem(answer, len, "\r\n\r\n", 4);
    if (!body || len < sizeof head - 1 || memcmp(answer, head, sizeof head - 1) != 0)
        return;
    body += 4;
    json_t *all = json_loadb(body, len - (size_t)(body - answer), 0, NULL);
    if (all)
        keep_all(arrivals, all);
    json_decref(all);
}

void arrivals_next_visitor(struct arrivals *arrivals)
{
    arrivals->before = arrivals->total;
    arrivals->count = 0;
    memset(arrivals->newest, 0, sizeof arrivals->newest);
    arrivals->changes++;
}

/* -- asking -- */

static void dial(struct arrivals *arrivals, uint16_t port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (!arrivals->answer)
        arrivals->answer = malloc(ANSWER_MAX);
    arrivals->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    arrivals->ask_at_ms = host_ms() + GIVE_UP_MS;
    bool begun = arrivals->answer && arrivals->fd >= 0 &&
                 (connect(arrivals->fd, (const struct sockaddr *)&address, sizeof address) == 0 ||
                  errno == EINPROGRESS);
    if (!begun)
        hang_up(arrivals);
}

static bool ask(struct arrivals *arrivals)
{
    static const char question[] = "GET /arrivals.json HTTP/1.1\r\nHost: localhost\r\n"
                                   "Connection: close\r\n\r\n";
    ssize_t sent = send(arrivals->fd, question, sizeof question - 1, MSG_NOSIGNAL);
    if (sent < 0)
        return errno == EAGAIN || errno == EINTR || errno == ENOTCONN;
    arrivals->asked = true;
    return sent == (ssize_t)sizeof question - 1;
}

static void ready(void *data, short revents)
{
    struct arrivals *arrivals = data;
    if (!arrivals->asked) {
        if (!ask(arrivals))
            hang_up(arrivals);
        return;
    }
    ssize_t got =
        recv(arrivals->fd, arrivals->answer + arrivals->len, (size_t)ANSWER_MAX - arrivals->len, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got > 0)
        arrivals->len += (size_t)got;
    if (got == 0)
        arrivals_read(arrivals, arrivals->answer, arrivals->len);
    if (got <= 0 || arrivals->len == ANSWER_MAX || (revents & POLLNVAL))
        hang_up(arrivals);
}

void arrivals_poll(struct arrivals *arrivals, struct pollset *set, uint16_t port)
{
    bool late = host_ms() >= arrivals->ask_at_ms;
    if (late && arrivals->fd >= 0)
        hang_up(arrivals);
    else if (late && port != 0)
        dial(arrivals, port);
    pollset_add(set, arrivals->fd, arrivals->asked ? POLLIN : POLLOUT, ready, arrivals);
}
