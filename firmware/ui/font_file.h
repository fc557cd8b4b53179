/* A font file as a stream for SDL_ttf, read with pread(): a mapped font would count as our memory
 * page by page, and stdio would seek thousands of times. */
#ifndef JIANYAN_UI_FONT_FILE_H
#define JIANYAN_UI_FONT_FILE_H

#include <SDL_rwops.h>

/* NULL after one logged line. Freed, and the file closed, by SDL_RWclose() (SDL_ttf does). */
SDL_RWops *font_file_open(const char *path);

#endif
