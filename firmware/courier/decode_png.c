#include <png.h>
#include <stdbool.h>

#include "campaign/frame_file.h"
#include "courier/decode.h"

enum { CHUNK_BYTES_MAX = 1 << 20, CHUNKS_MAX = 64 };

struct png {
    png_structp png;
    png_infop info;
    int width, height;
    bool interlaced;
    uint8_t *whole; /* an interlaced picture, RGBA; NULL before its first row */
    uint8_t *rgba;  /* one row of any other */
    uint32_t *row;
};

static void png_wrong(png_structp png, png_const_charp message)
{
    (void)png;
    decode_refuse("PNG: %s", message);
}

static void png_ignore(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void png_source(png_structp png, png_bytep bytes, size_t len)
{
    if (decode_read(png_get_io_ptr(png), bytes, len) != len)
        png_error(png, "cut short");
}

/* Whatever the file has, rows come as 8-bit RGBA. */
static void set_transforms(struct png *png)
{
    png_set_expand(png->png);
    png_set_scale_16(png->png);
    png_set_gray_to_rgb(png->png);
    png_set_add_alpha(png->png, 0xff, PNG_FILLER_AFTER);
    png->interlaced = png_set_interlace_handling(png->png) > 1;
    png_read_update_info(png->png, png->info);
    if (png_get_rowbytes(png->png, png->info) != (size_t)png->width * 4)
        png_wrong(png->png, "unusual pixels");
}

static void read_whole(struct png *png)
{
    size_t stride = (size_t)png->width * 4;
    png->whole = decode_memory(stride * (size_t)png->height);
    for (int pass = png_set_interlace_handling(png->png); pass > 0; pass--) {
        for (int y = 0; y < png->height; y++)
            png_read_row(png->png, png->whole + (size_t)y * stride, NULL);
    }
}

static uint32_t on_white(uint8_t value, uint8_t alpha)
{
    return (uint32_t)(value * alpha + 255 * (255 - alpha) + 127) / 255;
}

static const uint32_t *png_row(int y, void *state)
{
    struct png *png = state;
    const uint8_t *from = png->rgba;
    if (png->interlaced && !png->whole)
        read_whole(png);
    if (png->interlaced)
        from = png->whole + (size_t)y * (size_t)png->width * 4;
    else
        png_read_row(png->png, png->rgba, NULL);
    if (y == png->height - 1)
        png_read_end(png->png, NULL); /* the last checksum, and that nothing is missing */
    for (int x = 0; x < png->width; x++, from += 4)
        png->row[x] = on_white(from[0], from[3]) << 16 | on_white(from[1], from[3]) << 8 |
                      on_white(from[2], from[3]);
    return png->row;
}

struct decode_picture decode_png(struct decode_source *source)
{
    struct png *png = decode_memory(sizeof *png);
    *png = (struct png){0};
    png->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, png_wrong, png_ignore);
    png->info = png->png ? png_create_info_struct(png->png) : NULL;
    if (!png->info)
        decode_refuse("PNG: no memory");
    png_set_read_fn(png->png, source, png_source);
    png_set_user_limits(png->png, FRAME_SIDE_MAX, FRAME_SIDE_MAX);
    png_set_chunk_malloc_max(png->png, CHUNK_BYTES_MAX);
    png_set_chunk_cache_max(png->png, CHUNKS_MAX);
    png_read_info(png->png, png->info);
    png->width = (int)png_get_image_width(png->png, png->info);
    png->height = (int)png_get_image_height(png->png, png->info);
    set_transforms(png);
    png->rgba = decode_memory((size_t)png->width * 4);
    png->row = decode_memory((size_t)png->width * 4);
    return (struct decode_picture){png->width, png->height, png_row, png};
}
