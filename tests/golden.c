#include "golden.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

static bool png_failed(const png_image *image, const char *path)
{
    fprintf(stderr, "golden: %s: %s\n", path, image->message);
    return false;
}

bool picture_read(struct picture *picture, const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    picture->pixels = NULL;
    if (!png_image_begin_read_from_file(&image, path))
        return png_failed(&image, path);
    image.format = PNG_FORMAT_BGRA; /* 0xAARRGGBB read as a little-endian word */
    picture->width = (int)image.width;
    picture->height = (int)image.height;
    picture->pixels = malloc(PNG_IMAGE_SIZE(image));
    if (!picture->pixels || !png_image_finish_read(&image, NULL, picture->pixels, 0, NULL)) {
        png_image_free(&image);
        free(picture->pixels);
        picture->pixels = NULL;
        return png_failed(&image, path);
    }
    for (size_t i = 0; i < (size_t)picture->width * (size_t)picture->height; i++)
        picture->pixels[i] &= 0xffffff;
    return true;
}

bool picture_write(const struct picture *picture, const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)picture->width,
                       .height = (png_uint_32)picture->height,
                       .format = PNG_FORMAT_RGB};
    size_t count = (size_t)picture->width * (size_t)picture->height;
    uint8_t *rgb = malloc(count * 3);
    if (!rgb)
        return false;
    for (size_t i = 0; i < count; i++) {
        rgb[3 * i] = (uint8_t)(picture->pixels[i] >> 16);
        rgb[3 * i + 1] = (uint8_t)(picture->pixels[i] >> 8);
        rgb[3 * i + 2] = (uint8_t)picture->pixels[i];
    }
    bool done = png_image_write_to_file(&image, path, 0, rgb, 0, NULL);
    free(rgb);
    return done || png_failed(&image, path);
}

/* Pixels that differ; with a buffer, the picture pale and the differences red. */
static size_t differences(const struct picture *a, const struct picture *b, uint32_t *diff)
{
    size_t count = 0;
    for (size_t i = 0; i < (size_t)a->width * (size_t)a->height; i++) {
        bool same = (a->pixels[i] & 0xffffff) == (b->pixels[i] & 0xffffff);
        count += !same;
        if (diff)
            diff[i] = same ? 0xc0c0c0 | (a->pixels[i] >> 2 & 0x3f3f3f) : 0xff0000;
    }
    return count;
}

static void leave(const struct picture *actual, const struct picture *golden, const char *dir,
                  const char *name)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s.actual.png", dir, name);
    picture_write(actual, path);
    fprintf(stderr, "golden: actual picture: %s\n", path);
    if (!golden)
        return;
    struct picture diff = *actual;
    diff.pixels = malloc((size_t)actual->width * (size_t)actual->height * sizeof *diff.pixels);
    if (!diff.pixels)
        return;
    size_t count = differences(actual, golden, diff.pixels);
    snprintf(path, sizeof path, "%s/%s.diff.png", dir, name);
    picture_write(&diff, path);
    fprintf(stderr, "golden: %zu pixels differ: %s\n", count, path);
    free(diff.pixels);
}

bool golden_compare(const struct picture *actual, const char *golden, const char *dir,
                    const char *name)
{
    const char *update = getenv("JIANYAN_UPDATE_GOLDEN");
    if (update && strcmp(update, "1") == 0) {
        fprintf(stderr, "golden: writing %s: look at it before you commit it\n", golden);
        return picture_write(actual, golden);
    }
    if (access(golden, R_OK) != 0) {
        fprintf(stderr,
                "golden: %s: %s; if it is new, set JIANYAN_UPDATE_GOLDEN=1, run again and look\n",
                golden, strerror(errno));
        leave(actual, NULL, dir, name);
        return false;
    }
    struct picture expected;
    if (!picture_read(&expected, golden))
        return false;
    bool sized = expected.width == actual->width && expected.height == actual->height;
    bool equal = sized && differences(actual, &expected, NULL) == 0;
    if (!sized)
        fprintf(stderr, "golden: %s is %d x %d, the picture is %d x %d\n", golden, expected.width,
                expected.height, actual->width, actual->height);
    if (!equal)
        leave(actual, sized ? &expected : NULL, dir, name);
    free(expected.pixels);
    return equal;
}

bool golden_check(const struct picture *actual, const char *name)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s.png", GOLDEN_DIR, name);
    return golden_compare(actual, path, GOLDEN_OUT, name);
}
