/* The rear: keeper and courier, which go on when television has the screen, so that what was
 * written at boot still leaves the box; and the watchdog, which is fed as long as they and the
 * front do their work. One on a state folder; a second one ends at once. */
#ifndef JIANYAN_BOARD_REAR_H
#define JIANYAN_BOARD_REAR_H

#include <stdbool.h>

#include "core/conf.h"

/* Where things are; all borrowed. */
struct rear_setup {
    const char *config; /* NULL: defaults */
    const char *state_dir;
    const struct conf *conf;
    const char *watchdog; /* device; NULL: none */
    const char *proof;    /* run once, by us, when the screen has its picture and the store keeps;
                             NULL: nothing is */
    const char *fault;    /* number that the keeper is told, once; NULL: none is */
    int state_fd;
};

/* Runs until SIGTERM or SIGINT, then ends the courier, and the keeper last. True also if another
 * rear is there already. False after one logged line. */
bool rear_run(const struct rear_setup *setup);

#endif
