/* Where the face's signs of life arrive: the listening end of core/notify.h. */
#ifndef JIANYAN_BOARD_LISTEN_H
#define JIANYAN_BOARD_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { LISTEN_NAME_MAX = 32, LISTEN_TEXT_MAX = 512 };

/* A socket with a name that the kernel chose ("@…", for NOTIFY_SOCKET). -1 after one logged line.
 */
int listen_open(char name[LISTEN_NAME_MAX]);

/* The next datagram that process `from` has sent, as a text; those of others are dropped. False
 * when there is none. */
bool listen_next(int fd, pid_t from, char text[LISTEN_TEXT_MAX]);

#endif
