#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign/frame_file.h"
#include "campaign/frame_format.h"
#include "core/file.h"

enum { WIDTH = 24, HEIGHT = 70 }; /* two whole bands and a short one */

static int enter_folder(void **state)
{
    static char folder[] = "/tmp/jianyan-frame-XXXXXX";
    *state = mkdtemp(folder);
    return *state && chdir(*state) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", (char *)*state);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static uint32_t pixel(int x, int y)
{
    return (uint32_t)((x * 7) << 16 | (y * 3) << 8 | ((x ^ y) & 0xff)) & 0xffffff;
}

static const uint32_t *give_row(int y, void *data)
{
    uint32_t *row = data;
    for (int x = 0; x < WIDTH; x++)
        row[x] = pixel(x, y);
    return row;
}

static void write_frame(const char *name)
{
    uint32_t row[WIDTH];
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    assert_true(frame_file_write(fd, WIDTH, HEIGHT, give_row, row));
    close(fd);
}

/* True if the file opens and all its rows are as written; false if it was refused anywhere. A row
 * that differs fails the test. */
static bool reads_whole(const char *name)
{
    bool whole = true;
    struct frame_file *file = frame_file_open(AT_FDCWD, name, WIDTH, HEIGHT);
    if (!file)
        return false;
    for (int y = 0; y < HEIGHT && whole; y++) {
        const uint32_t *row = frame_file_row(file, y);
        whole = row != NULL;
        for (int x = 0; row && x < WIDTH; x++)
            assert_int_equal(row[x], pixel(x, y));
    }
    frame_file_close(file);
    return whole;
}

static void test_frame_file__gives_back_what_was_written(void **state)
{
    (void)state;
    write_frame("f");
    assert_true(reads_whole("f"));
    struct frame_file *file = frame_file_open(AT_FDCWD, "f", WIDTH, HEIGHT);
    assert_non_null(file);
    assert_int_equal(frame_file_row(file, 69)[23], pixel(23, 69)); /* any order */
    assert_int_equal(frame_file_row(file, 0)[1], pixel(1, 0));
    assert_null(frame_file_row(file, HEIGHT));
    assert_null(frame_file_row(file, -1));
    frame_file_close(file);
    frame_file_close(NULL);
}

static uint32_t dimmed(uint32_t pixel, uint32_t light)
{
    uint32_t result = 0;
    for (int shift = 0; shift < 24; shift += 8)
        result |= ((pixel >> shift & 255) * light / 256) << shift;
    return result;
}

static void test_frame_file__dims_every_channel_of_every_row(void **state)
{
    (void)state;
    write_frame("f");
    struct frame_file *file = frame_file_open(AT_FDCWD, "f", WIDTH, HEIGHT);
    assert_non_null(file);
    assert_int_equal(frame_file_row(file, 0)[1], pixel(1, 0));
    for (int light = 0; light <= FRAME_LIGHT_FULL; light += 64) {
        frame_file_light(file, light);
        for (int y = 0; y < HEIGHT; y++) {
            const uint32_t *row = frame_file_row(file, y);
            assert_non_null(row);
            for (int x = 0; x < WIDTH; x++)
                assert_int_equal(row[x], dimmed(pixel(x, y) & 0xffffff, (uint32_t)light));
        }
    }
    frame_file_close(file);
}

static void test_frame_file__refuses_other_dimensions_and_kinds(void **state)
{
    (void)state;
    write_frame("f");
    assert_null(frame_file_open(AT_FDCWD, "f", HEIGHT, WIDTH));
    assert_null(frame_file_open(AT_FDCWD, "f", WIDTH, HEIGHT + 1));
    assert_null(frame_file_open(AT_FDCWD, "f", 0, 0));
    assert_null(frame_file_open(AT_FDCWD, "f", FRAME_SIDE_MAX + 1, 1));
    assert_null(frame_file_open(AT_FDCWD, "missing", WIDTH, HEIGHT));
    assert_null(frame_file_open(AT_FDCWD, ".", WIDTH, HEIGHT));
    assert_int_equal(symlink("f", "link"), 0);
    assert_null(frame_file_open(AT_FDCWD, "link", WIDTH, HEIGHT));
}

static void test_frame_file__notices_damage_of_every_byte(void **state)
{
    size_t len;
    (void)state;
    write_frame("f");
    char *bytes = file_read(AT_FDCWD, "f", 1 << 20, &len);
    assert_non_null(bytes);
    int fd = open("g", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    assert_int_equal(write(fd, bytes, len), len);
    for (size_t at = 0; at < len; at++) {
        char damaged = (char)(bytes[at] ^ (1 << (at % 8)));
        assert_int_equal(pwrite(fd, &damaged, 1, (off_t)at), 1);
        assert_false(reads_whole("g"));
        assert_int_equal(pwrite(fd, bytes + at, 1, (off_t)at), 1);
    }
    assert_true(reads_whole("g"));
    close(fd);
    free(bytes);
}

static void test_frame_file__refuses_every_truncation(void **state)
{
    size_t len;
    (void)state;
    write_frame("f");
    char *bytes = file_read(AT_FDCWD, "f", 1 << 20, &len);
    assert_non_null(bytes);
    for (size_t cut = len; cut-- > 0;) {
        assert_int_equal(truncate("f", (off_t)cut), 0);
        assert_null(frame_file_open(AT_FDCWD, "f", WIDTH, HEIGHT));
    }
    free(bytes);
}

/* A table whose sum is right but whose numbers lie. */
static void write_lying_table(uint32_t first_packed)
{
    size_t len;
    write_frame("f");
    char *bytes = file_read(AT_FDCWD, "f", 1 << 20, &len);
    assert_non_null(bytes);
    struct frame_band table[3];
    char *at = bytes + len - sizeof table - 8;
    memcpy(table, at, sizeof table);
    table[0].packed = htole32(first_packed);
    memcpy(at, table, sizeof table);
    uint64_t sum = frame_sum(FRAME_SUM_START, bytes, sizeof(struct frame_header));
    sum = htole64(frame_sum(sum, table, sizeof table));
    memcpy(bytes + len - 8, &sum, sizeof sum);
    assert_true(file_write(AT_FDCWD, "f", bytes, len));
    free(bytes);
}

static void test_frame_file__refuses_bands_outside_the_file(void **state)
{
    static const uint32_t lies[] = {0, 1, 5000, 0x7fffffff, 0xffffffff};
    (void)state;
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        write_lying_table(lies[i]);
        assert_null(frame_file_open(AT_FDCWD, "f", WIDTH, HEIGHT));
    }
}

static const uint32_t *give_none(int y, void *data)
{
    (void)data;
    static uint32_t row[WIDTH];
    return y < 40 ? row : NULL;
}

static void test_frame_file__writing_fails_when_a_row_or_the_disk_does(void **state)
{
    uint32_t row[WIDTH];
    (void)state;
    int fd = open("f", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_false(frame_file_write(fd, WIDTH, HEIGHT, give_none, NULL));
    assert_false(frame_file_write(fd, 0, HEIGHT, give_row, row));
    assert_false(frame_file_write(fd, WIDTH, FRAME_SIDE_MAX + 1, give_row, row));
    close(fd);
    fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_false(frame_file_write(fd, WIDTH, HEIGHT, give_row, row));
    close(fd);
}

static void test_frame_file__name_says_what_is_inside(void **state)
{
    char name[FRAME_NAME_MAX];
    (void)state;
    frame_file_name(name, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 1080,
                    1920, 90);
    assert_string_equal(name, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-"
                              "1080x1920-r90-xrgb.frame");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame_file__gives_back_what_was_written),
        cmocka_unit_test(test_frame_file__dims_every_channel_of_every_row),
        cmocka_unit_test(test_frame_file__refuses_other_dimensions_and_kinds),
        cmocka_unit_test(test_frame_file__notices_damage_of_every_byte),
        cmocka_unit_test(test_frame_file__refuses_every_truncation),
        cmocka_unit_test(test_frame_file__refuses_bands_outside_the_file),
        cmocka_unit_test(test_frame_file__writing_fails_when_a_row_or_the_disk_does),
        cmocka_unit_test(test_frame_file__name_says_what_is_inside),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
