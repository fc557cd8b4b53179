/* The window of a build that has none. */
#include <stddef.h>

#include "board/screens.h"
#include "core/log.h"

static struct screen *no_open(const struct screen_config *config)
{
    (void)config;
    log_error("sdl", "this build has no windows; use another --screen: %s", screens_names());
    return NULL;
}

const struct screen_ops screen_sdl = {.name = "sdl", .open = no_open};
