/* The stop file: a head-end drops it into the state folder, and no campaign runs on this box. */
#ifndef JIANYAN_KEEPER_WATCH_H
#define JIANYAN_KEEPER_WATCH_H

#include <stdbool.h>

/* Watches the working folder for names that come and go. A non-blocking descriptor, readable when
 * watch_stop() should be asked again; -1 if the kernel cannot watch (logged). */
int watch_open(void);

/* Empties the descriptor and says whether the stop file is there. fd may be -1. */
bool watch_stop(int fd);

#endif
