#include "core/hours.h"

#include <string.h>

enum { MINUTE_MS = 60000, DAY_MINUTES = 24 * 60, DAY_MS = DAY_MINUTES * MINUTE_MS };

/* The minute of the day that "HH:MM" is, -1 if it is none. */
static int minute_of(const char *text)
{
    for (int i = 0; i < 5; i++) {
        if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9')
            return -1;
    }
    int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    int at = hour * 60 + minute;
    return minute <= 59 && at <= DAY_MINUTES ? at % DAY_MINUTES : -1;
}

bool hours_read(struct hours *hours, const char *text)
{
    *hours = (struct hours){0};
    if (text[0] == '\0')
        return true;
    if (strlen(text) != sizeof "06:30-22:30" - 1 || text[5] != '-')
        return false;
    *hours = (struct hours){minute_of(text), minute_of(text + 6)};
    return hours->from >= 0 && hours->to >= 0;
}

static bool is_always(const struct hours *hours, struct clock_now now)
{
    return hours->from == hours->to || now.state == CLOCK_UNKNOWN;
}

/* Since midnight in China. */
static int64_t day_ms(struct clock_now now)
{
    return now.wall_ms - clock_day_begins(clock_day(now.wall_ms));
}

/* From this time of the day until that minute of the day, at most a day. */
static int64_t until(int64_t from_ms, int minute)
{
    int64_t left_ms = (int64_t)minute * MINUTE_MS - from_ms;
    return left_ms > 0 ? left_ms : left_ms + DAY_MS;
}

bool hours_hold(const struct hours *hours, struct clock_now now)
{
    int64_t at_ms = day_ms(now);
    return is_always(hours, now) || until(at_ms, hours->to) < until(at_ms, hours->from);
}

int64_t hours_left_ms(const struct hours *hours, struct clock_now now)
{
    int64_t at_ms = day_ms(now);
    if (is_always(hours, now))
        return INT64_MAX;
    int64_t from_ms = until(at_ms, hours->from), to_ms = until(at_ms, hours->to);
    return from_ms < to_ms ? from_ms : to_ms;
}
