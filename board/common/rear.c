#include "board/common/rear.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "board/common/child.h"
#include "board/common/duty.h"
#include "board/common/listen.h"
#include "board/common/set_clock.h"
#include "core/log.h"

enum { FAREWELL_MS = 5000 };

enum { KEEPER, COURIER, WORKERS };

struct rear {
    struct child workers[WORKERS];
    int lock_fd, signal_fd;
    int listen_fd; /* the keeper tells what time it is; -1: on a simulated folder it does not */
};

/* The keeper is needed by all and ends last. */
static void define(struct rear *rear, const struct rear_setup *setup)
{
    struct child *workers = rear->workers;
    char name[LISTEN_NAME_MAX];
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
        rear->listen_fd = listen_open(name);
    if (rear->listen_fd >= 0)
        child_env(&workers[KEEPER], "NOTIFY_SOCKET=%s", name);
}

static void turn(struct rear *rear, bool *end)
{
    char text[LISTEN_TEXT_MAX];
    int64_t due_ms = INT64_MAX;
    for (int i = 0; i < WORKERS; i++)
        duty_start_due(&rear->workers[i], &due_ms);
    struct pollfd fds[] = {{.fd = rear->signal_fd, .events = POLLIN},
                           {.fd = rear->listen_fd, .events = POLLIN}};
    poll(fds, 2, duty_timeout_ms(due_ms));
    *end = duty_take_signals(rear->signal_fd);
    while (rear->listen_fd >= 0 && listen_next(rear->listen_fd, rear->workers[KEEPER].pid, text))
        set_clock(text);
    for (int i = 0; i < WORKERS; i++)
        duty_note_end(&rear->workers[i]);
}

static void look_after(struct rear *rear, const struct rear_setup *setup)
{
    bool end = false;
    setsid(); /* what ends the front's terminal is not meant for us */
    define(rear, setup);
    while (!end)
        turn(rear, &end);
    for (int i = WORKERS - 1; i >= 0; i--)
        child_end(&rear->workers[i], FAREWELL_MS);
}

bool rear_run(const struct rear_setup *setup)
{
    struct rear *rear = calloc(1, sizeof *rear);
    bool ran = false;
    if (!rear)
        return false;
    rear->lock_fd = rear->signal_fd = rear->listen_fd = -1;
    enum duty_lock lock = duty_lock(setup->state_fd, "rear.lock", &rear->lock_fd);
    if (lock == DUTY_TAKEN) {
        log_info("rear", "keeper and courier are looked after already");
        ran = true;
    } else if (lock == DUTY_LOCKED && (rear->signal_fd = duty_open_signals()) >= 0) {
        look_after(rear, setup);
        ran = true;
    }
    const int fds[] = {rear->lock_fd, rear->signal_fd, rear->listen_fd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
    free(rear);
    return ran;
}
