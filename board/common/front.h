/* The front: the face, held to its signs of life and to the boot screen's deadline. Ends when
 * television takes over; the rear stays. docs/boot.md has the states. */
#ifndef JIANYAN_BOARD_FRONT_H
#define JIANYAN_BOARD_FRONT_H

#include <stdbool.h>

#include "core/conf.h"
#include "core/notify.h"

/* Where things are; all borrowed. */
struct front_setup {
    const char *config; /* NULL: defaults */
    const char *state_dir;
    const char *screen; /* for the face; NULL: the best there is */
    const struct conf *conf;
    const struct notify *above;           /* whoever supervises us */
    const char *watchdog, *proof, *fault; /* for the rear; NULL: none */
    int state_fd;
    bool alone; /* no rear is started: keeper and courier are somebody else's */
};

enum front_end {
    FRONT_FAILED,     /* could not even begin; one logged line */
    FRONT_ASKED,      /* SIGTERM or SIGINT: all that we started has ended */
    FRONT_TELEVISION, /* the screen belongs to television */
};

enum { FRONT_KEY_MAX = 16 };

/* Runs until one of them. `key`: what goes on to television, "NONE" for no key. */
enum front_end front_run(const struct front_setup *setup, char key[FRONT_KEY_MAX]);

#endif
