/* The intake's one loop: libmicrohttpd on its epoll, and after each turn one transaction for all
 * suggestions that arrived in it (group commit). Nothing is acknowledged before its COMMIT. */
#ifndef JIANYAN_INTAKE_SERVER_H
#define JIANYAN_INTAKE_SERVER_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/clock.h"
#include "intake/keys.h"
#include "intake/problem.h"
#include "intake/store.h"
#include "intake/submission.h"

enum {
    SERVER_CONNECTIONS_MAX = 512,
    SERVER_BODY_MAX = SEAL_LETTER_MAX,
    SERVER_REQUEST_SECONDS = 20, /* a request must be whole by then, however slowly it trickles */
    SERVER_REPLY_SECONDS = 300,  /* and its answer be taken */
};

struct server_counters {
    uint64_t received, replayed, refused, failed, commits, requests;
};

struct server_options {
    const char *listen;    /* "HOST:PORT", "[::1]:PORT" */
    const char *campaigns; /* folder served below /campaigns/; NULL: none */
    const char *simulated; /* state folder whose world this is a part of; NULL: the real one */
    bool allow_plain;      /* unsealed records from other machines too */
};

struct connection;
struct request;

struct server {
    struct MHD_Daemon *daemon;
    const struct keys *keys;
    struct store *store;
    struct clock clock; /* of the machine: how long anything may take */
    struct clock world; /* what time it is */
    struct campaign_facts facts;
    int campaigns_fd; /* -1: none */
    bool allow_plain;
    bool ill; /* the last commit failed */
    struct server_counters counters;
    struct connection *connections; /* all open ones */
    struct request *parked;         /* wait for the commit of this turn, oldest first */
    struct request **parked_end;
};

/* One request, from its header to its answer. */
struct request {
    struct server *server;
    struct MHD_Connection *connection;
    const char *url;
    const struct route *route;
    enum problem_language language;
    char *body; /* owned, `room` bytes */
    size_t len, room;
    size_t taken;                  /* bytes of the body seen, kept or not */
    bool too_large;                /* more than SERVER_BODY_MAX: the rest is read and dropped */
    bool parked;                   /* suspended until the commit */
    struct MHD_Response *response; /* owned; set once it is known */
    unsigned status;
    struct submission submission;
    struct request *next; /* in server->parked */
};

/* Listens; prints "listening on http://HOST:PORT/" to standard output. False after one line on
 * standard error. keys and store are borrowed. */
bool server_open(struct server *server, const struct server_options *options,
                 const struct keys *keys, struct store *store);

/* Serves until SIGTERM or SIGINT, then finishes what has begun. */
bool server_run(struct server *server);
void server_close(struct server *server);

/* True if the other end is on this machine, whether or not somebody stands behind it. */
bool server_is_loopback(const struct request *request);

#endif
