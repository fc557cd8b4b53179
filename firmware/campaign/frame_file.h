/* Frame files: posters decoded once at install time, ready to be copied to a screen.
 * Name: <hash>-<width>x<height>-r<rotation>-xrgb.frame. LZ4 bands of FRAME_BAND_ROWS rows, each of
 * its own, so that a reader never holds more than one. docs/frame-format.md has the bytes. */
#ifndef JIANYAN_CAMPAIGN_FRAME_FILE_H
#define JIANYAN_CAMPAIGN_FRAME_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FRAME_BAND_ROWS = 32,
    FRAME_SIDE_MAX = 4096,
    FRAME_NAME_MAX = 128,
    FRAME_LIGHT_FULL = 256, /* the picture as it is */
};

struct frame_file; /* an open frame file with room for one band */

/* Opens and checks the header and the band table (sizes within the file, dimensions as expected).
 * NULL after one logged line. */
struct frame_file *frame_file_open(int dir_fd, const char *name, int width, int height);
void frame_file_close(struct frame_file *file);

/* Rows come with that part of their light from now on, in 256ths; FRAME_LIGHT_FULL after opening.
 */
void frame_file_light(struct frame_file *file, int light);

/* Row y as XRGB8888, width pixels; valid until the next call. Rows are cheap in ascending order (a
 * band is unpacked once). NULL after one logged line if the band is damaged. */
const uint32_t *frame_file_row(struct frame_file *file, int y);

/* Writes a frame file to fd from rows given one after the other. False after one logged line. */
bool frame_file_write(int fd, int width, int height, const uint32_t *(*row)(int y, void *data),
                      void *data);

/* The name of the frame file of a picture. */
void frame_file_name(char name[FRAME_NAME_MAX], const char *hash, int width, int height,
                     int rotation);

#endif
