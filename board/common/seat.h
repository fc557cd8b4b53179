/* The place in front of a bare box: its keys, its text console, its power, the click, and the one
 * poll() over all of it that a screen sleeps in. Shared by the screens that have no window system.
 */
#ifndef JIANYAN_BOARD_SEAT_H
#define JIANYAN_BOARD_SEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/common/backlight.h"
#include "board/common/cec.h"
#include "board/common/hardware.h"
#include "board/common/input.h"
#include "board/common/power.h"
#include "board/common/view.h"
#include "board/common/vt.h"
#include "platform.h"

enum { SEAT_WATCHES = 6 };

/* Called by seat_wait(): something to read on the descriptor, or the time has come. */
typedef void seat_call(void *data);

struct seat_watch {
    int fd; /* -1: no longer */
    seat_call *ready;
    seat_call *lost; /* NULL: without it there is no screen */
    void *data;
};

struct seat {
    const struct clock *clock; /* borrowed */
    const struct view *view;   /* where a touch is; borrowed */
    struct input input;
    struct vt vt;
    int wake_fd;      /* the face's, borrowed; -1: none */
    bool woken, gone; /* gone: the display itself was unplugged */
    struct seat_watch watches[SEAT_WATCHES];
    size_t watch_count;
    int64_t timer_ms; /* when `timer` is called next; INT64_MAX: not */
    seat_call *timer;
    void *timer_data;
    struct power power;
    struct backlight light;
    struct cec cec;
    int cec_watch_fd;   /* adapters that come; -1: none */
    enum key swallowed; /* pressed while the display was dark: it only lit it; KEY_NONE: none */
    bool click_due;
    struct click *click;
};

/* Opens keys, console and what there is for the display's power, which set_dark(data, …) switches.
 * False after one logged line; seat_close() is then still due. */
bool seat_open(struct seat *seat, const struct screen_config *config,
               const struct hardware *hardware, const struct view *view, power_switch *set_dark,
               void *data);

/* A seat that seat_close() has nothing to do for. */
void seat_init(struct seat *seat);

/* Gives everything back. `stays`: the picture is to stay on the screen for whatever comes next, so
 * the console remains dark. */
void seat_close(struct seat *seat, bool stays);

/* Adds a descriptor (borrowed) that seat_wait() listens to. -1 is ignored. Once its device is gone
 * nobody listens to it any more: `lost` is called, or, where that is NULL, the screen ends. */
void seat_watch(struct seat *seat, int fd, seat_call *ready, seat_call *lost, void *data);

/* wait() of the screen contract. */
void seat_wait(struct seat *seat, int64_t due_ms, struct screen_event *event);

int64_t seat_now_ms(const struct seat *seat);

#endif
