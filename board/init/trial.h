/* What holds an update to its word, from outside of it: a process of the initial RAM disk that
 * restarts the box if the update has not proven itself in time. */
#ifndef JIANYAN_BOARD_INIT_TRIAL_H
#define JIANYAN_BOARD_INIT_TRIAL_H

enum { TRIAL_SECONDS = 600 };

/* Starts it, before the new root is entered. slots_fd: the partition with the record, kept open by
 * it; log_fd: what it says goes there. `seconds` as text, from the kernel's command line
 * (jianyan_trial=SECONDS); NULL or nonsense: TRIAL_SECONDS. */
void trial_begin(int slots_fd, int log_fd, const char *seconds);

#endif
