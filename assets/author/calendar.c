/* calendar: on which days something changes, in the words of the functions that devices ask. */
#include <stdio.h>
#include <string.h>

#include "author/author.h"
#include "campaign/channels.h"
#include "campaign/showing.h"

enum { STATE_MAX = 1024 };

/* What devices of a class make of it where nobody has said otherwise: "home: shown". */
static void add_class(char *state, const struct manifest *manifest, const char *name,
                      enum conf_class class, const struct clock_now *now)
{
    size_t len = strlen(state);
    enum showing showing = showing_at(manifest, class, "", now);
    snprintf(state + len, STATE_MAX - len, "%s%s: %s", len ? ", " : "", name,
             showing == SHOWING_ON    ? "shown"
             : showing == SHOWING_OFF ? "off"
                                      : "over");
}

static void add_open(char *state, const struct manifest *manifest, const struct clock_now *now)
{
    const char *word = "; open:";
    for (size_t i = 0; i < manifest->deadlines; i++) {
        size_t len = strlen(state);
        if (!deadline_is_open(&manifest->deadline[i], now))
            continue;
        snprintf(state + len, STATE_MAX - len, "%s %s", word, manifest->deadline[i].id);
        word = "";
    }
}

static void describe(char state[STATE_MAX], const struct manifest *manifest, int64_t day)
{
    const struct clock_now now = {.wall_ms = clock_day_begins(day), .state = CLOCK_TRUSTED};
    state[0] = '\0';
    add_class(state, manifest, "home", CONF_HOME, &now);
    add_class(state, manifest, "kiosk", CONF_KIOSK, &now);
    add_class(state, manifest, "wall", CONF_WALL, &now);
    add_open(state, manifest, &now);
}

/* The first day, and every one that begins otherwise than the one before. */
static void print_days(const struct manifest *manifest, int64_t from, int64_t to)
{
    char before[STATE_MAX] = "", state[STATE_MAX], date[CLOCK_TEXT_MAX];
    for (int64_t day = from; day <= to; day++) {
        describe(state, manifest, day);
        if (strcmp(state, before) == 0)
            continue;
        clock_format(clock_day_begins(day), date);
        printf("%.10s %s\n", date, state);
        memcpy(before, state, sizeof before);
    }
}

int command_calendar(const char *dir, const struct request *request, int64_t from_ms, int64_t to_ms)
{
    struct source source;
    struct package package = {0};
    struct request outline = *request;
    outline.outline = true;
    bool good = source_open(&source, dir) && package_build(&source, &outline, &package);
    if (good)
        print_days(&package.checked, clock_day(from_ms), clock_day(to_ms));
    package_free(&package);
    source_close(&source);
    return good ? 0 : 1;
}
