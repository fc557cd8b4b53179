/* What the face tells whoever supervises it: that its first picture stands, that its loop goes
 * round, that a person is here. Real time, though the clock of posters may stand still. */
#ifndef JIANYAN_FACE_PULSE_H
#define JIANYAN_FACE_PULSE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/notify.h"

enum { PULSE_PERSON_MS = 5000 }; /* a person is reported so often at most */

struct pulse {
    const struct notify *notify; /* borrowed; NULL: nobody listens */
    int timer_fd;                /* fires when a sign of life is due; -1: none is wanted */
    bool person_told;
    int64_t person_ms; /* when, of the screen's clock */
};

/* Prepares; epoll_fd becomes readable when pulse_beat() is due. False after one logged line. */
bool pulse_init(struct pulse *pulse, const struct notify *notify, int epoll_fd);
void pulse_fini(struct pulse *pulse);

/* The first picture stands. */
void pulse_ready(const struct pulse *pulse);

/* Gives a sign of life if one is due. */
void pulse_beat(const struct pulse *pulse);

/* Somebody has pressed a key beyond the posters. */
void pulse_person(struct pulse *pulse, int64_t now_ms);

#endif
