/* A PC keyboard as a remote control that can write. */
#ifndef JIANYAN_BOARD_SDL_KEYS_H
#define JIANYAN_BOARD_SDL_KEYS_H

#include <SDL.h>

#include "core/key.h"

/* The key for a keyboard key, KEY_NONE if it has none. Letters and signs write (Shift and Caps Lock
 * as on a keyboard sold in China), digits are the remote's, * and # as on a telephone; arrows,
 * Enter OK, Backspace DEL, Delete ERASE, Home and End START and END, Esc ESC, F1 to F4 the colours,
 * Page Up and Down CH+ and CH-, + and - of the number pad VOL. With Ctrl: B BACK, M MENU, I INFO, H
 * HOME, X EXIT, U MUTE, P POWER. */
enum key sdl_key(SDL_Keysym keysym);

#endif
