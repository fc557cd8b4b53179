#include "golden.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
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

static void write_rows(png_structp png, const struct picture *picture, uint8_t *rgb)
{
    for (int y = 0; y < picture->height; y++) {
        const uint32_t *row = picture->pixels + (ptrdiff_t)y * picture->width;
        for (int x = 0; x < picture->width; x++) {
            rgb[3 * x] = (uint8_t)(row[x] >> 16);
            rgb[3 * x + 1] = (uint8_t)(row[x] >> 8);
            rgb[3 * x + 2] = (uint8_t)row[x];
        }
        png_write_row(png, rgb);
    }
}

/* Flat colours and text: without filters and at the highest level such a file is half as long. */
static bool write_png(const struct picture *picture, FILE *file)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    uint8_t *rgb = malloc((size_t)picture->width * 3);
    if (!info || !rgb || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        free(rgb);
        return false;
    }
    png_init_io(png, file);
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_set_compression_level(png, 9);
    png_set_IHDR(png, info, (png_uint_32)picture->width, (png_uint_32)picture->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    write_rows(png, picture, rgb);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(rgb);
    return true;
}

bool picture_write(const struct picture *picture, const char *path)
{
    FILE *file = fopen(path, "wb");
    bool done = file && write_png(picture, file);
    if (file && fclose(file) != 0)
        done = false;
    if (!done)
        fprintf(stderr, "golden: cannot write %s: %s\n", path, strerror(errno));
    return done;
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
