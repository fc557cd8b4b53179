/* The hardware's watchdog (/dev/watchdog): once open it restarts the box unless it is fed in time,
 * whatever has become of the programs and the kernel. Who feeds it when: docs/image.md. */
#ifndef JIANYAN_BOARD_WATCHDOG_H
#define JIANYAN_BOARD_WATCHDOG_H

#include <stdbool.h>

/* Opens, which starts it, and asks for that many seconds; a device that counts less is asked for
 * half as many, and so on. -1 if there is none, or somebody else has it (errno). A device without
 * times (a file, in tests) keeps its own. */
int watchdog_open(const char *device, int seconds);

/* Seconds until it bites; 0 if it does not say. */
int watchdog_seconds(int fd);

/* It has restarted the box, and this is the start after that. */
bool watchdog_has_bitten(int fd);

/* It is a device of its own and goes on when the kernel does not. */
bool watchdog_is_hardware(int fd);

/* False if it cannot be fed; the next time may do better. */
bool watchdog_feed(int fd);

/* Closes it. `stop`: switches it off first, for an orderly end; otherwise it goes on counting. */
void watchdog_close(int fd, bool stop);

#endif
