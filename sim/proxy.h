/* The network between box and intake, with its faults: a forwarder on loopback. */
#ifndef JIANYAN_SIM_PROXY_H
#define JIANYAN_SIM_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/pollset.h"

enum net {
    NET_ONLINE,
    NET_OFFLINE,    /* every connection is reset at once: the cable is out */
    NET_REFUSED,    /* nobody listens */
    NET_SLOW,       /* 2 KiB a second each way */
    NET_STALL,      /* takes requests and never answers */
    NET_503,        /* a busy intake: 503 with Retry-After */
    NET_LOST_REPLY, /* the intake gets everything; its answers are lost */
    NET_CAPTIVE,    /* a portal's page with 200 in place of every answer */
    NET_GARBAGE,    /* bytes that are not HTTP */
    NET_COUNT
};

/* As scripts spell it ("lost-reply"). */
const char *net_name(enum net net);
/* NET_COUNT if there is none of that name. */
enum net net_from_name(const char *name);
/* All names, separated by spaces. */
const char *net_names(void);

enum { PROXY_CONNECTIONS = 16, PROXY_BUFFER = 16384 };

/* One way of a connection. */
struct proxy_way {
    char bytes[PROXY_BUFFER];
    size_t begin, end;
    bool finished; /* the sender has said all */
    bool told;     /* and the receiver knows */
};

struct proxy_connection {
    struct proxy *proxy;
    int client, upstream; /* -1: none */
    bool connecting;      /* to upstream */
    bool answered;        /* a made-up answer was given: the rest is only read */
    size_t taken;         /* bytes of the request read for a made-up answer */
    int64_t close_at_ms;  /* host time; INT64_MAX: never */
    int64_t paced_at_ms;  /* host time up to which a slow line is used up */
    struct proxy_way up, down;
};

struct proxy {
    enum net net;
    int hold_fd, listen_fd; /* the port is held even while nobody listens */
    uint16_t port, upstream_port;
    struct proxy_connection connections[PROXY_CONNECTIONS];
};

/* Takes a free port on loopback. False after one line on standard error. */
bool proxy_open(struct proxy *proxy);
void proxy_close(struct proxy *proxy);

/* Where to forward to (port on loopback). */
void proxy_forward(struct proxy *proxy, uint16_t upstream_port);

/* Changes the weather; open connections are cut. */
void proxy_set(struct proxy *proxy, enum net net);

void proxy_poll(struct proxy *proxy, struct pollset *set);

/* Closes what is due; call before every poll. */
void proxy_tick(struct proxy *proxy);

#endif
