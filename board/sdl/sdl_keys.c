#include "board/sdl/sdl_keys.h"

#include <stddef.h>

struct pair {
    SDL_Keycode code;
    enum key key;
};

static const struct pair pairs[] = {
    {SDLK_RETURN, KEY_OK},
    {SDLK_KP_ENTER, KEY_OK},
    {SDLK_SELECT, KEY_OK},
    {SDLK_ESCAPE, KEY_BACK},
    {SDLK_BACKSPACE, KEY_BACK},
    {SDLK_AC_BACK, KEY_BACK},
    {SDLK_x, KEY_EXIT},
    {SDLK_h, KEY_HOME},
    {SDLK_HOME, KEY_HOME},
    {SDLK_AC_HOME, KEY_HOME},
    {SDLK_m, KEY_MENU},
    {SDLK_MENU, KEY_MENU},
    {SDLK_APPLICATION, KEY_MENU},
    {SDLK_i, KEY_INFO},
    {SDLK_UP, KEY_UP},
    {SDLK_DOWN, KEY_DOWN},
    {SDLK_LEFT, KEY_LEFT},
    {SDLK_RIGHT, KEY_RIGHT},
    {SDLK_ASTERISK, KEY_STAR},
    {SDLK_KP_MULTIPLY, KEY_STAR},
    {SDLK_HASH, KEY_HASH},
    {SDLK_KP_DIVIDE, KEY_HASH},
    {SDLK_DELETE, KEY_DEL},
    {SDLK_KP_PERIOD, KEY_DEL},
    {SDLK_F1, KEY_RED},
    {SDLK_F2, KEY_GREEN},
    {SDLK_F3, KEY_YELLOW},
    {SDLK_F4, KEY_BLUE},
    {SDLK_PAGEUP, KEY_CH_UP},
    {SDLK_PAGEDOWN, KEY_CH_DOWN},
    {SDLK_EQUALS, KEY_VOL_UP},
    {SDLK_KP_PLUS, KEY_VOL_UP},
    {SDLK_VOLUMEUP, KEY_VOL_UP},
    {SDLK_MINUS, KEY_VOL_DOWN},
    {SDLK_KP_MINUS, KEY_VOL_DOWN},
    {SDLK_VOLUMEDOWN, KEY_VOL_DOWN},
    {SDLK_u, KEY_MUTE},
    {SDLK_MUTE, KEY_MUTE},
    {SDLK_AUDIOMUTE, KEY_MUTE},
    {SDLK_p, KEY_POWER},
    {SDLK_POWER, KEY_POWER},
    {SDLK_KP_0, KEY_0},
};

enum { PAIRS = sizeof pairs / sizeof pairs[0] };

enum key sdl_key(SDL_Keysym keysym)
{
    SDL_Keycode code = keysym.sym;
    if (code == SDLK_8 && (keysym.mod & KMOD_SHIFT))
        return KEY_STAR;
    if (code == SDLK_3 && (keysym.mod & KMOD_SHIFT))
        return KEY_HASH;
    if (code >= SDLK_0 && code <= SDLK_9)
        return (enum key)(KEY_0 + (code - SDLK_0));
    if (code >= SDLK_KP_1 && code <= SDLK_KP_9)
        return (enum key)(KEY_1 + (code - SDLK_KP_1));
    for (size_t i = 0; i < PAIRS; i++) {
        if (pairs[i].code == code)
            return pairs[i].key;
    }
    return KEY_NONE;
}
