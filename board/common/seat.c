#include "board/common/seat.h"

#include <poll.h>
#include <unistd.h>

#include "board/common/click.h"
#include "core/log.h"

int64_t seat_now_ms(const struct seat *seat)
{
    return clock_now(seat->clock).mono_ms;
}

void seat_init(struct seat *seat)
{
    *seat = (struct seat){.wake_fd = -1,
                          .timer_ms = INT64_MAX,
                          .input = {.fd = -1, .watch_fd = -1, .dir_fd = -1},
                          .vt.fd = -1,
                          .cec.fd = -1,
                          .cec_watch_fd = -1,
                          .light.dir_fd = -1};
}

static void forget(struct seat *seat, int fd)
{
    for (size_t i = 0; i < seat->watch_count; i++) {
        if (seat->watches[i].fd == fd)
            seat->watches[i].fd = -1;
    }
}

static void take_cec(void *data);
static void lose_cec(void *data);

static void begin_cec(struct seat *seat)
{
    cec_open(&seat->cec);
    seat_watch(seat, seat->cec.fd, take_cec, lose_cec, seat);
}

static void take_cec(void *data)
{
    struct seat *seat = data;
    int fd = seat->cec.fd;
    cec_take(&seat->cec);
    if (!cec_let_input_go(&seat->cec))
        return;
    forget(seat, fd);
    begin_cec(seat);
}

static void look_for_cec(void *data)
{
    struct seat *seat = data;
    if (cec_take_news(seat->cec_watch_fd) && seat->cec.fd < 0)
        begin_cec(seat);
}

/* Adapters come and go: an adapter of USB, or the cable of a display that speaks through it.
 * Another one may be there already, and its news taken while this one was still open. */
static void lose_cec(void *data)
{
    struct seat *seat = data;
    log_info("cec", "its adapter was unplugged");
    cec_close(&seat->cec);
    begin_cec(seat);
}

static void open_power(struct seat *seat, const struct screen_config *config,
                       const struct hardware *hardware)
{
    seat->power = (struct power){.hours = config->hours,
                                 .night_percent = config->night_percent,
                                 .percent = 100,
                                 .light = &seat->light,
                                 .cec = &seat->cec};
    backlight_open(&seat->light, "/sys/class/backlight");
    if (!hardware->cec)
        return;
    seat->cec_watch_fd = cec_watch();
    seat_watch(seat, seat->cec_watch_fd, look_for_cec, NULL, seat);
    begin_cec(seat);
    if (!config->stays) /* a set-top box must not switch on televisions by itself */
        cec_wake(&seat->cec);
}

bool seat_open(struct seat *seat, const struct screen_config *config,
               const struct hardware *hardware, const struct view *view, power_switch *set_dark,
               void *data)
{
    seat_init(seat);
    seat->clock = config->clock;
    seat->view = view;
    seat->click_due = config->click;
    vt_take(&seat->vt);
    open_power(seat, config, hardware);
    seat->power.set_dark = set_dark;
    seat->power.data = data;
    return input_open(&seat->input, hardware->keys[0] ? hardware->keys : NULL);
}

void seat_close(struct seat *seat, bool stays)
{
    click_close(seat->click);
    cec_close(&seat->cec);
    if (seat->cec_watch_fd >= 0)
        close(seat->cec_watch_fd);
    seat->cec_watch_fd = -1;
    backlight_close(&seat->light);
    input_close(&seat->input);
    if (stays)
        vt_leave(&seat->vt);
    else
        vt_give_back(&seat->vt);
}

void seat_watch(struct seat *seat, int fd, seat_call *ready, seat_call *lost, void *data)
{
    size_t at = 0;
    while (at < seat->watch_count && seat->watches[at].fd >= 0)
        at++;
    if (fd < 0 || at == SEAT_WATCHES)
        return;
    seat->watches[at] = (struct seat_watch){fd, ready, lost, data};
    if (at == seat->watch_count)
        seat->watch_count++;
}

/* The touch as a point of the canvas; false if it is beside it. */
static bool place_tap(const struct seat *seat, struct screen_event *event)
{
    int x = (int)((int64_t)event->x * seat->view->screen_w / EVDEV_RANGE);
    int y = (int)((int64_t)event->y * seat->view->screen_h / EVDEV_RANGE);
    return view_point(seat->view, x, y, &event->x, &event->y);
}

/* A key pressed in the dark does nothing unseen: it lights the display, with its repeats and its
 * release. */
static bool is_swallowed(struct seat *seat, const struct screen_event *event)
{
    bool begins = event->kind == SCREEN_TAP || event->phase == KEY_PRESS;
    if (begins && power_note_person(&seat->power, clock_now(seat->clock))) {
        seat->swallowed = event->kind == SCREEN_KEY ? event->key : KEY_NONE;
        return true;
    }
    if (begins || event->key != seat->swallowed)
        return false;
    if (event->phase == KEY_RELEASE)
        seat->swallowed = KEY_NONE;
    return true;
}

static bool take_event(struct seat *seat, struct screen_event *event)
{
    while (input_next(&seat->input, seat_now_ms(seat), event)) {
        if (is_swallowed(seat, event) || (event->kind == SCREEN_TAP && !place_tap(seat, event)))
            continue;
        if (event->kind == SCREEN_TAP || event->phase == KEY_PRESS)
            click_play(seat->click);
        return true;
    }
    return false;
}

/* By now the first picture stands. */
static void open_click(struct seat *seat)
{
    if (seat->click_due)
        seat->click = click_open();
    seat->click_due = false;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void call_timer(struct seat *seat)
{
    if (seat->timer_ms > seat_now_ms(seat))
        return;
    seat->timer_ms = INT64_MAX;
    seat->timer(seat->timer_data);
}

static void call_watch(struct seat *seat, struct seat_watch *watch, int events)
{
    if (!(events & POLLHUP)) {
        watch->ready(watch->data);
        return;
    }
    watch->fd = -1;
    if (watch->lost)
        watch->lost(watch->data);
    else
        seat->gone = true;
}

static void sleep_until(struct seat *seat, int64_t due_ms)
{
    enum { WAKE, INPUT, FIRST };
    struct pollfd fds[FIRST + SEAT_WATCHES] = {
        {seat->wake_fd, POLLIN, 0}, {seat->input.fd, POLLIN, 0}, /* -1 is ignored by poll */
    };
    open_click(seat);
    for (size_t i = 0; i < seat->watch_count; i++)
        fds[FIRST + i] = (struct pollfd){seat->watches[i].fd, POLLIN | POLLPRI, 0};
    if (seat->power.due_ms <= seat_now_ms(seat))
        power_look(&seat->power, clock_now(seat->clock));
    due_ms = earlier(due_ms, seat->power.due_ms);
    due_ms = earlier(earlier(due_ms, input_due_ms(&seat->input)), seat->timer_ms);
    int ready = poll(fds, FIRST + seat->watch_count, clock_timeout_ms(seat->clock, due_ms));
    seat->woken = ready > 0 && fds[WAKE].revents != 0;
    for (size_t i = 0; ready > 0 && i < seat->watch_count; i++) {
        if (fds[FIRST + i].revents)
            call_watch(seat, &seat->watches[i], fds[FIRST + i].revents);
    }
    call_timer(seat);
}

void seat_wait(struct seat *seat, int64_t due_ms, struct screen_event *event)
{
    *event = (struct screen_event){.kind = SCREEN_TIMEOUT};
    seat->woken = false;
    while (!take_event(seat, event)) {
        if (seat->woken || seat->gone) {
            event->kind = seat->gone ? SCREEN_QUIT : SCREEN_WAKE;
            break;
        }
        bool due = due_ms <= seat_now_ms(seat);
        sleep_until(seat, due_ms);
        if (due && !seat->woken && !seat->gone)
            break;
    }
    event->mono_ms = seat_now_ms(seat);
}
