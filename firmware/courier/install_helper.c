/* Running jianyan-decode, as a child or as a service. Its standard error is a pipe: its last words
 * become the reason, and its end is seen there without a signal handler. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/log.h"
#include "courier/decode.h"
#include "courier/install_parts.h"

enum { TIMEOUT_SECONDS = 15, WAIT_MS = 5, WORDS_MAX = 256 };

struct helper {
    pid_t pid;     /* of a child; of a service nobody knows it */
    int answer_fd; /* the connection to a service; -1: it is a child */
    int words_fd;  /* its standard error */
    int timer_fd;  /* readable when its time is up */
    char words[WORDS_MAX];
};

bool install_find_decoder(const char *given, char path[PATH_MAX])
{
    if (given)
        return snprintf(path, PATH_MAX, "%s", given) < PATH_MAX;
    ssize_t len = readlink("/proc/self/exe", path, PATH_MAX - sizeof "jianyan-decode");
    if (len <= 0)
        return false;
    path[len] = '\0';
    char *name = strrchr(path, '/');
    if (!name)
        return false;
    memcpy(name + 1, "jianyan-decode", sizeof "jianyan-decode");
    return true;
}

/* Everything a parent may have changed of signals is as a fresh program expects it. */
static bool set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    return posix_spawnattr_setsigmask(attributes, &none) == 0 &&
           posix_spawnattr_setsigdefault(attributes, &all) == 0 &&
           posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) ==
               0;
}

static int spawn(const struct install_job *job, int words_fd, pid_t *pid)
{
    char path[PATH_MAX], width[16], height[16];
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    char *const argv[] = {(char *)"jianyan-decode", width, height, NULL};
    snprintf(width, sizeof width, "%d", job->width);
    snprintf(height, sizeof height, "%d", job->height);
    if (!install_find_decoder(job->decoder, path))
        return ENOENT;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    int failed = ENOMEM;
    if (posix_spawn_file_actions_adddup2(&files, job->in_fd, STDIN_FILENO) == 0 &&
        posix_spawn_file_actions_adddup2(&files, job->out_fd, STDOUT_FILENO) == 0 &&
        posix_spawn_file_actions_adddup2(&files, words_fd, STDERR_FILENO) == 0 &&
        set_signals(&attributes))
        failed = posix_spawn(pid, path, &files, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static bool helper_start(struct helper *helper, const struct install_job *job)
{
    const struct itimerspec limit = {.it_value.tv_sec = TIMEOUT_SECONDS};
    int ends[2] = {-1, -1}, failed = 0;
    *helper = (struct helper){.answer_fd = -1, .words_fd = -1};
    helper->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    if (helper->timer_fd < 0 || timerfd_settime(helper->timer_fd, 0, &limit, NULL) != 0 ||
        pipe2(ends, O_CLOEXEC) != 0)
        failed = errno;
    if (failed == 0) {
        helper->words_fd = ends[0];
        failed = job->decoder || !install_decoder_socket()
                     ? spawn(job, ends[1], &helper->pid)
                     : install_call_service(job, ends[1], &helper->answer_fd);
        close(ends[1]);
    }
    if (failed != 0)
        log_error("install", "cannot start jianyan-decode: %s", strerror(failed));
    return failed == 0;
}

/* Reads what it says until it ends; the first line is kept. False when its time is up. */
static bool helper_listen(struct helper *helper)
{
    char bytes[WORDS_MAX];
    size_t kept = 0;
    struct pollfd fds[2] = {{helper->words_fd, POLLIN, 0}, {helper->timer_fd, POLLIN, 0}};
    for (;;) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            return false;
        if (fds[1].revents)
            return false;
        if (!fds[0].revents)
            continue;
        ssize_t got = read(helper->words_fd, bytes, sizeof bytes);
        if (got <= 0)
            return true;
        for (ssize_t i = 0; i < got && kept + 1 < sizeof helper->words; i++)
            helper->words[kept++] = bytes[i];
        helper->words[strcspn(helper->words, "\n")] = '\0';
    }
}

/* Waits for a child's end, or makes it. Its wait status, -1 if there is none. */
static int end_child(struct helper *helper, bool in_time)
{
    int status = -1;
    struct pollfd timer = {helper->timer_fd, POLLIN, 0};
    for (;;) {
        if (!in_time)
            kill(helper->pid, SIGKILL);
        pid_t ended = waitpid(helper->pid, &status, in_time ? WNOHANG : 0);
        if (ended == helper->pid)
            return status;
        if (ended < 0 && errno != EINTR)
            return -1;
        /* It has closed its standard error and is about to end, unless it means ill. */
        if (ended == 0 && poll(&timer, 1, WAIT_MS) > 0)
            in_time = false;
    }
}

/* As end_child() says it. A service that does not end in time is ended by its own limits. */
static int helper_end(struct helper *helper, bool in_time)
{
    if (helper->answer_fd < 0)
        return end_child(helper, in_time);
    return in_time ? install_hear_service(helper->answer_fd, helper->timer_fd) : -1;
}

static void helper_close(struct helper *helper)
{
    if (helper->answer_fd >= 0)
        close(helper->answer_fd);
    if (helper->words_fd >= 0)
        close(helper->words_fd);
    if (helper->timer_fd >= 0)
        close(helper->timer_fd);
}

static enum manifest_verdict judge(int status, bool in_time, const char *words, char *why)
{
    if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == DECODE_DONE)
        return MANIFEST_GOOD;
    if (!in_time)
        snprintf(why, MANIFEST_TEXT_MAX, "the decoder took more than %d s", TIMEOUT_SECONDS);
    else if (status >= 0 && WIFSIGNALED(status))
        snprintf(why, MANIFEST_TEXT_MAX, "the decoder was ended by signal %d", WTERMSIG(status));
    else
        snprintf(why, MANIFEST_TEXT_MAX, "%s", words);
    bool full = status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == DECODE_CANNOT_WRITE;
    return full ? MANIFEST_NO_SPACE : MANIFEST_PICTURE_BAD;
}

enum manifest_verdict install_decode(const struct install_job *job, char *why)
{
    struct helper helper;
    enum manifest_verdict verdict = MANIFEST_PICTURE_BAD;
    if (helper_start(&helper, job)) {
        bool in_time = helper_listen(&helper);
        int status = helper_end(&helper, in_time);
        verdict = judge(status, in_time, helper.words, why);
    } else {
        snprintf(why, MANIFEST_TEXT_MAX, "cannot start jianyan-decode");
    }
    helper_close(&helper);
    return verdict;
}
