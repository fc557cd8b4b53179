#include "sim/runner.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/report.h"

enum {
    ANSWER_MS = 20000,         /* real: how long a face may take to answer, on a busy machine */
    SETTLE_MS = 20000,         /* real */
    SETTLE_VIRTUAL_MS = 60000, /* what time alone has not settled by then, it never will */
    PRESS_APART_MS = 100,      /* virtual */
    REPEAT_FIRST_MS = 500,     /* of a held key */
    REPEAT_MS = 100,
    CONTACT_EVERY_MS = 200, /* real */
    BREATH_MS = 60,         /* real: three looks at the clock for keeper and courier */
    BOOT_MS = 30000,
    INSTALL_MS = 3000, /* real */
};

bool runner_fail(const struct runner *runner, const char *expected, const char *found)
{
    fprintf(stderr, "%s:%d: expected %s, found %s\n", runner->script->path, runner->step->line,
            expected, found);
    return false;
}

void runner_pass(struct runner *runner, int ms)
{
    int64_t until = host_ms() + ms;
    int64_t left = ms;
    while (left > 0 && !runner->sim->interrupted) {
        sim_pump(runner->sim, (int)left);
        left = until - host_ms();
    }
}

bool runner_await_answer(struct runner *runner, int limit_ms)
{
    struct sim *sim = runner->sim;
    int64_t give_up = host_ms() + limit_ms;
    while (!sim->interrupted && host_ms() < give_up) {
        if (sim->television || (link_is_up(&sim->link) && link_is_answered(&sim->link)))
            return true;
        sim_pump(sim, 10);
    }
    return false;
}

/* Something else is at work: real time passes, and the box's with it. */
static void let_work(struct sim *sim)
{
    int64_t before = host_ms();
    int64_t virtual = simclock_now(&sim->clock).mono_ms;
    sim_pump(sim, 10);
    if (host_ms() > before && !sim->clock.running)
        sim_advance(sim, virtual + host_ms() - before);
}

/* The box's clock goes on to that time: at once, or as it runs. */
static void move_clock(struct sim *sim, int64_t to_ms)
{
    if (!sim->clock.running)
        sim_advance(sim, to_ms);
    while (!sim->interrupted && simclock_now(&sim->clock).mono_ms < to_ms)
        sim_pump(sim, 10);
}

/* On to the next thing due, at least one millisecond. */
static void step_clock(struct sim *sim, int64_t next_ms)
{
    int64_t now_ms = simclock_now(&sim->clock).mono_ms;
    if (next_ms <= now_ms || next_ms == INT64_MAX)
        next_ms = now_ms + 20;
    move_clock(sim, next_ms);
}

bool runner_settle(struct runner *runner, int limit_ms)
{
    struct sim *sim = runner->sim;
    int64_t give_up = host_ms() + limit_ms;
    int64_t give_up_virtual = simclock_now(&sim->clock).mono_ms + SETTLE_VIRTUAL_MS;
    while (!sim->interrupted && host_ms() < give_up) {
        if (!runner_await_answer(runner, limit_ms))
            return false;
        const struct described *described = &sim->link.described;
        if (sim->television || described->settled)
            return true;
        if (!described->animating)
            let_work(sim);
        else
            step_clock(sim, described->next_ms);
        if (simclock_now(&sim->clock).mono_ms > give_up_virtual)
            return false;
    }
    return false;
}

/* -- keys -- */

static void hold_key(struct runner *runner, enum key key, int hold_ms)
{
    struct sim *sim = runner->sim;
    int64_t began_ms = simclock_now(&sim->clock).mono_ms;
    for (int at = REPEAT_FIRST_MS; at < hold_ms; at += REPEAT_MS) {
        move_clock(sim, began_ms + at);
        runner_await_answer(runner, ANSWER_MS);
        link_send_key(&sim->link, key, KEY_REPEAT, at);
        runner_await_answer(runner, ANSWER_MS);
    }
    move_clock(sim, began_ms + hold_ms);
    runner_await_answer(runner, ANSWER_MS);
}

static void show_key(const struct runner *runner, enum key key, bool down)
{
    if (runner->watch->key)
        runner->watch->key(runner->watch->data, key, down);
}

static void send_press(struct runner *runner, enum key key, int hold_ms)
{
    struct link *link = &runner->sim->link;
    link_send_key(link, key, KEY_PRESS, 0);
    if (hold_ms > 0)
        hold_key(runner, key, hold_ms);
    else
        runner_pass(runner, runner->watch->pace_ms / 3);
    link_send_key(link, key, KEY_RELEASE, hold_ms);
}

void runner_press(struct runner *runner, enum key key, int hold_ms)
{
    struct sim *sim = runner->sim;
    sim->keys++;
    show_key(runner, key, true);
    if (!sim->television)
        send_press(runner, key, hold_ms);
    else if (key == KEY_POWER || key == KEY_HOME)
        sim_boot(sim);
    show_key(runner, key, false);
    runner_pass(runner, runner->watch->pace_ms * 2 / 3);
}

static bool still_up(struct runner *runner)
{
    if (runner_await_answer(runner, ANSWER_MS))
        return true;
    return runner->sim->interrupted ? false
                                    : runner_fail(runner, "an answer from the face", "none");
}

static bool press_apart(struct runner *runner, enum key key, bool first)
{
    if (!first) {
        move_clock(runner->sim, simclock_now(&runner->sim->clock).mono_ms + PRESS_APART_MS);
        if (!still_up(runner))
            return false;
    }
    runner_press(runner, key, 0);
    return still_up(runner);
}

static bool step_key(struct runner *runner, const struct step *step)
{
    runner_settle(runner, SETTLE_MS);
    for (int i = 0; i < step->count; i++) {
        if (!press_apart(runner, step->key, i == 0))
            return false;
    }
    return true;
}

static bool step_hold(struct runner *runner, const struct step *step)
{
    runner_settle(runner, SETTLE_MS);
    runner_press(runner, step->key, (int)step->ms);
    return still_up(runner);
}

static bool step_tap(struct runner *runner, const struct step *step)
{
    runner_settle(runner, SETTLE_MS);
    link_send_tap(&runner->sim->link, step->x, step->y);
    return still_up(runner);
}

static bool step_type(struct runner *runner, const struct step *step)
{
    runner_settle(runner, SETTLE_MS);
    for (const char *digit = step->text; *digit; digit++) {
        if (!press_apart(runner, (enum key)(KEY_0 + (*digit - '0')), digit == step->text))
            return false;
    }
    return true;
}

/* -- time -- */

bool step_wait(struct runner *runner, const struct step *step)
{
    struct sim *sim = runner->sim;
    int64_t target_ms = simclock_now(&sim->clock).mono_ms + step->ms;
    for (;;) {
        if (!still_up(runner))
            return false;
        int64_t now_ms = simclock_now(&sim->clock).mono_ms;
        if (now_ms >= target_ms)
            break;
        int64_t next_ms = sim->television ? target_ms : sim->link.described.next_ms;
        if (next_ms <= now_ms)
            next_ms = now_ms + 20;
        move_clock(sim, next_ms < target_ms ? next_ms : target_ms);
    }
    runner_pass(runner, BREATH_MS);
    return true;
}

static bool step_clock_set(struct runner *runner, const struct step *step)
{
    struct sim *sim = runner->sim;
    if (step->on)
        simclock_believe(&sim->clock, step->wall_ms, CLOCK_TRUSTED);
    else /* a box without a battery begins in 1970 */
        simclock_believe(&sim->clock, simclock_now(&sim->clock).mono_ms, CLOCK_UNKNOWN);
    link_send_clock(&sim->link);
    runner_pass(runner, BREATH_MS);
    return still_up(runner);
}

/* -- the world around the box -- */

/* A face may show its receipt before the keeper has told us of the letter: what was told before we
 * asked says nothing. The first answer after that knows of every receipt shown. */
static bool step_deliver(struct runner *runner, const struct step *step)
{
    struct sim *sim = runner->sim;
    struct witness *witness = &sim->witness;
    int64_t give_up = host_ms() + step->ms;
    int64_t contact_ms = 0;
    bool asked = false;
    char found[POST_TEXT_MAX + 64];
    runner_settle(runner, SETTLE_MS);
    sim_pump(sim, 0);
    unsigned told = witness->told;
    while (!sim->interrupted) {
        if (asked && witness->known && witness->told != told && witness->status.waiting == 0)
            return true;
        if (host_ms() >= give_up)
            break;
        if (host_ms() >= contact_ms) {
            asked = witness_contact(witness) || asked;
            contact_ms = host_ms() + CONTACT_EVERY_MS;
        }
        sim_pump(sim, 20);
    }
    snprintf(found, sizeof found, "%u waiting (net: %s)", witness->status.waiting,
             witness->status.net_why);
    return sim->interrupted ? false : runner_fail(runner, "that no suggestion waits", found);
}

static bool step_net(struct runner *runner, const struct step *step)
{
    proxy_set(&runner->sim->proxy, step->net);
    return true;
}

static bool step_disk(struct runner *runner, const struct step *step)
{
    return sim_fill_disk(runner->sim, step->on);
}

/* Until it runs again. The keeper must also be listening, the face described. */
static bool await_up(struct runner *runner, enum sim_child which)
{
    struct sim *sim = runner->sim;
    int64_t give_up = host_ms() + BOOT_MS;
    while (!sim->interrupted && host_ms() < give_up) {
        bool up = sim->child[which].pid > 0;
        if (which == SIM_FACE)
            up = sim->television || link_is_up(&sim->link);
        else if (which == SIM_KEEPER)
            up = sim->witness.known;
        if (up)
            return true;
        sim_pump(sim, 10);
    }
    return sim->interrupted ? false
                            : runner_fail(runner, "that it starts again", "that it does not");
}

static bool step_kill(struct runner *runner, const struct step *step)
{
    enum sim_child which = sim_child_from_name(step->text);
    if (which == SIM_INTAKE && runner->sim->settings->intake)
        return runner_fail(runner, "an intake of our own", "--intake");
    sim_kill(runner->sim, which);
    return await_up(runner, which);
}

static bool step_cut(struct runner *runner, const struct step *step)
{
    (void)step;
    sim_cut(runner->sim);
    return await_up(runner, SIM_KEEPER) && await_up(runner, SIM_COURIER) &&
           await_up(runner, SIM_FACE);
}

/* The folder as given, or beside the script. */
static void find_stick(const struct runner *runner, const char *name, char *path, size_t size)
{
    const char *script = runner->script->path;
    const char *slash = strrchr(script, '/');
    if (name[0] == '/' || !slash || access(name, F_OK) == 0)
        snprintf(path, size, "%s", name);
    else
        snprintf(path, size, "%.*s/%s", (int)(slash - script), script, name);
}

/* Gives the courier time to notice the stick and to install what is on it, or to refuse it. */
static void await_install(struct runner *runner)
{
    const struct witness *witness = &runner->sim->witness;
    uint32_t before = witness->status.installs;
    int64_t give_up = host_ms() + INSTALL_MS;
    while (witness->status.installs == before && host_ms() < give_up && !runner->sim->interrupted)
        sim_pump(runner->sim, 20);
}

static bool step_stick(struct runner *runner, const struct step *step)
{
    struct sim *sim = runner->sim;
    char path[4096];
    if (mkdirat(sim->folder.fd, "incoming", 0700) != 0 &&
        faccessat(sim->folder.fd, "incoming", W_OK, 0) != 0)
        return runner_fail(runner, "a folder 'incoming' one can write to", "none");
    int incoming = openat(sim->folder.fd, "incoming", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = incoming >= 0 && folder_remove(incoming, "stick");
    if (done && step->text[0]) {
        find_stick(runner, step->text, path, sizeof path);
        folder_remove(sim->folder.fd, "stick.part");
        done = folder_copy(path, sim->folder.fd, "stick.part") &&
               renameat(sim->folder.fd, "stick.part", incoming, "stick") == 0;
    }
    if (incoming >= 0)
        close(incoming);
    if (!done)
        return runner_fail(runner, "a folder to copy", step->text);
    if (step->text[0])
        await_install(runner);
    return true;
}

static bool step_caption(struct runner *runner, const struct step *step)
{
    if (runner->watch->caption)
        runner->watch->caption(runner->watch->data, step->caption, step->text);
    return true;
}

static bool run_step(struct runner *runner, const struct step *step)
{
    static bool (*const run[])(struct runner *, const struct step *) = {
        [STEP_KEY] = step_key,         [STEP_HOLD] = step_hold,   [STEP_TAP] = step_tap,
        [STEP_TYPE] = step_type,       [STEP_WRITE] = step_write, [STEP_WAIT] = step_wait,
        [STEP_DELIVER] = step_deliver, [STEP_NET] = step_net,     [STEP_DISK] = step_disk,
        [STEP_KILL] = step_kill,       [STEP_CUT] = step_cut,     [STEP_CLOCK] = step_clock_set,
        [STEP_STICK] = step_stick,     [STEP_SHOT] = step_shot,   [STEP_CAPTION] = step_caption,
    };
    if (step->kind < sizeof run / sizeof run[0])
        return run[step->kind](runner, step);
    return step_expect(runner, step);
}

void runner_init(struct runner *runner, struct sim *sim, const struct script *script,
                 const struct runner_watch *watch)
{
    static const struct runner_watch nobody;
    *runner = (struct runner){
        .sim = sim, .script = script, .watch = watch ? watch : &nobody, .keys_before = sim->keys};
}

bool runner_run(struct runner *runner, struct sim *sim, const struct script *script,
                const struct runner_watch *watch)
{
    runner_init(runner, sim, script, watch);
    for (size_t i = 0; i < script->count; i++) {
        runner->step = &script->steps[i];
        bool done = run_step(runner, runner->step);
        if (sim->interrupted && !sim->taken_over)
            fprintf(stderr, "%s:%d: interrupted\n", script->path, runner->step->line);
        if (!done || sim->interrupted)
            return false;
        runner->steps++;
    }
    return true;
}

void runner_print_summary(const struct runner *runner)
{
    const struct sim *sim = runner->sim;
    printf("{\"steps\":%u,\"shots\":%u,\"keys\":%u,\"waiting\":%u,\"delivered\":%u,"
           "\"scene\":\"%s\",\"crashes\":%u}\n",
           runner->steps, runner->shots, sim->keys, sim->witness.status.waiting,
           sim->witness.status.delivered, sim_scene(sim), sim->crashes);
    fflush(stdout);
}
