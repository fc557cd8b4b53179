/* The displays of a build without libdrm and libevdev: middleware shows the picture (socket). */
#include <stddef.h>

#include "board/screens.h"
#include "core/log.h"

static struct screen *no_open(const struct screen_config *config)
{
    (void)config;
    log_error("screen", "this build draws on no display itself; use --screen socket:PATH");
    return NULL;
}

const struct screen_ops screen_kms = {.name = "kms", .open = no_open};
const struct screen_ops screen_fbdev = {.name = "fbdev", .open = no_open};

bool screen_kms_is_there(void)
{
    return false;
}
