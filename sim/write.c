/* The step `write`: the typist's hands and eyes. */
#include <stdio.h>

#include "sim/runner.h"
#include "sim/typist.h"

enum { SETTLE_MS = 20000 /* real */ };

static bool press(void *data, enum key key, int hold_ms)
{
    struct runner *runner = data;
    runner_press(runner, key, hold_ms);
    if (!runner_await_answer(runner, SETTLE_MS) || runner->sim->television)
        return false;
    /* A letter that waits for a second press of its key is no reason to wait with that press. */
    return runner->sim->link.described.animating || runner_settle(runner, SETTLE_MS);
}

static const json_t *look(void *data)
{
    const struct runner *runner = data;
    return link_is_up(&runner->sim->link) ? runner->sim->link.described.json : NULL;
}

bool step_write(struct runner *runner, const struct step *step)
{
    const struct typist_person person = {press, look, runner};
    char why[512] = "";
    runner_settle(runner, SETTLE_MS);
    if (typist_write(&person, step->text, why, sizeof why))
        return true;
    return runner->sim->interrupted ? false : runner_fail(runner, step->text, why);
}
