/* What the kernel tells of hardware that comes and goes, straight from it: no daemon is needed. */
#ifndef JIANYAN_BOARD_UEVENT_H
#define JIANYAN_BOARD_UEVENT_H

#include <stdbool.h>
#include <stddef.h>

/* A descriptor to poll on; -1 after one logged line. The caller's to close. */
int uevent_open(void);

/* Reads what has come; true if any of it is of this subsystem ("drm"). Never blocks. Only what the
 * kernel itself has sent counts. */
bool uevent_take(int fd, const char *subsystem);

/* True if the message, fields that each end in zero, is of that subsystem. */
bool uevent_is_of(const char *message, size_t len, const char *subsystem);

#endif
