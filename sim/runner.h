/* Runs a script on the simulated box. */
#ifndef JIANYAN_SIM_RUNNER_H
#define JIANYAN_SIM_RUNNER_H

#include <stdbool.h>

#include "sim/conductor.h"
#include "sim/picture.h"
#include "sim/script.h"

/* Who looks on while a script runs. Each function may be NULL. */
struct runner_watch {
    int pace_ms;   /* one press takes so long, for people to follow; 0: as fast as it is answered */
    bool no_shots; /* the step `shot` does nothing */
    void (*key)(void *data, enum key key, bool down);
    void (*caption)(void *data, enum str words, const char *english);
    void (*shot)(void *data, const char *name, const struct picture *picture);
    void *data;
};

struct runner {
    struct sim *sim;
    const struct script *script;
    const struct runner_watch *watch; /* borrowed, never NULL */
    const struct step *step;          /* the one being run */
    unsigned steps, shots;            /* done */
    unsigned keys_before;             /* presses at the start or at the last 'expect keys' */
};

/* For steps one by one; script and watch may be NULL. All is borrowed. */
void runner_init(struct runner *runner, struct sim *sim, const struct script *script,
                 const struct runner_watch *watch);

/* Runs all steps; watch may be NULL. Where the box's clock runs by itself (in a window), waiting
 * takes the time it says. False after a line on standard error: "FILE:LINE: expected …, found …".
 */
bool runner_run(struct runner *runner, struct sim *sim, const struct script *script,
                const struct runner_watch *watch);

/* The line of figures a headless run ends with, on standard output. */
void runner_print_summary(const struct runner *runner);

/* -- for the steps' files -- */

/* Prints the failure of the current step; returns false. */
bool runner_fail(const struct runner *runner, const char *expected, const char *found);

/* Waits until the picture is settled: everything answered, nothing at work. False (nothing
 * printed) if that does not come about within limit_ms of real time. */
bool runner_settle(struct runner *runner, int limit_ms);

/* Lets real time pass. */
void runner_pass(struct runner *runner, int ms);

/* One press and release (hold_ms 0: short), as the drawn remote does it. */
void runner_press(struct runner *runner, enum key key, int hold_ms);

/* Waits until the face has answered all that was sent. */
bool runner_await_answer(struct runner *runner, int limit_ms);

bool step_expect(struct runner *runner, const struct step *step);
bool step_shot(struct runner *runner, const struct step *step);
bool step_write(struct runner *runner, const struct step *step);
bool step_wait(struct runner *runner, const struct step *step);

#endif
