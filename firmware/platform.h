/* The screen contract: all that the face knows of the hardware it runs on.
 *
 * Four implementations live in board/ (sdl, kms, fbdev, socket); main() picks one by name and hands
 * its table to the face. Everything is single-threaded: only wait() blocks, and only until the next
 * thing to do. docs/screen-protocol.md describes the same contract as messages (the socket
 * implementation). */
#ifndef JIANYAN_PLATFORM_H
#define JIANYAN_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/hours.h"
#include "core/key.h"
#include "core/rect.h"

struct screen; /* one open screen, defined by its implementation */

struct screen_config {
    int width, height;    /* canvas, pixels: the profile's */
    const char *argument; /* what followed the implementation's name ("socket:ARGUMENT"), or NULL */
    const struct clock *clock; /* time source; outlives the screen */
    bool click;                /* a sound with every key, where the screen takes keys itself */
    struct hours hours;        /* when the display is lit */
    int night_percent;         /* of its backlight, from ten in the evening to six */
    bool stays; /* something else takes the lit screen over: leave the last picture */
};

/* The picture the face draws into: XRGB8888 in host byte order (0x00RRGGBB). It stays where it is
 * and keeps its content from present to present, until the screen is closed. */
struct frame {
    uint32_t *pixels;
    int width, height; /* pixels */
    int stride;        /* pixels from one line to the next */
};

enum screen_event_kind {
    SCREEN_TIMEOUT, /* the due time came */
    SCREEN_KEY,     /* a key: see phase */
    SCREEN_TAP,     /* a touch at x, y (canvas pixels) */
    SCREEN_WAKE,    /* a file descriptor given to wake() is readable */
    SCREEN_EXPOSED, /* the picture was lost: present all of it again */
    SCREEN_QUIT,    /* the screen is gone or is asked to end */
};

enum key_phase {
    KEY_PRESS,
    KEY_REPEAT, /* still held; hold_ms says for how long */
    KEY_RELEASE,
};

struct screen_event {
    enum screen_event_kind kind;
    enum key key;
    enum key_phase phase;
    int hold_ms; /* since the press */
    int x, y;
    int64_t mono_ms; /* when it happened */
};

struct screen_ops {
    const char *name; /* as --screen takes it */

    /* Opens the screen; NULL after one logged line. Freed by close(). */
    struct screen *(*open)(const struct screen_config *config);

    /* Closes and frees. `handoff` is the key that goes on to television or middleware, KEY_NONE for
     * none. NULL is allowed. */
    void (*close)(struct screen *screen, enum key handoff);

    /* The face's only clock. */
    struct clock_now (*now)(struct screen *screen);

    /* Sleeps until an event, or until mono_ms reaches due_ms (INT64_MAX: no due time). A due time
     * in the past returns what is pending, SCREEN_TIMEOUT if nothing is. */
    void (*wait)(struct screen *screen, int64_t due_ms, struct screen_event *event);

    /* From now on wait() returns SCREEN_WAKE whenever fd is readable. fd -1: no longer. One at a
     * time. */
    void (*wake)(struct screen *screen, int fd);

    /* The frame to draw into, borrowed until close(). */
    struct frame (*lend)(struct screen *screen);

    /* Shows these changed rectangles of the frame (none overlaps the edge; count may be 0). */
    void (*present)(struct screen *screen, const struct rect *rects, size_t count);

    /* What stands on the screen, as one JSON object (docs/screen-protocol.md). Called after every
     * batch of events, when the picture they led to has been presented. */
    void (*describe)(struct screen *screen, const char *json, size_t len);
};

#endif
