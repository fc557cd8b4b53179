#include "sim/proxy_answer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\n"
                           "Content-Type: application/problem+json\r\n"
                           "Retry-After: 1\r\n"
                           "Content-Length: 57\r\n"
                           "Connection: close\r\n"
                           "\r\n"
                           "{\"type\":\"about:blank\",\"title\":\"Try later\",\"status\":503}\r\n";

static const char portal[] = "HTTP/1.1 200 OK\r\n"
                             "Content-Type: text/html\r\n"
                             "Content-Length: 78\r\n"
                             "Connection: close\r\n"
                             "\r\n"
                             "<!doctype html><title>Welcome</title><p>Accept our terms to use "
                             "this network.\n";

static const char garbage[] = "\x16\x03\x01\xff\x00\x80HTTP/9.9 -1 \xc0\xff\r\n\r\n\x00\x01garbage";

const char *proxy_answer(enum net net, size_t *len)
{
    switch (net) {
    case NET_503:
        *len = sizeof busy - 1;
        return busy;
    case NET_CAPTIVE:
        *len = sizeof portal - 1;
        return portal;
    default:
        *len = sizeof garbage - 1;
        return garbage;
    }
}

/* Where the head ends (behind its empty line), 0 if it does not yet. */
static size_t head_len(const char *bytes, size_t len)
{
    const char *end = memmem(bytes, len, "\r\n\r\n", 4);
    return end ? (size_t)(end - bytes) + 4 : 0;
}

static size_t announced_len(const char *bytes, size_t head)
{
    static const char name[] = "\r\nContent-Length:";
    for (size_t at = 0; at + sizeof name < head; at++) {
        if (strncasecmp(bytes + at, name, sizeof name - 1) == 0)
            return (size_t)strtoul(bytes + at + sizeof name - 1, NULL, 10);
    }
    return 0;
}

bool proxy_request_is_whole(const char *bytes, size_t len)
{
    size_t head = head_len(bytes, len);
    if (head == 0)
        return len >= PROXY_BUFFER - 1;
    size_t body = announced_len(bytes, head);
    return len >= PROXY_BUFFER - 1 || len - head >= body;
}
