/* Bringing the simulated box up. */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/conductor.h"
#include "sim/prepare.h"
#include "sim/report.h"

enum { UP_MS = 30000 }; /* real time a program may take to come up, on a busy machine */

static bool take_signals(struct sim *sim)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    signal(SIGPIPE, SIG_IGN);
    sim->signal_fd = -1;
    if (sigprocmask(SIG_BLOCK, &set, NULL) == 0)
        sim->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return sim->signal_fd >= 0;
}

/* The first address of this machine that is not its own loopback; "" if there is none. */
static void find_address(char *text, size_t size)
{
    struct ifaddrs *all = NULL;
    text[0] = '\0';
    if (getifaddrs(&all) != 0)
        return;
    for (const struct ifaddrs *one = all; one && !text[0]; one = one->ifa_next) {
        if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET ||
            (one->ifa_flags & IFF_LOOPBACK) || !(one->ifa_flags & IFF_UP))
            continue;
        const struct sockaddr_in *address = (const struct sockaddr_in *)(void *)one->ifa_addr;
        inet_ntop(AF_INET, &address->sin_addr, text, (socklen_t)size);
    }
    freeifaddrs(all);
}

static void settle_lan(struct sim *sim)
{
    const char *given = sim->settings->lan;
    if (sim->settings->intake || (given && strcmp(given, "off") == 0))
        return;
    if (given)
        snprintf(sim->lan, sizeof sim->lan, "%s", given);
    else if (!sim->settings->headless)
        find_address(sim->lan, sizeof sim->lan);
}

static void define_box_child(struct sim *sim, enum sim_child which, const char *name,
                             const char *program)
{
    struct child *child = &sim->child[which];
    child_init(child, name, program);
    child_arg(child, "--config");
    child_arg(child, "%s/board.conf", sim->folder.path);
    child_arg(child, "--state");
    child_arg(child, "%s", sim->folder.path);
}

/* The keeper runs with the shim that can fill its disk. */
static void define_keeper(struct sim *sim)
{
    char folder[FOLDER_PATH], shim[FOLDER_PATH + 64];
    struct child *keeper = &sim->child[SIM_KEEPER];
    define_box_child(sim, SIM_KEEPER, "keeper", "jianyan-keeper");
    child_program_folder(folder, sizeof folder);
    snprintf(shim, sizeof shim, "%s/../lib/libjianyan-shim.so", folder);
    sim->shim_missing = access(shim, R_OK) != 0;
    if (sim->shim_missing)
        return;
    const char *asan = getenv("ASAN_OPTIONS");
    child_env(keeper, "LD_PRELOAD=%s", shim);
    child_env(keeper, "JIANYAN_SHIM_DISK_FULL=%s/disk-full", sim->folder.path);
    child_env(keeper, "ASAN_OPTIONS=verify_asan_link_order=0%s%s", asan ? ":" : "",
              asan ? asan : "");
}

static void define_children(struct sim *sim)
{
    define_box_child(sim, SIM_FACE, "face", "jianyan");
    child_arg(&sim->child[SIM_FACE], "--screen");
    child_arg(&sim->child[SIM_FACE], "socket:%s/screen", sim->folder.path);
    define_keeper(sim);
    define_box_child(sim, SIM_COURIER, "courier", "jianyan-courier");
}

enum { INTAKE_ADDRESS = 3 }; /* which argument says where it listens */

static void define_intake(struct sim *sim, int port)
{
    struct child *intake = &sim->child[SIM_INTAKE];
    child_init(intake, "intake", "jianyan-intake");
    child_arg(intake, "serve");
    child_arg(intake, "--listen");
    child_arg(intake, "%s:%d", sim->lan[0] ? "0.0.0.0" : "127.0.0.1", port);
    child_arg(intake, "--database");
    child_arg(intake, "sqlite:%s/intake.db", sim->folder.path);
    child_arg(intake, "--keys");
    child_arg(intake, "%s/keys/intake", sim->folder.path);
    child_arg(intake, "--simulated");
    child_arg(intake, "%s", sim->folder.path);
    /* The phone that scans the code has no TLS here. */
    if (sim->lan[0])
        child_arg(intake, "--allow-plain");
    intake->keep_out = true;
}

static bool port_is_free(int port)
{
    const struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    const int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_free = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                   bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
                   listen(fd, 1) == 0;
    if (fd >= 0)
        close(fd);
    return is_free;
}

/* A port that was asked for must be free; our own wish gives way. */
static bool settle_port(const struct settings *settings, int *port)
{
    *port = settings->intake_port;
    if (*port == 0 || port_is_free(*port))
        return true;
    if (settings->intake_port_given)
        report("port %d is taken; choose another with --intake-port", *port);
    else
        *port = 0;
    return !settings->intake_port_given;
}

/* Starts the intake and waits until it says where it listens. From then on that port is its own,
 * however often it is started again. */
static bool start_intake(struct sim *sim)
{
    struct child *intake = &sim->child[SIM_INTAKE];
    int64_t give_up = host_ms() + UP_MS;
    int port;
    if (sim->settings->intake)
        return true;
    if (!settle_port(sim->settings, &port))
        return false;
    define_intake(sim, port);
    if (!child_start(intake))
        return false;
    while (sim->intake_port == 0 && intake->pid > 0 && !sim->interrupted && host_ms() < give_up)
        sim_pump(sim, 10);
    if (sim->intake_port == 0) {
        if (!sim->interrupted)
            report("the intake does not start");
        return false;
    }
    snprintf(intake->args[INTAKE_ADDRESS], CHILD_ARG_BYTES, "%s:%u",
             sim->lan[0] ? "0.0.0.0" : "127.0.0.1", sim->intake_port);
    intake->wanted = true;
    return true;
}

/* Waits until all is up; what fails to come is named. */
static bool await_box(struct sim *sim)
{
    int64_t give_up = host_ms() + UP_MS;
    while (!sim->interrupted && host_ms() < give_up) {
        if (sim->witness.known && (link_is_up(&sim->link) || sim->television))
            return true;
        sim_pump(sim, 10);
    }
    if (!sim->interrupted)
        report("the %s does not come up", sim->witness.known ? "face" : "keeper");
    return false;
}

static bool start_box(struct sim *sim)
{
    char path[FOLDER_PATH + 16];
    folder_path(&sim->folder, "screen", path, sizeof path);
    if (!link_open(&sim->link, path, &sim->clock))
        return false;
    define_children(sim);
    for (int which = SIM_FACE; which <= SIM_COURIER; which++)
        sim->child[which].wanted = true;
    return await_box(sim);
}

void sim_init(struct sim *sim, const struct settings *settings)
{
    *sim = (struct sim){.settings = settings, .profile = settings->conf.profile};
    sim->extra_fd = sim->signal_fd = -1;
    sim->folder.fd = sim->folder.lock_fd = -1;
    sim->link.fd = sim->link.listen_fd = -1;
    sim->witness.fd = -1;
    arrivals_init(&sim->arrivals);
    for (int which = 0; which < SIM_CHILDREN; which++)
        sim->child[which].out_fd = -1;
}

bool sim_start(struct sim *sim)
{
    const struct settings *settings = sim->settings;
    settle_lan(sim);
    if (!take_signals(sim) || !folder_open(&sim->folder, settings))
        return false;
    unlinkat(sim->folder.fd, "disk-full", 0);
    return simclock_open(&sim->clock, sim->folder.fd, settings->date_ms, !settings->headless) &&
           witness_open(&sim->witness, sim->folder.path) && proxy_open(&sim->proxy) &&
           prepare_keys(sim) && start_intake(sim) && prepare_board_conf(sim) &&
           prepare_campaign(sim) && start_box(sim);
}
