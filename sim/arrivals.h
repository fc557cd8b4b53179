/* What has come in at the simulator's own intake, for showing it beside the screen: asks for its
 * /arrivals.json now and then. Loopback only. */
#ifndef JIANYAN_SIM_ARRIVALS_H
#define JIANYAN_SIM_ARRIVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/pollset.h"

enum {
    ARRIVALS_SHOWN = 6,
    ARRIVALS_TEXT = 640, /* bytes of a suggestion that are kept, with the zero */
};

struct arrival {
    char receipt[20];
    char time[8]; /* "09:31", as the device wrote it */
    char theme[64], channel[64];
    char text[ARRIVALS_TEXT];
};

struct arrivals {
    int fd;            /* the question under way; -1: none */
    int64_t ask_at_ms; /* host time of the next one */
    char *answer;      /* owned */
    size_t len;
    bool asked;                            /* the question has been sent */
    uint32_t total;                        /* ever */
    uint32_t before;                       /* of these, from earlier visitors */
    struct arrival newest[ARRIVALS_SHOWN]; /* newest first */
    size_t count;                          /* of newest */
    unsigned changes;                      /* rises whenever the above changes */
};

void arrivals_init(struct arrivals *arrivals);
void arrivals_close(struct arrivals *arrivals);

/* Asks the intake on that port of this machine when it is time to, and listens. */
void arrivals_poll(struct arrivals *arrivals, struct pollset *set, uint16_t port);

/* The next visitor is not shown what earlier ones wrote. */
void arrivals_next_visitor(struct arrivals *arrivals);

/* Reads an answer, head and all; what cannot be read leaves everything as it is. */
void arrivals_read(struct arrivals *arrivals, const char *answer, size_t len);

#endif
