/* One poll over everything the simulator listens to. Filled anew before every poll. */
#ifndef JIANYAN_SIM_POLLSET_H
#define JIANYAN_SIM_POLLSET_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

enum { POLLSET_MAX = 96 };

struct pollset {
    struct pollfd fds[POLLSET_MAX];
    struct {
        void (*ready)(void *data, short revents);
        void *data;
    } who[POLLSET_MAX];
    nfds_t count;
};

/* ready(data, revents) will be called if fd has one of the events. It must bear being called for
 * nothing. A negative fd is left out, as is whatever comes after POLLSET_MAX (until there is room).
 */
void pollset_add(struct pollset *set, int fd, short events, void (*ready)(void *, short),
                 void *data);

/* Polls and calls. */
void pollset_run(struct pollset *set, int timeout_ms);

/* The machine's monotonic clock, ms: what real time means here. */
int64_t host_ms(void);

#endif
