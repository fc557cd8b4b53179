#include "board/common/rear.h"

#include <stdlib.h>
#include <unistd.h>

#include "board/common/child.h"
#include "board/common/duty.h"
#include "core/log.h"

enum { FAREWELL_MS = 5000, WORKERS = 2 };

/* The keeper is needed by all and ends last. */
static void define(struct child workers[WORKERS], const struct rear_setup *setup)
{
    static const char *const names[WORKERS] = {"keeper", "courier"};
    static const char *const programs[WORKERS] = {"jianyan-keeper", "jianyan-courier"};
    for (int i = 0; i < WORKERS; i++) {
        child_init(&workers[i], names[i], programs[i]);
        duty_add_folders(&workers[i], setup->config, setup->state_dir);
        workers[i].wanted = true;
    }
    workers[0].user = setup->conf->keeper_user;
    workers[1].user = setup->conf->courier_user;
}

static void turn(struct child workers[WORKERS], int signal_fd, bool *end)
{
    int64_t due_ms = INT64_MAX;
    for (int i = 0; i < WORKERS; i++)
        duty_start_due(&workers[i], &due_ms);
    struct pollfd fds = {.fd = signal_fd, .events = POLLIN};
    poll(&fds, 1, duty_timeout_ms(due_ms));
    *end = duty_take_signals(signal_fd);
    for (int i = 0; i < WORKERS; i++)
        duty_note_end(&workers[i]);
}

bool rear_run(const struct rear_setup *setup)
{
    struct child *workers = calloc(WORKERS, sizeof *workers);
    int lock_fd = -1, signal_fd = -1;
    bool ran = false, end = false;
    enum duty_lock lock = workers ? duty_lock(setup->state_fd, "rear.lock", &lock_fd) : DUTY_FAILED;
    if (lock == DUTY_TAKEN) {
        log_info("rear", "keeper and courier are looked after already");
        ran = true;
    } else if (lock == DUTY_LOCKED && (signal_fd = duty_open_signals()) >= 0) {
        setsid(); /* what ends the front's terminal is not meant for us */
        define(workers, setup);
        while (!end)
            turn(workers, signal_fd, &end);
        for (int i = WORKERS - 1; i >= 0; i--)
            child_end(&workers[i], FAREWELL_MS);
        ran = true;
    }
    if (signal_fd >= 0)
        close(signal_fd);
    if (lock_fd >= 0)
        close(lock_fd);
    free(workers);
    return ran;
}
