/* What happens when nobody presses anything any more. */
#ifndef JIANYAN_FACE_IDLE_H
#define JIANYAN_FACE_IDLE_H

#include <stdint.h>

#include "core/conf.h"
#include "face/scene.h"

struct idle_rule {
    int quiet_s; /* seconds until it is asked whether anybody is there; 0: never */
    int warn_s;  /* seconds of countdown after that; then what was typed is wiped */
};

struct idle_rule idle_rule(enum conf_class class, enum scene_id scene);

struct idle_state {
    int64_t due_ms; /* when this changes; INT64_MAX: never */
    int left_s;     /* seconds left of the countdown; -1: not counting; 0: over */
};

/* Where the rule stands, the last key having been at since_ms. */
struct idle_state idle_at(struct idle_rule rule, int64_t since_ms, int64_t now_ms);

#endif
