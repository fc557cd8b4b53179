/* When the display is lit, and what is said to the television. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <linux/cec-funcs.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/common/power.h"

enum { HOUR_MS = 3600000 };

/* A time of the day in China, on a day that does not matter. */
static struct clock_now at(int hour, int minute)
{
    int64_t ms = (int64_t)hour * HOUR_MS + (int64_t)minute * 60000;
    return (struct clock_now){
        .mono_ms = ms, .wall_ms = clock_day_begins(18506) + ms, .state = CLOCK_TRUSTED};
}

static void test_hours__are_read_and_refused(void **state)
{
    static const char *const wrong[] = {"6",           "06:30",       "06:30-",
                                        "06:30-22:60", "25:00-06:00", "06:30-22:30x",
                                        "a",           "-1:00-02:00", "24:30-06:00"};
    struct hours hours;
    (void)state;
    assert_true(hours_read(&hours, ""));
    assert_int_equal(hours.from, hours.to);
    assert_true(hours_read(&hours, "06:30-22:05"));
    assert_int_equal(hours.from, 390);
    assert_int_equal(hours.to, 1325);
    assert_true(hours_read(&hours, "07:00-24:00"));
    assert_int_equal(hours.to, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(hours_read(&hours, wrong[i]));
}

static void test_hours__hold_by_day_and_over_midnight(void **state)
{
    const struct hours day = {390, 1350}, night = {22 * 60, 6 * 60}, always = {0, 0};
    struct clock_now unknown = at(3, 0);
    (void)state;
    assert_false(hours_hold(&day, at(6, 29)));
    assert_true(hours_hold(&day, at(6, 30)));
    assert_true(hours_hold(&day, at(22, 29)));
    assert_false(hours_hold(&day, at(22, 30)));
    assert_int_equal(hours_left_ms(&day, at(6, 0)), HOUR_MS / 2);
    assert_int_equal(hours_left_ms(&day, at(23, 0)), 7 * HOUR_MS + HOUR_MS / 2);
    assert_true(hours_hold(&night, at(23, 0)));
    assert_true(hours_hold(&night, at(0, 0)));
    assert_false(hours_hold(&night, at(6, 0)));
    assert_true(hours_hold(&always, at(3, 0)));
    assert_true(hours_left_ms(&always, at(3, 0)) == INT64_MAX);
    unknown.state = CLOCK_UNKNOWN;
    assert_true(hours_hold(&day, unknown));
    assert_true(hours_left_ms(&day, unknown) == INT64_MAX);
}

/* -- a display and its light -- */

struct place {
    char folder[32], light[64];
    struct backlight backlight;
    struct cec cec;
    int switched; /* how often */
    bool dark;
    struct power power;
};

static void set_dark(void *data, bool dark)
{
    struct place *place = data;
    place->switched++;
    place->dark = dark;
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

static int brightness(const struct place *place)
{
    char path[96], text[16] = "";
    snprintf(path, sizeof path, "%s/brightness", place->light);
    FILE *file = fopen(path, "r");
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    return (int)strtol(text, NULL, 10);
}

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    snprintf(place->folder, sizeof place->folder, "/tmp/jianyan-power-XXXXXX");
    if (!mkdtemp(place->folder))
        return -1;
    snprintf(place->light, sizeof place->light, "%s/panel", place->folder);
    mkdir(place->light, 0700);
    write_file(place->light, "max_brightness", "60\n");
    write_file(place->light, "brightness", "33\n");
    backlight_open(&place->backlight, place->folder);
    place->cec.fd = -1;
    place->power = (struct power){.hours = {390, 1350},
                                  .night_percent = 40,
                                  .percent = 100,
                                  .light = &place->backlight,
                                  .cec = &place->cec,
                                  .set_dark = set_dark,
                                  .data = place};
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    char path[96];
    backlight_close(&place->backlight);
    snprintf(path, sizeof path, "%s/brightness", place->light);
    unlink(path);
    snprintf(path, sizeof path, "%s/max_brightness", place->light);
    unlink(path);
    rmdir(place->light);
    rmdir(place->folder);
    free(place);
    return 0;
}

static void test_power__goes_by_the_hours(void **state)
{
    struct place *place = *state;
    power_look(&place->power, at(12, 0));
    assert_int_equal(place->switched, 0);
    assert_int_equal(brightness(place), 33); /* by day it is the system's */
    power_look(&place->power, at(22, 0));
    assert_int_equal(brightness(place), 24);
    assert_true(place->power.due_ms <= at(22, 10).mono_ms);
    power_look(&place->power, at(22, 25));
    assert_int_equal(place->power.due_ms, at(22, 30).mono_ms);
    power_look(&place->power, at(22, 30));
    assert_true(place->dark);
    assert_true(place->cec.asleep);
    assert_int_equal(brightness(place), 0);
    power_look(&place->power, at(6, 30));
    assert_false(place->dark);
    assert_true(place->cec.wanted);
    assert_int_equal(brightness(place), 60);
    assert_int_equal(place->switched, 2);
}

static void test_power__a_person_lights_it_for_a_while(void **state)
{
    struct place *place = *state;
    power_look(&place->power, at(23, 0));
    assert_true(place->dark);
    assert_true(power_note_person(&place->power, at(23, 1))); /* that key was for the light */
    assert_false(place->dark);
    assert_false(power_note_person(&place->power, at(23, 2)));
    power_look(&place->power, at(23, 6));
    assert_false(place->dark);
    power_look(&place->power, at(23, 7));
    assert_true(place->dark);
}

static void test_power__without_a_clock_there_is_light(void **state)
{
    struct place *place = *state;
    struct clock_now unknown = at(23, 0);
    unknown.state = CLOCK_UNKNOWN;
    power_look(&place->power, unknown);
    assert_int_equal(place->switched, 0);
    assert_int_equal(brightness(place), 33);
}

static void test_power__nothing_asked_for_is_nothing_to_do(void **state)
{
    struct place *place = *state;
    place->power.hours = (struct hours){0, 0};
    place->power.night_percent = 100;
    power_look(&place->power, at(23, 0));
    assert_true(place->power.due_ms == INT64_MAX);
    assert_int_equal(brightness(place), 33);
    assert_false(power_note_person(&place->power, at(23, 0)));
    assert_true(place->power.due_ms == INT64_MAX);
}

/* -- what is answered on the wire -- */

enum { OURS = 0x1000, OTHER = 0x2000, TV = 0, PLAYER = 4 };

static void test_cec__answers_what_a_television_asks(void **state)
{
    struct cec_msg ask, answer;
    bool shown = false;
    (void)state;
    cec_msg_init(&ask, TV, PLAYER);
    cec_msg_give_device_power_status(&ask, 0);
    assert_true(cec_answer(&ask, OURS, false, &shown, &answer));
    assert_int_equal(answer.msg[1], CEC_MSG_REPORT_POWER_STATUS);
    assert_int_equal(answer.msg[2], CEC_OP_POWER_STATUS_ON);
    assert_int_equal(cec_msg_destination(&answer), TV);
    assert_true(cec_answer(&ask, OURS, true, &shown, &answer));
    assert_int_equal(answer.msg[2], CEC_OP_POWER_STATUS_STANDBY);
    cec_msg_init(&ask, TV, PLAYER);
    cec_msg_menu_request(&ask, 0, CEC_OP_MENU_REQUEST_QUERY);
    assert_true(cec_answer(&ask, OURS, false, &shown, &answer));
    assert_int_equal(answer.msg[1], CEC_MSG_MENU_STATUS);
    cec_msg_init(&ask, TV, PLAYER);
    cec_msg_give_deck_status(&ask, 0, CEC_OP_STATUS_REQ_ONCE);
    assert_true(cec_answer(&ask, OURS, false, &shown, &answer));
    assert_int_equal(answer.msg[1], CEC_MSG_FEATURE_ABORT);
    assert_int_equal(answer.msg[2], CEC_MSG_GIVE_DECK_STATUS);
    assert_false(cec_answer(&answer, OURS, false, &shown, &ask)); /* no quarrel without end */
    cec_msg_init(&ask, TV, PLAYER);
    cec_msg_user_control_released(&ask);
    assert_false(cec_answer(&ask, OURS, false, &shown, &answer));
}

static void test_cec__knows_whether_it_is_shown(void **state)
{
    struct cec_msg ask, answer;
    bool shown = false;
    (void)state;
    cec_msg_init(&ask, TV, CEC_LOG_ADDR_BROADCAST);
    cec_msg_request_active_source(&ask, 0);
    assert_false(cec_answer(&ask, OURS, false, &shown, &answer));
    cec_msg_init(&ask, TV, CEC_LOG_ADDR_BROADCAST);
    cec_msg_set_stream_path(&ask, OURS);
    assert_true(cec_answer(&ask, OURS, false, &shown, &answer));
    assert_int_equal(answer.msg[1], CEC_MSG_ACTIVE_SOURCE);
    assert_true(cec_msg_is_broadcast(&answer));
    assert_int_equal(answer.msg[2] << 8 | answer.msg[3], OURS);
    assert_true(shown);
    cec_msg_init(&ask, TV, CEC_LOG_ADDR_BROADCAST);
    cec_msg_request_active_source(&ask, 0);
    assert_true(cec_answer(&ask, OURS, false, &shown, &answer));
    cec_msg_init(&ask, TV, CEC_LOG_ADDR_BROADCAST);
    cec_msg_routing_change(&ask, 0, OURS, OTHER);
    assert_false(cec_answer(&ask, OURS, false, &shown, &answer));
    assert_false(shown);
    shown = true;
    cec_msg_init(&ask, PLAYER + 4, CEC_LOG_ADDR_BROADCAST);
    cec_msg_active_source(&ask, OTHER);
    assert_false(cec_answer(&ask, OURS, false, &shown, &answer));
    assert_false(shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours__are_read_and_refused),
        cmocka_unit_test(test_hours__hold_by_day_and_over_midnight),
        cmocka_unit_test_setup_teardown(test_power__goes_by_the_hours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_power__a_person_lights_it_for_a_while, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_power__without_a_clock_there_is_light, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_power__nothing_asked_for_is_nothing_to_do, set_up,
                                        tear_down),
        cmocka_unit_test(test_cec__answers_what_a_television_asks),
        cmocka_unit_test(test_cec__knows_whether_it_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
