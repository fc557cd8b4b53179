#include "board/common/rear.h"

#include <stdlib.h>
#include <unistd.h>

#include "board/common/child.h"
#include "board/common/duty.h"
#include "board/common/listen.h"
#include "board/common/report.h"
#include "board/common/set_clock.h"
#include "board/common/vigil.h"
#include "core/log.h"

enum { FAREWELL_MS = 5000 };

enum { KEEPER, COURIER, WORKERS };

enum { FD_SIGNAL = VIGIL_FDS, FD_CLOCK, FD_COUNT };

struct rear {
    const struct rear_setup *setup;
    struct child workers[WORKERS];
    struct child proof;
    struct vigil_setup watch;
    struct vigil vigil;
    int lock_fd, signal_fd;
    int clock_fd; /* the keeper tells what time it is; -1: on a simulated folder it does not */
};

/* The keeper is needed by all and ends last. */
static void define_workers(struct rear *rear)
{
    char name[LISTEN_NAME_MAX];
    const struct rear_setup *setup = rear->setup;
    struct child *workers = rear->workers;
    static const char *const names[WORKERS] = {"keeper", "courier"};
    static const char *const programs[WORKERS] = {"jianyan-keeper", "jianyan-courier"};
    for (int i = 0; i < WORKERS; i++) {
        child_init(&workers[i], names[i], programs[i]);
        duty_add_folders(&workers[i], setup->config, setup->state_dir);
        workers[i].wanted = true;
    }
    workers[KEEPER].user = setup->conf->keeper_user;
    workers[COURIER].user = setup->conf->courier_user;
    if (faccessat(setup->state_fd, "simulated", F_OK, 0) != 0)
        rear->clock_fd = listen_open(name);
    if (rear->clock_fd >= 0)
        child_env(&workers[KEEPER], "NOTIFY_SOCKET=%s", name);
}

static void define_proof(struct child *proof, const char *program)
{
    child_init(proof, "proof", "");
    proof->arg_count = 0;
    child_arg(proof, "%s", program);
}

/* Once: what is not proven by then is ended from outside (board/init/trial.h). */
static void prove(struct rear *rear)
{
    char how[128];
    struct child *proof = &rear->proof;
    if (rear->setup->proof && proof->runs == 0 && vigil_is_proven(&rear->vigil))
        child_start(proof);
    if (!child_reap(proof))
        return;
    child_describe_end(proof, how, sizeof how);
    log_info("rear", "the proof %s", how);
}

static void start_due(struct rear *rear, int64_t *due_ms)
{
    unsigned runs = rear->workers[KEEPER].runs;
    for (int i = 0; i < WORKERS; i++)
        duty_start_due(&rear->workers[i], due_ms);
    if (rear->workers[KEEPER].runs != runs)
        vigil_started(&rear->vigil, child_now_ms());
}

static void hear_clock(const struct rear *rear)
{
    char text[LISTEN_TEXT_MAX];
    while (rear->clock_fd >= 0 && listen_next(rear->clock_fd, rear->workers[KEEPER].pid, text))
        set_clock(text);
}

/* False when it is time to end. */
static bool turn(struct rear *rear)
{
    struct pollfd fds[FD_COUNT];
    int64_t due_ms = vigil_due_ms(&rear->vigil);
    start_due(rear, &due_ms);
    vigil_fill(&rear->vigil, fds);
    fds[FD_SIGNAL] = (struct pollfd){rear->signal_fd, POLLIN, 0};
    fds[FD_CLOCK] = (struct pollfd){rear->clock_fd, POLLIN, 0};
    poll(fds, FD_COUNT, duty_timeout_ms(due_ms));
    bool end = duty_take_signals(rear->signal_fd);
    hear_clock(rear);
    for (int i = 0; i < WORKERS; i++)
        duty_note_end(&rear->workers[i]);
    vigil_turn(&rear->vigil, &rear->workers[KEEPER], child_now_ms());
    prove(rear);
    return !end;
}

static void run(struct rear *rear)
{
    setsid(); /* what ends the front's terminal is not meant for us */
    define_workers(rear);
    define_proof(&rear->proof, rear->setup->proof ? rear->setup->proof : "");
    vigil_begin(&rear->vigil, &rear->watch, child_now_ms());
    while (turn(rear))
        continue;
    child_end(&rear->proof, FAREWELL_MS);
    for (int i = WORKERS - 1; i >= 0; i--)
        child_end(&rear->workers[i], FAREWELL_MS);
    vigil_end(&rear->vigil, true);
}

static struct rear *new_rear(const struct rear_setup *setup)
{
    struct rear *rear = calloc(1, sizeof *rear);
    if (!rear)
        return NULL;
    rear->setup = setup;
    rear->lock_fd = rear->signal_fd = rear->clock_fd = -1;
    rear->watch = (struct vigil_setup){.state_dir = setup->state_dir,
                                       .device = setup->watchdog,
                                       .proof = setup->proof != NULL,
                                       .fault = setup->fault ? strtol(setup->fault, NULL, 10) : 0,
                                       .silence_ms = setup->conf->watchdog_seconds * INT64_C(1000),
                                       .state_fd = setup->state_fd,
                                       .listen_fd = -1};
    return rear;
}

static void free_rear(struct rear *rear)
{
    const int fds[] = {rear->watch.listen_fd, rear->clock_fd, rear->signal_fd, rear->lock_fd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
    free(rear);
}

bool rear_run(const struct rear_setup *setup)
{
    struct rear *rear = new_rear(setup);
    bool ran = false;
    if (!rear)
        return false;
    /* A folder that cannot be locked lies on a medium that cannot be written: somebody has to feed
     * the watchdog all the same. */
    if (duty_lock(setup->state_fd, "rear.lock", &rear->lock_fd) == DUTY_TAKEN) {
        log_info("rear", "keeper and courier are looked after already");
        ran = true;
    } else if ((rear->signal_fd = duty_open_signals()) >= 0 &&
               (rear->watch.listen_fd = report_listen(setup->state_fd)) >= 0) {
        run(rear);
        ran = true;
    }
    free_rear(rear);
    return ran;
}
