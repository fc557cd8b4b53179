/* Telling whoever supervises this program how it is, as systemd services do: datagrams of
 * "NAME=value" lines to the socket that NOTIFY_SOCKET names. Where nobody asked, nothing is said.
 * docs/boot.md lists what the face and the supervisor say. */
#ifndef JIANYAN_CORE_NOTIFY_H
#define JIANYAN_CORE_NOTIFY_H

#include <stdint.h>

struct notify {
    int fd;              /* connected; -1: nobody listens */
    int64_t watchdog_ms; /* a sign of life is wanted at least so often; 0: none is */
};

/* Takes NOTIFY_SOCKET and WATCHDOG_USEC out of the environment, so that children do not speak for
 * us. Logs one line if there is a socket that cannot be reached. */
void notify_open(struct notify *notify);
void notify_close(struct notify *notify);

/* Sends, without waiting; what cannot go out is lost. */
void notify_say(const struct notify *notify, const char *text);

#endif
