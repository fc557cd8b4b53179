/* The screen as messages: docs/screen-protocol.md. The face's end.
 *
 * Nothing here blocks on the other end: what cannot be sent at once waits, merged, in the struct
 * (the picture itself is shared memory, and only the newest description counts). */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "board/screens.h"
#include "board/socket/socket_parts.h"
#include "board/wire_io.h"
#include "core/log.h"

enum {
    CLOSE_MS = 1000, /* how long the last words may take */
    CLOSE_STEP_MS = 25,
    POLL_MAX_MS = 60000,
    SET_MS = 1000, /* a clock that differs by more has been set */
};

static void socket_close(struct screen *screen, enum key handoff);

static struct screen *socket_open(const struct screen_config *config)
{
    bool open = false;
    struct screen *screen = calloc(1, sizeof *screen);
    if (!screen) {
        log_error("socket", "out of memory");
        return NULL;
    }
    screen->fd = screen->wake_fd = -1;
    if (!config->argument || !config->argument[0])
        log_error("socket", "needs a path: --screen socket:PATH");
    else
        open = socket_connect(screen, config);
    if (!open) {
        socket_close(screen, KEY_NONE);
        screen = NULL;
    }
    return screen;
}

static struct clock_now socket_now(struct screen *screen)
{
    int64_t gone = screen->clock.running ? socket_host_ms() - screen->clock_host_ms : 0;
    return (struct clock_now){
        .mono_ms = screen->clock.mono_ms + gone,
        .wall_ms = screen->clock.wall_ms + gone,
        .state = (enum clock_state)screen->clock.state,
    };
}

/* True if the message is out; false if it must wait. A broken connection counts as out. */
static bool put(struct screen *screen, enum wire_type type, const void *body, size_t len)
{
    const struct wire_header header = {(uint16_t)type, WIRE_VERSION, screen->worked};
    if (screen->gone)
        return true;
    enum wire_result result = wire_send(screen->fd, header, body, len, -1);
    if (result == WIRE_CLOSED)
        screen->gone = true;
    return result != WIRE_AGAIN;
}

/* Sends what waits, in order: first the picture, then what is said of it. */
static void flush(struct screen *screen)
{
    if (screen->present_waits) {
        if (!put(screen, WIRE_PRESENT, screen->changed,
                 screen->changed_count * sizeof screen->changed[0]))
            return;
        screen->present_waits = false;
        screen->changed_count = 0;
    }
    if (screen->describe_waits && put(screen, WIRE_DESCRIBE, screen->json, screen->json_len)) {
        screen->describe_waits = false;
        screen->described = screen->worked;
    }
}

static bool key_event(struct screen *screen, const struct wire_key *key, struct screen_event *event)
{
    if (key->key <= KEY_NONE || key->key >= KEY_COUNT || key->phase > KEY_RELEASE ||
        key->hold_ms > INT32_MAX) {
        log_warn("socket", "a key that does not exist: connection ended");
        screen->gone = true;
        return false;
    }
    event->kind = SCREEN_KEY;
    event->key = (enum key)key->key;
    event->phase = (enum key_phase)key->phase;
    event->hold_ms = (int)key->hold_ms;
    return true;
}

static bool tap_event(struct screen *screen, const struct wire_tap *tap, struct screen_event *event)
{
    const struct rect all = {0, 0, screen->frame.width, screen->frame.height};
    if (!rect_contains(all, tap->x, tap->y))
        return false;
    event->kind = SCREEN_TAP;
    event->x = tap->x;
    event->y = tap->y;
    return true;
}

/* Somebody has set the clock: what is bound to a date may be due now, whatever was due before. */
static bool is_set_anew(const struct wire_clock *old, const struct wire_clock *clock)
{
    int64_t drift_ms = (clock->wall_ms - clock->mono_ms) - (old->wall_ms - old->mono_ms);
    return clock->state != old->state || drift_ms > SET_MS || drift_ms < -SET_MS;
}

static bool clock_event(struct screen *screen, const struct wire_clock *clock, int64_t due_ms,
                        struct screen_event *event)
{
    if (!socket_clock_is_right(clock)) {
        log_warn("socket", "a clock that cannot be: connection ended");
        screen->gone = true;
        return false;
    }
    bool set = is_set_anew(&screen->clock, clock);
    socket_set_clock(screen, clock);
    event->kind = SCREEN_TIMEOUT;
    return set || due_ms <= socket_now(screen).mono_ms;
}

/* Takes one message. True if it made an event; *more is false when none was there. */
static bool take_message(struct screen *screen, int64_t due_ms, struct screen_event *event,
                         bool *more)
{
    union {
        struct wire_clock clock;
        struct wire_key key;
        struct wire_tap tap;
    } body;
    struct wire_header header;
    size_t len;
    enum wire_result result = wire_receive(screen->fd, &header, &body, sizeof body, &len, NULL);
    *more = result == WIRE_OK;
    if (result == WIRE_CLOSED || result == WIRE_BAD)
        screen->gone = true;
    if (result == WIRE_BAD)
        log_warn("socket", "a malformed message: connection ended");
    if (result != WIRE_OK)
        return false;
    screen->worked = header.serial;
    switch (header.type) {
    case WIRE_CLOCK:
        return clock_event(screen, &body.clock, due_ms, event);
    case WIRE_KEY:
        return key_event(screen, &body.key, event);
    case WIRE_TAP:
        return tap_event(screen, &body.tap, event);
    case WIRE_WAKE:
        event->kind = SCREEN_EXPOSED;
        return true;
    case WIRE_QUIT:
        screen->gone = true;
        return false;
    default:
        return false;
    }
}

/* Before sleeping: a message that woke nobody (a clock not yet due) still gets its answer. */
static void answer_again(struct screen *screen)
{
    if (screen->json && screen->worked != screen->described)
        screen->describe_waits = true;
}

static int sleep_ms(struct screen *screen, int64_t due_ms)
{
    int64_t left;
    if (due_ms == INT64_MAX)
        return -1;
    left = due_ms - socket_now(screen).mono_ms;
    if (left <= 0)
        return 0;
    if (!screen->clock.running)
        return -1;
    return left > POLL_MAX_MS ? POLL_MAX_MS : (int)left;
}

/* Sleeps; true if the face's own descriptor is readable. */
static bool sleep_until(struct screen *screen, int timeout_ms)
{
    struct pollfd fds[] = {
        {screen->fd, POLLIN, 0}, {screen->wake_fd, POLLIN, 0}, /* -1 is ignored by poll */
    };
    if (timeout_ms != 0)
        answer_again(screen);
    flush(screen);
    if (screen->present_waits || screen->describe_waits)
        fds[0].events |= POLLOUT;
    if (poll(fds, 2, timeout_ms) <= 0)
        return false;
    return fds[1].revents != 0;
}

static void socket_wait(struct screen *screen, int64_t due_ms, struct screen_event *event)
{
    bool woken = false;
    *event = (struct screen_event){.kind = SCREEN_TIMEOUT};
    for (;;) {
        bool more = true, made = false;
        while (!made && more && !screen->gone)
            made = take_message(screen, due_ms, event, &more);
        if (made)
            break;
        event->kind = screen->gone ? SCREEN_QUIT : SCREEN_WAKE;
        if (screen->gone || woken)
            break;
        int timeout_ms = sleep_ms(screen, due_ms);
        woken = sleep_until(screen, timeout_ms);
        event->kind = SCREEN_TIMEOUT;
        if (!woken && !screen->gone && timeout_ms == 0)
            break;
    }
    event->mono_ms = socket_now(screen).mono_ms;
}

static void socket_wake(struct screen *screen, int fd)
{
    screen->wake_fd = fd;
}

static struct frame socket_lend(struct screen *screen)
{
    return screen->frame;
}

static void socket_present(struct screen *screen, const struct rect *rects, size_t count)
{
    screen->present_waits = true;
    for (size_t i = 0; i < count; i++) {
        if (screen->changed_count == WIRE_RECTS_MAX) {
            screen->changed[0] =
                (struct wire_rect){0, 0, screen->frame.width, screen->frame.height};
            screen->changed_count = 1;
            break;
        }
        screen->changed[screen->changed_count++] =
            (struct wire_rect){rects[i].x, rects[i].y, rects[i].w, rects[i].h};
    }
    flush(screen);
}

static bool make_room(struct screen *screen, size_t len)
{
    if (len > WIRE_MESSAGE_MAX - sizeof(struct wire_header)) {
        log_error("socket", "a description of %zu bytes is too long", len);
        return false;
    }
    if (len <= screen->json_room)
        return true;
    size_t room = len < 4096 ? 4096 : len + len / 2;
    char *json = realloc(screen->json, room);
    if (!json) {
        log_error("socket", "out of memory");
        return false;
    }
    screen->json = json;
    screen->json_room = room;
    return true;
}

static void socket_describe(struct screen *screen, const char *json, size_t len)
{
    if (!make_room(screen, len))
        return;
    memcpy(screen->json, json, len);
    screen->json_len = len;
    screen->describe_waits = true;
    flush(screen);
}

/* What was still to be said, then the handoff; gives the other end a moment to make room. */
static void say_farewell(struct screen *screen, enum key handoff)
{
    const struct wire_key key = {.key = (uint32_t)handoff, .phase = KEY_PRESS};
    int64_t give_up = socket_host_ms() + CLOSE_MS;
    bool said = handoff == KEY_NONE;
    for (;;) {
        flush(screen);
        bool waits = screen->present_waits || screen->describe_waits;
        if (!waits && !said)
            said = put(screen, WIRE_HANDOFF, &key, sizeof key);
        if (said || screen->gone || socket_host_ms() >= give_up)
            return;
        struct pollfd room = {screen->fd, POLLOUT, 0};
        poll(&room, 1, CLOSE_STEP_MS);
    }
}

static void socket_close(struct screen *screen, enum key handoff)
{
    if (!screen)
        return;
    if (screen->fd >= 0) {
        say_farewell(screen, handoff);
        close(screen->fd);
    }
    if (screen->frame.pixels)
        munmap(screen->frame.pixels, screen->frame_bytes);
    free(screen->json);
    free(screen);
}

const struct screen_ops screen_socket = {
    .name = "socket",
    .open = socket_open,
    .close = socket_close,
    .now = socket_now,
    .wait = socket_wait,
    .wake = socket_wake,
    .lend = socket_lend,
    .present = socket_present,
    .describe = socket_describe,
};
