#include "board/common/power.h"

#include "core/log.h"

enum {
    PERSON_MS = 5 * 60000, /* lit after a key outside the hours */
    LOOK_MS = 10 * 60000,  /* the clock may have been put right meanwhile */
};

static const struct hours night = {22 * 60, 6 * 60};

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void set_dark(struct power *power, bool dark)
{
    if (dark == power->dark)
        return;
    log_info("power", "the display is %s", dark ? "dark" : "lit");
    power->dark = dark;
    power->percent = 0;
    power->set_dark(power->data, dark);
    if (dark) {
        backlight_set(power->light, 0);
        cec_sleep(power->cec);
    } else {
        cec_wake(power->cec);
    }
}

static void set_light(struct power *power, int percent)
{
    if (power->dark || percent == power->percent)
        return;
    power->percent = percent;
    backlight_set(power->light, percent);
}

static int64_t next_look(const struct power *power, struct clock_now now)
{
    bool timed = power->hours.from != power->hours.to, dimmed = power->night_percent < 100;
    int64_t left_ms = INT64_MAX;
    if (timed)
        left_ms = earlier(hours_left_ms(&power->hours, now), LOOK_MS);
    if (dimmed)
        left_ms = earlier(left_ms, earlier(hours_left_ms(&night, now), LOOK_MS));
    if (power->person_ms > now.mono_ms)
        left_ms = earlier(left_ms, power->person_ms - now.mono_ms);
    return left_ms == INT64_MAX ? INT64_MAX : now.mono_ms + left_ms;
}

void power_look(struct power *power, struct clock_now now)
{
    bool person = now.mono_ms < power->person_ms;
    bool is_night = now.state != CLOCK_UNKNOWN && hours_hold(&night, now);
    set_dark(power, !person && !hours_hold(&power->hours, now));
    set_light(power, is_night ? power->night_percent : 100);
    power->due_ms = next_look(power, now);
}

bool power_note_person(struct power *power, struct clock_now now)
{
    bool was_dark = power->dark;
    if (!hours_hold(&power->hours, now))
        power->person_ms = now.mono_ms + PERSON_MS;
    if (was_dark)
        power_look(power, now);
    return was_dark;
}
