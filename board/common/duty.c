#include "board/common/duty.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/log.h"

enum duty_lock duty_lock(int state_fd, const char *name, int *fd)
{
    *fd = openat(state_fd, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd >= 0 && flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return DUTY_LOCKED;
    if (*fd >= 0 && errno == EWOULDBLOCK)
        return DUTY_TAKEN;
    log_error("supervisor", "cannot lock file=%s: %s", name, strerror(errno));
    return DUTY_FAILED;
}

int duty_open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGCHLD);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (fd < 0)
        log_error("supervisor", "cannot wait for signals: %s", strerror(errno));
    return fd;
}

bool duty_take_signals(int signal_fd)
{
    struct signalfd_siginfo info;
    bool end = false;
    while (read(signal_fd, &info, sizeof info) == (ssize_t)sizeof info)
        end = end || info.ssi_signo != SIGCHLD;
    return end;
}

void duty_add_folders(struct child *child, const char *config, const char *state_dir)
{
    if (config) {
        child_arg(child, "--config");
        child_arg(child, "%s", config);
    }
    child_arg(child, "--state");
    child_arg(child, "%s", state_dir);
}

void duty_start_due(struct child *child, int64_t *due_ms)
{
    int64_t now_ms = child_now_ms();
    if (!child->wanted || child->pid > 0)
        return;
    if (child->start_at_ms <= now_ms && !child_start(child))
        child->start_at_ms = supervise_ended(&child->history, SUPERVISE_CRASHED, now_ms);
    if (child->pid <= 0 && child->start_at_ms < *due_ms)
        *due_ms = child->start_at_ms;
}

bool duty_note_end(struct child *child)
{
    char how[128];
    if (!child_reap(child))
        return false;
    child_describe_end(child, how, sizeof how);
    if (!child->asked)
        log_warn("supervisor", "the %s %s", child->name, how);
    return true;
}

int duty_timeout_ms(int64_t due_ms)
{
    int64_t left_ms = due_ms - child_now_ms();
    if (due_ms == INT64_MAX)
        return -1;
    if (left_ms <= 0)
        return 0;
    return left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}
