/* All remotes, keyboards and touch panels of a box, as they come and go: the kernel's devices in
 * /dev/input, without a daemon. */
#ifndef JIANYAN_BOARD_INPUT_H
#define JIANYAN_BOARD_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/common/evdev.h"
#include "board/common/hold.h"
#include "board/common/keymap.h"
#include "platform.h"

enum { INPUT_DEVICES = 32 };

struct input {
    struct keymap keymap;
    struct hold hold;
    const struct evdev *holder; /* whose key is held, and by which code */
    int code;
    struct evdev *devices[INPUT_DEVICES];
    size_t count;
    int dir_fd, watch_fd;
    int fd; /* readable when anything below is: to poll on */
};

/* Opens what is there, with the built-in keymap and, unless NULL, the one in this file. False after
 * one logged line if the file cannot be used; a box without any device is fine. */
bool input_open(struct input *input, const char *keymap_file);

/* Closes all; fine on a struct that was never opened but has fd -1. */
void input_close(struct input *input);

/* The next key or touch that is due now. A touch has x and y in EVDEV_RANGE, of the panel as it
 * hangs. */
bool input_next(struct input *input, int64_t now_ms, struct screen_event *event);

/* When the next repeat of a held key is due; INT64_MAX: none. */
int64_t input_due_ms(const struct input *input);

#endif
