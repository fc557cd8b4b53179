/* STATE/incoming: published folders that a carousel, a stick or a person dropped. Each is installed
 * once it is still, by a child process, so that neither the post nor the network waits. */
#ifndef JIANYAN_COURIER_INCOMING_H
#define JIANYAN_COURIER_INCOMING_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "campaign/manifest.h"

enum {
    INCOMING_NAME_MAX = 256,
    INCOMING_TRIED_MAX = 256,
    INCOMING_STILL_MS = 400, /* nothing has changed for so long: it is whole */
    INCOMING_REAP_MS = 200,  /* how often a child is looked after where nothing tells its end */
};

struct courier;

struct incoming {
    int dir_fd;         /* STATE/incoming; -1: cannot be had */
    int watch_fd;       /* inotify; -1: none, then folders are looked at once, at start */
    int64_t due_ms;     /* machine's clock: when to look; INT64_MAX: never */
    pid_t child;        /* installs; 0: none */
    int child_fd;       /* readable when it has ended; -1: this kernel cannot tell */
    bool child_fetched; /* it installs what fetch.c brought */
    /* Stamps of the folders that were tried, as they were then. When there is no room for more,
     * nothing is tried until something changes: else many folders would be tried in turn for ever.
     */
    size_t tried_count;
    uint64_t tried[INCOMING_TRIED_MAX];
};

void incoming_open(struct courier *courier);
void incoming_close(struct courier *courier);

/* Looks for folders and reaps children, as the descriptors and the clock say. */
void incoming_tick(struct courier *courier, const struct pollfd *watch, const struct pollfd *child);

/* Starts installing the folder incoming/`name`. False if a child is at work or cannot start. */
bool incoming_install(struct courier *courier, const char *name, bool fetched);

/* When something is due by itself, on the machine's clock; INT64_MAX: never. */
int64_t incoming_host_due_ms(const struct courier *courier);

/* Nothing is under way or due. */
bool incoming_is_done(const struct courier *courier);

#endif
