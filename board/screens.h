/* The screens this build has. */
#ifndef JIANYAN_BOARD_SCREENS_H
#define JIANYAN_BOARD_SCREENS_H

#include <stdbool.h>

#include "platform.h"

struct confine;

extern const struct screen_ops screen_sdl;    /* a window, or full screen */
extern const struct screen_ops screen_kms;    /* a display without window system or GPU */
extern const struct screen_ops screen_fbdev;  /* /dev/fb0 */
extern const struct screen_ops screen_socket; /* docs/screen-protocol.md */

/* The implementation that "NAME" or "NAME:ARGUMENT" names, with *argument set to what follows the
 * colon (or NULL); for NULL the best there is: a window where a desktop runs, else kms, fbdev. NULL
 * if none has that name. */
const struct screen_ops *screens_find(const char *spec, const char **argument);

/* True if there is a display that `kms` can use. */
bool screen_kms_is_there(void);

/* True if there are libraries behind this screen that load others and start threads when it suits
 * them: those of a desktop. */
bool screens_bring_libraries(const struct screen_ops *screen);

/* Allows what this screen opens after its start; with `libraries` also what those of a desktop and
 * of sound do. */
void screens_allow(const struct screen_ops *screen, struct confine *confine, bool libraries);

/* All names, separated by "|", for messages. */
const char *screens_names(void);

#endif
