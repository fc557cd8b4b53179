#include "board/common/guard.h"

#include <string.h>

void guard_begin(struct guard *guard, const struct conf *conf, int64_t now_ms)
{
    int64_t seconds = conf->boot_limit_seconds;
    *guard = (struct guard){.home = conf->profile->class == CONF_HOME};
    guard->limit_ms = seconds > 0 ? seconds * 1000 : conf->boot_seconds * 1000 + GUARD_SLACK_MS;
    guard->watchdog_ms = conf->watchdog_seconds * INT64_C(1000);
    guard->deadline_ms = guard->home ? now_ms + guard->limit_ms : INT64_MAX;
    guard->heard_ms = now_ms;
}

void guard_started(struct guard *guard, int64_t now_ms)
{
    guard->heard_ms = now_ms;
    guard->ready = false;
    if (guard->home && now_ms + guard->limit_ms < guard->deadline_ms)
        guard->deadline_ms = now_ms + guard->limit_ms;
}

static void hear_line(struct guard *guard, const char *line, size_t len, int64_t now_ms)
{
    static const char ready[] = "READY=1", alive[] = "WATCHDOG=1", person[] = "X_PERSON=1";
    if (len == sizeof ready - 1 && memcmp(line, ready, len) == 0) {
        guard->ready = true;
        guard->heard_ms = now_ms;
    } else if (len == sizeof alive - 1 && memcmp(line, alive, len) == 0) {
        guard->heard_ms = now_ms;
    } else if (len == sizeof person - 1 && memcmp(line, person, len) == 0 && guard->home &&
               guard->deadline_ms < now_ms + GUARD_PERSON_MS) {
        guard->deadline_ms = now_ms + GUARD_PERSON_MS;
    }
}

void guard_hear(struct guard *guard, const char *lines, int64_t now_ms)
{
    while (*lines) {
        size_t len = strcspn(lines, "\n");
        hear_line(guard, lines, len, now_ms);
        lines += len + (lines[len] == '\n');
    }
}

enum guard_verdict guard_look(const struct guard *guard, bool running, int64_t now_ms)
{
    if (now_ms >= guard->deadline_ms)
        return GUARD_OVER;
    return running && now_ms - guard->heard_ms >= guard->watchdog_ms ? GUARD_HUNG : GUARD_FINE;
}

int64_t guard_due_ms(const struct guard *guard, bool running)
{
    int64_t silent_ms = running ? guard->heard_ms + guard->watchdog_ms : INT64_MAX;
    return silent_ms < guard->deadline_ms ? silent_ms : guard->deadline_ms;
}
