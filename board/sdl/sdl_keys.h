/* A PC keyboard as a remote control. */
#ifndef JIANYAN_BOARD_SDL_KEYS_H
#define JIANYAN_BOARD_SDL_KEYS_H

#include <SDL.h>

#include "core/key.h"

/* The remote's key for a keyboard key, KEY_NONE if it has none: arrows, Enter OK, Esc and Backspace
 * BACK, digits, F1 to F4 the colours, Page Up and Down CH+ and CH-, M MENU, I INFO, H HOME, X EXIT,
 * Delete DEL, * and # as on a telephone, + - VOL, U MUTE, P POWER. */
enum key sdl_key(SDL_Keysym keysym);

#endif
