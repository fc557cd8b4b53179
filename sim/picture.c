#include "sim/picture.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#include "sim/report.h"

bool picture_copy(struct picture *picture, const uint32_t *pixels, int width, int height,
                  int stride)
{
    *picture = (struct picture){.width = width, .height = height};
    picture->pixels = malloc((size_t)width * (size_t)height * sizeof *pixels);
    if (!picture->pixels) {
        report("out of memory");
        return false;
    }
    for (int y = 0; y < height; y++)
        memcpy(picture->pixels + (ptrdiff_t)y * width, pixels + (ptrdiff_t)y * stride,
               (size_t)width * sizeof *pixels);
    return true;
}

void picture_free(struct picture *picture)
{
    free(picture->pixels);
    picture->pixels = NULL;
}

static bool write_lines(const struct picture *picture, png_structp png, png_infop info)
{
    size_t width = (size_t)picture->width;
    uint8_t *line = malloc(width * 3);
    if (!line || setjmp(png_jmpbuf(png))) {
        free(line);
        return false;
    }
    png_set_IHDR(png, info, (png_uint_32)picture->width, (png_uint_32)picture->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 4);
    png_write_info(png, info);
    for (int y = 0; y < picture->height; y++) {
        const uint32_t *from = picture->pixels + (ptrdiff_t)y * picture->width;
        for (size_t x = 0; x < width; x++) {
            line[3 * x] = (uint8_t)(from[x] >> 16);
            line[3 * x + 1] = (uint8_t)(from[x] >> 8);
            line[3 * x + 2] = (uint8_t)from[x];
        }
        png_write_row(png, line);
    }
    png_write_end(png, info);
    free(line);
    return true;
}

static bool write_png(const struct picture *picture, FILE *file)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool written = false;
    if (info && setjmp(png_jmpbuf(png)) == 0) {
        png_init_io(png, file);
        written = write_lines(picture, png, info);
    }
    png_destroy_write_struct(&png, &info);
    return written;
}

bool picture_write(const struct picture *picture, const char *path)
{
    char temporary[4096];
    int len = snprintf(temporary, sizeof temporary, "%s.part", path);
    FILE *file = len > 0 && (size_t)len < sizeof temporary ? fopen(temporary, "we") : NULL;
    bool written = file && write_png(picture, file);
    if (file && fclose(file) != 0)
        written = false;
    if (written && rename(temporary, path) == 0)
        return true;
    report("cannot write %s: %s", path, strerror(errno));
    if (file)
        remove(temporary);
    return false;
}

static uint8_t *to_grey(const struct picture *picture, size_t count)
{
    uint8_t *grey = malloc(count);
    for (size_t i = 0; grey && i < count; i++) {
        uint32_t p = picture->pixels[i];
        grey[i] =
            (uint8_t)(((p >> 16 & 0xFFU) * 77 + (p >> 8 & 0xFFU) * 150 + (p & 0xFFU) * 29) >> 8);
    }
    return grey;
}

static bool pass_on(zbar_image_t *image, bool (*each)(const char *, void *), void *data)
{
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    for (; symbol; symbol = zbar_symbol_next(symbol)) {
        if (zbar_symbol_get_type(symbol) == ZBAR_QRCODE && each(zbar_symbol_get_data(symbol), data))
            return true;
    }
    return false;
}

bool picture_read_codes(const struct picture *picture, bool (*each)(const char *text, void *data),
                        void *data)
{
    size_t count = (size_t)picture->width * (size_t)picture->height;
    uint8_t *grey = to_grey(picture, count);
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_t *image = zbar_image_create();
    bool stopped = false;
    if (grey && scanner && image) {
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
        zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
        zbar_image_set_size(image, (unsigned)picture->width, (unsigned)picture->height);
        zbar_image_set_data(image, grey, count, NULL);
        if (zbar_scan_image(scanner, image) > 0)
            stopped = pass_on(image, each, data);
    }
    if (image)
        zbar_image_destroy(image);
    if (scanner)
        zbar_image_scanner_destroy(scanner);
    free(grey);
    return stopped;
}
