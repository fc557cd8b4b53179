#include "face/link.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "core/log.h"

static bool watch(struct link *link, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(link->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0)
        return true;
    log_error("link", "cannot watch: %s", strerror(errno));
    return false;
}

/* Tries again after `ms`; 0: as soon as somebody asks. */
static void arm(struct link *link, int ms)
{
    const struct itimerspec at = {
        .it_value = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L + 1}};
    timerfd_settime(link->timer_fd, 0, &at, NULL);
    link->armed_ms = ms;
}

bool link_init(struct link *link, const char *state_dir, int epoll_fd)
{
    link->fd = -1;
    link->epoll_fd = epoll_fd;
    link->wait_ms = LINK_WAIT_FIRST_MS;
    snprintf(link->state_dir, sizeof link->state_dir, "%s", state_dir);
    link->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (link->timer_fd < 0) {
        log_error("link", "cannot make a timer: %s", strerror(errno));
        return false;
    }
    arm(link, 0);
    return watch(link, link->timer_fd);
}

void link_fini(struct link *link)
{
    if (link->fd >= 0)
        close(link->fd);
    if (link->timer_fd >= 0)
        close(link->timer_fd);
    link->fd = link->timer_fd = -1;
}

static enum link_news connect_again(struct link *link)
{
    uint64_t fired;
    if (read(link->timer_fd, &fired, sizeof fired) != (ssize_t)sizeof fired)
        return LINK_NOTHING;
    link->away_ms += link->armed_ms;
    link->fd = post_connect(link->state_dir, POST_FACE, 0);
    if (link->fd >= 0 && watch(link, link->fd))
        return LINK_UP;
    if (link->fd >= 0)
        close(link->fd);
    link->fd = -1;
    arm(link, link->wait_ms);
    link->wait_ms = link->wait_ms * 2 < LINK_WAIT_MAX_MS ? link->wait_ms * 2 : LINK_WAIT_MAX_MS;
    return LINK_NOTHING;
}

static enum link_news lose(struct link *link, enum post_result why)
{
    if (why == POST_BAD)
        log_warn("link", "the keeper sent what is not a message: connection closed");
    close(link->fd); /* leaves the epoll set by itself */
    link->fd = -1;
    arm(link, link->wait_ms);
    return LINK_DOWN;
}

enum link_news link_next(struct link *link, struct post_message *message)
{
    if (link->fd < 0)
        return connect_again(link);
    enum post_result result = post_receive(link->fd, message, &link->buffer);
    if (result == POST_AGAIN)
        return LINK_NOTHING;
    if (result != POST_OK)
        return lose(link, result);
    link->wait_ms = LINK_WAIT_FIRST_MS;
    link->away_ms = 0;
    return LINK_MESSAGE;
}

bool link_is_up(const struct link *link)
{
    return link->fd >= 0;
}

bool link_is_lost(const struct link *link)
{
    return link->fd < 0 && link->away_ms >= LINK_LOST_MS;
}

bool link_send(struct link *link, const struct post_message *message)
{
    if (link->fd < 0)
        return false;
    return post_send(link->fd, message, &link->buffer) == POST_OK;
}
