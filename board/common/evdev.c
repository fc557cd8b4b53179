#include "board/common/evdev.h"

#include <errno.h>
#include <fcntl.h>
#include <libevdev/libevdev.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"

struct evdev {
    struct libevdev *device;
    int fd;
    char name[16];
    bool touch, multitouch;
    bool began; /* a touch, in the events read since the last report */
    bool caps;
    bool gone, syncing;
};

int evdev_code(const char *name)
{
    return libevdev_event_code_from_name(EV_KEY, name);
}

/* A panel that is touched where the picture is. Touch pads and mice only move a pointer, which we
 * do not have; remotes of televisions claim to be mice as well. */
static bool is_touch(const struct libevdev *device)
{
    bool place = libevdev_has_event_code(device, EV_ABS, ABS_X) &&
                 libevdev_has_event_code(device, EV_ABS, ABS_Y);
    bool contact = libevdev_has_event_code(device, EV_KEY, BTN_TOUCH) ||
                   libevdev_has_event_code(device, EV_KEY, BTN_LEFT);
    bool pad = libevdev_has_property(device, INPUT_PROP_POINTER) &&
               libevdev_has_event_code(device, EV_KEY, BTN_TOOL_FINGER);
    bool stick = libevdev_has_event_code(device, EV_KEY, BTN_JOYSTICK) ||
                 libevdev_has_event_code(device, EV_KEY, BTN_GAMEPAD);
    return (place || libevdev_has_event_code(device, EV_ABS, ABS_MT_POSITION_X)) && contact &&
           !pad && !stick;
}

/* The switch of a case has nothing but KEY_POWER and belongs to the system. */
static bool has_wanted_key(const struct libevdev *device, evdev_wants *wants, const void *data)
{
    for (unsigned code = 1; code < KEY_CNT; code++) {
        if (code != KEY_POWER && libevdev_has_event_code(device, EV_KEY, code) &&
            wants(data, (int)code))
            return true;
    }
    return false;
}

/* True if the device is for us; it then belongs to us alone. */
static bool take(struct evdev *device, evdev_wants *wants, const void *data)
{
    int failed = libevdev_new_from_fd(device->fd, &device->device);
    if (failed < 0) {
        log_warn("keys", "cannot use device=%s: %s", device->name, strerror(-failed));
        return false;
    }
    device->touch = is_touch(device->device);
    device->multitouch = libevdev_has_event_code(device->device, EV_ABS, ABS_MT_POSITION_X) &&
                         libevdev_get_num_slots(device->device) > 0;
    if (!device->touch && !has_wanted_key(device->device, wants, data))
        return false;
    failed = libevdev_grab(device->device, LIBEVDEV_GRAB);
    if (failed < 0)
        log_warn("keys", "others read device=%s as well: %s", device->name, strerror(-failed));
    log_info("keys", "%s device=%s name=\"%s\"", device->touch ? "touch" : "keys", device->name,
             libevdev_get_name(device->device));
    return true;
}

struct evdev *evdev_open(int dir_fd, const char *name, evdev_wants *wants, const void *data)
{
    struct evdev *device = calloc(1, sizeof *device);
    if (!device)
        return NULL;
    snprintf(device->name, sizeof device->name, "%s", name);
    device->fd = openat(dir_fd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (device->fd < 0 && errno != ENOENT && errno != ENODEV)
        log_warn("keys", "cannot open device=%s: %s", name, strerror(errno));
    if (device->fd >= 0 && take(device, wants, data))
        return device;
    evdev_close(device);
    return NULL;
}

void evdev_close(struct evdev *device)
{
    if (!device)
        return;
    libevdev_free(device->device); /* ends the grab; NULL is allowed */
    if (device->fd >= 0)
        close(device->fd);
    free(device);
}

static bool is_held(const struct evdev *device, unsigned a, unsigned b)
{
    return libevdev_get_event_value(device->device, EV_KEY, a) != 0 ||
           libevdev_get_event_value(device->device, EV_KEY, b) != 0;
}

static int scaled(const struct evdev *device, unsigned axis, int value)
{
    const struct input_absinfo *info = libevdev_get_abs_info(device->device, axis);
    if (!info || info->maximum <= info->minimum)
        return 0;
    int64_t span = (int64_t)info->maximum - info->minimum + 1;
    int64_t at = ((int64_t)value - info->minimum) * EVDEV_RANGE / span;
    return at < 0 ? 0 : at >= EVDEV_RANGE ? EVDEV_RANGE - 1 : (int)at;
}

/* The first slot with a finger: not every panel begins with slot 0. */
static unsigned slot_of_finger(const struct libevdev *device)
{
    int slots = libevdev_get_num_slots(device);
    for (int slot = 0; slot < slots; slot++) {
        if (libevdev_get_slot_value(device, (unsigned)slot, ABS_MT_TRACKING_ID) >= 0)
            return (unsigned)slot;
    }
    return 0;
}

/* The first finger, or the panel's only place. */
static void touch_event(const struct evdev *device, struct evdev_event *event)
{
    const struct libevdev *from = device->device;
    *event = (struct evdev_event){.kind = EVDEV_TOUCH, .down = true};
    if (device->multitouch) {
        unsigned slot = slot_of_finger(from);
        int x = libevdev_get_slot_value(from, slot, ABS_MT_POSITION_X);
        int y = libevdev_get_slot_value(from, slot, ABS_MT_POSITION_Y);
        event->x = scaled(device, ABS_MT_POSITION_X, x);
        event->y = scaled(device, ABS_MT_POSITION_Y, y);
    } else {
        event->x = scaled(device, ABS_X, libevdev_get_event_value(from, EV_ABS, ABS_X));
        event->y = scaled(device, ABS_Y, libevdev_get_event_value(from, EV_ABS, ABS_Y));
    }
}

/* A place is known when the report is complete: the contact may come before its coordinates. */
static bool translate(struct evdev *device, const struct input_event *raw,
                      struct evdev_event *event)
{
    bool contact = raw->code == BTN_TOUCH || raw->code == BTN_LEFT;
    if (raw->type == EV_SYN && raw->code == SYN_REPORT && device->began) {
        device->began = false;
        touch_event(device, event);
        return true;
    }
    if (raw->type != EV_KEY || raw->value == 2) /* the kernel's repeats: we have our own */
        return false;
    if (device->touch && contact) {
        device->began = raw->value == 1;
        return false;
    }
    device->caps ^= raw->code == KEY_CAPSLOCK && raw->value == 1;
    *event = (struct evdev_event){
        .kind = EVDEV_KEY,
        .code = raw->code,
        .down = raw->value == 1,
        .shift = is_held(device, KEY_LEFTSHIFT, KEY_RIGHTSHIFT),
        .ctrl = is_held(device, KEY_LEFTCTRL, KEY_RIGHTCTRL),
        .caps = device->caps,
        .command = is_held(device, KEY_LEFTALT, KEY_RIGHTALT) ||
                   is_held(device, KEY_LEFTMETA, KEY_RIGHTMETA),
    };
    return true;
}

bool evdev_next(struct evdev *device, struct evdev_event *event)
{
    struct input_event raw;
    while (!device->gone) {
        unsigned flag = device->syncing ? LIBEVDEV_READ_FLAG_SYNC : LIBEVDEV_READ_FLAG_NORMAL;
        int status = libevdev_next_event(device->device, flag, &raw);
        if (status == -EAGAIN && !device->syncing)
            return false;
        device->gone = status < 0 && status != -EAGAIN && status != -EINTR;
        /* The kernel's queue ran over: what has changed meanwhile is told one by one. */
        device->syncing = status == LIBEVDEV_READ_STATUS_SYNC;
        if (status >= 0 && translate(device, &raw, event))
            return true;
    }
    return false;
}

bool evdev_is_gone(const struct evdev *device)
{
    return device->gone;
}

bool evdev_is_cec(const struct evdev *device)
{
    return libevdev_get_id_bustype(device->device) == BUS_CEC;
}

int evdev_fd(const struct evdev *device)
{
    return device->fd;
}

const char *evdev_name(const struct evdev *device)
{
    return device->name;
}
