/* The number of a countdown, calm to look at: every fifth second while there is time, every one of
 * the last ten. It is right whenever it changes. */
#ifndef JIANYAN_FACE_COUNTDOWN_H
#define JIANYAN_FACE_COUNTDOWN_H

#include <stdint.h>

/* Seconds to show at now_ms of what is over at over_ms; 0: over. */
int countdown_shown(int64_t over_ms, int64_t now_ms);

/* When it shows another number; INT64_MAX once it is over. */
int64_t countdown_due_ms(int64_t over_ms, int64_t now_ms);

#endif
