/* The scene `channels`: how it is reached, what it shows where and until when. Which channels are
 * open is campaign/channels.c, tested in test_manifest.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "face/scenes/channels_parts.h"
#include "stage.h"

static void tap_middle(struct stage *stage, struct rect r)
{
    assert_true(r.w > 0 && r.h > 0);
    stage_tap(stage, r.x + r.w / 2, r.y + r.h / 2);
}

/* -- the way there and back -- */

static void test_channels__are_found_from_kind(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK");
    assert_true(stage_says(stage, str_text(STR_KIND_CHANNELS)));
    stage_keys(stage, "UP");
    assert_true(stage_describes(stage, "focus", "channels"));
    stage_keys(stage, "OK");
    assert_string_equal(stage_scene(stage), "channels");
    stage_keys(stage, "BACK");
    assert_string_equal(stage_scene(stage), "kind");
    assert_true(stage_describes(stage, "focus", "channels"));
    stage_keys(stage, "DOWN");
    assert_true(stage_describes(stage, "focus", "suggestion"));
    stage_keys(stage, "GREEN");
    assert_string_equal(stage_scene(stage), "channels");
}

static void test_channels__have_no_door_where_there_are_none(void **state)
{
    struct stage *stage = *state;
    stage->app->catalogue.manifest.channels = 0;
    stage_keys(stage, "OK");
    assert_false(stage_says(stage, str_text(STR_KIND_CHANNELS)));
    stage_keys(stage, "UP");
    assert_true(stage_describes(stage, "focus", "suggestion"));
    stage_keys(stage, "GREEN");
    assert_string_equal(stage_scene(stage), "kind");
}

static void test_channels__help_where_nothing_can_be_taken(void **state)
{
    struct stage *stage = *state;
    const struct post_status full = {.waiting = POST_WAITING_MAX};
    stage_keys(stage, "OK");
    stage_status(stage, &full);
    stage_keys(stage, "OK");
    assert_true(stage_describes(stage, "focus", "blocked"));
    stage_keys(stage, "GREEN");
    assert_string_equal(stage_scene(stage), "channels");
    stage_keys(stage, "BACK");
    assert_true(stage_describes(stage, "focus", "blocked"));
}

static void test_channels__help_there_by_touch(void **state)
{
    struct stage *stage = *state;
    const struct post_status full = {.waiting = POST_WAITING_MAX};
    stage_keys(stage, "OK");
    stage_status(stage, &full);
    stage_keys(stage, "OK");
    tap_middle(stage, page_pointer_button(&stage->app->look, 1, 2));
    assert_string_equal(stage_scene(stage), "channels");
    stage_keys(stage, "BACK");
    tap_middle(stage, page_pointer_button(&stage->app->look, 0, 2));
    assert_true(stage_describes(stage, "focus", "suggestion"));
}

static void test_channels__are_not_for_complaints(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK RIGHT OK GREEN");
    assert_true(stage_describes(stage, "focus", "pointer"));
}

/* -- what is shown -- */

static void test_channels__code_says_where_it_was_scanned(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK GREEN");
    assert_true(stage_describes(stage, "qr", "https://jianyan.example/h5/?ch=stb&county=500103"));
    stage_keys(stage, "DOWN"); /* somebody else's page is left as it is */
    assert_true(stage_describes(stage, "qr", "https://zhuanlan.example/jianyi/"));
    assert_true(stage_says(stage, "zhuanlan.example/jianyi/"));
    assert_true(stage_says(stage, "网上留言：到 2020 年 10 月 31 日"));
    stage_keys(stage, "DOWN DOWN");
    assert_true(stage_says(stage, "023-0000 0000"));
    assert_non_null(strstr(stage->described, "\"qr\":null"));
}

static void test_channels__show_an_envelope_to_copy(void **state)
{
    static const char *const digits[] = {"4", "0", "0", "0", "1", "5"};
    struct stage *stage = *state;
    size_t next = 0;
    stage_keys(stage, "OK GREEN DOWN DOWN");
    for (size_t i = 0; i < canvas_texts(stage->app->canvas) && next < 6; i++)
        next += strcmp(canvas_text(stage->app->canvas, i), digits[next]) == 0;
    assert_int_equal(next, 6);
    assert_true(stage_says(stage, "重庆市渝中区"));
    assert_true(stage_says(stage, "演示路 1 号"));
    assert_false(stage_says(stage, "重庆市渝中区，"));
    assert_true(stage_says(stage, "人民建议征集办公室（演示） 收"));
    assert_true(stage_says(stage, "写信：到 2020 年 10 月 20 日"));
}

static void test_channels__name_the_nearest_help_first(void **state)
{
    struct stage *stage = *state;
    struct channels_list list;
    stage_keys(stage, "OK GREEN DOWN DOWN DOWN DOWN");
    assert_true(stage_says(stage, "演示街道便民服务中心一楼"));
    assert_true(stage_says(stage, "023-0000 0103"));
    channels_list(stage->app, &list);
    assert_int_equal(list.count, 6);
    assert_string_equal(channels_label(&list, 4), "渝中区服务点（演示）");
    assert_string_equal(channels_label(&list, 5), "市服务点（演示）");
    /* Elsewhere in the city: the city's alone. */
    snprintf(stage->app->settled.county, sizeof stage->app->settled.county, "500105");
    channels_list(stage->app, &list);
    assert_int_equal(list.count, 5);
    assert_string_equal(channels_label(&list, 4), "市服务点（演示）");
}

static void test_channels__are_gone_after_their_day(void **state)
{
    const int64_t day_ms = 24 * 3600 * 1000;
    struct stage *stage = *state;
    stage_keys(stage, "OK GREEN");
    assert_true(stage_says(stage, str_text(STR_CHANNELS_LETTER)));
    stage->now.wall_ms = stage->app->catalogue.manifest.deadline[1].over_ms - 1;
    stage_keys(stage, "DOWN");
    assert_true(stage_says(stage, str_text(STR_CHANNELS_LETTER)));
    assert_int_equal(app_due_ms(stage->app), stage->now.mono_ms + 1); /* it goes by itself */
    stage_wait(stage, 1);
    assert_false(stage_says(stage, str_text(STR_CHANNELS_LETTER)));
    stage->now.wall_ms += 365 * day_ms;
    stage->now.state = CLOCK_PLAUSIBLE; /* such a clock ends nothing */
    stage_keys(stage, "DOWN");
    assert_true(stage_says(stage, str_text(STR_CHANNELS_LETTER)));
    stage->now.state = CLOCK_TRUSTED;
    stage_keys(stage, "DOWN");
    assert_true(stage_says(stage, str_text(STR_CHANNELS_PHONE)));
    assert_false(stage_says(stage, str_text(STR_CHANNELS_H5)));
}

static void test_channels__say_so_when_the_last_is_gone(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK GREEN OK");
    stage->app->catalogue.manifest.channels = 0;
    stage_keys(stage, "DOWN");
    assert_true(stage_says(stage, str_text(STR_CHANNELS_NONE)));
    stage_keys(stage, "OK BACK");
    assert_string_equal(stage_scene(stage), "kind");
}

/* -- keys and touch -- */

static void test_channels__one_takes_the_whole_page(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK GREEN DOWN OK");
    assert_true(stage_describes(stage, "focus", "channel 1 whole"));
    assert_false(stage_says(stage, str_text(STR_CHANNELS_LETTER)));
    stage_keys(stage, "RIGHT");
    assert_true(stage_describes(stage, "focus", "channel 2 whole"));
    stage_keys(stage, "BACK");
    assert_true(stage_describes(stage, "focus", "channel 2"));
    stage_keys(stage, "UP UP UP UP");
    assert_true(stage_describes(stage, "focus", "channel 0"));
}

static void test_channels__turn_pages(void **state)
{
    struct stage *stage = *state;
    struct manifest *manifest = &stage->app->catalogue.manifest;
    for (manifest->channels = 0; manifest->channels < MANIFEST_CHANNELS_MAX;) {
        struct manifest_channel *channel = &manifest->channel[manifest->channels];
        *channel = (struct manifest_channel){.kind = CHANNEL_PHONE, .deadline = -1};
        snprintf(channel->name, sizeof channel->name, "电话 %zu", manifest->channels++);
        snprintf(channel->phone, sizeof channel->phone, "023-0000 0000");
    }
    stage_keys(stage, "YELLOW OK GREEN");
    for (int i = 0; i < 70; i++)
        stage_keys(stage, "DOWN");
    assert_true(stage_describes(stage, "focus", "channel 63"));
    assert_true(stage_says(stage, "电话 63"));
    assert_false(stage_says(stage, "电话 50"));
}

static void test_channels__can_be_touched(void **state)
{
    struct stage *stage = *state;
    struct channels_list list;
    stage_keys(stage, "OK DOWN DOWN OK");
    assert_string_equal(stage_scene(stage), "channels");
    channels_list(stage->app, &list);
    struct channels_places places = channels_places(stage->app, list.count);
    assert_true(places.list.y >= 1920 * PAGE_REACH_PERCENT / 100);
    tap_middle(stage, channels_row(stage->app, &places, 3));
    assert_true(stage_describes(stage, "focus", "channel 3"));
    tap_middle(stage, places.detail);
    assert_true(stage_describes(stage, "focus", "channel 3 whole"));
    tap_middle(stage, channels_places(stage->app, list.count).back);
    assert_true(stage_describes(stage, "focus", "channel 3"));
    tap_middle(stage, places.back);
    assert_string_equal(stage_scene(stage), "kind");
}

static void test_channels__work_with_twelve_keys(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "HASH 8 8 HASH");
    assert_string_equal(stage_scene(stage), "channels");
    stage_keys(stage, "8 6");
    assert_true(stage_describes(stage, "focus", "channel 3"));
    stage_keys(stage, "4 2");
    assert_true(stage_describes(stage, "focus", "channel 0"));
    stage_keys(stage, "STAR STAR");
    assert_string_equal(stage_scene(stage), "poster");
}

static void test_channels__end_when_nobody_is_there(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK GREEN");
    stage_wait(stage, 74000);
    assert_string_equal(stage_scene(stage), "channels");
    stage_wait(stage, 2000);
    assert_string_equal(stage_scene(stage), "poster");
}

#define AT(where, test) cmocka_unit_test_setup_teardown(test, stage_set_up_##where, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT(home, test_channels__are_found_from_kind),
        AT(home, test_channels__have_no_door_where_there_are_none),
        AT(home, test_channels__help_where_nothing_can_be_taken),
        AT(kiosk, test_channels__help_there_by_touch),
        AT(home, test_channels__are_not_for_complaints),
        AT(home, test_channels__code_says_where_it_was_scanned),
        AT(home, test_channels__show_an_envelope_to_copy),
        AT(home, test_channels__name_the_nearest_help_first),
        AT(home, test_channels__are_gone_after_their_day),
        AT(home, test_channels__say_so_when_the_last_is_gone),
        AT(home, test_channels__one_takes_the_whole_page),
        AT(old_television, test_channels__turn_pages),
        AT(kiosk, test_channels__can_be_touched),
        AT(kiosk, test_channels__work_with_twelve_keys),
        AT(kiosk, test_channels__end_when_nobody_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
