#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "board/common/boots.h"
#include "core/file.h"

static char folder[] = "/tmp/jianyan-boots-XXXXXX";

static int open_folder(void **state)
{
    int fd = mkdtemp(folder) ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    *state = (void *)(intptr_t)fd;
    return fd < 0;
}

static int close_folder(void **state)
{
    int fd = (int)(intptr_t)*state;
    unlinkat(fd, "boots", 0);
    close(fd);
    return rmdir(folder);
}

static void count_all(int fd)
{
    for (int i = 0; i < BOOTS_MOST; i++)
        assert_false(boots_are_too_many(fd, CLOCK_UNKNOWN));
}

static void test_boots__shows_five_and_no_more(void **state)
{
    int fd = (int)(intptr_t)*state;
    count_all(fd);
    assert_true(boots_are_too_many(fd, CLOCK_UNKNOWN));
    assert_true(boots_are_too_many(fd, CLOCK_UNKNOWN));
}

static void test_boots__begins_anew_with_a_clock_or_with_contact(void **state)
{
    int fd = (int)(intptr_t)*state;
    assert_false(boots_are_too_many(fd, CLOCK_PLAUSIBLE));
    count_all(fd);
    assert_int_equal(unlinkat(fd, "boots", 0), 0); /* as the courier does */
    count_all(fd);
    assert_false(boots_are_too_many(fd, CLOCK_TRUSTED));
    assert_false(boots_are_too_many(fd, CLOCK_UNKNOWN));
}

static void test_boots__takes_an_absurd_count_for_too_many(void **state)
{
    int fd = (int)(intptr_t)*state;
    assert_true(file_write(fd, "boots", "-7\n", 3));
    assert_true(boots_are_too_many(fd, CLOCK_UNKNOWN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boots__shows_five_and_no_more),
        cmocka_unit_test(test_boots__begins_anew_with_a_clock_or_with_contact),
        cmocka_unit_test(test_boots__takes_an_absurd_count_for_too_many),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
