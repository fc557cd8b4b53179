/* The memory of a framebuffer device, /dev/fb0 and its like. */
#ifndef JIANYAN_BOARD_FB_MEMORY_H
#define JIANYAN_BOARD_FB_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "board/common/view.h"

struct fb_memory {
    int fd;
    int width, height; /* pixels */
    size_t bytes;
    void *map;
    struct view_target target; /* the visible part of it */
};

/* Maps the device. False after one logged line if there is none, or its pixels are of a kind we do
 * not have. */
bool fb_open(struct fb_memory *memory, const char *path);

/* Unmaps; the picture stays. Fine on a struct with fd -1. */
void fb_close(struct fb_memory *memory);

/* Waits until what was drawn is on the glass, where a driver copies it from time to time. */
void fb_settle(const struct fb_memory *memory);

/* Dark or lit again. */
void fb_blank(const struct fb_memory *memory, bool dark);

struct fb_var_screeninfo;

/* The kind of pixels; false if it is none of ours. */
bool fb_pixel_of(const struct fb_var_screeninfo *info, enum view_pixel *pixel);

#endif
