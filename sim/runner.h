/* Runs a script on the simulated box. */
#ifndef JIANYAN_SIM_RUNNER_H
#define JIANYAN_SIM_RUNNER_H

#include <stdbool.h>

#include "sim/conductor.h"
#include "sim/script.h"

struct runner {
    struct sim *sim;
    const struct script *script;
    const struct step *step; /* the one being run */
    unsigned steps, shots;   /* done */
    unsigned keys_before;    /* presses at the start or at the last 'expect keys' */
};

/* Runs all steps. False after a line on standard error: "FILE:LINE: expected …, found …". */
bool runner_run(struct runner *runner, struct sim *sim, const struct script *script);

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
