/* jianyan-keeper: the one owner of what is stored. */
#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/confine.h"
#include "core/log.h"
#include "core/options.h"
#include "keeper/keeper.h"
#include "keeper/rules.h"
#include "keeper/service.h"
#include "keeper/watch.h"
#include "seal/seal.h"

extern const struct confine_calls keeper_calls;

enum { LISTEN, SIGNAL, WATCH, FIRST_PEER, POLL_MAX = FIRST_PEER + PEERS_MAX, WATCH_MS = 1000 };

/* The user a role must run as; the keeper's own where the name is empty. */
static bool find_user(const char *name, unsigned own, unsigned *uid)
{
    *uid = own;
    if (name[0] == '\0')
        return true;
    const struct passwd *user = getpwnam(name);
    if (!user) {
        log_error("keeper", "there is no user '%s' (face_user, courier_user of board.conf)", name);
        return false;
    }
    *uid = user->pw_uid;
    return true;
}

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like any other */
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* Before anything stored is read. */
static unsigned confine(void)
{
    struct confine confine;
    confine_begin(&confine, CONFINE_NO_TCP);
    confine_allow(&confine, CONFINE_WRITE, ".");
    confine_allow(&confine, CONFINE_READ, "/dev/urandom"); /* SQLite's */
    return confine_enforce(&confine, "keeper", &keeper_calls);
}

static bool start(struct keeper *keeper, const char *config, const char *state_dir)
{
    keeper->own_uid = getuid();
    if (!conf_load(&keeper->conf, config) ||
        !find_user(keeper->conf.face_user, keeper->own_uid, &keeper->face_uid) ||
        !find_user(keeper->conf.courier_user, keeper->own_uid, &keeper->courier_uid) ||
        !seal_init() || !clock_init(&keeper->clock, state_dir))
        return false;
    if (chdir(state_dir) != 0) {
        log_error("keeper", "cannot enter folder=%s: %s", state_dir, strerror(errno));
        return false;
    }
    keeper->confined = confine();
    keeper->now = clock_now(&keeper->clock);
    if (!letters_open(&keeper->letters, keeper->now)) {
        log_error("keeper", "another keeper has folder=%s; there can be one only", state_dir);
        return false;
    }
    service_open(keeper);
    timekeep_open(keeper);
    keeper->signal_fd = open_signals();
    keeper->watch_fd = watch_open();
    keeper->stop = watch_stop(keeper->watch_fd);
    keeper->listen_fd = post_listen(".");
    return keeper->signal_fd >= 0 && keeper->listen_fd >= 0;
}

static void finish(struct keeper *keeper)
{
    peers_fini(&keeper->peers);
    timekeep_close(keeper);
    plays_fini(&keeper->plays);
    salvage_fini(&keeper->salvage);
    letters_close(&keeper->letters);
    const int fds[] = {keeper->listen_fd, keeper->signal_fd, keeper->watch_fd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
    clock_fini(&keeper->clock);
}

static void serve(struct keeper *keeper, struct peer *peer, short events)
{
    struct post_message message;
    if (events & POLLOUT)
        peers_send_status(&keeper->peers, peer, &keeper->status);
    if (peer->fd < 0 || !(events & (POLLIN | POLLHUP | POLLERR)))
        return;
    switch (post_receive(peer->fd, &message, &keeper->in)) {
    case POST_OK:
        rules_answer(keeper, peer, &message);
        letters_trim(&keeper->letters);
        break;
    case POST_AGAIN:
        break;
    case POST_CLOSED:
        peers_drop(peer, NULL);
        break;
    case POST_BAD:
        peers_drop(peer, "it sent garbage");
        break;
    }
}

/* What may wait while anybody waits for an answer; true if there is more of it. */
static bool idle(struct keeper *keeper)
{
    letters_tidy(&keeper->letters);
    timekeep_note(keeper);
    if (keeper->now.mono_ms >= keeper->plays.flush_at)
        plays_flush(&keeper->plays);
    if (keeper->watch_fd < 0)
        keeper->stop = watch_stop(-1);
    return salvage_step(&keeper->salvage, &keeper->letters);
}

static int fill_poll(const struct keeper *keeper, struct pollfd fds[POLL_MAX])
{
    fds[LISTEN] = (struct pollfd){.fd = keeper->listen_fd, .events = POLLIN};
    fds[SIGNAL] = (struct pollfd){.fd = keeper->signal_fd, .events = POLLIN};
    fds[WATCH] = (struct pollfd){.fd = keeper->watch_fd, .events = POLLIN};
    for (int i = 0; i < PEERS_MAX; i++) {
        const struct peer *peer = &keeper->peers.list[i];
        short events = peer->status_due ? POLLIN | POLLOUT : POLLIN;
        fds[FIRST_PEER + i] = (struct pollfd){.fd = peer->fd, .events = events};
    }
    return POLL_MAX;
}

static int64_t next_due(struct keeper *keeper)
{
    int64_t due = letters_tidy_at(&keeper->letters);
    int64_t hello = peers_expire(&keeper->peers, keeper->now.mono_ms);
    if (keeper->plays.flush_at < due)
        due = keeper->plays.flush_at;
    if (hello < due)
        due = hello;
    int64_t note = timekeep_due_ms(keeper);
    if (note < due)
        due = note;
    if (keeper->watch_fd < 0 && keeper->now.mono_ms + WATCH_MS < due)
        due = keeper->now.mono_ms + WATCH_MS;
    return due;
}

/* One round; *more says that idle work is left. False when it is time to leave. */
static bool turn(struct keeper *keeper, bool *more)
{
    struct pollfd fds[POLL_MAX];
    int timeout = *more ? 0 : clock_timeout_ms(&keeper->clock, next_due(keeper));
    int ready = poll(fds, (nfds_t)fill_poll(keeper, fds), timeout);
    keeper->now = keeper->letters.now = clock_now(&keeper->clock);
    if (ready < 0 && errno != EINTR) {
        log_error("keeper", "cannot poll: %s", strerror(errno));
        return false;
    }
    if (ready <= 0) {
        *more = idle(keeper);
    } else {
        for (int i = 0; i < PEERS_MAX; i++) {
            struct peer *peer = &keeper->peers.list[i];
            if (peer->fd >= 0 && fds[FIRST_PEER + i].revents)
                serve(keeper, peer, fds[FIRST_PEER + i].revents);
        }
        if (fds[LISTEN].revents)
            peers_accept(&keeper->peers, keeper->listen_fd, keeper->now.mono_ms);
        if (fds[WATCH].revents)
            keeper->stop = watch_stop(keeper->watch_fd);
    }
    rules_push_changes(keeper);
    return ready <= 0 || !fds[SIGNAL].revents;
}

int main(int argc, char **argv)
{
    const char *config = NULL, *state_dir = NULL;
    const struct option_entry entries[] = {
        {"--config", "FILE", "board.conf (default: all defaults)", &config, NULL},
        {"--state", "DIR", "state folder", &state_dir, NULL},
    };
    const struct option_program program = {
        "jianyan-keeper", "keeps letters until the intake has signed for them",
        "[--config FILE] --state DIR", entries, sizeof entries / sizeof entries[0]};
    int rest;
    options_parse(&program, argc, argv, &rest);
    if (rest > 0)
        options_refuse(&program, "unexpected argument '%s'", argv[1]);
    if (!state_dir)
        options_refuse(&program, "--state DIR is needed");
    struct keeper *keeper = calloc(1, sizeof *keeper);
    if (!keeper)
        return EXIT_FAILURE;
    keeper->listen_fd = keeper->signal_fd = keeper->watch_fd = keeper->letters.folder_fd = -1;
    notify_open(&keeper->timekeep.notify);
    peers_init(&keeper->peers);
    plays_init(&keeper->plays);
    bool started = start(keeper, config, state_dir), more = false;
    if (started) {
        rules_push_changes(keeper);
        while (turn(keeper, &more))
            continue;
    }
    finish(keeper);
    free(keeper);
    return started ? EXIT_SUCCESS : EXIT_FAILURE;
}
