#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/clock.h"

enum { ZONE_MS = 8 * 3600 * 1000, DAY_MS = 86400000 };

void clock_format(int64_t wall_ms, char text[CLOCK_TEXT_MAX])
{
    struct tm tm;
    int64_t local = wall_ms + ZONE_MS;
    int64_t millis = ((local % 1000) + 1000) % 1000;
    time_t seconds = (time_t)((local - millis) / 1000);
    if (!gmtime_r(&seconds, &tm) || tm.tm_year < -1900 || tm.tm_year > 8099) {
        snprintf(text, CLOCK_TEXT_MAX, "1970-01-01T08:00:00.000+08:00");
        return;
    }
    snprintf(text, CLOCK_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00",
             (tm.tm_year + 1900) % 10000, (tm.tm_mon + 1) % 100, tm.tm_mday % 100, tm.tm_hour % 100,
             tm.tm_min % 100, tm.tm_sec % 100, (int)millis % 1000);
}

int64_t clock_day(int64_t wall_ms)
{
    int64_t local = wall_ms + ZONE_MS;
    return local / DAY_MS - (local % DAY_MS < 0 ? 1 : 0);
}

int64_t clock_day_begins(int64_t day)
{
    return day * DAY_MS - ZONE_MS;
}

/* Days in that month, 0 for a month that does not exist. */
static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12)
        return 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Exactly `count` digits at *text, moved past; -1 if they are not there. */
static int take_digits(const char **text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return value;
}

static bool take_char(const char **text, const char *allowed)
{
    if (!**text || !strchr(allowed, **text))
        return false;
    (*text)++;
    return true;
}

/* "Z" or "+08:00"; the offset in minutes. */
static bool take_zone(const char **text, int *minutes)
{
    if (take_char(text, "Zz")) {
        *minutes = 0;
        return true;
    }
    int sign = **text == '-' ? -1 : 1;
    if (!take_char(text, "+-"))
        return false;
    int hour = take_digits(text, 2);
    if (hour < 0 || hour > 23 || !take_char(text, ":"))
        return false;
    int minute = take_digits(text, 2);
    *minutes = sign * (hour * 60 + minute);
    return minute >= 0 && minute < 60;
}

/* ".123…": the first three digits as milliseconds, the rest dropped; 0 without a fraction. */
static bool take_fraction(const char **text, int *millis)
{
    int scale = 100;
    *millis = 0;
    if (!take_char(text, "."))
        return true;
    if (**text < '0' || **text > '9')
        return false;
    for (; **text >= '0' && **text <= '9'; (*text)++, scale /= 10)
        *millis += (**text - '0') * scale;
    return true;
}

static bool take_time(const char **text, struct tm *tm, int *millis, int *zone)
{
    tm->tm_hour = take_digits(text, 2);
    if (tm->tm_hour < 0 || tm->tm_hour > 23 || !take_char(text, ":"))
        return false;
    tm->tm_min = take_digits(text, 2);
    if (tm->tm_min < 0 || tm->tm_min > 59 || !take_char(text, ":"))
        return false;
    tm->tm_sec = take_digits(text, 2);
    return tm->tm_sec >= 0 && tm->tm_sec <= 60 && take_fraction(text, millis) &&
           take_zone(text, zone) && **text == '\0';
}

bool clock_parse(const char *text, int64_t *wall_ms)
{
    struct tm tm = {0};
    int millis = 0, zone = 8 * 60;
    int year = take_digits(&text, 4);
    if (year < 0 || !take_char(&text, "-"))
        return false;
    int month = take_digits(&text, 2);
    if (month < 0 || !take_char(&text, "-"))
        return false;
    tm.tm_mday = take_digits(&text, 2);
    if (tm.tm_mday < 1 || tm.tm_mday > month_days(year, month))
        return false;
    tm.tm_year = year - 1900;
    tm.tm_mon = month - 1;
    if (*text != '\0' && (!take_char(&text, "Tt ") || !take_time(&text, &tm, &millis, &zone)))
        return false;
    *wall_ms = ((int64_t)timegm(&tm) - zone * 60) * 1000 + millis;
    return true;
}
