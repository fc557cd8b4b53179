#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "sim/folder.h"
#include "sim/simclock.h"

/* Every test works in a fresh folder. */
static char base[64];

static int enter(void **state)
{
    (void)state;
    snprintf(base, sizeof base, "/tmp/jianyan-folder-XXXXXX");
    return mkdtemp(base) && chdir(base) == 0 ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    return chdir("/") == 0 && folder_remove(AT_FDCWD, base) ? 0 : -1;
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static struct settings settings_for(const char *state)
{
    return (struct settings){.headless = true, .state = state, .seed = 42};
}

static void test_folder__counts_its_starts(void **state)
{
    struct settings settings = settings_for("new/box");
    struct folder folder;
    struct clock clock;
    struct simclock time;
    (void)state;
    for (uint64_t run = 0; run < 2; run++) {
        assert_true(folder_open(&folder, &settings));
        assert_true(folder_raise_start(&folder));
        assert_true(simclock_open(&time, folder.fd, 1598923800000, false));
        assert_true(clock_init(&clock, folder.path));
        assert_true(clock.simulated);
        assert_int_equal(clock.seed, 42);
        assert_int_equal(clock.start, 2 * run + 2);
        assert_int_equal(clock_now(&clock).wall_ms, 1598923800000);
        clock_fini(&clock);
        simclock_close(&time);
        folder_close(&folder);
    }
}

static void test_folder__belongs_to_one_simulator(void **state)
{
    struct settings settings = settings_for("box");
    struct folder first, second;
    (void)state;
    assert_true(folder_open(&first, &settings));
    assert_false(folder_open(&second, &settings));
    folder_close(&second);
    folder_close(&first);
    assert_true(folder_open(&second, &settings));
    folder_close(&second);
}

static void test_folder__leaves_a_real_box_alone(void **state)
{
    struct settings settings = settings_for("real");
    struct folder folder;
    (void)state;
    assert_int_equal(mkdir("real", 0700), 0);
    assert_int_equal(mkdir("real/store", 0700), 0);
    assert_false(folder_open(&folder, &settings));
    folder_close(&folder);
    assert_int_not_equal(access("real/simulated", F_OK), 0);
}

static void test_folder__copies_files_and_folders_alone(void **state)
{
    size_t len;
    (void)state;
    assert_int_equal(mkdir("from", 0700), 0);
    assert_int_equal(mkdir("from/blobs", 0700), 0);
    put("from/manifest.json", "{}");
    put("from/blobs/a", "picture");
    assert_int_equal(symlink("/etc/passwd", "from/link"), 0);
    assert_int_equal(mkfifo("from/pipe", 0600), 0);
    assert_true(folder_copy("from", AT_FDCWD, "to"));
    char *text = file_read(AT_FDCWD, "to/blobs/a", 100, &len);
    assert_string_equal(text, "picture");
    free(text);
    struct stat st;
    assert_int_not_equal(lstat("to/link", &st), 0);
    assert_int_not_equal(lstat("to/pipe", &st), 0);
    assert_false(folder_copy("from", AT_FDCWD, "to")); /* never over something */
    assert_false(folder_copy("gone", AT_FDCWD, "other"));
}

static void test_folder__refuses_to_copy_without_end(void **state)
{
    char path[256] = "deep";
    (void)state;
    for (int i = 0; i < 12; i++) {
        assert_int_equal(mkdir(path, 0700), 0);
        strncat(path, "/d", sizeof path - strlen(path) - 1);
    }
    assert_false(folder_copy("deep", AT_FDCWD, "to"));
    assert_int_equal(mkdir("large", 0700), 0);
    put("large/file", "x");
    assert_int_equal(truncate("large/file", (off_t)65 << 20), 0);
    assert_false(folder_copy("large", AT_FDCWD, "to2"));
}

static void test_folder__removes_without_following_links(void **state)
{
    (void)state;
    assert_int_equal(mkdir("kept", 0700), 0);
    put("kept/file", "x");
    assert_int_equal(mkdir("gone", 0700), 0);
    assert_int_equal(mkdir("gone/below", 0700), 0);
    put("gone/below/file", "x");
    assert_int_equal(symlink("../kept", "gone/link"), 0);
    assert_true(folder_remove(AT_FDCWD, "gone"));
    assert_int_not_equal(access("gone", F_OK), 0);
    assert_int_equal(access("kept/file", F_OK), 0);
    assert_true(folder_remove(AT_FDCWD, "never-there"));
}

static void test_simclock__moves_only_forward(void **state)
{
    struct simclock clock;
    (void)state;
    int fd = open(".", O_RDONLY | O_DIRECTORY);
    assert_true(simclock_open(&clock, fd, 1598923800000, false));
    int64_t began = simclock_now(&clock).mono_ms;
    simclock_advance(&clock, began + 5000);
    simclock_advance(&clock, began + 1000);
    assert_int_equal(simclock_now(&clock).mono_ms, began + 5000);
    assert_int_equal(simclock_now(&clock).wall_ms, 1598923805000);
    simclock_believe(&clock, 0, CLOCK_UNKNOWN);
    assert_int_equal(simclock_now(&clock).mono_ms, began + 5000);
    assert_int_equal(simclock_now(&clock).wall_ms, 0);
    assert_int_equal(simclock_now(&clock).state, CLOCK_UNKNOWN);
    simclock_close(&clock);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_folder__counts_its_starts, enter, leave),
        cmocka_unit_test_setup_teardown(test_folder__belongs_to_one_simulator, enter, leave),
        cmocka_unit_test_setup_teardown(test_folder__leaves_a_real_box_alone, enter, leave),
        cmocka_unit_test_setup_teardown(test_folder__copies_files_and_folders_alone, enter, leave),
        cmocka_unit_test_setup_teardown(test_folder__refuses_to_copy_without_end, enter, leave),
        cmocka_unit_test_setup_teardown(test_folder__removes_without_following_links, enter, leave),
        cmocka_unit_test_setup_teardown(test_simclock__moves_only_forward, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
