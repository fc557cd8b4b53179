/* The screens this build has. */
#ifndef JIANYAN_BOARD_SCREENS_H
#define JIANYAN_BOARD_SCREENS_H

#include "platform.h"

extern const struct screen_ops screen_sdl;    /* a window, or full screen */
extern const struct screen_ops screen_socket; /* docs/screen-protocol.md */

/* The implementation that "NAME" or "NAME:ARGUMENT" names, with *argument set to what follows the
 * colon (or NULL); for NULL the best there is. NULL if none has that name. */
const struct screen_ops *screens_find(const char *spec, const char **argument);

/* All names, separated by "|", for messages. */
const char *screens_names(void);

#endif
