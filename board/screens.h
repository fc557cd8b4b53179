/* The screens this build has. */
#ifndef JIANYAN_BOARD_SCREENS_H
#define JIANYAN_BOARD_SCREENS_H

#include "platform.h"

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

/* All names, separated by "|", for messages. */
const char *screens_names(void);

#endif
