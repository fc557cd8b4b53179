#include "board/sdl/sdl_keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct pair {
    SDL_Keycode code;
    enum key key;
};

static const struct pair keys[] = {
    {SDLK_RETURN, KEY_OK},
    {SDLK_KP_ENTER, KEY_OK},
    {SDLK_SELECT, KEY_OK},
    {SDLK_ESCAPE, KEY_ESCAPE},
    {SDLK_BACKSPACE, KEY_DEL},
    {SDLK_AC_BACK, KEY_BACK},
    {SDLK_HOME, KEY_START},
    {SDLK_END, KEY_END},
    {SDLK_AC_HOME, KEY_HOME},
    {SDLK_MENU, KEY_MENU},
    {SDLK_APPLICATION, KEY_MENU},
    {SDLK_UP, KEY_UP},
    {SDLK_DOWN, KEY_DOWN},
    {SDLK_LEFT, KEY_LEFT},
    {SDLK_RIGHT, KEY_RIGHT},
    {SDLK_KP_MULTIPLY, KEY_STAR},
    {SDLK_KP_DIVIDE, KEY_HASH},
    {SDLK_DELETE, KEY_ERASE},
    {SDLK_KP_PERIOD, KEY_DEL},
    {SDLK_F1, KEY_RED},
    {SDLK_F2, KEY_GREEN},
    {SDLK_F3, KEY_YELLOW},
    {SDLK_F4, KEY_BLUE},
    {SDLK_PAGEUP, KEY_CH_UP},
    {SDLK_PAGEDOWN, KEY_CH_DOWN},
    {SDLK_KP_PLUS, KEY_VOL_UP},
    {SDLK_VOLUMEUP, KEY_VOL_UP},
    {SDLK_KP_MINUS, KEY_VOL_DOWN},
    {SDLK_VOLUMEDOWN, KEY_VOL_DOWN},
    {SDLK_MUTE, KEY_MUTE},
    {SDLK_AUDIOMUTE, KEY_MUTE},
    {SDLK_POWER, KEY_POWER},
    {SDLK_KP_0, KEY_0},
};

/* Keys of a remote that a keyboard has not, held with Ctrl: letters alone write. */
static const struct pair with_ctrl[] = {
    {SDLK_b, KEY_BACK}, {SDLK_x, KEY_EXIT}, {SDLK_h, KEY_HOME},  {SDLK_m, KEY_MENU},
    {SDLK_i, KEY_INFO}, {SDLK_u, KEY_MUTE}, {SDLK_p, KEY_POWER},
};

static enum key find(const struct pair *pairs, size_t count, SDL_Keycode code)
{
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].code == code)
            return pairs[i].key;
    }
    return KEY_NONE;
}

/* What Shift makes of a key that is no letter, on a keyboard as they are sold in China. */
static char shifted(char c)
{
    static const char from[] = "1234567890-=[]\\;',./`", to[] = "!@#$%^&*()_+{}|:\"<>?~";
    const char *at = strchr(from, c);
    return at ? to[at - from] : c;
}

/* A code of SDL below 0x7f is the character that the key writes alone. */
static enum key writing_key(SDL_Keycode code, int mod)
{
    bool shift = (mod & KMOD_SHIFT) != 0, letter = code >= 'a' && code <= 'z';
    char c = (char)code;
    if (letter && shift != ((mod & KMOD_CAPS) != 0))
        c = (char)(c - 'a' + 'A');
    else if (!letter && shift)
        c = shifted(c);
    return key_from_char(c);
}

enum key sdl_key(SDL_Keysym keysym)
{
    SDL_Keycode code = keysym.sym;
    if (keysym.mod & (KMOD_ALT | KMOD_GUI))
        return KEY_NONE; /* the window system's */
    if (keysym.mod & KMOD_CTRL)
        return find(with_ctrl, sizeof with_ctrl / sizeof with_ctrl[0], code);
    if (code >= SDLK_SPACE && code < SDLK_DELETE)
        return writing_key(code, keysym.mod);
    if (code >= SDLK_KP_1 && code <= SDLK_KP_9)
        return (enum key)(KEY_1 + (code - SDLK_KP_1));
    return find(keys, sizeof keys / sizeof keys[0], code);
}
