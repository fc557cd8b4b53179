/* jianyan-courier: one loop over the post, the network and the incoming folder. Everything it knows
 * can be had again: kill it at any time. */
#ifndef JIANYAN_COURIER_COURIER_H
#define JIANYAN_COURIER_COURIER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/conf.h"
#include "core/fault.h"
#include "courier/ask_time.h"
#include "courier/backoff.h"
#include "courier/fetch.h"
#include "courier/firmware.h"
#include "courier/http.h"
#include "courier/incoming.h"
#include "courier/link.h"
#include "courier/upload.h"
#include "courier/url.h"

enum {
    COURIER_CONTACT_MS = 10000,    /* of the host's clock: how long "contact now" lasts */
    COURIER_CONTACT_WAIT_MS = 200, /* the longest wait meanwhile */
};

struct courier {
    const struct conf *conf;
    const char *state_dir;
    int state_fd;
    unsigned confined;  /* CONFINE_…, as a set */
    struct clock clock; /* of the state folder: waits of all kinds */
    struct clock host;  /* the machine's own: what the network and the keeper take */
    struct http *http;
    struct link link;
    struct chance chance;
    char intake_url[URL_MAX]; /* empty: no address known */
    int ask_minutes;          /* between two looks for a campaign; 0: none runs */
    int64_t contact_until_ms; /* host's clock */
    struct release running;   /* its board and version; 0: not known */
    bool once;                /* do what is due, then end */
    bool failed;              /* with once: something due could not be done */
    enum post_net net;
    char net_why[POST_TEXT_MAX];
    struct ask_time ask_time;
    struct upload upload;
    struct incoming incoming;
    struct fetch fetch;
    struct firmware firmware;
};

int64_t courier_now_ms(const struct courier *courier);  /* monotonic, of the state folder */
int64_t courier_host_ms(const struct courier *courier); /* monotonic, of the machine */

/* "Contact now" holds. */
bool courier_is_hurried(const struct courier *courier);

/* Tells the keeper how the network is, if that has changed. */
void courier_set_net(struct courier *courier, enum post_net net, const char *why);

/* Reports a numbered fault to be kept. */
void courier_fault(struct courier *courier, enum fault number, const char *what);

/* Reads what the running campaign says to us; the intake's address is board.conf's, or its. */
void courier_find_intake(struct courier *courier);

/* A campaign was installed, or refused. */
void courier_installed(struct courier *courier);

#endif
