#include "board/common/child.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"

int64_t child_now_ms(void)
{
    const struct clock machine = {0};
    return clock_now(&machine).mono_ms;
}

void child_program_folder(char *path, size_t size)
{
    char self[3900];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(self, '/');
    if (slash)
        *slash = '\0';
    snprintf(path, size, "%s/jianyan", self);
    bool beside = access(path, X_OK) == 0;
    snprintf(path, size, "%s%s", self, beside ? "" : "/../bin");
}

void child_init(struct child *child, const char *name, const char *program)
{
    char folder[4096];
    *child = (struct child){.name = name, .user = "", .out_fd = -1, .stdout_fd = -1};
    child_program_folder(folder, sizeof folder);
    child_arg(child, "%s/%s", folder, program);
}

void child_arg(struct child *child, const char *format, ...)
{
    va_list args;
    if (child->arg_count == CHILD_ARGS - 1)
        return;
    va_start(args, format);
    vsnprintf(child->args[child->arg_count++], CHILD_ARG_BYTES, format, args);
    va_end(args);
}

void child_env(struct child *child, const char *format, ...)
{
    va_list args;
    if (child->env_count == CHILD_ENV)
        return;
    va_start(args, format);
    vsnprintf(child->env[child->env_count++], CHILD_ARG_BYTES, format, args);
    va_end(args);
}

/* In the new process: gives up what the user it is to run as must not have. */
static bool become_user(const char *name)
{
    const struct passwd *user = getpwnam(name);
    if (!user) {
        errno = ENOENT;
        return false;
    }
    if (user->pw_uid == geteuid())
        return true;
    return initgroups(name, user->pw_gid) == 0 && setgid(user->pw_gid) == 0 &&
           setuid(user->pw_uid) == 0;
}

/* In the new process: after the change of user, which would undo it. */
static void die_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(127); /* it is gone already */
}

static void refuse(const struct child *child, const char *what)
{
    dprintf(STDERR_FILENO, "cannot run %s%s: %s\n", child->args[0], what, strerror(errno));
    _exit(127);
}

/* In the new process: does not return. */
static void become(struct child *child, int out, pid_t parent)
{
    char *argv[CHILD_ARGS] = {NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (child->user[0] && !become_user(child->user))
        refuse(child, " as its user");
    if (!child->outlives)
        die_with(parent);
    int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    /* Our own standard output belongs to the last line of a run. */
    int target = child->stdout_fd >= 0 ? child->stdout_fd : STDERR_FILENO;
    dup2(child->keep_out ? out : target, STDOUT_FILENO);
    if (child->keep_err)
        dup2(out, STDERR_FILENO);
    for (size_t i = 0; i < child->env_count; i++)
        putenv(child->env[i]);
    for (size_t i = 0; i < child->arg_count; i++)
        argv[i] = child->args[i];
    execv(child->args[0], argv);
    refuse(child, "");
}

bool child_start(struct child *child)
{
    int ends[2] = {-1, -1};
    bool keep = child->keep_out || child->keep_err;
    if (keep && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        log_error("child", "cannot start %s: %s", child->name, strerror(errno));
        return false;
    }
    pid_t parent = getpid();
    child->pid = fork();
    if (child->pid == 0)
        become(child, ends[1], parent);
    if (ends[1] >= 0)
        close(ends[1]);
    if (child->pid < 0) {
        log_error("child", "cannot start %s: %s", child->name, strerror(errno));
        if (ends[0] >= 0)
            close(ends[0]);
        child->pid = 0;
        return false;
    }
    if (child->out_fd >= 0)
        close(child->out_fd);
    child->out_fd = ends[0];
    child->out_len = 0;
    child->out[0] = '\0';
    child->asked = false;
    child->runs++;
    supervise_started(&child->history, child_now_ms());
    return true;
}

/* Keeps the end of what was written: the last half gives way to what is new. */
void child_read(struct child *child)
{
    while (child->out_fd >= 0) {
        if (child->out_len == CHILD_OUT - 1) {
            child->out_len = CHILD_OUT / 2;
            memmove(child->out, child->out + CHILD_OUT - 1 - child->out_len, child->out_len);
        }
        ssize_t got =
            read(child->out_fd, child->out + child->out_len, CHILD_OUT - 1 - child->out_len);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0) {
            close(child->out_fd);
            child->out_fd = -1;
            return;
        }
        child->out_len += (size_t)got;
        child->out[child->out_len] = '\0';
    }
}

static void note_end(struct child *child, int status)
{
    child->pid = 0;
    child->status = status;
    child_read(child);
    enum supervise_end how = child->asked ? SUPERVISE_ASKED : SUPERVISE_CRASHED;
    child->start_at_ms = supervise_ended(&child->history, how, child_now_ms());
}

bool child_reap(struct child *child)
{
    int status;
    if (child->pid <= 0 || waitpid(child->pid, &status, WNOHANG) != child->pid)
        return false;
    note_end(child, status);
    return true;
}

void child_kill(struct child *child)
{
    int status = 0;
    if (child->pid <= 0)
        return;
    child->asked = true;
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    note_end(child, status);
}

void child_end(struct child *child, int ms)
{
    int64_t give_up = child_now_ms() + ms;
    child->wanted = false;
    if (child->pid <= 0)
        return;
    child->asked = true;
    kill(child->pid, SIGTERM);
    while (!child_reap(child) && child_now_ms() < give_up)
        poll(NULL, 0, 5);
    child_kill(child);
}

void child_describe_end(const struct child *child, char *text, size_t size)
{
    if (WIFSIGNALED(child->status))
        snprintf(text, size, "was killed by signal %d (%s)", WTERMSIG(child->status),
                 strsignal(WTERMSIG(child->status)));
    else
        snprintf(text, size, "ended with status %d", WEXITSTATUS(child->status));
}

void child_last_line(const struct child *child, char *text, size_t size)
{
    size_t end = child->out_len;
    while (end > 0 && child->out[end - 1] == '\n')
        end--;
    size_t begin = end;
    while (begin > 0 && child->out[begin - 1] != '\n')
        begin--;
    snprintf(text, size, "%.*s", (int)(end - begin), child->out + begin);
}
