/* jianyan-courier: the one program of a box that talks to the world. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/log.h"
#include "core/options.h"
#include "courier/courier.h"
#include "courier/install.h"
#include "courier/tell.h"
#include "courier/walls.h"
#include "seal/seal.h"

enum { FD_SIGNAL, FD_POST, FD_WATCH, FD_CHILD, FD_COUNT };

enum { ONCE_KEEPER_MS = 5000 };

static void take_message(struct courier *courier, const struct post_message *message)
{
    switch (message->type) {
    case POST_STATUS:
        upload_status(courier, &message->status);
        break;
    case POST_LETTER:
        upload_letter(courier, &message->put);
        break;
    case POST_MARKED:
        upload_marked(courier, message->marked.id, message->marked.right);
        break;
    case POST_NONCE:
        ask_time_nonce(courier, message->nonce.kid, message->nonce.nonce);
        break;
    case POST_CLOCK:
        ask_time_clock(courier, message);
        break;
    case POST_CONTACT:
        courier->contact_until_ms = courier_host_ms(courier) + COURIER_CONTACT_MS;
        ask_time_hurry(courier);
        upload_hurry(courier);
        fetch_hurry(courier);
        firmware_hurry(courier);
        break;
    default:
        break;
    }
}

static void take_post(struct courier *courier)
{
    struct post_message message;
    bool lost;
    if (link_try(&courier->link, courier->state_dir, courier_host_ms(courier))) {
        /* A keeper that has just started does not know how the network is. */
        struct post_message status = {.type = POST_COURIER_STATUS, .courier.net = courier->net};
        snprintf(status.courier.why, sizeof status.courier.why, "%s", courier->net_why);
        if (courier->net != POST_NET_UNKNOWN)
            link_send(&courier->link, &status);
        courier_find_intake(courier); /* who took our place at the keeper may have swapped it */
    }
    while (link_receive(&courier->link, &message, &lost))
        take_message(courier, &message);
    if (lost) {
        upload_keeper_lost(courier);
        ask_time_keeper_lost(courier);
    }
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Milliseconds until something is due by itself. */
static int timeout_ms(const struct courier *courier)
{
    int64_t due = earlier(upload_due_ms(courier), fetch_due_ms(courier));
    int64_t host_due = earlier(upload_host_due_ms(courier), incoming_host_due_ms(courier));
    due = earlier(earlier(due, firmware_due_ms(courier)), ask_time_due_ms(courier));
    host_due = earlier(host_due, ask_time_host_due_ms(courier));
    if (courier->link.fd < 0)
        host_due = earlier(host_due, courier->link.try_ms);
    int timeout = clock_timeout_ms(&courier->clock, due);
    int host_timeout = clock_timeout_ms(&courier->host, host_due);
    return timeout < 0 || (host_timeout >= 0 && host_timeout < timeout) ? host_timeout : timeout;
}

static bool is_done(const struct courier *courier)
{
    return courier->once && ask_time_is_done(courier) && upload_is_done(courier) &&
           incoming_is_done(courier) && fetch_is_done(courier) && firmware_is_done(courier);
}

static void run(struct courier *courier, int signal_fd)
{
    struct pollfd fds[FD_COUNT] = {[FD_SIGNAL] = {.fd = signal_fd}};
    int64_t start_ms = courier_host_ms(courier);
    while (!fds[FD_SIGNAL].revents && !is_done(courier)) {
        take_post(courier);
        ask_time_tick(courier);
        upload_tick(courier);
        incoming_tick(courier, &fds[FD_WATCH], &fds[FD_CHILD]);
        fetch_tick(courier);
        firmware_tick(courier);
        if (courier->once && !courier->upload.greeted &&
            courier_host_ms(courier) - start_ms > ONCE_KEEPER_MS) {
            log_error("courier", "the keeper is not there; start jianyan-keeper first");
            courier->failed = true;
            return;
        }
        if (is_done(courier))
            return;
        fds[FD_POST].fd = courier->link.fd;
        fds[FD_WATCH].fd = courier->incoming.watch_fd;
        fds[FD_CHILD].fd = courier->incoming.child_fd;
        http_wait(courier->http, fds, FD_COUNT, timeout_ms(courier));
    }
}

/* Readable at SIGTERM or SIGINT; a reply that nobody reads must not end the process. */
static int open_signals(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool serve(struct courier *courier)
{
    int signal_fd = open_signals();
    link_init(&courier->link, courier->confined);
    upload_init(&courier->upload);
    if (!clock_init(&courier->clock, courier->state_dir))
        return false;
    chance_init(&courier->chance, courier->clock.simulated,
                courier->clock.seed ^ (courier->clock.start << 32));
    courier->http = http_open(courier->conf);
    if (!courier->http || signal_fd < 0)
        return false;
    incoming_open(courier);
    fetch_init(courier);
    firmware_init(courier);
    courier_find_intake(courier);
    run(courier, signal_fd);
    firmware_fini(courier);
    fetch_fini(courier);
    incoming_close(courier);
    link_close(&courier->link);
    http_close(courier->http);
    clock_fini(&courier->clock);
    close(signal_fd);
    return !courier->once || !courier->failed;
}

/* `install DIR`: works without a keeper. What is wrong is logged where it is found. */
static bool install(const struct courier *courier, const char *folder)
{
    const struct install_target target = {
        .state_fd = courier->state_fd, .conf = courier->conf, .by_hand = true};
    struct install_result result;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "jianyan-courier: %s: %s\n", folder, strerror(errno));
        return false;
    }
    bool installed = install_campaign(&target, fd, &result) == MANIFEST_GOOD;
    close(fd);
    if (!installed)
        return false;
    if (result.changed)
        tell_installed(courier->state_dir, result.version, 0);
    printf("%s version %lld\n",
           result.changed ? "installed" : "already installed:", (long long)result.version);
    return fflush(stdout) == 0;
}

/* `back`: works without a keeper, too. */
static bool back(const struct courier *courier)
{
    const struct install_target target = {.state_fd = courier->state_fd, .conf = courier->conf};
    struct install_result result;
    int64_t from;
    if (!install_back(&target, &result, &from))
        return false;
    tell_installed(courier->state_dir, result.version, from);
    printf("back to version %lld; %lld will not come again, a higher one will\n",
           (long long)result.version, (long long)from);
    return fflush(stdout) == 0;
}

/* What the command line says; wrong usage ends here. */
struct arguments {
    const char *config, *state, *system;
    const char *folder; /* to install; NULL: none */
    bool once, back;
};

static struct arguments parse(int argc, char **argv)
{
    struct arguments arguments = {.system = "/etc/jianyan"};
    const struct option_entry entries[] = {
        {"--config", "FILE", "board.conf (defaults without it)", &arguments.config, NULL},
        {"--state", "DIR", "the state folder", &arguments.state, NULL},
        {"--once", NULL, "do what is due, then end (1 if something could not be done)", NULL,
         &arguments.once},
        {"--system", "DIR", "files board and version of what runs (/etc/jianyan)",
         &arguments.system, NULL},
    };
    const struct option_program program = {
        .name = "jianyan-courier",
        .purpose = "takes letters to the intake, brings and installs campaigns",
        .usage = "--state DIR [--config FILE] [--once | install FOLDER | back]",
        .entries = entries,
        .count = sizeof entries / sizeof entries[0],
    };
    int rest;
    options_parse(&program, argc, argv, &rest);
    bool installing = rest > 0 && strcmp(argv[1], "install") == 0;
    arguments.back = rest > 0 && strcmp(argv[1], "back") == 0;
    if (rest > 0 && !installing && !arguments.back)
        options_refuse(&program, "unknown command '%s'", argv[1]);
    if (installing && (rest != 2 || arguments.once))
        options_refuse(&program, "install needs one FOLDER");
    if (arguments.back && (rest != 1 || arguments.once))
        options_refuse(&program, "back stands alone");
    if (!arguments.state)
        options_refuse(&program, "--state DIR is needed");
    arguments.folder = installing ? argv[2] : NULL;
    return arguments;
}

int main(int argc, char **argv)
{
    struct conf conf;
    struct arguments arguments = parse(argc, argv);
    if (!conf_load(&conf, arguments.config) || !seal_init())
        return 1;
    struct courier *courier = calloc(1, sizeof *courier);
    if (!courier)
        return 1;
    courier->conf = &conf;
    courier->state_dir = arguments.state;
    courier->once = arguments.once;
    release_running(arguments.system, &courier->running); /* the walls hide it */
    courier->state_fd = open(arguments.state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = courier->state_fd >= 0;
    if (done)
        courier->confined = walls_raise(arguments.state, conf.ca_file, arguments.folder);
    if (!done)
        fprintf(stderr, "jianyan-courier: --state %s: %s\n", arguments.state, strerror(errno));
    else if (arguments.back)
        done = back(courier);
    else
        done = arguments.folder ? install(courier, arguments.folder) : serve(courier);
    if (courier->state_fd >= 0)
        close(courier->state_fd);
    free(courier);
    return done ? 0 : 1;
}
