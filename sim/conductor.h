/* The whole simulated box with what is around it: state folder, clock, screen end, network, intake,
 * and the programs as children. Everything moves inside sim_pump(). */
#ifndef JIANYAN_SIM_CONDUCTOR_H
#define JIANYAN_SIM_CONDUCTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "board/common/child.h"
#include "sim/arrivals.h"
#include "sim/folder.h"
#include "sim/link.h"
#include "sim/pollset.h"
#include "sim/proxy.h"
#include "sim/settings.h"
#include "sim/simclock.h"
#include "sim/witness.h"

enum sim_child { SIM_FACE, SIM_KEEPER, SIM_COURIER, SIM_INTAKE, SIM_CHILDREN };

struct sim {
    const struct settings *settings; /* borrowed */
    const struct conf_profile *profile;
    struct folder folder;
    struct simclock clock;
    struct link link;
    struct witness witness;
    struct proxy proxy;
    struct arrivals arrivals;
    bool arrivals_wanted; /* ask the intake what has come in */
    struct child child[SIM_CHILDREN];
    int signal_fd;
    bool interrupted; /* SIGINT, SIGTERM or SIGHUP came; or somebody has taken over from a script */
    bool taken_over;  /* the second of these */
    char lan[64];     /* the address phones reach us at; empty: loopback only */
    uint16_t intake_port;
    char trust_key[128], intake_keys[512];

    bool television;                             /* the face has ended with status 0 */
    enum key handoff;                            /* what it handed on then; KEY_NONE: nothing */
    unsigned keys;                               /* presses since the start */
    unsigned crashes;                            /* ends of children that nobody asked for */
    void (*meddle)(struct sim *sim, void *data); /* at every pump: where tests kill; or NULL */
    void *meddle_data;
    int extra_fd;      /* polled too (the window's connection); -1: none */
    bool shim_missing; /* the disk cannot be filled */
};

/* To be called first. */
void sim_init(struct sim *sim, const struct settings *settings);

/* Prepares the state folder and starts everything. False after one line on standard error; call
 * sim_stop() either way. */
bool sim_start(struct sim *sim);

/* Ends all children, in good order where they can. */
void sim_end_children(struct sim *sim);

/* The same, and gives back what was taken. */
void sim_stop(struct sim *sim);

/* Lets everything move for at most that long (real time): messages, restarts, the network. */
void sim_pump(struct sim *sim, int timeout_ms);

/* Runs a tool to its end, at most limit_ms; what it writes is kept in it. True if it ended with
 * status 0. */
bool sim_run_tool(struct sim *sim, struct child *tool, int limit_ms);

/* Time: moves the box's clock on (and tells the face). */
void sim_advance(struct sim *sim, int64_t mono_ms);

/* kill -9 one child; it is started again by policy. */
void sim_kill(struct sim *sim, enum sim_child which);

/* The child a script calls by that name, SIM_CHILDREN if none. */
enum sim_child sim_child_from_name(const char *name);

/* Power cut: face, keeper and courier are killed and started again on the same state. */
void sim_cut(struct sim *sim);

/* Television is left: the box boots, the face starts. */
void sim_boot(struct sim *sim);

/* From now on the keeper's writes fail for want of space, or no longer. False after one line. */
bool sim_fill_disk(struct sim *sim, bool full);

/* Another screen: publishes and installs for that profile if need be, restarts the face. */
bool sim_switch_profile(struct sim *sim, const struct conf_profile *profile);

/* Writes what the intake has got to a file (the intake must have ended). */
bool sim_export(struct sim *sim, const char *path);

/* "poster", …, or "television" after the face has handed on; "" while no face is there. */
const char *sim_scene(const struct sim *sim);

#endif
