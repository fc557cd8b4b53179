#include "sim/pollset.h"

#include <time.h>

void pollset_add(struct pollset *set, int fd, short events, void (*ready)(void *, short),
                 void *data)
{
    if (fd < 0 || set->count == POLLSET_MAX)
        return;
    set->fds[set->count] = (struct pollfd){fd, events, 0};
    set->who[set->count].ready = ready;
    set->who[set->count].data = data;
    set->count++;
}

void pollset_run(struct pollset *set, int timeout_ms)
{
    if (poll(set->fds, set->count, timeout_ms) <= 0)
        return;
    for (nfds_t i = 0; i < set->count; i++) {
        if (set->fds[i].revents)
            set->who[i].ready(set->who[i].data, set->fds[i].revents);
    }
}

int64_t host_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
