#include "sim/conductor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/prepare.h"
#include "sim/report.h"

enum { FAREWELL_MS = 3000 };

static const char *const names[SIM_CHILDREN] = {"face", "keeper", "courier", "intake"};

enum sim_child sim_child_from_name(const char *name)
{
    int which = 0;
    while (which < SIM_CHILDREN && strcmp(names[which], name) != 0)
        which++;
    return (enum sim_child)which;
}

/* -- what moves -- */

static void signals_ready(void *data, short revents)
{
    struct sim *sim = data;
    struct signalfd_siginfo info;
    (void)revents;
    while (read(sim->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo != SIGCHLD)
            sim->interrupted = true;
    }
}

static void output_ready(void *data, short revents)
{
    (void)revents;
    child_read(data);
}

/* "listening on http://HOST:PORT/": from then on the network leads there. */
static void find_intake_port(struct sim *sim)
{
    static const char mark[] = "listening on http://";
    const char *at = strstr(sim->child[SIM_INTAKE].out, mark);
    const char *end = at ? strchr(at, '\n') : NULL;
    if (!end)
        return;
    while (end > at && *end != ':')
        end--;
    unsigned long port = strtoul(end + 1, NULL, 10);
    if (port == 0 || port > UINT16_MAX)
        return;
    sim->intake_port = (uint16_t)port;
    proxy_forward(&sim->proxy, sim->intake_port);
}

static void face_has_ended(struct sim *sim)
{
    struct child *face = &sim->child[SIM_FACE];
    link_read(&sim->link); /* its last words */
    link_drop(&sim->link);
    if (face->asked || face->status != 0)
        return;
    sim->television = true;
    sim->handoff = sim->link.handed_on ? sim->link.handoff : KEY_NONE;
    face->wanted = false;
}

static void child_has_ended(struct sim *sim, enum sim_child which)
{
    struct child *child = &sim->child[which];
    char how[128];
    if (which == SIM_FACE)
        face_has_ended(sim);
    else if (which == SIM_KEEPER)
        witness_drop(&sim->witness);
    if (child->asked || !child->wanted)
        return;
    sim->crashes++;
    child_describe_end(child, how, sizeof how);
    report("%s %s by itself; it is started again", child->name, how);
}

static void reap(struct sim *sim)
{
    for (int which = 0; which < SIM_CHILDREN; which++) {
        if (child_reap(&sim->child[which]))
            child_has_ended(sim, (enum sim_child)which);
    }
}

static void start_one(struct sim *sim, enum sim_child which)
{
    struct child *child = &sim->child[which];
    /* A face that starts again must not draw the same ids as the one before. */
    if (child->runs > 0 && which == SIM_FACE)
        folder_raise_start(&sim->folder);
    if (!child_start(child))
        child->wanted = false;
}

/* Starts what is due; how long until the next one is (at most timeout_ms). */
static int restart_due(struct sim *sim, int timeout_ms)
{
    int64_t now = host_ms();
    for (int which = 0; which < SIM_CHILDREN; which++) {
        struct child *child = &sim->child[which];
        if (!child->wanted || child->pid > 0)
            continue;
        int64_t left = child->start_at_ms - now;
        if (left <= 0)
            start_one(sim, (enum sim_child)which);
        else if (left < timeout_ms)
            timeout_ms = (int)left;
    }
    return timeout_ms;
}

static void extra_ready(void *data, short revents)
{
    (void)data;
    (void)revents;
}

void sim_pump(struct sim *sim, int timeout_ms)
{
    struct pollset set;
    set.count = 0;
    proxy_tick(&sim->proxy);
    timeout_ms = restart_due(sim, timeout_ms);
    pollset_add(&set, sim->signal_fd, POLLIN, signals_ready, sim);
    link_poll(&sim->link, &set);
    if (sim->child[SIM_KEEPER].pid > 0)
        witness_poll(&sim->witness, &set);
    for (int which = 0; which < SIM_CHILDREN; which++)
        pollset_add(&set, sim->child[which].out_fd, POLLIN, output_ready, &sim->child[which]);
    pollset_add(&set, sim->extra_fd, POLLIN, extra_ready, sim);
    proxy_poll(&sim->proxy, &set);
    if (sim->arrivals_wanted)
        arrivals_poll(&sim->arrivals, &set, sim->intake_port);
    if (sim->proxy.net == NET_SLOW && timeout_ms > 20)
        timeout_ms = 20;
    pollset_run(&set, timeout_ms);
    find_intake_port(sim);
    reap(sim);
    if (sim->meddle)
        sim->meddle(sim, sim->meddle_data);
}

bool sim_run_tool(struct sim *sim, struct child *tool, int limit_ms)
{
    int64_t give_up = host_ms() + limit_ms;
    if (!child_start(tool))
        return false;
    while (tool->pid > 0 && !sim->interrupted && host_ms() < give_up) {
        sim_pump(sim, 5);
        child_read(tool);
        child_reap(tool);
    }
    bool done = tool->pid <= 0 && tool->status == 0;
    child_kill(tool);
    child_read(tool);
    if (tool->out_fd >= 0)
        close(tool->out_fd);
    tool->out_fd = -1;
    return done;
}

/* -- what one can do to it -- */

void sim_advance(struct sim *sim, int64_t mono_ms)
{
    simclock_advance(&sim->clock, mono_ms);
    link_send_clock(&sim->link);
}

static void kill_now(struct sim *sim, enum sim_child which)
{
    if (sim->child[which].pid <= 0)
        return;
    child_kill(&sim->child[which]);
    child_has_ended(sim, which);
}

void sim_kill(struct sim *sim, enum sim_child which)
{
    kill_now(sim, which);
}

void sim_cut(struct sim *sim)
{
    kill_now(sim, SIM_FACE);
    kill_now(sim, SIM_KEEPER);
    kill_now(sim, SIM_COURIER);
    sim_boot(sim);
    for (int which = SIM_FACE; which <= SIM_COURIER; which++)
        sim->child[which].start_at_ms = 0;
}

void sim_boot(struct sim *sim)
{
    sim->television = false;
    sim->child[SIM_FACE].wanted = true;
    sim->child[SIM_FACE].start_at_ms = 0;
}

bool sim_fill_disk(struct sim *sim, bool full)
{
    if (sim->shim_missing) {
        report("'disk full' needs libjianyan-shim.so beside the programs, in lib/");
        return false;
    }
    if (!full)
        return unlinkat(sim->folder.fd, "disk-full", 0) == 0 || errno == ENOENT;
    int fd = openat(sim->folder.fd, "disk-full", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        report("cannot write to the state folder: %s", strerror(errno));
        return false;
    }
    close(fd);
    return true;
}

bool sim_switch_profile(struct sim *sim, const struct conf_profile *profile)
{
    sim->profile = profile;
    sim->child[SIM_FACE].wanted = sim->child[SIM_COURIER].wanted = false;
    kill_now(sim, SIM_FACE);
    kill_now(sim, SIM_COURIER);
    bool ready = prepare_board_conf(sim) && prepare_campaign(sim);
    sim->child[SIM_COURIER].wanted = true;
    sim_boot(sim);
    return ready;
}

bool sim_export(struct sim *sim, const char *path)
{
    char last[512];
    struct child *tool = calloc(1, sizeof *tool);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool done = false;
    if (fd < 0)
        report("cannot write %s: %s", path, strerror(errno));
    if (tool && fd >= 0) {
        child_init(tool, "jianyan-intake", "jianyan-intake");
        child_arg(tool, "export");
        child_arg(tool, "--database");
        child_arg(tool, "sqlite:%s/intake.db", sim->folder.path);
        child_arg(tool, "--keys");
        child_arg(tool, "%s/keys/intake", sim->folder.path);
        child_arg(tool, "--format");
        child_arg(tool, "jsonl");
        tool->keep_err = true;
        tool->stdout_fd = fd;
        sim->interrupted = false; /* what ended the run does not end this; a second signal does */
        done = sim_run_tool(sim, tool, 60000);
        child_last_line(tool, last, sizeof last);
        if (!done)
            report("cannot export to %s: %s", path, last);
    }
    if (fd >= 0)
        close(fd);
    free(tool);
    return done;
}

const char *sim_scene(const struct sim *sim)
{
    if (sim->television)
        return "television";
    return link_is_up(&sim->link) ? sim->link.described.scene : "";
}

void sim_end_children(struct sim *sim)
{
    link_send_quit(&sim->link);
    for (int which = 0; which < SIM_CHILDREN; which++) {
        if (sim->child[which].name)
            child_end(&sim->child[which], FAREWELL_MS);
        if (sim->child[which].name && sim->child[which].out_fd >= 0)
            close(sim->child[which].out_fd);
        sim->child[which].out_fd = -1;
    }
}

void sim_stop(struct sim *sim)
{
    sim_end_children(sim);
    witness_close(&sim->witness);
    arrivals_close(&sim->arrivals);
    link_close(&sim->link);
    proxy_close(&sim->proxy);
    simclock_close(&sim->clock);
    if (sim->signal_fd >= 0)
        close(sim->signal_fd);
    folder_close(&sim->folder);
}
