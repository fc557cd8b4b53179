/* What front and rear of the supervisor do alike: locks, signals, starting what is due. */
#ifndef JIANYAN_BOARD_DUTY_H
#define JIANYAN_BOARD_DUTY_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "board/common/child.h"

enum duty_lock { DUTY_LOCKED, DUTY_TAKEN, DUTY_FAILED };

/* Takes STATE/name, for as long as *fd is open. DUTY_FAILED after one logged line. */
enum duty_lock duty_lock(int state_fd, const char *name, int *fd);

/* SIGTERM, SIGINT, SIGHUP and SIGCHLD become readable; -1 after one logged line. */
int duty_open_signals(void);

/* Empties it; true if one of them asks us to end. */
bool duty_take_signals(int signal_fd);

/* --config and --state. config may be NULL. */
void duty_add_folders(struct child *child, const char *config, const char *state_dir);

/* Starts a child that is wanted, not running and due; lowers *due_ms to when it will be. */
void duty_start_due(struct child *child, int64_t *due_ms);

/* Notes a child's end, if it has ended; true when that was news. One logged line if nobody asked
 * it to. */
bool duty_note_end(struct child *child);

/* For poll(2), until due_ms of the machine's clock; INT64_MAX: -1. */
int duty_timeout_ms(int64_t due_ms);

#endif
