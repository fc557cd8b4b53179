/* How often a home box has booted without knowing the time and without word from anybody since. One
 * that is cut off for long goes straight to television: nobody knows whether its campaign still
 * runs.
 *
 * STATE/boots holds the number; the keeper removes it when the intake was reached or a campaign
 * installed. A clock that is not unknown ends the count as well. */
#ifndef JIANYAN_BOARD_BOOTS_H
#define JIANYAN_BOARD_BOOTS_H

#include <stdbool.h>

#include "core/clock.h"

enum { BOOTS_MOST = 5 }; /* so many are shown */

/* Counts this boot; true if there were too many. A count that cannot be kept counts nothing (a
 * logged line). */
bool boots_are_too_many(int state_fd, enum clock_state state);

#endif
