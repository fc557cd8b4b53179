#include <stdbool.h>
#include <stdio.h>

#include <jpeglib.h>

#include "campaign/frame_file.h"
#include "courier/decode.h"

enum { INPUT_BYTES = 16384 };

struct jpeg {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr input;
    struct decode_source *source;
    uint8_t buffer[INPUT_BYTES];
    bool started;
    uint8_t *rgb;
    uint32_t *row;
};

static void jpeg_wrong(j_common_ptr jpeg)
{
    char message[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, message);
    decode_refuse("JPEG: %s", message);
}

/* libjpeg only warns where data is damaged and shows grey; a campaign's picture is whole or not. */
static void jpeg_message(j_common_ptr jpeg, int level)
{
    if (level < 0)
        jpeg_wrong(jpeg);
}

static void input_nothing(j_decompress_ptr jpeg)
{
    (void)jpeg;
}

static boolean input_fill(j_decompress_ptr jpeg)
{
    struct jpeg *state = jpeg->client_data;
    size_t len = decode_read(state->source, state->buffer, sizeof state->buffer);
    if (len == 0)
        decode_refuse("JPEG: cut short");
    jpeg->src->next_input_byte = state->buffer;
    jpeg->src->bytes_in_buffer = len;
    return TRUE;
}

static void input_skip(j_decompress_ptr jpeg, long count)
{
    while (count > 0) {
        if (jpeg->src->bytes_in_buffer == 0)
            input_fill(jpeg);
        size_t step = jpeg->src->bytes_in_buffer;
        if (step > (size_t)count)
            step = (size_t)count;
        jpeg->src->next_input_byte += step;
        jpeg->src->bytes_in_buffer -= step;
        count -= (long)step;
    }
}

static void start(struct jpeg *state)
{
    jpeg_start_decompress(&state->jpeg);
    state->rgb = decode_memory((size_t)state->jpeg.output_width * 3);
    state->row = decode_memory((size_t)state->jpeg.output_width * 4);
    state->started = true;
}

static const uint32_t *jpeg_row(int y, void *data)
{
    struct jpeg *state = data;
    if (!state->started)
        start(state);
    JSAMPROW rows[1] = {state->rgb};
    if (jpeg_read_scanlines(&state->jpeg, rows, 1) != 1)
        decode_refuse("JPEG: cut short");
    if (y == (int)state->jpeg.output_height - 1)
        jpeg_finish_decompress(&state->jpeg);
    const uint8_t *from = state->rgb;
    for (unsigned x = 0; x < state->jpeg.output_width; x++, from += 3)
        state->row[x] = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
    return state->row;
}

struct decode_picture decode_jpeg(struct decode_source *source)
{
    struct jpeg *state = decode_memory(sizeof *state);
    *state = (struct jpeg){.source = source};
    state->jpeg.err = jpeg_std_error(&state->errors);
    state->errors.error_exit = jpeg_wrong;
    state->errors.emit_message = jpeg_message;
    jpeg_create_decompress(&state->jpeg);
    state->jpeg.client_data = state;
    state->input = (struct jpeg_source_mgr){.init_source = input_nothing,
                                            .fill_input_buffer = input_fill,
                                            .skip_input_data = input_skip,
                                            .resync_to_restart = jpeg_resync_to_restart,
                                            .term_source = input_nothing};
    state->jpeg.src = &state->input;
    if (jpeg_read_header(&state->jpeg, TRUE) != JPEG_HEADER_OK)
        decode_refuse("JPEG: no picture inside");
    if (state->jpeg.image_width > FRAME_SIDE_MAX || state->jpeg.image_height > FRAME_SIDE_MAX)
        decode_refuse("JPEG: %ux%u, at most %d a side", state->jpeg.image_width,
                      state->jpeg.image_height, FRAME_SIDE_MAX);
    if (state->jpeg.num_components != 1 && state->jpeg.num_components != 3)
        decode_refuse("JPEG: neither grey nor colour (CMYK?)");
    state->jpeg.out_color_space = JCS_RGB;
    return (struct decode_picture){(int)state->jpeg.image_width, (int)state->jpeg.image_height,
                                   jpeg_row, state};
}
