/* What the front reports to the rear: short lines, as between systemd and its services. A front may
 * crash and another one come while the rear stays, so the rear has a name that each finds by the
 * state folder. Only the rear's own user is heard. */
#ifndef JIANYAN_BOARD_REPORT_H
#define JIANYAN_BOARD_REPORT_H

#include <stdbool.h>
#include <stddef.h>

enum { REPORT_TEXT_MAX = 64 };

/* The face is alive, or is being replaced; the screen has what it is to have: a first picture, or
 * television, because nothing is to be shown. */
#define REPORT_ALIVE "WATCHDOG=1"
#define REPORT_READY "READY=1"

/* The rear's end for that folder. -1 if another rear has it, or after one logged line. */
int report_listen(int state_fd);

/* The next front that has come; -1 if none has. */
int report_accept(int listen_fd);

/* The next line of a front. *text is "" if none is there. False if that front is gone. */
bool report_next(int front_fd, char text[REPORT_TEXT_MAX]);

/* The front's end: connects where *fd is -1. Never waits; what cannot go out is lost. True if it
 * was sent. */
bool report_say(int *fd, int state_fd, const char *text);

#endif
