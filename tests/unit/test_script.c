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

#include "sim/script.h"

/* Parses one line that must be right and make a step. */
static struct step parse(const char *line)
{
    struct step step;
    char why[512] = "";
    bool made;
    bool right = script_parse_line(line, &step, &made, why, sizeof why);
    if (!right)
        print_message("%s: %s\n", line, why);
    assert_true(right);
    assert_true(made);
    return step;
}

static void expect_text(const char *line, enum step_kind kind, const char *text)
{
    struct step step = parse(line);
    assert_int_equal(step.kind, kind);
    assert_string_equal(step.text, text);
    free(step.text);
}

static void test_script__reads_every_step(void **state)
{
    (void)state;
    struct step step = parse("key OK");
    assert_int_equal(step.kind, STEP_KEY);
    assert_int_equal(step.key, KEY_OK);
    assert_int_equal(step.count, 1);
    step = parse("  key\tCH+ x12  # twelve");
    assert_int_equal(step.key, KEY_CH_UP);
    assert_int_equal(step.count, 12);
    step = parse("hold BACK 1200ms");
    assert_int_equal(step.kind, STEP_HOLD);
    assert_int_equal(step.ms, 1200);
    step = parse("tap 12 7");
    assert_int_equal(step.kind, STEP_TAP);
    assert_int_equal(step.x, 12);
    assert_int_equal(step.y, 7);
    expect_text("type 5492342", STEP_TYPE, "5492342");
    expect_text("write 希望增开 早班公交 ", STEP_WRITE, "希望增开 早班公交");
    step = parse("wait 10m");
    assert_int_equal(step.kind, STEP_WAIT);
    assert_int_equal(step.ms, 600000);
    assert_int_equal(parse("wait 1h").ms, 3600000);
    step = parse("deliver 10s");
    assert_int_equal(step.kind, STEP_DELIVER);
    assert_int_equal(step.ms, 10000);
    assert_int_equal(parse("disk full").on, true);
    assert_int_equal(parse("disk ok").on, false);
    expect_text("kill keeper", STEP_KILL, "keeper");
    assert_int_equal(parse("cut").kind, STEP_CUT);
    step = parse("clock 2020-09-01T09:30:00+08:00");
    assert_int_equal(step.kind, STEP_CLOCK);
    assert_true(step.on);
    assert_int_equal(step.wall_ms, INT64_C(1598923800000));
    assert_false(parse("clock unknown").on);
    expect_text("stick a folder", STEP_STICK, "a folder");
    expect_text("stick out", STEP_STICK, "");
    expect_text("shot 01-poster.day", STEP_SHOT, "01-poster.day");
}

static void test_script__reads_every_network(void **state)
{
    (void)state;
    for (int net = 0; net < NET_COUNT; net++) {
        char line[64];
        snprintf(line, sizeof line, "net %s", net_name((enum net)net));
        assert_int_equal(parse(line).net, net);
        assert_non_null(strstr(net_names(), net_name((enum net)net)));
    }
}

static void test_script__reads_every_expectation(void **state)
{
    (void)state;
    expect_text("expect scene poster", STEP_EXPECT_SCENE, "poster");
    expect_text("expect text 已保存", STEP_EXPECT_TEXT, "已保存");
    expect_text("expect typed 希望", STEP_EXPECT_TYPED, "希望");
    expect_text("expect typed", STEP_EXPECT_TYPED, "");
    expect_text("expect state not-saved", STEP_EXPECT_STATE, "not-saved");
    expect_text("expect qr https://a.example/h5#x", STEP_EXPECT_QR, "https://a.example/h5#x");
    struct step step = parse("expect qr ~https://a");
    assert_true(step.on);
    assert_string_equal(step.text, "https://a");
    free(step.text);
    assert_int_equal(parse("expect waiting 3").number, 3);
    assert_int_equal(parse("expect delivered 0").kind, STEP_EXPECT_DELIVERED);
    step = parse("expect keys < 40");
    assert_int_equal(step.kind, STEP_EXPECT_KEYS);
    assert_int_equal(step.number, 40);
    assert_int_equal(parse("expect exit 0").kind, STEP_EXPECT_EXIT);
    assert_int_equal(parse("expect handoff CH-").key, KEY_CH_DOWN);
}

static void test_script__takes_empty_lines_and_comments(void **state)
{
    static const char *const lines[] = {"", "   ", "# key NOTHING", "\t# x", "\r", "  \r"};
    struct step step;
    char why[64];
    bool made;
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_true(script_parse_line(lines[i], &step, &made, why, sizeof why));
        assert_false(made);
    }
    assert_int_equal(parse("cut\r").kind, STEP_CUT);
}

static void test_script__refuses_what_it_does_not_know(void **state)
{
    static const char *const lines[] = {
        "press OK",
        "key",
        "key ENTER",
        "key OK 3",
        "key OK x0",
        "key OK x1001",
        "key OK x3 x3",
        "key ok",
        "hold BACK",
        "hold BACK 3",
        "hold BACK 3days",
        "hold 3s",
        "tap 3",
        "tap -1 2",
        "tap 1 2 3",
        "type",
        "type 12a",
        "type 12 13",
        "write",
        "wait",
        "wait s",
        "wait 2 s",
        "wait -2s",
        "wait 999999999h",
        "deliver",
        "net",
        "net down",
        "net online now",
        "disk",
        "disk half",
        "kill",
        "kill sim",
        "cut off",
        "clock",
        "clock noon",
        "clock 2020-13-01",
        "stick",
        "shot",
        "shot a/b",
        "shot .hidden",
        "shot 图",
        "expect",
        "expect color red",
        "expect scene",
        "expect text",
        "expect waiting",
        "expect waiting x",
        "expect keys 40",
        "expect keys <",
        "expect qr",
        "expect qr ~",
        "expect exit",
        "expect handoff",
        "expect handoff UP1",
        "expect state maybe",
        "wr\xC0\x80ite x",
        "expect delivered 1 2",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct step step;
        char why[512] = "";
        bool made;
        if (script_parse_line(lines[i], &step, &made, why, sizeof why))
            fail_msg("taken: %s", lines[i]);
        assert_null(step.text);
        assert_true(why[0] != '\0');
        assert_null(strchr(why, '\n'));
    }
}

static void test_script__survives_garbage(void **state)
{
    unsigned seed = 7;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        static const char alphabet[] = "keywaitexpect qr<~#x13sm\t \xe5\xbb\xba";
        char line[40], why[512];
        struct step step;
        bool made;
        size_t len = 0;
        for (; len < sizeof line - 1 && rand_r(&seed) % 30; len++)
            line[len] = alphabet[(size_t)rand_r(&seed) % (sizeof alphabet - 1)];
        line[len] = '\0';
        if (script_parse_line(line, &step, &made, why, sizeof why) && made)
            free(step.text);
    }
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void test_script__knows_its_lines(void **state)
{
    char path[] = "/tmp/jianyan-script-XXXXXX";
    struct script script;
    (void)state;
    close(mkstemp(path));
    write_file(path, "# a script\nkey OK\n\nwrite 希望\nexpect scene review");
    assert_true(script_load(&script, path));
    assert_int_equal(script.count, 3);
    assert_int_equal(script.steps[0].line, 2);
    assert_int_equal(script.steps[2].line, 5);
    script_free(&script);
    write_file(path, "key OK\nkey NO\n");
    assert_false(script_load(&script, path));
    script_free(&script);
    unlink(path);
    assert_false(script_load(&script, path));
    script_free(&script);
}

static void test_script__refuses_a_line_without_end(void **state)
{
    char path[] = "/tmp/jianyan-script-XXXXXX";
    struct script script;
    (void)state;
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    fputs("write ", file);
    for (int i = 0; i < 70000; i++)
        fputc('a', file);
    fclose(file);
    assert_false(script_load(&script, path));
    script_free(&script);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_script__reads_every_step),
        cmocka_unit_test(test_script__reads_every_network),
        cmocka_unit_test(test_script__reads_every_expectation),
        cmocka_unit_test(test_script__takes_empty_lines_and_comments),
        cmocka_unit_test(test_script__refuses_what_it_does_not_know),
        cmocka_unit_test(test_script__survives_garbage),
        cmocka_unit_test(test_script__knows_its_lines),
        cmocka_unit_test(test_script__refuses_a_line_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
