/* The courier's end of the post. The keeper may go and come back at any time. */
#ifndef JIANYAN_COURIER_LINK_H
#define JIANYAN_COURIER_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "post/post.h"

enum { LINK_RETRY_MS = 300 };

struct link {
    unsigned confined;         /* what it tells the keeper of this process: CONFINE_…, as a set */
    int fd;                    /* -1 while there is no keeper */
    int64_t try_ms;            /* host's monotonic clock: when to try again */
    struct post_buffer buffer; /* received messages point into it */
    struct post_buffer sending;
};

void link_init(struct link *link, unsigned confined);
void link_close(struct link *link);

/* Connects if there is no keeper and it is time. True if it has just come. */
bool link_try(struct link *link, const char *state_dir, int64_t host_ms);

/* False if the keeper is not there; a broken connection is closed. */
bool link_send(struct link *link, const struct post_message *message);

/* The next message; its pointers live until the next call. False if there is none; then *lost says
 * whether the keeper has gone. */
bool link_receive(struct link *link, struct post_message *message, bool *lost);

#endif
