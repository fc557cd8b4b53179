/* The key that is held down, and its repeats: after half a second, then ten a second, whatever the
 * hardware or the kernel think of it. One policy for every screen that takes keys itself. */
#ifndef JIANYAN_BOARD_HOLD_H
#define JIANYAN_BOARD_HOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "platform.h"

struct hold {
    enum key key; /* the last one pressed, if it is still held; KEY_NONE: none */
    int64_t since_ms, repeat_ms;
};

/* Notes a press or a release and makes the event of it. */
void hold_note(struct hold *hold, enum key key, enum key_phase phase, int64_t now_ms,
               struct screen_event *event);

/* The repeat that is due, if one is. Late ones do not catch up in a burst. */
bool hold_take_repeat(struct hold *hold, int64_t now_ms, struct screen_event *event);

/* When the next repeat is due; INT64_MAX: no key is held. */
int64_t hold_due_ms(const struct hold *hold);

#endif
