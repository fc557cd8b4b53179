/* The presented frame as a picture: kept still, written as PNG, read for QR codes. */
#ifndef JIANYAN_SIM_PICTURE_H
#define JIANYAN_SIM_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct picture {
    uint32_t *pixels; /* 0x00RRGGBB, no gaps between lines; owned */
    int width, height;
};

/* Copies a frame (stride in pixels). False, after one line on standard error, without memory. */
bool picture_copy(struct picture *picture, const uint32_t *pixels, int width, int height,
                  int stride);
void picture_free(struct picture *picture);

/* Writes an RGB PNG, whole or not at all. False after one line on standard error. */
bool picture_write(const struct picture *picture, const char *path);

/* Reads the QR codes on the picture with a reader that is not ours; calls each(text, data) for
 * every one, and stops when that returns true. Returns whether it did. */
bool picture_read_codes(const struct picture *picture, bool (*each)(const char *text, void *data),
                        void *data);

#endif
