#include "board/screens.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "board/common/vt.h"

static const struct screen_ops *const screens[] = {&screen_sdl, &screen_kms, &screen_fbdev,
                                                   &screen_socket};

enum { SCREENS = sizeof screens / sizeof screens[0] };

static const struct screen_ops *best(void)
{
    if (!vt_is_a_desktop() && screen_kms_is_there())
        return &screen_kms;
    if (!vt_is_a_desktop() && access("/dev/fb0", R_OK | W_OK) == 0)
        return &screen_fbdev;
    return &screen_sdl;
}

const struct screen_ops *screens_find(const char *spec, const char **argument)
{
    *argument = NULL;
    if (!spec)
        return best();
    size_t len = strcspn(spec, ":");
    for (size_t i = 0; i < SCREENS; i++) {
        if (strncmp(screens[i]->name, spec, len) != 0 || screens[i]->name[len] != '\0')
            continue;
        if (spec[len] == ':')
            *argument = spec + len + 1;
        return screens[i];
    }
    return NULL;
}

const char *screens_names(void)
{
    return "sdl|sdl:full|kms|fbdev|socket:PATH";
}
