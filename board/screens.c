#include "board/screens.h"

#include <stddef.h>
#include <string.h>

static const struct screen_ops *const screens[] = {&screen_sdl, &screen_socket};

enum { SCREENS = sizeof screens / sizeof screens[0] };

const struct screen_ops *screens_find(const char *spec, const char **argument)
{
    *argument = NULL;
    if (!spec)
        return &screen_sdl;
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
    return "sdl|sdl:full|socket:PATH";
}
