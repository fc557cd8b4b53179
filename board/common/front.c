#include "board/common/front.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "board/common/boots.h"
#include "board/common/duty.h"
#include "board/common/guard.h"
#include "board/common/listen.h"
#include "board/common/report.h"
#include "core/clock.h"
#include "core/log.h"

enum {
    FACE_FAREWELL_MS = 2000,
    REAR_FAREWELL_MS = 12000, /* it has two programs to end, each with its own time */
    REAR_AGAIN_MS = 60000,
    REAR_COMES_MS = 2000,
};

enum { FD_SIGNAL, FD_LISTEN, FD_WATCH, FD_FACE, FD_REAR, FD_COUNT };

struct front {
    const struct front_setup *setup;
    struct child face, rear;
    struct guard guard;
    int lock_fd, signal_fd, listen_fd, watch_fd;
    int report_fd;         /* to the rear; -1: not yet */
    bool pictured;         /* that rear has been told of the picture */
    bool safe;             /* the face shows the built-in poster and reads no campaign */
    int64_t above_ms;      /* when whoever supervises us is told that we live */
    enum front_end ending; /* FRONT_FAILED: not yet */
    char *key;             /* FRONT_KEY_MAX bytes, of front_run()'s caller */
};

static void television(struct front *front, const char *key, const char *why)
{
    if (front->ending != FRONT_FAILED)
        return;
    log_info("supervisor", "television: %s", why);
    front->ending = FRONT_TELEVISION;
    snprintf(front->key, FRONT_KEY_MAX, "%s", key);
}

/* -- the programs -- */

static void define_face(struct front *front, const char *listen_name)
{
    struct child *face = &front->face;
    child_init(face, "face", "jianyan");
    duty_add_folders(face, front->setup->config, front->setup->state_dir);
    if (front->setup->screen) {
        child_arg(face, "--screen");
        child_arg(face, "%s", front->setup->screen);
    }
    child_env(face, "NOTIFY_SOCKET=%s", listen_name);
    child_env(face, "WATCHDOG_USEC=%lld", (long long)front->guard.watchdog_ms * 1000);
    face->user = front->setup->conf->face_user;
    face->keep_out = face->wanted = true;
}

static void add_option(struct child *child, const char *name, const char *value)
{
    if (!value)
        return;
    child_arg(child, "%s", name);
    child_arg(child, "%s", value);
}

/* What the rear's programs say goes through us to our standard error: where that is a pipe, its
 * reader must see the end of it when we end, though the rear stays. */
static void define_rear(struct front *front)
{
    struct child *rear = &front->rear;
    child_init(rear, "rear", "jianyan-supervisor");
    child_arg(rear, "--rear");
    duty_add_folders(rear, front->setup->config, front->setup->state_dir);
    add_option(rear, "--watchdog", front->setup->watchdog);
    add_option(rear, "--proof", front->setup->proof);
    add_option(rear, "--fault", front->setup->fault);
    rear->keep_out = rear->keep_err = rear->outlives = true;
    rear->wanted = !front->setup->alone;
}

static void pass_on(struct front *front)
{
    char text[4096];
    ssize_t len = read(front->rear.out_fd, text, sizeof text);
    if (len > 0 && write(STDERR_FILENO, text, (size_t)len) >= 0)
        return;
    if (len < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (len == 0) {
        close(front->rear.out_fd);
        front->rear.out_fd = -1;
    }
}

/* -- what the rear is told -- */

static bool report(struct front *front, const char *text)
{
    bool sent = front->setup->alone || report_say(&front->report_fd, front->setup->state_fd, text);
    if (front->report_fd < 0)
        front->pictured = false; /* the next rear knows nothing */
    return sent;
}

/* The picture is told again to a rear that came later, or anew: an update that is tried there could
 * not prove itself otherwise. */
static void report_face(struct front *front)
{
    report(front, REPORT_ALIVE);
    if (front->guard.ready && !front->pictured)
        front->pictured = report(front, REPORT_READY);
}

/* What is not shown on purpose is as good as a picture. A rear that has only just been started is
 * given a moment to come up: we end now. */
static void report_nothing_to_show(struct front *front)
{
    int64_t give_up_ms = child_now_ms() + REAR_COMES_MS;
    while (!report(front, REPORT_READY) && child_now_ms() < give_up_ms)
        poll(NULL, 0, 20);
}

static void enter_safe_mode(struct front *front)
{
    if (front->safe)
        return;
    log_error("supervisor", "the face crashed %d times in five minutes: built-in poster",
              SUPERVISE_QUICK);
    front->safe = true;
    child_arg(&front->face, "--safe");
}

/* Something new was installed: it may be what was needed. */
static void leave_safe_mode(struct front *front)
{
    if (!front->safe)
        return;
    log_info("supervisor", "a campaign was installed: no longer in safe mode");
    front->safe = false;
    front->face.arg_count--;
    child_end(&front->face, FACE_FAREWELL_MS);
    front->face.history = (struct supervise){0};
    front->face.wanted = true;
    front->face.start_at_ms = 0;
}

/* The face's last line, if it handed on: "handoff KEY". */
static bool has_handed_on(const struct child *face, char key[FRONT_KEY_MAX])
{
    static const char mark[] = "handoff ";
    char line[64];
    child_last_line(face, line, sizeof line);
    if (face->status != 0 || strncmp(line, mark, sizeof mark - 1) != 0)
        return false;
    snprintf(key, FRONT_KEY_MAX, "%.*s", FRONT_KEY_MAX - 1, line + sizeof mark - 1);
    return true;
}

static void note_face(struct front *front)
{
    struct child *face = &front->face;
    char key[FRONT_KEY_MAX];
    if (!duty_note_end(face) || face->asked)
        return;
    if (front->guard.home && face->status == 0) {
        report_nothing_to_show(front);
        television(front, has_handed_on(face, key) ? key : "NONE", "the face handed on");
    } else if (supervise_is_looping(&face->history) && front->guard.home)
        television(front, "NONE", "the face crashed three times in five minutes");
    else if (supervise_is_looping(&face->history))
        enter_safe_mode(front);
}

static void note_rear(struct front *front)
{
    struct child *rear = &front->rear;
    if (rear->pid > 0 && duty_note_end(rear) && rear->status == 0)
        rear->start_at_ms = child_now_ms() + REAR_AGAIN_MS; /* there is another one */
}

/* -- what the face is held to -- */

static void hear_face(struct front *front)
{
    char text[LISTEN_TEXT_MAX];
    while (listen_next(front->listen_fd, front->face.pid, text)) {
        bool was_ready = front->guard.ready;
        guard_hear(&front->guard, text, child_now_ms());
        report_face(front);
        if (!front->guard.ready || was_ready)
            continue;
        /* The machine's clock counts from the kernel's start. */
        log_info("supervisor", "first picture since_boot_ms=%lld", (long long)child_now_ms());
        notify_say(front->setup->above, "READY=1");
    }
}

static void look_at_guard(struct front *front)
{
    bool running = front->face.pid > 0;
    switch (guard_look(&front->guard, running, child_now_ms())) {
    case GUARD_FINE:
        break;
    case GUARD_HUNG:
        log_error("supervisor", "the face is silent: it is started anew");
        kill(front->face.pid, SIGKILL);
        front->guard.heard_ms = child_now_ms(); /* its end is on its way */
        break;
    case GUARD_OVER:
        television(front, "NONE", "the deadline");
        break;
    }
}

static bool is_stopped(const struct front *front)
{
    return front->guard.home && faccessat(front->setup->state_fd, "stop", F_OK, 0) == 0;
}

static void look_at_folder(struct front *front)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    ssize_t len;
    while ((len = read(front->watch_fd, events, sizeof events)) > 0) {
        const struct inotify_event *event;
        for (char *at = events; at < events + len; at += sizeof *event + event->len) {
            event = (const struct inotify_event *)(const void *)at;
            if (event->len > 0 && strcmp(event->name, "current") == 0)
                leave_safe_mode(front);
        }
    }
    if (is_stopped(front))
        television(front, "NONE", "the stop file is there");
}

/* -- the loop -- */

static void start_due(struct front *front, int64_t *due_ms)
{
    bool ran = front->face.pid > 0;
    duty_start_due(&front->rear, due_ms);
    duty_start_due(&front->face, due_ms);
    if (!ran && front->face.pid > 0)
        guard_started(&front->guard, child_now_ms());
}

static void tell_above(struct front *front, int64_t *due_ms)
{
    const struct notify *above = front->setup->above;
    if (above->watchdog_ms <= 0)
        return;
    if (child_now_ms() >= front->above_ms) {
        notify_say(above, "WATCHDOG=1");
        front->above_ms = child_now_ms() + above->watchdog_ms / 2;
    }
    if (front->above_ms < *due_ms)
        *due_ms = front->above_ms;
}

/* A face that is being replaced is no reason to restart the box: while none runs, we are alive if
 * we say so. The first word tells the rear that it has a front to listen to. */
static void stand_in(struct front *front, int64_t *due_ms)
{
    if (front->setup->alone || (front->face.pid > 0 && front->report_fd >= 0))
        return;
    report(front, REPORT_ALIVE);
    if (child_now_ms() + front->guard.watchdog_ms / 2 < *due_ms)
        *due_ms = child_now_ms() + front->guard.watchdog_ms / 2;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void turn(struct front *front)
{
    int64_t due_ms = INT64_MAX;
    start_due(front, &due_ms);
    tell_above(front, &due_ms);
    stand_in(front, &due_ms);
    due_ms = earlier(due_ms, guard_due_ms(&front->guard, front->face.pid > 0));
    struct pollfd fds[FD_COUNT] = {
        [FD_SIGNAL] = {front->signal_fd, POLLIN, 0}, [FD_LISTEN] = {front->listen_fd, POLLIN, 0},
        [FD_WATCH] = {front->watch_fd, POLLIN, 0},   [FD_FACE] = {front->face.out_fd, POLLIN, 0},
        [FD_REAR] = {front->rear.out_fd, POLLIN, 0},
    };
    poll(fds, FD_COUNT, duty_timeout_ms(due_ms));
    if (duty_take_signals(front->signal_fd))
        front->ending = FRONT_ASKED;
    hear_face(front);
    child_read(&front->face);
    if (fds[FD_REAR].revents)
        pass_on(front);
    if (fds[FD_WATCH].revents)
        look_at_folder(front);
    note_face(front);
    note_rear(front);
    look_at_guard(front);
}

/* -- from beginning to end -- */

/* Why a boot screen shows nothing at all; NULL if it does. */
static const char *why_not(const struct front *front)
{
    struct clock clock;
    bool timed = clock_init(&clock, front->setup->state_dir);
    enum clock_state state = timed ? clock_now(&clock).state : CLOCK_UNKNOWN;
    clock_fini(&clock);
    if (!front->guard.home)
        return NULL;
    if (is_stopped(front))
        return "the stop file is there";
    if (boots_are_too_many(front->setup->state_fd, state))
        return "the time is unknown, and nobody was heard of for five boots";
    return NULL;
}

static bool begin(struct front *front)
{
    char name[LISTEN_NAME_MAX];
    const struct front_setup *setup = front->setup;
    switch (duty_lock(setup->state_fd, "supervisor.lock", &front->lock_fd)) {
    case DUTY_LOCKED:
        break;
    case DUTY_TAKEN:
        log_error("supervisor", "another supervisor runs on %s; end it first", setup->state_dir);
        return false;
    case DUTY_FAILED:
        break; /* a medium that cannot be written: show what is there */
    }
    front->signal_fd = duty_open_signals();
    front->listen_fd = listen_open(name);
    if (front->signal_fd < 0 || front->listen_fd < 0)
        return false;
    front->watch_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (front->watch_fd < 0 || inotify_add_watch(front->watch_fd, setup->state_dir,
                                                 IN_CREATE | IN_MOVED_TO | IN_ONLYDIR) < 0)
        log_warn("supervisor", "cannot watch the state folder: %s", strerror(errno));
    guard_begin(&front->guard, setup->conf, child_now_ms());
    define_rear(front);
    define_face(front, name);
    return true;
}

static void end(struct front *front)
{
    child_end(&front->face, FACE_FAREWELL_MS);
    if (front->ending == FRONT_ASKED) {
        child_end(&front->rear, REAR_FAREWELL_MS);
        while (front->rear.out_fd >= 0)
            pass_on(front);
    }
}

static void close_all(struct front *front)
{
    const int fds[] = {front->face.out_fd, front->rear.out_fd, front->lock_fd,  front->signal_fd,
                       front->listen_fd,   front->watch_fd,    front->report_fd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
}

enum front_end front_run(const struct front_setup *setup, char key[FRONT_KEY_MAX])
{
    struct front *front = calloc(1, sizeof *front);
    if (!front)
        return FRONT_FAILED;
    front->setup = setup;
    front->key = key;
    front->ending = FRONT_FAILED;
    front->lock_fd = front->signal_fd = front->listen_fd = front->watch_fd = -1;
    front->report_fd = -1;
    front->face.out_fd = front->rear.out_fd = -1;
    if (begin(front)) {
        const char *why = why_not(front);
        int64_t never = INT64_MAX;
        if (why) {
            duty_start_due(&front->rear, &never);
            report_nothing_to_show(front);
            television(front, "NONE", why);
        }
        while (front->ending == FRONT_FAILED)
            turn(front);
        end(front);
    }
    enum front_end ending = front->ending;
    close_all(front);
    free(front);
    return ending;
}
