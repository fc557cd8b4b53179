/* jianyan-decode as a program: kinds of pictures in, frames and exit statuses out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jpeglib.h>

#include "campaign/frame_file.h"

enum { WIDTH = 24, HEIGHT = 10 };

static int enter_folder(void **state)
{
    static char folder[] = "/tmp/jianyan-decode-XXXXXX";
    *state = mkdtemp(folder);
    return *state && chdir(*state) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", (char *)*state);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

/* Runs the program with these arguments on the file `in`; its exit status. */
static int decode(const char *arguments)
{
    char command[512];
    snprintf(command, sizeof command, "%s <in >out 2>words %s", DECODER, arguments);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The pixel the pictures have at x, y. */
static uint32_t pixel(int x, int y)
{
    return (uint32_t)(x * 10) << 16 | (uint32_t)(y * 25) << 8 | (uint32_t)(x * y);
}

struct png_kind {
    int color, bits;
    bool interlaced;
};

/* One row as this kind of PNG holds it. */
static void fill_row(const struct png_kind *kind, int y, uint8_t *row)
{
    for (int x = 0; x < WIDTH; x++) {
        uint32_t rgb = pixel(x, y);
        uint8_t parts[4] = {(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
        int count = kind->color == PNG_COLOR_TYPE_RGB ? 3 : 4;
        if (kind->color == PNG_COLOR_TYPE_GRAY || kind->color == PNG_COLOR_TYPE_PALETTE)
            count = 1;
        for (int i = 0; i < count; i++) {
            *row++ = parts[i];
            if (kind->bits == 16)
                *row++ = parts[i];
        }
    }
}

static void write_png(const struct png_kind *kind)
{
    uint8_t row[WIDTH * 8];
    png_color palette[256];
    FILE *file = fopen("in", "wb");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_IHDR(png, info, WIDTH, HEIGHT, kind->bits, kind->color,
                 kind->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    for (int i = 0; i < 256; i++)
        palette[i] = (png_color){(png_byte)i, (png_byte)(255 - i), 7};
    if (kind->color == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 256);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--) {
        for (int y = 0; y < HEIGHT; y++) {
            fill_row(kind, y, row);
            png_write_row(png, row);
        }
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    fclose(file);
}

static uint32_t expected(const struct png_kind *kind, int x, int y)
{
    uint32_t rgb = pixel(x, y), level = rgb >> 16;
    if (kind->color == PNG_COLOR_TYPE_GRAY)
        return level << 16 | level << 8 | level;
    if (kind->color == PNG_COLOR_TYPE_PALETTE)
        return level << 16 | (255 - level) << 8 | 7;
    return rgb;
}

static void test_decode__reads_every_kind_of_png(void **state)
{
    static const struct png_kind kinds[] = {
        {PNG_COLOR_TYPE_RGB, 8, false},     {PNG_COLOR_TYPE_RGB, 8, true},
        {PNG_COLOR_TYPE_RGBA, 8, false},    {PNG_COLOR_TYPE_RGB, 16, false},
        {PNG_COLOR_TYPE_GRAY, 8, false},    {PNG_COLOR_TYPE_GRAY, 16, true},
        {PNG_COLOR_TYPE_PALETTE, 8, false}, {PNG_COLOR_TYPE_PALETTE, 8, true},
        {PNG_COLOR_TYPE_RGBA, 16, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        write_png(&kinds[i]);
        assert_int_equal(decode("24 10"), 0);
        struct frame_file *frame = frame_file_open(AT_FDCWD, "out", WIDTH, HEIGHT);
        assert_non_null(frame);
        for (int y = 0; y < HEIGHT; y++) {
            const uint32_t *row = frame_file_row(frame, y);
            for (int x = 0; x < WIDTH; x++)
                assert_int_equal(row[x], expected(&kinds[i], x, y));
        }
        frame_file_close(frame);
    }
}

static void test_decode__puts_what_is_transparent_on_white(void **state)
{
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = 2, .height = 1, .format = PNG_FORMAT_RGBA};
    static const uint8_t pixels[8] = {10, 20, 30, 0, 200, 100, 0, 51};
    (void)state;
    assert_true(png_image_write_to_file(&image, "in", 0, pixels, 0, NULL));
    assert_int_equal(decode("2 1"), 0);
    struct frame_file *frame = frame_file_open(AT_FDCWD, "out", 2, 1);
    assert_non_null(frame);
    assert_int_equal(frame_file_row(frame, 0)[0], 0xffffff);
    assert_int_equal(frame_file_row(frame, 0)[1], 244 << 16 | 224 << 8 | 204);
    frame_file_close(frame);
}

static void test_decode__turns_clockwise(void **state)
{
    static const struct png_kind kind = {PNG_COLOR_TYPE_RGB, 8, false};
    struct frame_file *frame;
    (void)state;
    write_png(&kind);
    assert_int_equal(decode("10 24 90"), 0);
    frame = frame_file_open(AT_FDCWD, "out", HEIGHT, WIDTH);
    assert_int_equal(frame_file_row(frame, 3)[9], pixel(3, 0)); /* the top is at the right */
    frame_file_close(frame);
    assert_int_equal(decode("24 10 180"), 0);
    frame = frame_file_open(AT_FDCWD, "out", WIDTH, HEIGHT);
    assert_int_equal(frame_file_row(frame, 9)[20], pixel(3, 0));
    frame_file_close(frame);
    assert_int_equal(decode("10 24 270"), 0);
    frame = frame_file_open(AT_FDCWD, "out", HEIGHT, WIDTH);
    assert_int_equal(frame_file_row(frame, 20)[0], pixel(3, 0));
    frame_file_close(frame);
    assert_int_equal(decode("24 10 90"), 1);
}

/* A JPEG of one colour: 200, 100, 50, or its grey. */
static void write_jpeg(int components, bool progressive)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    uint8_t line[WIDTH * 4];
    JSAMPROW rows[1] = {line};
    FILE *file = fopen("in", "wb");
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_stdio_dest(&jpeg, file);
    jpeg.image_width = WIDTH;
    jpeg.image_height = HEIGHT;
    jpeg.input_components = components;
    jpeg.in_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 95, TRUE);
    if (progressive)
        jpeg_simple_progression(&jpeg);
    for (int i = 0; i < WIDTH * components; i++)
        line[i] = (uint8_t)(200 >> (i % components));
    jpeg_start_compress(&jpeg, TRUE);
    for (int y = 0; y < HEIGHT; y++)
        jpeg_write_scanlines(&jpeg, rows, 1);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    fclose(file);
}

static void expect_colour(int red, int green, int blue)
{
    assert_int_equal(decode("24 10"), 0);
    struct frame_file *frame = frame_file_open(AT_FDCWD, "out", WIDTH, HEIGHT);
    assert_non_null(frame);
    uint32_t found = frame_file_row(frame, 5)[12];
    assert_in_range(found >> 16, red - 3, red + 3);
    assert_in_range(found >> 8 & 0xff, green - 3, green + 3);
    assert_in_range(found & 0xff, blue - 3, blue + 3);
    frame_file_close(frame);
}

static void test_decode__reads_jpeg(void **state)
{
    (void)state;
    write_jpeg(3, false);
    expect_colour(200, 100, 50);
    write_jpeg(3, true);
    expect_colour(200, 100, 50);
    write_jpeg(1, false);
    expect_colour(200, 200, 200);
    write_jpeg(4, false);
    assert_int_equal(decode("24 10"), 1);
}

/* Cut at every byte and one bit changed in every byte: an answer, never a crash. */
static void survive_damage(void)
{
    struct stat st;
    assert_int_equal(stat("in", &st), 0);
    assert_int_equal(rename("in", "whole"), 0);
    for (off_t at = 0; at < st.st_size; at += 1 + st.st_size / 150) {
        char command[256];
        snprintf(command, sizeof command, "head -c %lld whole >in", (long long)at);
        assert_int_equal(system(command), 0);
        assert_int_equal(decode("24 10"), 1);
        snprintf(command, sizeof command,
                 "cp whole in; printf '\\%o' | dd of=in bs=1 seek=%lld conv=notrunc status=none",
                 (unsigned)(at * 37 % 256), (long long)at);
        assert_int_equal(system(command), 0);
        assert_in_range(decode("24 10"), 0, 1);
    }
}

static void test_decode__survives_damaged_pictures(void **state)
{
    static const struct png_kind kind = {PNG_COLOR_TYPE_RGB, 8, true};
    (void)state;
    write_png(&kind);
    survive_damage();
    write_jpeg(3, true);
    survive_damage();
}

static void test_decode__tells_refusals_apart(void **state)
{
    static const struct png_kind kind = {PNG_COLOR_TYPE_RGB, 8, false};
    (void)state;
    write_png(&kind);
    assert_int_equal(decode("25 10"), 1);
    assert_int_equal(decode("24 10 >/dev/full"), 3);
    assert_int_equal(decode(""), 2);
    assert_int_equal(decode("24"), 2);
    assert_int_equal(decode("24 0"), 2);
    assert_int_equal(decode("24 4097"), 2);
    assert_int_equal(decode("24 10 45"), 2);
    assert_int_equal(decode("24 10 90 1"), 2);
    assert_int_equal(decode("--what 24 10"), 2);
    assert_int_equal(decode("--help"), 0);
    assert_int_equal(decode("--version"), 0);
}

/* Started on an empty pipe it waits for the picture with its walls up already. */
static void test_decode__is_confined_before_it_reads(void **state)
{
    int ends[2];
    char status[64], line[256], expected_line[32];
    bool found = false;
    (void)state;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[0], STDIN_FILENO);
        close(ends[1]);
        execl(DECODER, DECODER, "24", "10", (char *)NULL);
        _exit(127);
    }
    snprintf(status, sizeof status, "/proc/%d/status", (int)pid);
    snprintf(expected_line, sizeof expected_line, "Seccomp:\t%d\n", JIANYAN_SANDBOX ? 2 : 0);
    for (int tries = 0; tries < 1000 && !found; tries++) {
        FILE *file = fopen(status, "r");
        while (file && fgets(line, sizeof line, file))
            found = found || strcmp(line, expected_line) == 0;
        if (file)
            fclose(file);
        usleep(10000);
    }
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_true(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode__reads_every_kind_of_png),
        cmocka_unit_test(test_decode__puts_what_is_transparent_on_white),
        cmocka_unit_test(test_decode__turns_clockwise),
        cmocka_unit_test(test_decode__reads_jpeg),
        cmocka_unit_test(test_decode__survives_damaged_pictures),
        cmocka_unit_test(test_decode__tells_refusals_apart),
        cmocka_unit_test(test_decode__is_confined_before_it_reads),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
