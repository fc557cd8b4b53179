/* The light behind a built-in panel, in /sys/class/backlight. */
#ifndef JIANYAN_BOARD_BACKLIGHT_H
#define JIANYAN_BOARD_BACKLIGHT_H

#include <stdbool.h>

struct backlight {
    int dir_fd; /* of the first light in the folder; -1: none */
    long most;  /* what it is at 100 % */
};

/* Opens the first one in that folder ("/sys/class/backlight"). Most boxes have none. */
void backlight_open(struct backlight *light, const char *folder);

/* Fine if there is none. The light stays as it is. */
void backlight_close(struct backlight *light);

/* 0 is off; anything above leaves at least a glimmer. What cannot be set is said in one line. */
void backlight_set(const struct backlight *light, int percent);

#endif
