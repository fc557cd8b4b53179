/* One input device of the kernel, through libevdev. Codes are the kernel's, as numbers: its header
 * and core/key.h use the same names for other things, so no file can include both. */
#ifndef JIANYAN_BOARD_EVDEV_H
#define JIANYAN_BOARD_EVDEV_H

#include <stdbool.h>

enum { EVDEV_RANGE = 65536 }; /* a touch is at 0 to EVDEV_RANGE - 1 each way */

struct evdev; /* one open device */

enum evdev_kind { EVDEV_KEY, EVDEV_TOUCH };

struct evdev_event {
    enum evdev_kind kind;
    int code;         /* of a key */
    bool down;        /* it was pressed; false: it was released. A touch is told when it begins */
    bool shift, ctrl; /* held with it */
    bool caps;        /* Caps Lock is on */
    bool command;     /* Alt or the key with the window was held with it: not meant for us */
    int x, y;         /* of a touch; 0, 0 is the panel's upper left corner */
};

/* True if we have a use for that key; asked of all keys of a device. */
typedef bool evdev_wants(const void *data, int code);

/* Opens a device that has wanted keys, or a touch panel, and keeps it from everybody else. NULL if
 * it is not for us; what we could use but cannot have is said in one logged line. */
struct evdev *evdev_open(int dir_fd, const char *name, evdev_wants *wants, const void *data);

/* Lets it go and frees it. NULL is allowed. */
void evdev_close(struct evdev *device);

/* The next event, if there is one now. */
bool evdev_next(struct evdev *device, struct evdev_event *event);

/* True once it was unplugged. */
bool evdev_is_gone(const struct evdev *device);

/* True for what a television's remote sends over HDMI. */
bool evdev_is_cec(const struct evdev *device);

/* To poll on. */
int evdev_fd(const struct evdev *device);

/* As opened: "event3". */
const char *evdev_name(const struct evdev *device);

/* The code of a key by the kernel's name for it ("KEY_OK"), -1 if there is none. */
int evdev_code(const char *name);

#endif
