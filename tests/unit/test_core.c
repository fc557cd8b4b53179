#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/conf.h"
#include "core/dump.h"
#include "core/file.h"
#include "core/key.h"
#include "core/utf8.h"

/* Goes into a fresh folder; what is written there stays out of the tree. */
static int enter_folder(void **state)
{
    static char folder[] = "/tmp/jianyan-core-XXXXXX";
    *state = mkdtemp(folder);
    return *state && chdir(*state) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", (char *)*state);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void test_key__every_name_reads_back(void **state)
{
    (void)state;
    for (int key = KEY_OK; key < KEY_COUNT; key++)
        assert_int_equal(key_from_name(key_name((enum key)key)), key);
    assert_int_equal(key_from_name("ok"), KEY_NONE);
    assert_int_equal(key_digit(KEY_7), 7);
    assert_int_equal(key_digit(KEY_OK), -1);
}

static void test_key__every_character_has_one_key(void **state)
{
    (void)state;
    for (char c = ' '; c < 0x7f; c++) {
        enum key key = key_from_char(c);
        bool remote = (c >= '0' && c <= '9') || c == '*' || c == '#';
        assert_true(key != KEY_NONE);
        assert_int_equal(key_char(key), remote ? 0 : c);
        assert_int_equal(key_name(key)[0], c == ' ' ? 'S' : c == '*' ? 'S' : c == '#' ? 'H' : c);
    }
    assert_int_equal(key_from_char('\0'), KEY_NONE);
    assert_int_equal(key_from_char('\n'), KEY_NONE);
    assert_int_equal(key_from_char('7'), KEY_7);
    assert_int_equal(key_from_name("b"), KEY_SPACE + 2); /* part of the protocol */
    assert_int_equal(key_from_name("Z"), KEY_SPACE + 52);
    assert_int_equal(key_from_name("~"), KEY_COUNT - 1);
}

static void test_utf8__refuses_what_rfc_3629_refuses(void **state)
{
    (void)state;
    assert_true(utf8_is_valid("建言𠮷a", strlen("建言𠮷a")));
    assert_false(utf8_is_valid("\xC0\x80", 2));         /* overlong */
    assert_false(utf8_is_valid("\xED\xA0\x80", 3));     /* surrogate */
    assert_false(utf8_is_valid("\xF4\x90\x80\x80", 4)); /* above U+10FFFF */
    assert_false(utf8_is_valid("\xE5\xBB", 2));         /* cut short */
}

static void test_utf8__every_code_point_survives(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        size_t used = 0, len = utf8_encode(c, bytes);
        if (c >= 0xD800 && c < 0xE000) {
            assert_int_equal(len, 0);
            continue;
        }
        assert_int_equal(utf8_decode(bytes, len, &used), c);
        assert_int_equal(used, len);
    }
}

static void test_utf8__counts_and_walks(void **state)
{
    (void)state;
    const char *text = "早a班";
    assert_int_equal(utf8_count(text, strlen(text)), 3);
    assert_int_equal(utf8_offset(text, strlen(text), 2), 4);
    assert_int_equal(utf8_previous(text, strlen(text)), 4);
    assert_int_equal(utf8_previous(text, 3), 0);
}

static void test_clock__reads_rfc_3339(void **state)
{
    int64_t ms = 0;
    char text[CLOCK_TEXT_MAX];
    (void)state;
    assert_true(clock_parse("2020-09-01T09:30:00+08:00", &ms));
    assert_int_equal(ms, INT64_C(1598923800000));
    assert_true(clock_parse("2020-09-01T01:30:00.250Z", &ms));
    assert_int_equal(ms, INT64_C(1598923800250));
    clock_format(ms, text);
    assert_string_equal(text, "2020-09-01T09:30:00.250+08:00");
    assert_true(clock_parse("2020-02-29", &ms));
    assert_false(clock_parse("2021-02-29", &ms));
    assert_false(clock_parse("2020-09-01T25:00:00Z", &ms));
    assert_false(clock_parse("tomorrow", &ms));
}

static void test_clock__simulated_folder_has_its_own_time(void **state)
{
    struct clock clock;
    struct clock_file file = {0};
    (void)state;
    assert_true(file_write(AT_FDCWD, "simulated", "seed=7 start=3\n", 15));
    assert_false(clock_init(&clock, ".")); /* no clock file: never the system's time */
    clock_file_write(&file,
                     (struct clock_now){.mono_ms = 1000,
                                        .wall_ms = INT64_C(1598923800000),
                                        .state = CLOCK_TRUSTED},
                     false);
    assert_true(file_write(AT_FDCWD, "clock", &file, sizeof file));
    assert_true(clock_init(&clock, "."));
    struct clock_now now = clock_now(&clock);
    assert_int_equal(now.mono_ms, 1000);
    assert_int_equal(now.wall_ms, INT64_C(1598923800000));
    assert_int_equal(now.state, CLOCK_TRUSTED);
    assert_int_equal(clock.seed, 7);
    assert_int_equal(clock.start, 3);
    clock_fini(&clock);
}

static void test_file__write_replaces_whole(void **state)
{
    size_t len = 0;
    (void)state;
    assert_true(file_write(AT_FDCWD, "f", "old", 3));
    assert_true(file_write(AT_FDCWD, "f", "newer", 5));
    char *bytes = file_read(AT_FDCWD, "f", 100, &len);
    assert_non_null(bytes);
    assert_int_equal(len, 5);
    assert_string_equal(bytes, "newer");
    free(bytes);
    assert_null(file_read(AT_FDCWD, "f", 4, &len)); /* larger than allowed */
    assert_int_not_equal(access("f.new", F_OK), 0);
}

static void test_file__link_moves_in_one_step(void **state)
{
    char target[16] = {0};
    (void)state;
    assert_true(file_link(AT_FDCWD, "current", "one"));
    assert_true(file_link(AT_FDCWD, "current", "two"));
    assert_int_equal(readlink("current", target, sizeof target - 1), 3);
    assert_string_equal(target, "two");
}

static void test_dump__none_is_left(void **state)
{
    struct rlimit limit;
    int status;
    (void)state;
    pid_t crashed = fork();
    if (crashed == 0) {
        dump_forbid();
        if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur > 1)
            _exit(1);
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
    }
    assert_int_equal(waitpid(crashed, &status, 0), crashed);
    assert_true(WIFSIGNALED(status));
    assert_false(WCOREDUMP(status));
}

static bool load(struct conf *conf, const char *text)
{
    assert_true(file_write(AT_FDCWD, "board.conf", text, strlen(text)));
    return conf_load(conf, "board.conf");
}

static void test_conf__defaults_and_values(void **state)
{
    struct conf conf;
    (void)state;
    assert_true(conf_load(&conf, NULL));
    assert_string_equal(conf.profile->name, "stb-720p");
    assert_int_equal(conf.splay_seconds, 600);
    assert_true(
        load(&conf, "# a box\nprofile = kiosk-1080p\n\nkey_click=on\n splay_seconds = 5 \n"));
    assert_int_equal(conf.profile->height, 1920);
    assert_int_equal(conf.profile->class, CONF_KIOSK);
    assert_true(conf.key_click);
    assert_int_equal(conf.splay_seconds, 5);
}

static void test_conf__has_a_key_for_campaigns_and_one_for_firmware(void **state)
{
    struct conf conf;
    (void)state;
    assert_true(load(&conf, "trust_key = RWa\n"));
    assert_string_equal(conf.trust_key, "RWa");
    assert_string_equal(conf.update_key, "");
    assert_true(load(&conf, "trust_key = RWa \t RWb\n"));
    assert_string_equal(conf.trust_key, "RWa");
    assert_string_equal(conf.update_key, "RWb");
    assert_true(load(&conf, "trust_key =\n"));
    assert_string_equal(conf.trust_key, "");
    assert_false(load(&conf, "trust_key = RWa RWb RWc\n"));
}

static void test_conf__refuses_what_it_does_not_know(void **state)
{
    struct conf conf;
    (void)state;
    assert_false(load(&conf, "colour = red\n"));
    assert_false(load(&conf, "profile = tv\n"));
    assert_false(load(&conf, "boot_seconds = 1\n"));
    assert_false(load(&conf, "boot_seconds = ten\n"));
    assert_false(load(&conf, "key_click = yes\n"));
    assert_false(load(&conf, "county =\n"));
    assert_false(load(&conf, "county = 50010\n"));
    assert_false(load(&conf, "county = 5001030\n"));
    assert_false(load(&conf, "county = Yubei\n"));
    assert_false(load(&conf, "just words\n"));
    assert_false(conf_load(&conf, "missing.conf"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key__every_name_reads_back),
        cmocka_unit_test(test_key__every_character_has_one_key),
        cmocka_unit_test(test_utf8__refuses_what_rfc_3629_refuses),
        cmocka_unit_test(test_utf8__every_code_point_survives),
        cmocka_unit_test(test_utf8__counts_and_walks),
        cmocka_unit_test(test_clock__reads_rfc_3339),
        cmocka_unit_test(test_clock__simulated_folder_has_its_own_time),
        cmocka_unit_test(test_file__write_replaces_whole),
        cmocka_unit_test(test_file__link_moves_in_one_step),
        cmocka_unit_test(test_dump__none_is_left),
        cmocka_unit_test(test_conf__defaults_and_values),
        cmocka_unit_test(test_conf__has_a_key_for_campaigns_and_one_for_firmware),
        cmocka_unit_test(test_conf__refuses_what_it_does_not_know),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
