/* The simulator's window: the screen, a drawn remote, switches for the world around it. */
#ifndef JIANYAN_SIM_WINDOW_H
#define JIANYAN_SIM_WINDOW_H

#include <stdbool.h>

#include "sim/conductor.h"

/* Opens the window, starts the box, and runs until the window is closed. False after one line on
 * standard error. */
bool window_run(struct sim *sim, const struct settings *settings);

#endif
