/* When the display is lit, and how brightly: by the hours of board.conf, and by whoever presses a
 * key while it is dark. */
#ifndef JIANYAN_BOARD_POWER_H
#define JIANYAN_BOARD_POWER_H

#include <stdbool.h>
#include <stdint.h>

#include "board/common/backlight.h"
#include "board/common/cec.h"
#include "core/hours.h"

/* Switches the display itself. */
typedef void power_switch(void *data, bool dark);

struct power {
    struct hours hours;
    int night_percent;       /* of the backlight, from ten in the evening to six */
    struct backlight *light; /* borrowed */
    struct cec *cec;         /* borrowed */
    power_switch *set_dark;
    void *data;
    bool dark;
    int percent;       /* of the backlight, as it is by now; 100 at first: what the system set */
    int64_t person_ms; /* mono_ms until which a person's key keeps it lit */
    int64_t due_ms;    /* when power_look() has something to do; INT64_MAX: never */
};

/* Does what the hour asks for. */
void power_look(struct power *power, struct clock_now now);

/* Somebody is there. True if the display was dark: it is lit now, and the key was for that. */
bool power_note_person(struct power *power, struct clock_now now);

#endif
