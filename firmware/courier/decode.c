/* jianyan-decode: one PNG or JPEG on standard input, one frame file on standard output. Started by
 * the courier for every new picture; what a hostile picture can reach from here is nothing. */
#include "courier/decode.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign/frame_file.h"
#include "core/log.h"
#include "core/options.h"

static const struct option_program program = {
    .name = "jianyan-decode",
    .purpose = "turn one PNG or JPEG (standard input) into a frame file (standard output)",
    .usage = "WIDTH HEIGHT [ROTATION] | served\n"
             "  WIDTH HEIGHT  the canvas; the picture must have exactly this size once rotated\n"
             "  ROTATION      0 (default), 90, 180 or 270 degrees clockwise\n"
             "  served        standard input is a connection that brings all of it (docs/boot.md)\n"
             "exit: 0 done, 1 picture refused, 2 wrong usage, 3 cannot write",
};

struct job {
    int width, height, rotation;
};

/* Turned by 90 degrees and more a picture needs to be in memory whole. */
struct turned {
    const struct job *job;
    int width, height; /* of the picture as it came */
    uint32_t *pixels;
    uint32_t *row;
};

/* No exit handlers: nothing of ours is buffered, and they would need more system calls. */
void decode_end(enum decode_exit how)
{
    uint8_t answer = (uint8_t)how;
    ssize_t told = write(DECODE_ANSWER, &answer, sizeof answer);
    (void)told; /* a child's parent sees how it ends */
    _exit((int)how);
}

void decode_refuse(const char *format, ...)
{
    char line[256];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    log_error("decode", "%s", line);
    decode_end(DECODE_REFUSED);
}

void *decode_memory(size_t bytes)
{
    void *memory = malloc(bytes);
    if (!memory)
        decode_refuse("needs more than the memory allowed bytes=%zu", bytes);
    return memory;
}

/* Reads until len bytes are there or the input ends. */
static size_t read_input(uint8_t *bytes, size_t len)
{
    size_t have = 0;
    while (have < len) {
        ssize_t got = read(STDIN_FILENO, bytes + have, len - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            decode_refuse("cannot read: %s", strerror(errno));
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return have;
}

size_t decode_read(struct decode_source *source, void *bytes, size_t len)
{
    size_t sniffed = source->head_len - source->head_at;
    if (sniffed > len)
        sniffed = len;
    memcpy(bytes, source->head + source->head_at, sniffed);
    source->head_at += sniffed;
    return sniffed + read_input((uint8_t *)bytes + sniffed, len - sniffed);
}

static struct decode_picture sniff(struct decode_source *source)
{
    source->head_len = read_input(source->head, sizeof source->head);
    if (source->head_len == 8 && memcmp(source->head, "\x89PNG\r\n\x1a\n", 8) == 0)
        return decode_png(source);
    if (source->head_len == 8 && memcmp(source->head, "\xff\xd8\xff", 3) == 0)
        return decode_jpeg(source);
    decode_refuse("neither PNG nor JPEG");
}

static void check_size(const struct decode_picture *picture, const struct job *job)
{
    bool across = job->rotation == 90 || job->rotation == 270;
    int width = across ? picture->height : picture->width;
    int height = across ? picture->width : picture->height;
    if (width != job->width || height != job->height)
        decode_refuse("the picture is %dx%d, the canvas needs %dx%d", width, height, job->width,
                      job->height);
}

static const uint32_t *turned_row(int y, void *data)
{
    const struct turned *turned = data;
    size_t width = (size_t)turned->width;
    for (int x = 0; x < turned->job->width; x++) {
        int from_x = turned->width - 1 - x, from_y = turned->height - 1 - y; /* 180 */
        if (turned->job->rotation == 90) {
            from_x = y;
            from_y = turned->height - 1 - x;
        } else if (turned->job->rotation == 270) {
            from_x = turned->width - 1 - y;
            from_y = x;
        }
        turned->row[x] = turned->pixels[(size_t)from_y * width + (size_t)from_x];
    }
    return turned->row;
}

static bool write_turned(const struct decode_picture *picture, const struct job *job)
{
    size_t width = (size_t)picture->width;
    struct turned turned = {.job = job, .width = picture->width, .height = picture->height};
    turned.pixels = decode_memory(width * (size_t)picture->height * 4);
    turned.row = decode_memory((size_t)job->width * 4);
    for (int y = 0; y < picture->height; y++)
        memcpy(turned.pixels + (size_t)y * width, picture->row(y, picture->state), width * 4);
    bool written = frame_file_write(STDOUT_FILENO, job->width, job->height, turned_row, &turned);
    free(turned.pixels);
    free(turned.row);
    return written;
}

static int parse_number(const char *text, const char *what, long least, long most)
{
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno || end == text || *end || number < least || number > most)
        options_refuse(&program, "%s '%s' is not %ld to %ld", what, text, least, most);
    return (int)number;
}

static struct job parse_job(const char *const *words, int count)
{
    struct job job = {0};
    if (count < 2 || count > 3)
        options_refuse(&program, "needs WIDTH HEIGHT [ROTATION]");
    job.width = parse_number(words[0], "WIDTH", 1, FRAME_SIDE_MAX);
    job.height = parse_number(words[1], "HEIGHT", 1, FRAME_SIDE_MAX);
    job.rotation = count == 3 ? parse_number(words[2], "ROTATION", 0, 270) : 0;
    if (job.rotation % 90 != 0)
        options_refuse(&program, "ROTATION '%s' is not 0, 90, 180 or 270", words[2]);
    return job;
}

static struct job take_job(void)
{
    char size[DECODE_SIZE_BYTES], *rest = size;
    const char *words[4];
    int count = 0;
    if (!decode_take_job(size))
        decode_refuse("what came over the connection is no picture to decode");
    while (count < 4 && (words[count] = strsep(&rest, " ")))
        count++;
    return parse_job(words, count);
}

int main(int argc, char **argv)
{
    int rest;
    struct decode_source source = {0};
    options_parse(&program, argc, argv, &rest);
    bool served = rest == 1 && strcmp(argv[1], "served") == 0;
    const struct job job = served ? take_job() : parse_job((const char *const *)argv + 1, rest);
    decode_confine(served);
    struct decode_picture picture = sniff(&source);
    check_size(&picture, &job);
    bool written = job.rotation == 0 ? frame_file_write(STDOUT_FILENO, job.width, job.height,
                                                        picture.row, picture.state)
                                     : write_turned(&picture, &job);
    decode_end(written ? DECODE_DONE : DECODE_CANNOT_WRITE);
}
