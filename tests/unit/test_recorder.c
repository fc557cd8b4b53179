#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/layout.h"
#include "sim/recorder.h"
#include "sim/script.h"

static char path[] = "/tmp/jianyan-record-XXXXXX";

static int make_file(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd >= 0 ? close(fd) : -1;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void expect_step(const struct script *script, size_t i, enum step_kind kind, int64_t ms)
{
    assert_true(i < script->count);
    assert_int_equal(script->steps[i].kind, kind);
    assert_int_equal(script->steps[i].ms, ms);
}

static void test_recorder__what_is_recorded_is_a_script(void **state)
{
    struct recorder recorder;
    struct script script;
    (void)state;
    assert_true(recorder_open(&recorder, path, "a session", 1000));
    recorder_key(&recorder, KEY_OK, 3040, 3120);   /* after two seconds */
    recorder_key(&recorder, KEY_DOWN, 4000, 4080); /* after a pause, three in a row */
    recorder_key(&recorder, KEY_DOWN, 4180, 4260);
    recorder_key(&recorder, KEY_DOWN, 4350, 4400);
    recorder_key(&recorder, KEY_BACK, 4500, 5720); /* held */
    recorder_tap(&recorder, 120, 33, 5800);
    recorder_step(&recorder, "net captive", 9800);
    recorder_close(&recorder, 11000);
    assert_true(script_load(&script, path));
    expect_step(&script, 0, STEP_WAIT, 2000);
    expect_step(&script, 1, STEP_KEY, 0);
    expect_step(&script, 2, STEP_WAIT, 900);
    expect_step(&script, 3, STEP_KEY, 0);
    assert_int_equal(script.steps[3].key, KEY_DOWN);
    assert_int_equal(script.steps[3].count, 3);
    expect_step(&script, 4, STEP_HOLD, 1200);
    expect_step(&script, 5, STEP_TAP, 0);
    assert_int_equal(script.steps[5].x, 120);
    expect_step(&script, 6, STEP_WAIT, 4000);
    expect_step(&script, 7, STEP_NET, 0);
    assert_int_equal(script.steps[7].net, NET_CAPTIVE);
    expect_step(&script, 8, STEP_WAIT, 1200);
    assert_int_equal(script.count, 9);
    script_free(&script);
}

static void test_recorder__takes_every_key(void **state)
{
    struct recorder recorder;
    struct script script;
    (void)state;
    assert_true(recorder_open(&recorder, path, "all keys", 0));
    for (int key = KEY_OK; key < KEY_COUNT; key++)
        recorder_key(&recorder, (enum key)key, 10 * key, 10 * key + 5);
    recorder_close(&recorder, 10 * KEY_COUNT);
    assert_true(script_load(&script, path));
    assert_int_equal(script.count, KEY_COUNT - KEY_OK);
    for (size_t i = 0; i < script.count; i++)
        assert_int_equal(script.steps[i].key, KEY_OK + i);
    script_free(&script);
}

static void test_recorder__says_when_it_cannot_write(void **state)
{
    struct recorder recorder;
    (void)state;
    assert_false(recorder_open(&recorder, "/nonexistent/record.keys", "", 0));
    recorder_key(&recorder, KEY_OK, 0, 10); /* and then does nothing */
    recorder_close(&recorder, 20);
}

/* The window's arithmetic: everything inside, nothing over anything else, at every size. */
static void test_layout__fits_every_window(void **state)
{
    static const int sizes[][2] = {
        {800, 440}, {1340, 728}, {1366, 768}, {1920, 1080}, {3840, 2160}};
    static const int shapes[][2] = {{1280, 720}, {1080, 1920}, {4, 3}};
    (void)state;
    for (size_t s = 0; s < 5; s++) {
        for (size_t k = 0; k < 3; k++) {
            struct layout layout;
            const struct layout_wish wish = {shapes[k][0], shapes[k][1], false, s % 2, s > 2};
            layout_compute(&layout, sizes[s][0], sizes[s][1], &wish);
            const struct rect all = {0, 0, sizes[s][0], sizes[s][1]};
            assert_true(layout.screen.w > 100 && layout.screen.h > 100);
            assert_true(rect_is_empty(rect_intersect(layout.set, layout.panel)));
            assert_true(rect_is_empty(rect_intersect(layout.set, layout.strip)));
            assert_true(rect_is_empty(rect_intersect(layout.set, layout.arrivals)));
            assert_true(rect_is_empty(rect_intersect(layout.set, layout.caption)));
            assert_true(rect_is_empty(rect_intersect(layout.caption, layout.strip)));
            assert_int_equal(rect_is_empty(layout.arrivals), s % 2 == 0);
            for (size_t i = 0; i < layout.spot_count; i++) {
                struct rect r = layout.spots[i].r, in = rect_intersect(r, layout.panel);
                assert_memory_equal(&in, &r, sizeof r);
                assert_true(rect_contains(all, r.x + r.w - 1, r.y + r.h - 1));
                assert_ptr_equal(layout_at(&layout, r.x + r.w / 2, r.y + r.h / 2),
                                 &layout.spots[i]);
                for (size_t j = 0; j < i; j++)
                    assert_true(rect_is_empty(rect_intersect(r, layout.spots[j].r)));
            }
        }
    }
}

static void test_layout__has_every_key_of_the_remote(void **state)
{
    bool found[KEY_COUNT] = {0};
    struct layout layout;
    (void)state;
    layout_compute(&layout, 1340, 728, &(struct layout_wish){.shape_w = 16, .shape_h = 9});
    for (size_t i = 0; i < layout.spot_count; i++)
        found[layout.spots[i].key] = true;
    for (int key = KEY_OK; key <= KEY_POWER; key++)
        assert_true(found[key]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recorder__what_is_recorded_is_a_script),
        cmocka_unit_test(test_recorder__takes_every_key),
        cmocka_unit_test(test_recorder__says_when_it_cannot_write),
        cmocka_unit_test(test_layout__fits_every_window),
        cmocka_unit_test(test_layout__has_every_key_of_the_remote),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
