#include "face/pulse.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "core/log.h"

/* Twice in the time that is allowed, as services do. */
static bool arm(const struct pulse *pulse)
{
    int64_t ms = pulse->notify->watchdog_ms / 2;
    const struct timespec every = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000 * 1000000 + 1)};
    const struct itimerspec at = {.it_interval = every, .it_value = every};
    return timerfd_settime(pulse->timer_fd, 0, &at, NULL) == 0;
}

bool pulse_init(struct pulse *pulse, const struct notify *notify, int epoll_fd)
{
    struct epoll_event event = {.events = EPOLLIN};
    *pulse = (struct pulse){.notify = notify, .timer_fd = -1};
    if (!notify || notify->watchdog_ms <= 0)
        return true;
    pulse->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    event.data.fd = pulse->timer_fd;
    if (pulse->timer_fd >= 0 && arm(pulse) &&
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, pulse->timer_fd, &event) == 0)
        return true;
    log_error("pulse", "cannot make a timer: %s", strerror(errno));
    return false;
}

void pulse_fini(struct pulse *pulse)
{
    if (pulse->timer_fd >= 0)
        close(pulse->timer_fd);
    pulse->timer_fd = -1;
}

void pulse_ready(const struct pulse *pulse)
{
    if (pulse->notify)
        notify_say(pulse->notify, "READY=1");
}

void pulse_beat(const struct pulse *pulse)
{
    uint64_t fired;
    if (pulse->timer_fd >= 0 &&
        read(pulse->timer_fd, &fired, sizeof fired) == (ssize_t)sizeof fired)
        notify_say(pulse->notify, "WATCHDOG=1");
}

void pulse_person(struct pulse *pulse, int64_t now_ms)
{
    if (!pulse->notify || (pulse->person_told && now_ms - pulse->person_ms < PULSE_PERSON_MS))
        return;
    pulse->person_told = true;
    pulse->person_ms = now_ms;
    notify_say(pulse->notify, "X_PERSON=1");
}
