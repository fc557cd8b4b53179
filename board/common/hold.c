#include "board/common/hold.h"

enum { REPEAT_FIRST_MS = 500, REPEAT_MS = 100 };

static void make_event(const struct hold *hold, enum key key, enum key_phase phase, int64_t now_ms,
                       struct screen_event *event)
{
    *event = (struct screen_event){.kind = SCREEN_KEY, .key = key, .phase = phase};
    if (key == hold->key)
        event->hold_ms = (int)(now_ms - hold->since_ms);
}

void hold_note(struct hold *hold, enum key key, enum key_phase phase, int64_t now_ms,
               struct screen_event *event)
{
    if (phase == KEY_PRESS)
        *hold = (struct hold){key, now_ms, now_ms + REPEAT_FIRST_MS};
    make_event(hold, key, phase, now_ms, event);
    if (phase == KEY_RELEASE && key == hold->key)
        hold->key = KEY_NONE;
}

bool hold_take_repeat(struct hold *hold, int64_t now_ms, struct screen_event *event)
{
    if (hold->key == KEY_NONE || now_ms < hold->repeat_ms)
        return false;
    hold->repeat_ms += REPEAT_MS;
    if (hold->repeat_ms <= now_ms)
        hold->repeat_ms = now_ms + REPEAT_MS;
    make_event(hold, hold->key, KEY_REPEAT, now_ms, event);
    return true;
}

int64_t hold_due_ms(const struct hold *hold)
{
    return hold->key == KEY_NONE ? INT64_MAX : hold->repeat_ms;
}
