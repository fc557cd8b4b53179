/* Requests over HTTP, a few at a time, inside the courier's one loop. The only file that knows
 * libcurl. HTTPS with the CA file and pins of board.conf, plain HTTP to this machine alone
 * (url.h); redirects are never followed, no proxy is asked, replies are bounded. */
#ifndef JIANYAN_COURIER_HTTP_H
#define JIANYAN_COURIER_HTTP_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/conf.h"

enum {
    HTTP_REPLY_MAX = 65536,
    HTTP_HEADERS_MAX = 4,
    HTTP_FDS_MAX = 8,
    HTTP_CONNECT_SECONDS = 5,
    HTTP_TOTAL_SECONDS = 20,
    HTTP_SIGNED_SECONDS = 8,
    HTTP_DOWNLOAD_SECONDS = 1800, /* of a file that goes to disk; a slow one is cut off earlier */
};

/* What may be under way at the same time. */
enum http_slot { HTTP_TIME, HTTP_UPLOAD, HTTP_DOWNLOAD, HTTP_FIRMWARE, HTTP_SLOTS };

struct http_request {
    const char *url;
    const char *headers[HTTP_HEADERS_MAX]; /* "Name: value"; NULL ends */
    const void *body;                      /* posted; borrowed until the end; NULL: GET */
    size_t body_len;
    int file;       /* where the reply's body goes on from its end; -1: into memory */
    size_t max;     /* bytes it may have in all; 0: HTTP_REPLY_MAX */
    size_t resume;  /* bytes the file has already: only the rest is asked for */
    bool is_signed; /* the answer is signed over a nonce of ours, and no secret is sent: whose
                       certificate it comes with does not matter. For a box that cannot verify one,
                       because it does not know the date; a pin holds all the same. The connection
                       is used for this alone */
};

struct http_reply {
    bool answered; /* a status line came; false: `why` says what went wrong */
    bool too_large;
    long status;
    char type[96];        /* Content-Type; empty: none */
    char retry_after[32]; /* empty: none */
    char etag[128];       /* empty: none */
    const char *body;     /* valid until the slot's next request; zero-terminated */
    size_t len;           /* of the body, in memory or on file */
    char why[160];        /* one short line */
};

struct http;

/* NULL after a logged line. */
struct http *http_open(const struct conf *conf);
void http_close(struct http *http);

/* Starts a request. False if the address is not allowed or there is no memory; logged. */
bool http_start(struct http *http, enum http_slot slot, const struct http_request *request);

/* Gives a request up; fine if none is under way. */
void http_cancel(struct http *http, enum http_slot slot);

/* Waits until a descriptor is ready (revents is set), a request moves on, or timeout_ms is over
 * (-1: never). At most HTTP_FDS_MAX descriptors; those below 0 are left out. */
void http_wait(struct http *http, struct pollfd *fds, size_t count, int timeout_ms);

/* True once for each request that has ended. */
bool http_take(struct http *http, enum http_slot slot, struct http_reply *reply);

#endif
