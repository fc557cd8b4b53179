#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <SDL_ttf.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "face/countdown.h"
#include "face/idle.h"
#include "face/scenes/compose_places.h"
#include "stage.h"
#include "ui/pen.h"

static const struct post_status calm = {.store = POST_STORE_OK};

/* In the program's state, or in what the canvas notes for the description. */
static bool keeps(const struct stage *stage, const char *secret)
{
    return memmem(stage->app, sizeof *stage->app, secret, strlen(secret)) ||
           memmem(stage->app->canvas, sizeof *stage->app->canvas, secret, strlen(secret));
}

static int open_stage(void **state, const char *profile, bool bare)
{
    const struct stage_setup setup = {.profile = profile, .keeper = true, .bare = bare};
    return stage_set_up(state, &setup);
}

static int open_bare_home(void **state)
{
    return open_stage(state, "stb-720p", true);
}

static int open_bare_kiosk(void **state)
{
    return open_stage(state, "kiosk-1080p", true);
}

static int open_strip(void **state)
{
    return open_stage(state, "strip-160x16", false);
}

static int open_bare_wall(void **state)
{
    return open_stage(state, "led-128x64", true);
}

/* A member of the last description; the caller gives the object back. */
static json_t *described(const struct stage *stage)
{
    json_error_t error;
    json_t *json = json_loads(stage->described, 0, &error);
    assert_non_null(json);
    return json;
}

static bool described_bool(const struct stage *stage, const char *name)
{
    json_t *json = described(stage);
    bool value = json_is_true(json_object_get(json, name));
    json_decref(json);
    return value;
}

static void assert_scene(const struct stage *stage, const char *name)
{
    assert_int_equal(stage->app->end, APP_RUNS);
    assert_string_equal(stage_scene(stage), name);
    assert_true(stage_describes(stage, "scene", name));
}

static void go_to_review(struct stage *stage, const char *text)
{
    stage_keys(stage, "OK OK");
    assert_scene(stage, "compose");
    stage_write(stage, text);
    stage_keys(stage, "OK");
    assert_scene(stage, "review");
}

/* -- the straight way -- */

static void test_face__the_straight_way_ends_in_a_receipt(void **state)
{
    struct stage *stage = *state;
    assert_scene(stage, "poster");
    stage_keys(stage, "OK");
    assert_scene(stage, "kind");
    assert_true(stage_describes(stage, "focus", "suggestion"));
    assert_true(stage_describes(stage, "theme", "other")); /* the poster's */
    stage_keys(stage, "OK");
    assert_scene(stage, "compose");
    stage_write(stage, "希望增开早班公交。");
    assert_true(stage_describes(stage, "typed", "希望增开早班公交。"));
    stage_keys(stage, "OK");
    assert_scene(stage, "review");
    assert_true(stage_describes(stage, "focus", "send"));
    assert_true(stage_says(stage, "希望增开早班公交。"));
    stage_keys(stage, "OK");
    assert_true(stage_describes(stage, "save", "saving"));
    assert_false(described_bool(stage, "settled"));
    assert_int_equal(stage->puts, 1);
    stage_saved(stage, POST_SAVE_OK);
    assert_scene(stage, "receipt");
    assert_true(stage_describes(stage, "save", "saved"));
    assert_true(described_bool(stage, "settled"));
    assert_true(stage_says(stage, str_text(STR_RECEIPT_SAVED)));
    stage_arrived(stage);
    assert_true(stage_describes(stage, "save", "delivered"));
    assert_true(stage_says(stage, str_text(STR_RECEIPT_DELIVERED)));
}

static json_t *opened_record(struct stage *stage)
{
    char record[RECORD_BYTES_MAX];
    json_error_t error;
    json_t *letter = json_loadb((const char *)stage->letter, stage->put.put.letter_len, 0, &error);
    assert_non_null(letter);
    const char *box = json_string_value(json_object_get(letter, "box"));
    size_t len = seal_open(&stage->intake, box, strlen(box), record, sizeof record);
    assert_true(len > 0);
    json_t *json = json_loadb(record, len, 0, &error);
    assert_non_null(json);
    json_decref(letter);
    return json;
}

static void assert_member(const json_t *json, const char *name, const char *value)
{
    assert_string_equal(json_string_value(json_object_get(json, name)), value);
}

static void test_face__the_record_says_all_and_no_more(void **state)
{
    struct stage *stage = *state;
    char id[SEAL_UUID_TEXT];
    go_to_review(stage, "村口\"路灯\"\\坏了");
    stage_keys(stage, "OK");
    json_t *json = opened_record(stage);
    assert_int_equal(json_object_size(json), 14);
    assert_int_equal(json_integer_value(json_object_get(json, "v")), 1);
    seal_uuid_print(stage->put.put.id, id);
    assert_member(json, "id", id);
    assert_member(json, "receipt", stage->put.put.receipt);
    assert_member(json, "code", stage->app->sending.code);
    assert_member(json, "campaign", "stage-2020");
    assert_member(json, "theme", "other");
    assert_member(json, "channel", "kiosk");
    assert_member(json, "county", stage->conf.county);
    assert_member(json, "text", "村口\"路灯\"\\坏了");
    assert_member(json, "created", "2020-09-01T09:30:00.000+08:00");
    assert_member(json, "clock", "trusted");
    assert_member(json, "notice", "2020-08-20");
    assert_member(json, "fw", JIANYAN_VERSION);
    const json_t *consent = json_object_get(json, "consent");
    assert_int_equal(json_object_size(consent), 2);
    assert_true(json_is_false(json_object_get(consent, "contact")));
    assert_true(json_is_false(json_object_get(consent, "publish")));
    assert_true(seal_receipt_is_valid(stage->put.put.receipt));
    assert_memory_equal(stage->put.put.receipt_key, stage->intake.known.receipt_public,
                        POST_KEY_BYTES);
    json_decref(json);
}

static void test_face__nothing_written_is_left_behind_a_receipt(void **state)
{
    struct stage *stage = *state;
    static const char secret[] = "left-behind";
    stage_keys(stage, "OK OK");
    for (int i = 0; i < 16; i++)
        stage_write(stage, secret);
    stage_keys(stage, "OK OK");
    assert_true(keeps(stage, secret));
    stage_saved(stage, POST_SAVE_OK);
    assert_scene(stage, "receipt");
    assert_false(keeps(stage, secret));
    stage_keys(stage, "OK");
    assert_scene(stage, "poster");
    assert_false(keeps(stage, secret));
}

/* -- not saved -- */

static void test_face__the_same_letter_is_tried_again(void **state)
{
    struct stage *stage = *state;
    uint8_t digest[SEAL_DIGEST_BYTES];
    go_to_review(stage, "希望");
    stage_keys(stage, "OK");
    memcpy(digest, stage->put.put.digest, sizeof digest);
    stage_saved(stage, POST_SAVE_FAILED);
    assert_true(stage_describes(stage, "save", "saving")); /* not yet: five seconds */
    assert_true(described_bool(stage, "animating"));
    stage_wait(stage, 1000);
    assert_int_equal(stage->puts, 2);
    stage_saved(stage, POST_SAVE_NO_SPACE);
    stage_wait(stage, 4500);
    assert_true(stage_describes(stage, "save", "not-saved"));
    assert_true(stage_says(stage, str_text(STR_REVIEW_FAILED_SPACE)));
    assert_scene(stage, "review");
    unsigned before = stage->puts;
    stage_keys(stage, "OK");
    assert_int_equal(stage->puts, before + 1);
    assert_memory_equal(stage->put.put.digest, digest, sizeof digest);
    stage_saved(stage, POST_SAVE_OK);
    assert_scene(stage, "receipt");
}

static void test_face__other_words_are_another_letter(void **state)
{
    struct stage *stage = *state;
    uint8_t id[POST_ID_BYTES];
    go_to_review(stage, "希望");
    stage_keys(stage, "OK");
    memcpy(id, stage->put.put.id, sizeof id);
    stage_saved(stage, POST_SAVE_FULL);
    assert_true(stage_describes(stage, "save", "not-saved"));
    stage_keys(stage, "BACK");
    assert_true(stage_describes(stage, "save", "none"));
    stage_write(stage, "，谢谢");
    stage_keys(stage, "OK OK");
    assert_memory_not_equal(stage->put.put.id, id, sizeof id);
}

static void test_face__a_keeper_that_died_is_found_again(void **state)
{
    struct stage *stage = *state;
    go_to_review(stage, "希望");
    stage_keeper_leaves(stage);
    stage_keys(stage, "OK");
    assert_true(stage_describes(stage, "save", "saving"));
    assert_false(described_bool(stage, "animating")); /* real time, not the clock, brings it back */
    stage_keeper_comes(stage);
    assert_int_equal(stage->puts, 1);
    stage_saved(stage, POST_SAVE_OK);
    assert_scene(stage, "receipt");
}

static void test_face__without_a_keeper_it_says_so_after_five_seconds(void **state)
{
    struct stage *stage = *state;
    go_to_review(stage, "希望");
    stage_keeper_leaves(stage);
    stage_keys(stage, "OK");
    stage_wait(stage, 5000);
    assert_true(stage_describes(stage, "save", "not-saved"));
    assert_true(stage_says(stage, str_text(STR_REVIEW_FAILED_KEEPER)));
    assert_true(stage_says(stage, "希望"));
}

static void test_face__news_missed_while_the_keeper_was_away_is_asked_for(void **state)
{
    struct stage *stage = *state;
    go_to_review(stage, "希望");
    stage_keys(stage, "OK");
    stage_saved(stage, POST_SAVE_OK);
    stage_keeper_leaves(stage);
    stage_keeper_comes(stage);
    assert_int_equal(stage->puts, 2); /* the same letter: it is kept once */
    stage_saved(stage, POST_SAVE_OK);
    stage_arrived(stage);
    assert_true(stage_describes(stage, "save", "delivered"));
}

static void test_face__a_late_answer_counts(void **state)
{
    struct stage *stage = *state;
    go_to_review(stage, "希望");
    stage_keys(stage, "OK");
    stage_wait(stage, 5000);
    assert_true(stage_describes(stage, "save", "not-saved"));
    stage_saved(stage, POST_SAVE_OK);
    assert_scene(stage, "receipt");
}

/* -- a first time -- */

static int64_t due_in(const struct stage *stage)
{
    return app_due_ms(stage->app) - stage->now.mono_ms;
}

static void test_face__shows_once_how_to_type(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK OK");
    assert_true(stage_says(stage, str_text(STR_COMPOSE_FIRST_LETTERS)));
    assert_true(due_in(stage) < 1000);
    stage_wait(stage, 5000);
    assert_true(stage_says(stage, str_text(STR_COMPOSE_FIRST_LETTERS)));
    stage_keys(stage, "9"); /* ends with the first key, which counts */
    assert_false(stage_says(stage, str_text(STR_COMPOSE_FIRST_LETTERS)));
    assert_true(stage_describes(stage, "composition", "9"));
    assert_true(due_in(stage) > 60000); /* nothing is left but the rule for who is idle */
    stage_keys(stage, "BACK BACK OK");
    assert_scene(stage, "compose");
    assert_false(stage_says(stage, str_text(STR_COMPOSE_FIRST_LETTERS)));
}

static void test_face__what_shows_how_to_type_ends_by_itself(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK OK");
    stage_wait(stage, 29000);
    assert_true(stage_says(stage, str_text(STR_COMPOSE_FIRST_LETTERS)));
    stage_wait(stage, 2000);
    assert_false(stage_says(stage, str_text(STR_COMPOSE_FIRST_LETTERS)));
    assert_true(stage_says(stage, str_text(STR_COMPOSE_PLACEHOLDER)));
    assert_true(due_in(stage) > 60000);
}

/* -- before typing -- */

static void test_face__a_full_device_says_so_before_typing(void **state)
{
    struct stage *stage = *state;
    struct post_status full = calm;
    full.waiting = POST_WAITING_MAX;
    stage_status(stage, &full);
    stage_keys(stage, "OK OK");
    assert_scene(stage, "kind");
    assert_true(stage_describes(stage, "focus", "blocked"));
    assert_true(stage_says(stage, str_text(STR_BLOCKED_FULL)));
    json_t *json = described(stage);
    assert_string_equal(json_string_value(json_object_get(json, "qr")),
                        "https://jianyan.example/h5/?ch=stb&county=500103");
    json_decref(json);
    stage_keys(stage, "OK");
    assert_true(stage_describes(stage, "focus", "suggestion"));
}

static void test_face__a_broken_store_says_so_before_typing(void **state)
{
    struct stage *stage = *state;
    struct post_status broken = calm;
    broken.store = POST_STORE_BROKEN;
    stage_status(stage, &broken);
    stage_keys(stage, "OK OK");
    assert_true(stage_says(stage, str_text(STR_BLOCKED_STORE)));
    stage_status(stage, &calm);
    stage_keys(stage, "BACK OK");
    assert_scene(stage, "compose");
}

/* A boot screen that cannot listen gives way at once, but takes nobody's page away. */
static void test_face__a_broken_store_is_television_at_home(void **state)
{
    struct stage *stage = *state;
    struct post_status status = calm;
    status.store = POST_STORE_NO_SPACE; /* mends itself when letters leave */
    stage_status(stage, &status);
    assert_scene(stage, "poster");
    assert_true(stage_says(stage, str_text(STR_POSTER_HELP_BLOCKED)));
    status.store = POST_STORE_RENEWED;
    stage_status(stage, &status);
    assert_true(stage_says(stage, str_text(STR_POSTER_HELP_HOME)));
    stage_keys(stage, "OK OK");
    status.store = POST_STORE_READ_ONLY;
    stage_status(stage, &status);
    assert_scene(stage, "compose");
    stage_keys(stage, "BACK");
    assert_scene(stage, "kind");
    assert_int_equal(stage->app->end, APP_RUNS);
    stage_keys(stage, "BACK");
    assert_int_equal(stage->app->end, APP_HANDOFF);
    assert_int_equal(stage->handed, KEY_NONE);
}

static void test_face__a_broken_store_on_the_posters_is_television(void **state)
{
    struct stage *stage = *state;
    struct post_status broken = calm;
    broken.store = POST_STORE_BROKEN;
    stage_status(stage, &broken);
    assert_int_equal(stage->app->end, APP_HANDOFF);
}

/* A kiosk goes on showing; its phone way is open. */
static void test_face__a_broken_store_leaves_a_kiosk_its_posters(void **state)
{
    struct stage *stage = *state;
    struct post_status broken = calm;
    broken.store = POST_STORE_BROKEN;
    stage_status(stage, &broken);
    assert_scene(stage, "poster");
    assert_non_null(strstr(stage->described, "poster general"));
    assert_true(stage_says(stage, str_text(STR_POSTER_HELP_BLOCKED)));
    stage_keys(stage, "OK OK");
    assert_true(stage_says(stage, str_text(STR_BLOCKED_STORE)));
    stage_keys(stage, "BACK BACK");
    stage_status(stage, &calm);
    assert_true(stage_says(stage, str_text(STR_POSTER_HELP_KIOSK)));
}

static void test_face__the_quota_of_a_day_is_kept(void **state)
{
    struct stage *stage = *state;
    for (int i = 0; i < QUOTA_HOME; i++) {
        go_to_review(stage, "希望");
        stage_keys(stage, "OK");
        stage_saved(stage, POST_SAVE_OK);
        stage_keys(stage, "OK");
    }
    stage_keys(stage, "OK OK");
    assert_true(stage_says(stage, str_text(STR_BLOCKED_QUOTA)));
    stage->now.wall_ms += INT64_C(24) * 3600 * 1000;
    stage_keys(stage, "BACK OK");
    assert_scene(stage, "compose");
}

static void test_face__a_complaint_is_told_where_to_go(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK RIGHT OK");
    assert_scene(stage, "kind");
    assert_true(stage_describes(stage, "focus", "pointer"));
    assert_true(stage_describes(stage, "qr", "https://tousu.example/"));
    assert_true(stage_says(stage, "023-12345"));
    assert_int_equal(stage->puts, 0);
    stage_keys(stage, "BACK");
    assert_true(stage_describes(stage, "focus", "complaint"));
}

static void test_face__a_theme_is_chosen_by_the_side_door(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK DOWN");
    assert_true(stage_describes(stage, "focus", "theme"));
    stage_keys(stage, "OK");
    assert_scene(stage, "theme");
    assert_true(stage_describes(stage, "focus", "theme other"));
    stage_keys(stage, "RIGHT OK");
    assert_scene(stage, "kind");
    assert_true(stage_describes(stage, "theme", "sannong"));
    assert_true(stage_describes(stage, "focus", "suggestion"));
    stage_keys(stage, "DOWN RIGHT");
    assert_true(stage_describes(stage, "theme", "chengyu"));
}

/* -- posters and television -- */

static void test_face__posters_turn_and_preselect_their_theme(void **state)
{
    struct stage *stage = *state;
    assert_true(stage_describes(stage, "theme", "other"));
    assert_null(strstr(stage->described, "poster sannong"));
    stage_wait(stage, 12000);
    assert_true(stage_describes(stage, "theme", "sannong"));
    assert_non_null(strstr(stage->described, "poster sannong"));
    stage_wait(stage, 12000);
    assert_true(stage_describes(stage, "theme", "other"));
}

static void test_face__a_boot_screen_counts_down_to_television(void **state)
{
    struct stage *stage = *state;
    stage_wait(stage, 29000);
    assert_scene(stage, "poster");
    stage_wait(stage, 1000);
    assert_int_equal(stage->app->end, APP_HANDOFF);
    assert_int_equal(stage->handed, KEY_NONE);
}

/* What the number says is right when it changes; between that nothing wakes up, and the words
 * around it stay where they are. */
static void test_face__the_countdown_is_calm(void **state)
{
    static const int shown[] = {30, 25, 20, 15, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        int64_t now_ms = 30000 - shown[i] * 1000;
        int64_t next_ms =
            i + 1 < sizeof shown / sizeof shown[0] ? 30000 - shown[i + 1] * 1000 : 30000;
        assert_int_equal(countdown_shown(30000, now_ms), shown[i]);
        assert_int_equal(countdown_shown(30000, next_ms - 1), shown[i]);
        assert_int_equal(countdown_due_ms(30000, now_ms), next_ms);
        assert_int_equal(countdown_due_ms(30000, next_ms - 1), next_ms);
    }
    assert_int_equal(countdown_shown(30000, 30000), 0);
    assert_int_equal(countdown_due_ms(30000, 30000), INT64_MAX);
    assert_int_equal(countdown_shown(33000, 0), 35);
    assert_int_equal(countdown_due_ms(33000, 0), 3000);
    struct stage *stage = *state;
    assert_true(stage_says(stage, "30 秒后进入电视"));
    int64_t began_ms = stage->now.mono_ms;
    assert_int_equal(app_due_ms(stage->app), began_ms + 5000);
    stage_wait(stage, 21000);
    assert_true(stage_says(stage, "9 秒后进入电视"));
}

/* The last four characters of the countdown, as they stand on the screen. */
static uint64_t words_of_the_countdown(const struct stage *stage)
{
    const struct theme *look = &stage->app->look;
    struct picture seen = stage_picture(stage);
    int right = look->safe.x + look->safe.w - look->pad, width = 4 * look->types[ROLE_HELP].size;
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (int y = look->safe.y; y < look->safe.y + look->help; y++) {
        for (int x = right - width; x < right; x++)
            sum = (sum ^ seen.pixels[y * seen.width + x]) * UINT64_C(0x100000001b3);
    }
    return sum;
}

static void test_face__the_words_of_the_countdown_stand_still(void **state)
{
    struct stage *stage = *state;
    uint64_t before = words_of_the_countdown(stage);
    for (int second = 1; second < 30; second++) {
        stage_wait(stage, 1000);
        assert_true(words_of_the_countdown(stage) == before);
    }
    stage_keys(stage, "OK");
    assert_false(words_of_the_countdown(stage) == before);
}

static void test_face__ok_stops_the_countdown(void **state)
{
    struct stage *stage = *state;
    stage_wait(stage, 29000);
    stage_keys(stage, "OK OK");
    stage_wait(stage, 300000);
    assert_scene(stage, "compose");
}

static void test_face__any_other_key_goes_to_television_at_once(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "YELLOW");
    assert_scene(stage, "poster");
    assert_true(described_bool(stage, "large"));
    stage_keys(stage, "CH+");
    assert_int_equal(stage->app->end, APP_HANDOFF);
    assert_int_equal(stage->handed, KEY_CH_UP);
}

static void test_face__exit_leaves_every_scene_for_television(void **state)
{
    static const char *const ways[] = {"OK", "OK DOWN OK", "OK OK", "OK OK MENU"};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        void *own;
        stage_set_up_home(&own);
        struct stage *stage = own;
        stage_keys(stage, ways[i]);
        stage_keys(stage, "EXIT");
        assert_int_equal(stage->app->end, APP_HANDOFF);
        assert_int_equal(stage->handed, KEY_EXIT);
        stage_tear_down(&own);
    }
}

static void test_face__no_campaign_is_television_at_home(void **state)
{
    struct stage *stage = *state;
    assert_int_equal(stage->app->end, APP_HANDOFF);
    assert_int_equal(stage->handed, KEY_NONE);
    assert_int_equal(stage->presents, 0);
}

static void test_face__no_campaign_is_the_built_in_poster_on_a_kiosk(void **state)
{
    struct stage *stage = *state;
    assert_scene(stage, "poster");
    assert_true(stage_says(stage, str_text(STR_POSTER_BUILTIN_TITLE)));
    stage_keys(stage, "OK");
    assert_scene(stage, "poster");
    assert_true(stage_says(stage, str_text(STR_POSTER_CLOSED)));
}

static void test_face__no_campaign_is_the_built_in_poster_on_a_wall(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK EXIT");
    assert_scene(stage, "poster");
}

static void test_face__the_stop_flag_ends_the_campaign(void **state)
{
    struct stage *stage = *state;
    struct post_status stop = calm;
    stop.stop = true;
    stage_status(stage, &stop);
    if (app_is_home(stage->app)) {
        assert_int_equal(stage->app->end, APP_HANDOFF);
    } else {
        assert_scene(stage, "poster");
        assert_true(stage_says(stage, str_text(STR_POSTER_BUILTIN_TITLE)));
        stage_status(stage, &calm);
        assert_false(stage_says(stage, str_text(STR_POSTER_BUILTIN_TITLE)));
    }
}

static void test_face__a_campaign_ends_on_its_day_if_the_clock_is_trusted(void **state)
{
    struct stage *stage = *state;
    stage->app->catalogue.manifest.expires_ms = stage->now.wall_ms + 3600000;
    stage->now.state = CLOCK_UNKNOWN;
    stage_wait(stage, 4000000);
    assert_false(stage_says(stage, str_text(STR_POSTER_BUILTIN_TITLE)));
    stage->now.state = CLOCK_TRUSTED;
    stage_wait(stage, 20000);
    assert_true(stage_says(stage, str_text(STR_POSTER_BUILTIN_TITLE)));
}

static void test_face__a_signed_time_counts_at_once_and_nothing_starts_anew(void **state)
{
    enum { HALF_A_DAY_MS = 12 * 3600000 };
    struct stage *stage = *state;
    struct post_message clock = {.type = POST_CLOCK, .clock.right = true};
    stage->now.state = CLOCK_UNKNOWN;
    stage->now.wall_ms = 100000; /* a box without a battery begins in 1970 */
    stage_keys(stage, "OK OK");
    stage_write(stage, "路口请装一面镜子");
    int64_t input_ms = stage->app->input_ms;
    clock.clock.wall_ms = INT64_C(1598970600000); /* half past ten in the evening */
    clock.clock.steady_ms = clock_steady_ms(&stage->clock);
    stage_says_message(stage, &clock);
    assert_int_equal(stage->app->now.state, CLOCK_TRUSTED);
    assert_int_equal(clock_day(stage->app->now.wall_ms), clock_day(clock.clock.wall_ms));
    assert_int_equal(stage->app->look.palette, PALETTE_NIGHT);
    assert_string_equal(stage_scene(stage), "compose");
    assert_string_equal(stage->app->compose.draft.text, "路口请装一面镜子");
    assert_int_equal(stage->app->input_ms, input_ms);
    assert_int_equal(stage->app->idle_left_s, -1);
    /* A second one, hours back: dates follow, the page stays. */
    clock.clock.wall_ms -= HALF_A_DAY_MS;
    stage_says_message(stage, &clock);
    assert_int_equal(stage->app->look.palette, PALETTE_DAY);
    assert_string_equal(stage_scene(stage), "compose");
}

static void test_face__a_campaign_that_is_over_ends_with_the_first_signed_time(void **state)
{
    struct stage *stage = *state;
    struct post_message clock = {.type = POST_CLOCK, .clock.right = true};
    stage->app->catalogue.manifest.expires_ms = stage->now.wall_ms;
    stage->now.state = CLOCK_UNKNOWN;
    stage->now.wall_ms = 100000;
    stage_wait(stage, 20000);
    assert_false(stage_says(stage, str_text(STR_POSTER_BUILTIN_TITLE)));
    clock.clock.wall_ms = stage->app->catalogue.manifest.expires_ms;
    clock.clock.steady_ms = clock_steady_ms(&stage->clock);
    stage_says_message(stage, &clock);
    assert_true(stage_says(stage, str_text(STR_POSTER_BUILTIN_TITLE)));
}

static void test_face__a_wall_only_shows(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK YELLOW EXIT 5");
    assert_scene(stage, "poster");
    stage_wait(stage, 12000);
    assert_true(stage_describes(stage, "theme", "sannong"));
}

/* -- nobody there any more -- */

static void test_face__a_kiosk_forgets_who_went_away(void **state)
{
    struct stage *stage = *state;
    static const char secret[] = "gone-away";
    stage_keys(stage, "YELLOW OK OK");
    for (int i = 0; i < 30; i++)
        stage_write(stage, secret);
    stage_wait(stage, 119000);
    assert_false(stage_says(stage, str_text(STR_IDLE_TITLE)));
    stage_wait(stage, 1000);
    assert_true(stage_says(stage, str_text(STR_IDLE_TITLE)));
    stage_keys(stage, "5"); /* extends, and does nothing else */
    assert_scene(stage, "compose");
    assert_true(stage_describes(stage, "composition", ""));
    assert_false(stage_says(stage, str_text(STR_IDLE_TITLE)));
    stage_wait(stage, 151000);
    assert_scene(stage, "poster");
    assert_false(described_bool(stage, "large"));
    assert_false(keeps(stage, secret));
}

/* Stepping back to the posters loses nothing, and leaves nothing to whoever comes later. */
/* SIGHUP: whoever is writing, or has stepped back with words behind, is not disturbed. */
static void test_face__a_kiosk_that_is_to_leave_waits_for_the_posters(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK OK");
    stage_write(stage, "希望");
    stage->app->leaves = true;
    stage_wait(stage, 1000);
    stage_keys(stage, "ESC BACK");
    assert_scene(stage, "poster");
    stage_wait(stage, 70000);
    assert_scene(stage, "poster");
    stage_wait(stage, 5000);
    assert_int_equal(stage->app->end, APP_QUIT);
}

static void test_face__a_kiosk_forgets_who_stepped_back(void **state)
{
    struct stage *stage = *state;
    static const char secret[] = "stepped-back";
    stage_keys(stage, "OK OK");
    stage_write(stage, secret);
    stage_keys(stage, "ESC BACK");
    assert_scene(stage, "poster");
    stage_wait(stage, 70000);
    assert_true(keeps(stage, secret));
    stage_wait(stage, 5000);
    assert_scene(stage, "poster");
    assert_false(keeps(stage, secret));
}

static void test_face__idle_rules_are_those_of_the_scene(void **state)
{
    (void)state;
    assert_int_equal(idle_rule(CONF_KIOSK, SCENE_compose).quiet_s, 120);
    assert_int_equal(idle_rule(CONF_KIOSK, SCENE_compose).warn_s, 30);
    assert_int_equal(idle_rule(CONF_KIOSK, SCENE_review).quiet_s, 60);
    assert_int_equal(idle_rule(CONF_KIOSK, SCENE_review).warn_s, 15);
    assert_int_equal(idle_rule(CONF_HOME, SCENE_poster).quiet_s, 0);
    struct idle_state s = idle_at(idle_rule(CONF_HOME, SCENE_receipt), 0, 179999);
    assert_int_equal(s.left_s, 1);
    assert_int_equal(idle_at(idle_rule(CONF_HOME, SCENE_receipt), 0, 180000).left_s, 0);
}

static void test_face__home_idles_out_to_television(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK OK");
    stage_wait(stage, 599000);
    assert_scene(stage, "compose");
    stage_wait(stage, 32000);
    assert_int_equal(stage->app->end, APP_HANDOFF);
}

/* -- going back, hiding, touching -- */

static void test_face__back_goes_one_step_and_loses_nothing(void **state)
{
    struct stage *stage = *state;
    go_to_review(stage, "希望");
    stage_keys(stage, "BACK");
    assert_scene(stage, "compose");
    assert_true(stage_describes(stage, "typed", "希望"));
    stage_keys(stage, "BACK BACK BACK");
    assert_scene(stage, "kind");
    stage_keys(stage, "BACK");
    assert_scene(stage, "poster");
}

static void test_face__hidden_words_are_not_on_the_screen(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK OK");
    stage_write(stage, "悄悄话");
    assert_true(stage_says(stage, "悄悄话"));
    stage_keys(stage, "BLUE");
    assert_false(stage_says(stage, "悄悄话"));
    assert_true(stage_describes(stage, "typed", "悄悄话"));
    stage_keys(stage, "OK");
    assert_scene(stage, "review");
    assert_false(stage_says(stage, "悄悄话"));
    assert_true(stage_says(stage, "●●●"));
    stage_keys(stage, "BLUE");
    assert_true(stage_says(stage, "悄悄话"));
    stage_keys(stage, "BLUE BACK BLUE");
    assert_true(stage_says(stage, "悄悄话"));
}

/* A key during a fade: the picture is there at once, whatever moved on top of it. */
static void test_face__a_key_ends_a_fade(void **state)
{
    struct stage *stage = *state;
    struct posters *posters = &stage->app->posters;
    for (size_t i = 0; i < stage->app->catalogue.manifest.posters; i++)
        stage->app->catalogue.manifest.poster[i].fade_ms = 2000;
    stage_keys(stage, "YELLOW YELLOW");
    stage_wait(stage, 12000);
    assert_true(fade_is_on(&posters->fade));
    stage_keys(stage, "YELLOW");
    assert_false(fade_is_on(&posters->fade));
    struct picture seen = stage_picture(stage);
    size_t bytes = (size_t)seen.width * (size_t)seen.height * sizeof *seen.pixels;
    uint32_t *kept = test_malloc(bytes);
    memcpy(kept, seen.pixels, bytes);
    canvas_invalidate(stage->app->canvas);
    app_handle(stage->app, &(struct screen_event){.kind = SCREEN_TIMEOUT});
    assert_memory_equal(seen.pixels, kept, bytes);
    test_free(kept);
}

/* Yellow: large, then large on black, then as it was; each in every scene. */
static void test_face__yellow_steps_through_the_looks(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK");
    for (int round = 0; round < 2; round++) {
        stage_keys(stage, "YELLOW");
        assert_true(stage->app->look.large && stage->app->look.palette == PALETTE_DAY);
        stage_keys(stage, "YELLOW");
        assert_true(stage->app->look.large && stage->app->look.palette == PALETTE_CONTRAST);
        assert_true(stage->app->plain.palette == PALETTE_CONTRAST && !stage->app->plain.large);
        stage_keys(stage, "YELLOW");
        assert_true(!stage->app->look.large && stage->app->look.palette == PALETTE_DAY);
    }
    stage_keys(stage, "YELLOW YELLOW BACK OK");
    assert_true(stage->app->look.palette == PALETTE_CONTRAST);
}

/* At ten in the evening the colours change by themselves, at six they change back; a clock that
 * nobody knows has no night. */
static void test_face__colours_follow_a_known_clock(void **state)
{
    enum { HOUR_MS = 3600000 };
    struct stage *stage = *state;
    stage_keys(stage, "OK"); /* 09:30 */
    assert_int_equal(stage->app->look.palette, PALETTE_DAY);
    stage->now.wall_ms += 12 * HOUR_MS;
    stage->app->input_ms = stage->now.mono_ms;
    stage_keys(stage, "DOWN"); /* 21:30 */
    assert_int_equal(stage->app->look.palette, PALETTE_DAY);
    assert_true(app_due_ms(stage->app) <= stage->now.mono_ms + HOUR_MS / 2);
    stage->now.wall_ms += HOUR_MS / 2;
    stage_keys(stage, "UP"); /* 22:00 */
    assert_int_equal(stage->app->look.palette, PALETTE_NIGHT);
    stage_keys(stage, "YELLOW YELLOW");
    assert_int_equal(stage->app->look.palette, PALETTE_CONTRAST);
    stage_keys(stage, "YELLOW");
    assert_int_equal(stage->app->look.palette, PALETTE_NIGHT);
    stage->now.state = CLOCK_UNKNOWN;
    stage_keys(stage, "DOWN");
    assert_int_equal(stage->app->look.palette, PALETTE_DAY);
    stage->now.state = CLOCK_PLAUSIBLE;
    stage_keys(stage, "UP");
    assert_int_equal(stage->app->look.palette, PALETTE_NIGHT);
    stage->now.wall_ms += 8 * HOUR_MS;
    stage_keys(stage, "DOWN"); /* 06:00 */
    assert_int_equal(stage->app->look.palette, PALETTE_DAY);
}

static void test_face__twelve_keys_are_enough_on_a_kiosk(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "HASH");
    assert_scene(stage, "kind");
    stage_keys(stage, "6");
    assert_true(stage_describes(stage, "focus", "complaint"));
    stage_keys(stage, "8");
    assert_true(stage_describes(stage, "focus", "theme"));
    stage_keys(stage, "STAR");
    assert_scene(stage, "poster");
}

/* Touches every place of the page in a raster; nothing may break. */
static void test_face__touching_anywhere_does_no_harm(void **state)
{
    struct stage *stage = *state;
    unsigned sent = 0;
    for (int y = 30; y < 1920; y += 97) {
        for (int x = 20; x < 1080; x += 61) {
            stage_tap(stage, x, y);
            stage_tap(stage, (x * 7) % 1080, (y * 13) % 1920);
            if (stage->puts > sent && stage->app->sending.save == SAVE_SAVING) {
                sent = stage->puts;
                stage_saved(stage, POST_SAVE_OK);
            }
            assert_int_equal(stage->app->end, APP_RUNS);
            json_decref(described(stage));
        }
    }
}

static void tap_middle(struct stage *stage, struct rect r)
{
    stage_tap(stage, r.x + r.w / 2, r.y + r.h / 2);
}

static struct rect button_place(const struct compose_places *places, enum key key)
{
    size_t i = 0;
    while (compose_button_at(i) != key)
        i++;
    assert_true(i < places->button_count);
    return places->buttons[i];
}

static void test_face__a_finger_turns_the_page_of_the_candidates(void **state)
{
    struct stage *stage = *state;
    struct compose_places places = compose_places(&stage->app->look);
    const struct compose *compose = &stage->app->compose;
    stage_tap(stage, 500, 500);
    stage_tap(stage, 300, 1000);
    tap_middle(stage, places.keys[8]); /* 9 */
    tap_middle(stage, places.more[0]);
    assert_int_equal(compose->first, 0);
    tap_middle(stage, places.more[1]);
    assert_int_equal(compose->first, COMPOSE_ROW);
    char word[IME_TEXT_MAX];
    memcpy(word, compose->shown[4].text, sizeof word);
    tap_middle(stage, places.more[1]);
    tap_middle(stage, places.more[0]);
    tap_middle(stage, places.candidates[4]);
    assert_string_equal(compose->draft.text, word);
}

static void test_face__a_finger_puts_the_caret_into_the_text(void **state)
{
    struct stage *stage = *state;
    struct compose_places places = compose_places(&stage->app->look);
    const struct draft *draft = &stage->app->compose.draft;
    int line = stage->app->look.types[ROLE_WRITE].line;
    stage_tap(stage, 500, 500);
    stage_tap(stage, 300, 1000);
    stage_write(stage, "一二三四五六七八九十一二三四五六七八九十");
    assert_int_equal(draft_place(draft), 20);
    stage_tap(stage, places.box.x + 2, places.box.y + line / 2);
    assert_int_equal(draft_place(draft), 0);
    stage_tap(stage, places.box.x + 2, places.box.y + line * 3 / 2);
    size_t second = draft_place(draft);
    assert_true(second > 9 && second < 20); /* where the second line begins */
    tap_middle(stage, places.keys[8]);
    tap_middle(stage, button_place(&places, KEY_BACK)); /* the digit */
    tap_middle(stage, button_place(&places, KEY_BACK)); /* the character before the caret */
    assert_int_equal(draft_place(draft), second - 1);
    assert_int_equal(draft_count(draft), 19);
    stage_key(stage, KEY_BLUE);
    stage_tap(stage, places.box.x + 2, places.box.y + line / 2);
    assert_int_equal(draft_place(draft), 0);
}

static void test_face__a_touch_beside_the_numbered_choices_ends_them(void **state)
{
    struct stage *stage = *state;
    struct compose_places places = compose_places(&stage->app->look);
    stage_tap(stage, 500, 500);
    stage_tap(stage, 300, 1000);
    tap_middle(stage, places.keys[8]);  /* 9 */
    tap_middle(stage, places.keys[10]); /* 0 */
    assert_true(stage->app->compose.pick);
    tap_middle(stage, places.status);
    assert_false(stage->app->compose.pick);
    assert_true(stage_describes(stage, "composition", "9"));
    assert_int_equal(stage->app->compose.draft.len, 0);
}

static void test_face__a_kiosk_can_be_used_by_touch_alone(void **state)
{
    struct stage *stage = *state;
    struct compose_places places = compose_places(&stage->app->look);
    stage_tap(stage, 500, 500);
    assert_scene(stage, "kind");
    stage_tap(stage, 300, 1000);
    assert_scene(stage, "compose");
    tap_middle(stage, places.keys[8]); /* 9 */
    assert_true(stage_describes(stage, "composition", "9"));
    tap_middle(stage, places.candidates[1]);
    assert_int_not_equal(stage->app->compose.draft.len, 0);
    tap_middle(stage, button_place(&places, KEY_OK));
    assert_scene(stage, "review");
    stage_tap(stage, 300, 1700);
    stage_saved(stage, POST_SAVE_OK);
    assert_scene(stage, "receipt");
    stage_tap(stage, 500, 1700);
    assert_scene(stage, "poster");
}

/* -- what always holds -- */

/* Another text of the same shape must meet the same treatment: no word changes what happens. */
static void run_neutral(const char *text, char *trace, size_t size)
{
    void *own;
    stage_set_up_kiosk(&own);
    struct stage *stage = own;
    go_to_review(stage, text);
    stage_keys(stage, "RIGHT OK OK OK");
    stage_saved(stage, POST_SAVE_OK);
    stage_arrived(stage);
    snprintf(trace, size, "%s %s %u %zu %u %u", stage_scene(stage),
             save_str(stage->app->sending.save), stage->puts, stage->put.put.letter_len,
             stage->presents, stage->describes);
    stage_tear_down(&own);
}

static void test_face__no_word_is_treated_differently(void **state)
{
    static const char *const texts[] = {"我要投诉村干部贪污", "感谢政府修好了公路",
                                        "字字字字字字字字字", "求决申诉检举一二三"};
    char first[128], other[128];
    (void)state;
    run_neutral(texts[0], first, sizeof first);
    for (size_t i = 1; i < sizeof texts / sizeof texts[0]; i++) {
        run_neutral(texts[i], other, sizeof other);
        assert_string_equal(first, other);
    }
}

/* Allocations of what is linked into the program (see face.cmake), but for those of the font engine
 * at work: it may be linked in or not, and draws each glyph once. */
static unsigned allocations, engine;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations += engine == 0;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations += engine == 0;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    allocations += engine == 0;
    return __real_realloc(old, size);
}

SDL_Surface *__real_TTF_RenderGlyph32_Shaded(TTF_Font *font, Uint32 c, SDL_Color ink,
                                             SDL_Color paper);
SDL_Surface *__wrap_TTF_RenderGlyph32_Shaded(TTF_Font *font, Uint32 c, SDL_Color ink,
                                             SDL_Color paper);
int __real_TTF_GlyphMetrics32(TTF_Font *font, Uint32 c, int *left, int *right, int *bottom,
                              int *top, int *advance);
int __wrap_TTF_GlyphMetrics32(TTF_Font *font, Uint32 c, int *left, int *right, int *bottom,
                              int *top, int *advance);

SDL_Surface *__wrap_TTF_RenderGlyph32_Shaded(TTF_Font *font, Uint32 c, SDL_Color ink,
                                             SDL_Color paper)
{
    engine++;
    SDL_Surface *surface = __real_TTF_RenderGlyph32_Shaded(font, c, ink, paper);
    engine--;
    return surface;
}

int __wrap_TTF_GlyphMetrics32(TTF_Font *font, Uint32 c, int *left, int *right, int *bottom,
                              int *top, int *advance)
{
    engine++;
    int status = __real_TTF_GlyphMetrics32(font, c, left, right, bottom, top, advance);
    engine--;
    return status;
}

static void test_face__typing_allocates_nothing(void **state)
{
    struct stage *stage = *state;
    static const char typing[] =
        "9 4 9 2 6 4 RIGHT OK DOWN 0 3 STAR OK BACK GREEN BACK YELLOW YELLOW";
    stage_keys(stage, "OK OK");
    for (int look = 0; look < VIEW_COUNT; look++) /* warm up: every glyph once in every size */
        stage_keys(stage, typing);
    unsigned before = allocations;
    for (int look = 0; look < VIEW_COUNT; look++)
        stage_keys(stage, typing);
    assert_int_equal(allocations, before);
    assert_true(before > 0); /* it does count */
}

static void test_face__is_described_after_every_event(void **state)
{
    struct stage *stage = *state;
    unsigned before = stage->describes;
    const struct screen_event event = {.kind = SCREEN_TIMEOUT};
    app_handle(stage->app, &event);
    assert_int_equal(stage->describes, before + 1);
    before = stage->presents;
    app_handle(stage->app, &event);
    assert_int_equal(stage->presents, before); /* nothing changed: nothing is presented */
    app_handle(stage->app, &(struct screen_event){.kind = SCREEN_EXPOSED});
    assert_int_equal(stage->presents, before + 1); /* but where the picture was lost */
    app_handle(stage->app, &event);
    assert_int_equal(stage->presents, before + 1);
}

int main(void)
{
#define AT(place, name)    cmocka_unit_test_setup_teardown(name, stage_set_up_##place, stage_tear_down)
#define WITH(set_up, test) cmocka_unit_test_setup_teardown(test, set_up, stage_tear_down)
    const struct CMUnitTest tests[] = {
        AT(home, test_face__the_straight_way_ends_in_a_receipt),
        AT(kiosk, test_face__the_straight_way_ends_in_a_receipt),
        AT(kiosk, test_face__the_record_says_all_and_no_more),
        AT(home, test_face__nothing_written_is_left_behind_a_receipt),
        AT(home, test_face__the_same_letter_is_tried_again),
        AT(home, test_face__other_words_are_another_letter),
        AT(home, test_face__a_keeper_that_died_is_found_again),
        AT(home, test_face__without_a_keeper_it_says_so_after_five_seconds),
        AT(home, test_face__news_missed_while_the_keeper_was_away_is_asked_for),
        AT(home, test_face__a_late_answer_counts),
        AT(home, test_face__shows_once_how_to_type),
        AT(home, test_face__what_shows_how_to_type_ends_by_itself),
        AT(home, test_face__a_full_device_says_so_before_typing),
        AT(kiosk, test_face__a_broken_store_says_so_before_typing),
        AT(home, test_face__a_broken_store_is_television_at_home),
        AT(home, test_face__a_broken_store_on_the_posters_is_television),
        AT(kiosk, test_face__a_broken_store_leaves_a_kiosk_its_posters),
        AT(home, test_face__the_quota_of_a_day_is_kept),
        AT(home, test_face__a_complaint_is_told_where_to_go),
        AT(home, test_face__a_theme_is_chosen_by_the_side_door),
        AT(home, test_face__posters_turn_and_preselect_their_theme),
        AT(home, test_face__a_boot_screen_counts_down_to_television),
        AT(home, test_face__the_countdown_is_calm),
        AT(home, test_face__the_words_of_the_countdown_stand_still),
        AT(home, test_face__ok_stops_the_countdown),
        AT(home, test_face__any_other_key_goes_to_television_at_once),
        cmocka_unit_test(test_face__exit_leaves_every_scene_for_television),
        WITH(open_bare_home, test_face__no_campaign_is_television_at_home),
        WITH(open_bare_kiosk, test_face__no_campaign_is_the_built_in_poster_on_a_kiosk),
        AT(home, test_face__the_stop_flag_ends_the_campaign),
        AT(kiosk, test_face__the_stop_flag_ends_the_campaign),
        AT(kiosk, test_face__a_campaign_ends_on_its_day_if_the_clock_is_trusted),
        AT(kiosk, test_face__a_campaign_that_is_over_ends_with_the_first_signed_time),
        AT(kiosk, test_face__a_signed_time_counts_at_once_and_nothing_starts_anew),
        AT(wall, test_face__a_wall_only_shows),
        WITH(open_strip, test_face__a_wall_only_shows),
        WITH(open_bare_wall, test_face__no_campaign_is_the_built_in_poster_on_a_wall),
        AT(old_television, test_face__the_straight_way_ends_in_a_receipt),
        AT(kiosk, test_face__a_kiosk_forgets_who_went_away),
        AT(kiosk, test_face__a_kiosk_forgets_who_stepped_back),
        AT(kiosk, test_face__a_kiosk_that_is_to_leave_waits_for_the_posters),
        cmocka_unit_test(test_face__idle_rules_are_those_of_the_scene),
        AT(home, test_face__home_idles_out_to_television),
        AT(home, test_face__back_goes_one_step_and_loses_nothing),
        AT(kiosk, test_face__hidden_words_are_not_on_the_screen),
        AT(kiosk, test_face__a_key_ends_a_fade),
        AT(kiosk, test_face__yellow_steps_through_the_looks),
        AT(kiosk, test_face__colours_follow_a_known_clock),
        AT(kiosk, test_face__twelve_keys_are_enough_on_a_kiosk),
        AT(kiosk, test_face__touching_anywhere_does_no_harm),
        AT(kiosk, test_face__a_finger_turns_the_page_of_the_candidates),
        AT(kiosk, test_face__a_finger_puts_the_caret_into_the_text),
        AT(kiosk, test_face__a_touch_beside_the_numbered_choices_ends_them),
        AT(kiosk, test_face__a_kiosk_can_be_used_by_touch_alone),
        cmocka_unit_test(test_face__no_word_is_treated_differently),
        AT(home, test_face__typing_allocates_nothing),
        AT(home, test_face__is_described_after_every_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
