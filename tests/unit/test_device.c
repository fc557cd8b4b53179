/* The pages for setting a device up and looking after it, over a screen in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/confine.h"
#include "face/counties.h"
#include "face/scenes/service_parts.h"
#include "face/scenes/setup_parts.h"
#include "stage.h"

static int open_fresh(void **state, const char *profile)
{
    const struct stage_setup setup = {
        .profile = profile, .keeper = true, .fresh = true, .bare = true};
    return stage_set_up(state, &setup);
}

static int open_fresh_kiosk(void **state)
{
    return open_fresh(state, "kiosk-1080p");
}

static int open_fresh_wall(void **state)
{
    return open_fresh(state, "led-192x96");
}

static void assert_scene(const struct stage *stage, const char *name)
{
    assert_int_equal(stage->app->end, APP_RUNS);
    assert_string_equal(stage_scene(stage), name);
}

static void assert_focus(const struct stage *stage, const char *words)
{
    char focus[64] = "";
    scene_of(stage->app->scene)->focus(stage->app, focus, sizeof focus);
    assert_string_equal(focus, words);
}

static void tell_settings(struct stage *stage, const char *county, bool locked)
{
    struct post_message message = {.type = POST_SETTINGS,
                                   .settings = {.set = true, .locked = locked}};
    snprintf(message.settings.county, sizeof message.settings.county, "%s", county);
    stage_says_message(stage, &message);
}

/* -- ways in and out -- */

static void test_device__service_is_opened_by_info_three_times(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK INFO INFO UP INFO");
    assert_scene(stage, "kind");
    stage_keys(stage, "INFO");
    stage_wait(stage, 3000);
    stage_keys(stage, "INFO INFO"); /* too late for the first two */
    assert_scene(stage, "kind");
    stage_keys(stage, "INFO");
    assert_scene(stage, "service");
    stage_keys(stage, "BACK");
    assert_scene(stage, "kind");
}

static void test_device__nothing_written_is_lost_on_the_way(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK OK");
    stage_write(stage, "希望增开早班公交。");
    stage_hold(stage, KEY_MENU, 1200);
    assert_scene(stage, "setup");
    stage_keys(stage, "BACK");
    assert_scene(stage, "compose");
    assert_string_equal(stage->app->compose.draft.text, "希望增开早班公交。");
    stage_keys(stage, "INFO INFO INFO");
    assert_scene(stage, "service");
    for (size_t tab = 0; tab < SERVICE_TABS; tab++) {
        assert_false(stage_says(stage, "公交")); /* of what people write it shows nothing */
        assert_null(strstr(stage->described, "公交"));
        stage_keys(stage, "RIGHT");
    }
    stage_keys(stage, "BACK");
    assert_string_equal(stage->app->compose.draft.text, "希望增开早班公交。");
    stage_hold(stage, KEY_MENU, 600); /* not long enough: only the page for the phone */
    assert_scene(stage, "compose");
    assert_true(stage->app->phone);
}

static void test_device__a_poster_of_a_boot_screen_goes_to_television(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "INFO");
    assert_int_equal(stage->app->end, APP_HANDOFF);
    assert_int_equal(stage->handed, KEY_INFO);
}

static void test_device__a_kiosk_opens_both_on_its_posters(void **state)
{
    struct stage *stage = *state;
    assert_scene(stage, "poster");
    stage_keys(stage, "INFO INFO INFO");
    assert_scene(stage, "service");
    stage_keys(stage, "BACK");
    assert_scene(stage, "poster");
    stage_hold(stage, KEY_MENU, 1200);
    assert_scene(stage, "setup");
    stage_wait(stage, 200000); /* whoever opened it has gone */
    assert_scene(stage, "poster");
}

static void test_device__a_wall_never_does(void **state)
{
    struct stage *stage = *state;
    stage_hold(stage, KEY_MENU, 3000);
    stage_keys(stage, "INFO INFO INFO");
    assert_scene(stage, "poster");
}

static void test_device__a_device_without_a_place_asks_for_it(void **state)
{
    struct stage *stage = *state;
    assert_scene(stage, "setup");
    stage_keys(stage, "OK OK"); /* the centre, its first county */
    stage->app->setup.letter = SETUP_NEXT;
    stage_keys(stage, "OK");
    assert_focus(stage, "keep");
    stage_keys(stage, "OK");
    assert_string_equal(stage->last.settings.county, "500103");
    tell_settings(stage, "500103", true);
    assert_focus(stage, "done");
    stage_keys(stage, "OK");
    assert_scene(stage, "poster");
}

static void test_device__a_wall_asks_for_nothing(void **state)
{
    assert_scene(*state, "poster");
}

/* A first boot with a campaign, built by hand: the screen must go to television by itself. */
static void test_device__nobody_at_the_first_boot_means_television(void **state)
{
    struct stage *stage = *state;
    stage->app->setup.alone = true;
    app_go(stage->app, SCENE_setup);
    app_handle(stage->app, &(struct screen_event){.kind = SCREEN_TIMEOUT});
    stage_wait(stage, (stage->conf.boot_seconds - 1) * 1000);
    assert_scene(stage, "setup");
    stage_wait(stage, 1000);
    assert_int_equal(stage->app->end, APP_HANDOFF);
}

static void test_device__who_presses_a_key_has_time(void **state)
{
    struct stage *stage = *state;
    stage->app->setup.alone = true;
    app_go(stage->app, SCENE_setup);
    stage_keys(stage, "DOWN");
    stage_wait(stage, (stage->conf.boot_seconds + 60) * 1000);
    assert_scene(stage, "setup");
}

static void test_device__who_needs_set_up(void **state)
{
    struct stage *stage = *state;
    struct app *app = stage->app;
    struct clock clock = {.simulated = false};
    assert_false(app_wants_setup(app)); /* simulated */
    app->clock = &clock;
    app_device_init(app, &stage->conf);
    assert_true(app_wants_setup(app));
    app->settled.placed = true; /* board.conf names the place */
    assert_false(app_wants_setup(app));
    app->settled.placed = false;
    app->safe = true;
    assert_false(app_wants_setup(app));
    app->safe = false;
    app->device.set.set = true;
    assert_false(app_wants_setup(app));
    app->clock = &stage->clock;
}

/* Why nothing is shown, for whoever stands before it. */
static void test_device__service_says_why_nothing_is_shown(void **state)
{
    struct stage *stage = *state;
    struct app *app = stage->app;
    struct post_status status = {.store = POST_STORE_OK, .stop = true};
    stage_keys(stage, "INFO INFO INFO");
    stage_status(stage, &status);
    assert_true(stage_says(stage, str_text(STR_SERVICE_CAMPAIGN_STOPPED)));
    status.stop = false;
    stage_status(stage, &status);
    assert_false(stage_says(stage, str_text(STR_SERVICE_CAMPAIGN_STOPPED)));
    app->catalogue.manifest.expires_ms = stage->now.wall_ms;
    app_campaign_check(app);
    stage_keys(stage, "DOWN UP");
    assert_true(stage_says(stage, str_text(STR_SERVICE_CAMPAIGN_OVER)));
    app->catalogue.manifest.enabled = false;
    app_campaign_check(app);
    stage_keys(stage, "DOWN UP");
    assert_true(stage_says(stage, str_text(STR_SERVICE_CAMPAIGN_OFF)));
}

/* -- set-up -- */

static void test_device__every_county_can_be_chosen(void **state)
{
    struct stage *stage = *state;
    size_t seen = 0;
    stage_keys(stage, "OK");
    for (size_t region = 0; region < REGION_COUNT; region++) {
        for (size_t i = 0; i < counties_count((enum county_region)region); i++, seen++) {
            const struct county *county = counties_at((enum county_region)region, i);
            char focus[64];
            stage_hold(stage, KEY_MENU, 1200);
            stage_keys(stage, "UP UP LEFT LEFT LEFT");
            for (size_t k = 0; k < region; k++)
                stage_key(stage, KEY_RIGHT);
            stage_key(stage, KEY_OK);
            for (size_t k = 0; k < 12; k++)
                stage_key(stage, KEY_LEFT);
            for (size_t k = 0; k < i; k++)
                stage_key(stage, KEY_RIGHT);
            snprintf(focus, sizeof focus, "county %s", county->code);
            assert_focus(stage, focus);
            assert_ptr_equal(counties_find(county->code), county);
            stage_keys(stage, "BACK BACK");
            assert_scene(stage, "kind");
        }
    }
    assert_int_equal(seen, 38);
}

static void test_device__what_is_set_counts_at_once(void **state)
{
    struct stage *stage = *state;
    char url[APP_URL_BYTES];
    stage_keys(stage, "OK");
    stage_hold(stage, KEY_MENU, 1200);
    stage_keys(stage, "OK RIGHT OK 1 2 3 4 DOWN DOWN DOWN RIGHT RIGHT RIGHT RIGHT RIGHT RIGHT "
                      "RIGHT RIGHT OK");
    assert_focus(stage, "keep");
    stage_keys(stage, "OK");
    assert_int_equal(stage->asked[POST_SETTINGS], 1);
    assert_string_equal(stage->last.settings.county, "500104");
    assert_string_equal(stage->last.settings.token, "1234");
    assert_true(stage_says(stage, str_text(STR_SETUP_WAITS)));
    tell_settings(stage, "500104", false);
    assert_true(stage_says(stage, str_text(STR_SETUP_SAVED)));
    assert_string_equal(stage->app->setup.token, "");
    assert_true(app_page_url(stage->app, url));
    assert_non_null(strstr(url, "county=500104"));
    stage_keys(stage, "OK");
    assert_scene(stage, "kind");
}

static void test_device__what_is_not_kept_is_said(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK");
    stage_hold(stage, KEY_MENU, 1200);
    stage_keys(stage, "OK RIGHT OK");
    stage->app->setup.letter = SETUP_NEXT;
    stage_keys(stage, "OK OK");
    tell_settings(stage, "500103", false); /* the old ones */
    assert_true(stage_says(stage, str_text(STR_SETUP_FAILED)));
    stage_keys(stage, "OK"); /* again */
    assert_int_equal(stage->asked[POST_SETTINGS], 2);
    stage_wait(stage, 15000); /* no answer */
    assert_true(stage_says(stage, str_text(STR_SETUP_FAILED)));
    tell_settings(stage, "500104", false); /* it comes after all */
    assert_true(stage_says(stage, str_text(STR_SETUP_SAVED)));
    tell_settings(stage, "500103", false);
    stage_keys(stage, "BACK");
    stage_hold(stage, KEY_MENU, 1200);
    stage_keys(stage, "OK RIGHT OK");
    stage->app->setup.letter = SETUP_NEXT;
    stage_keys(stage, "OK");
    stage_keeper_leaves(stage);
    stage_keys(stage, "OK");
    assert_true(stage_says(stage, str_text(STR_SETUP_WAITS)));
    unsigned asked = stage->asked[POST_SETTINGS];
    stage_keeper_comes(stage); /* asked as soon as it is there */
    assert_int_equal(stage->asked[POST_SETTINGS], asked + 1);
    stage_keeper_leaves(stage);
    stage_wait(stage, 15000);
    assert_true(stage_says(stage, str_text(STR_SETUP_FAILED)));
    stage_keys(stage, "RIGHT OK");
    assert_focus(stage, "region 0");
}

static void test_device__a_token_is_typed_and_deleted(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK");
    stage_hold(stage, KEY_MENU, 1200);
    stage_keys(stage, "OK OK 7 DOWN RIGHT OK");
    assert_focus(stage, "token B");
    assert_string_equal(stage->app->setup.token, "7B");
    assert_true(stage_says(stage, "7B"));
    stage->app->setup.letter = SETUP_NEXT;
    stage_keys(stage, "OK"); /* too short */
    assert_focus(stage, "token next");
    assert_true(stage_says(stage, str_text(STR_SETUP_TOKEN_SHORT)));
    stage_keys(stage, "LEFT OK");
    assert_string_equal(stage->app->setup.token, "7");
    stage_keys(stage, "BACK");
    assert_string_equal(stage->app->setup.token, "");
    stage_keys(stage, "BACK");
    assert_focus(stage, "county 500103");
}

static void test_device__a_locked_kiosk_asks_for_the_token(void **state)
{
    struct stage *stage = *state;
    tell_settings(stage, "500112", true);
    stage_hold(stage, KEY_MENU, 1200);
    assert_focus(stage, "unlock 0");
    stage_keys(stage, "OK OK OK OK"); /* 0000 */
    assert_false(stage_says(stage, "0000"));
    stage->app->setup.letter = SETUP_NEXT;
    stage_keys(stage, "OK");
    assert_int_equal(stage->asked[POST_UNLOCK], 1);
    assert_string_equal(stage->last.unlock.token, "0000");
    tell_settings(stage, "500112", true);
    assert_true(stage_says(stage, str_text(STR_SETUP_UNLOCK_WRONG)));
    assert_string_equal(stage->app->setup.token, "");
    stage->app->setup.letter = SETUP_NEXT;
    stage_keys(stage, "OK");
    tell_settings(stage, "500112", false);
    assert_focus(stage, "region 0");
}

static void test_device__set_up_works_by_touch(void **state)
{
    struct stage *stage = *state;
    stage_hold(stage, KEY_MENU, 1200);
    for (int i = 0; i < 2; i++) {
        struct rect r = setup_cell(stage->app, 1);
        stage_tap(stage, r.x + r.w / 2, r.y + r.h / 2);
    }
    struct rect next = setup_cell(stage->app, SETUP_NEXT);
    assert_focus(stage, "token 0");
    stage_tap(stage, next.x + 1, next.y + 1);
    assert_focus(stage, "keep");
    struct rect keep = setup_cell(stage->app, 0);
    stage_tap(stage, keep.x + 1, keep.y + 1);
    assert_string_equal(stage->last.settings.county, "500110");
}

/* -- service -- */

static void open_service(struct stage *stage)
{
    stage_keys(stage, "OK INFO INFO INFO");
    assert_scene(stage, "service");
    assert_int_equal(stage->asked[POST_ASK_FACTS], 1);
    stage_device(stage);
}

static void test_device__the_table_tells_how_it_fares(void **state)
{
    struct stage *stage = *state;
    open_service(stage);
    assert_true(stage_says(stage, "stb-720p"));
    assert_true(stage_says(stage, "渝中区 500103"));
    assert_true(stage_says(stage, str_text(STR_SERVICE_NET_DOWN)));
    assert_true(stage_says(stage, "no answer in 20 s"));
    assert_true(stage_says(stage, "1287"));
    assert_true(stage_says(stage, "1234 MB"));
    assert_true(stage_says(stage, "2020-09-01 09:30"));
    assert_true(stage_says(stage, "stage-2020"));
    assert_true(stage_says(stage, JIANYAN_VERSION));
    stage_wait(stage, 10000); /* asked anew while somebody looks */
    assert_int_equal(stage->asked[POST_ASK_FACTS], 2);
    stage_keeper_leaves(stage);
    assert_true(stage_says(stage, str_text(STR_SERVICE_STORE_NONE)));
    assert_true(stage_says(stage, str_text(STR_SERVICE_VERSIONS_NONE)));
}

static void test_device__service_names_the_walls_that_are_missing(void **state)
{
    struct stage *stage = *state;
    struct post_message message = {.type = POST_FACTS,
                                   .facts = {.keeper = JIANYAN_VERSION,
                                             .courier = JIANYAN_VERSION,
                                             .keeper_confined = CONFINE_CALLS,
                                             .courier_confined = CONFINE_FILES}};
    const char *const files[3] = {str_text(STR_SERVICE_WALLS_KEEPER), "", ""};
    const char *const calls[3] = {str_text(STR_SERVICE_WALLS_COURIER), "", ""};
    char text[128];
    open_service(stage);
    assert_false(stage_says(stage, str_text(STR_SERVICE_WALLS)));
    stage_says_message(stage, &message);
    stage_keys(stage, "DOWN");
    str_fill(text, sizeof text, STR_SERVICE_WALLS_FILES, files);
    assert_true(stage_says(stage, text));
    str_fill(text, sizeof text, STR_SERVICE_WALLS_CALLS, calls);
    assert_true(stage_says(stage, text));
}

static void test_device__faults_have_cause_and_cure(void **state)
{
    struct stage *stage = *state;
    open_service(stage);
    stage_keys(stage, "RIGHT");
    assert_true(stage_says(stage, "302"));
    assert_true(stage_says(stage, str_text(STR_FAULT_INTAKE_HOLDS_CURE)));
    stage_keys(stage, "DOWN");
    assert_true(stage_says(stage, str_text(STR_FAULT_CAMPAIGN_FETCH_CAUSE)));
    assert_true(stage_says(stage, "37"));
    stage_keys(stage, "DOWN DOWN DOWN");
    assert_true(stage_says(stage, str_text(STR_FAULT_RENEWED_CURE)));
    const struct post_fault_note strange = {.number = 999, .last_ms = stage->now.wall_ms};
    const struct post_fault_note old = {.number = FAULT_BROKEN};
    const struct post_fault_note fresh = {.number = FAULT_BROKEN, .last_ms = stage->now.wall_ms};
    assert_int_equal(service_fault(stage->app, &strange).name, STR_SERVICE_FAULTS_UNKNOWN);
    assert_int_equal(service_fault(stage->app, &old).light, LIGHT_NONE);
    assert_int_equal(service_fault(stage->app, &fresh).light, LIGHT_BAD);
}

static void test_device__more_faults_than_lines_are_walked(void **state)
{
    struct stage *stage = *state;
    open_service(stage);
    struct post_message message = {.type = POST_FACTS, .facts = {.faults = 40}};
    stage_says_message(stage, &message);
    for (uint32_t i = 0; i < 40; i++) { /* more than are asked for */
        message = (struct post_message){.type = POST_FAULT_NOTE, .note = {.number = 500 + i}};
        stage_says_message(stage, &message);
    }
    assert_int_equal(stage->app->device.notes, POST_FAULTS_MAX);
    stage_keys(stage, "RIGHT");
    for (int i = 0; i < 60; i++)
        stage_key(stage, KEY_DOWN);
    assert_int_equal(stage->app->service.at, POST_FAULTS_MAX - 1);
    assert_true(stage_says(stage, "523"));
    message = (struct post_message){.type = POST_FACTS};
    stage_says_message(stage, &message); /* all gone */
    assert_true(stage_says(stage, str_text(STR_SERVICE_FAULTS_NONE)));
}

static void test_device__the_key_test_shows_every_key(void **state)
{
    struct stage *stage = *state;
    open_service(stage);
    stage_keys(stage, "RIGHT RIGHT OK");
    for (int key = KEY_OK; key < KEY_COUNT; key++) {
        char focus[32];
        snprintf(focus, sizeof focus, "key %s", key_name((enum key)key));
        stage_key(stage, (enum key)key);
        assert_scene(stage, "service");
        assert_focus(stage, focus);
    }
    stage_keys(stage, "EXIT 5 EXIT");
    assert_focus(stage, "key EXIT");
    stage_keys(stage, "EXIT");
    assert_focus(stage, "keys");
    stage_keys(stage, "OK");
    stage_hold(stage, KEY_BACK, 900);
    assert_focus(stage, "key BACK");
    stage_hold(stage, KEY_BACK, 1000);
    assert_focus(stage, "keys");
}

static void test_device__pictures_fill_the_screen(void **state)
{
    struct stage *stage = *state;
    struct picture picture;
    int w = stage->conf.profile->width, h = stage->conf.profile->height;
    open_service(stage);
    stage_keys(stage, "LEFT OK");
    assert_focus(stage, "picture 0");
    picture = stage_picture(stage);
    assert_int_equal(picture.pixels[0], 0xFFFFFF);
    assert_int_equal(picture.pixels[w - 1], 0x000000);
    stage_keys(stage, "RIGHT RIGHT");
    picture = stage_picture(stage);
    for (int x = 0; x < w; x++) {
        assert_int_equal(picture.pixels[x], 0xFFFFFF);
        assert_int_equal(picture.pixels[(size_t)(h - 1) * (size_t)w + (size_t)x], 0xFFFFFF);
    }
    stage_keys(stage, "RIGHT");
    picture = stage_picture(stage);
    for (int x = 0; x < w / 2; x++)
        assert_int_equal(picture.pixels[x], x % 2 ? 0 : 0xFFFFFF);
    stage_keys(stage, "BACK");
    assert_focus(stage, "pictures");
}

static void test_device__service_works_by_touch(void **state)
{
    struct stage *stage = *state;
    const struct theme *look = &stage->app->look;
    stage_keys(stage, "INFO INFO INFO");
    struct rect tab = service_tab(look, SERVICE_PICTURES), body = service_body(look);
    struct rect leave = service_leave(look);
    stage_tap(stage, tab.x + 1, tab.y + 1);
    assert_focus(stage, "pictures");
    for (int i = 0; i < 5; i++)
        stage_tap(stage, body.x + 1, body.y + 1);
    assert_focus(stage, "pictures");
    stage_tap(stage, leave.x + 1, leave.y + 1);
    assert_scene(stage, "poster");
}

/* -- faults met here -- */

static void test_device__a_fault_is_reported_once(void **state)
{
    struct stage *stage = *state;
    unsigned before = stage->asked[POST_FAULT];
    stage_keeper_leaves(stage);
    app_fault(stage->app, FAULT_NO_DICTIONARY, "no base.dict");
    app_fault(stage->app, FAULT_NO_DICTIONARY, "no base.dict");
    stage_keeper_comes(stage);
    stage_pump(stage);
    assert_int_equal(stage->asked[POST_FAULT], before + 1);
    assert_int_equal(stage->app->device.met[stage->app->device.met_count - 1].sent, true);
    app_fault(stage->app, FAULT_NO_DICTIONARY, "no base.dict");
    stage_pump(stage);
    assert_int_equal(stage->asked[POST_FAULT], before + 1);
}

/* -- a letter that was set aside -- */

static void test_device__a_letter_set_aside_is_said_without_alarm(void **state)
{
    struct stage *stage = *state;
    stage_keys(stage, "OK OK");
    stage_write(stage, "希望");
    stage_keys(stage, "OK OK");
    stage_saved(stage, POST_SAVE_OK);
    stage_set_aside(stage);
    assert_true(stage_says(stage, str_text(STR_RECEIPT_ASIDE)));
    assert_non_null(strstr(stage->described, "\"save\":\"saved\""));
    stage_arrived(stage);
    assert_true(stage_says(stage, str_text(STR_RECEIPT_DELIVERED)));
}

#define ON(stage, test)    cmocka_unit_test_setup_teardown(test, stage_set_up_##stage, stage_tear_down)
#define WITH(set_up, test) cmocka_unit_test_setup_teardown(test, set_up, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(home, test_device__service_is_opened_by_info_three_times),
        ON(home, test_device__nothing_written_is_lost_on_the_way),
        ON(home, test_device__a_poster_of_a_boot_screen_goes_to_television),
        ON(kiosk, test_device__a_kiosk_opens_both_on_its_posters),
        ON(wall, test_device__a_wall_never_does),
        WITH(open_fresh_kiosk, test_device__a_device_without_a_place_asks_for_it),
        WITH(open_fresh_wall, test_device__a_wall_asks_for_nothing),
        ON(home, test_device__nobody_at_the_first_boot_means_television),
        ON(home, test_device__who_presses_a_key_has_time),
        ON(home, test_device__who_needs_set_up),
        ON(home, test_device__every_county_can_be_chosen),
        ON(home, test_device__what_is_set_counts_at_once),
        ON(home, test_device__what_is_not_kept_is_said),
        ON(home, test_device__a_token_is_typed_and_deleted),
        ON(kiosk, test_device__a_locked_kiosk_asks_for_the_token),
        ON(kiosk, test_device__service_says_why_nothing_is_shown),
        ON(kiosk, test_device__set_up_works_by_touch),
        ON(home, test_device__the_table_tells_how_it_fares),
        ON(home, test_device__service_names_the_walls_that_are_missing),
        ON(home, test_device__faults_have_cause_and_cure),
        ON(home, test_device__more_faults_than_lines_are_walked),
        ON(home, test_device__the_key_test_shows_every_key),
        ON(home, test_device__pictures_fill_the_screen),
        ON(kiosk, test_device__service_works_by_touch),
        ON(home, test_device__a_fault_is_reported_once),
        ON(home, test_device__a_letter_set_aside_is_said_without_alarm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
