#include "face/idle.h"

struct idle_rule idle_rule(enum conf_class class, enum scene_id scene)
{
    switch (scene) {
    case SCENE_poster:
        break;
    case SCENE_setup:
    case SCENE_service: /* somebody looks things up, and writes them down */
    case SCENE_receipt: /* time to copy the numbers by hand: 180 s in all */
        return (struct idle_rule){165, 15};
    case SCENE_compose:
        if (class == CONF_KIOSK)
            return (struct idle_rule){120, 30};
        return (struct idle_rule){600, 30};
    case SCENE_kind:
    case SCENE_theme:
    case SCENE_review:
    case SCENE_contact:
    case SCENE_channels:
    case SCENE_COUNT:
        if (class == CONF_KIOSK)
            return (struct idle_rule){60, 15};
        return (struct idle_rule){600, 30};
    }
    return (struct idle_rule){0, 0};
}

struct idle_state idle_at(struct idle_rule rule, int64_t since_ms, int64_t now_ms)
{
    int64_t warn_ms = since_ms + rule.quiet_s * INT64_C(1000);
    int64_t over_ms = warn_ms + rule.warn_s * INT64_C(1000);
    if (rule.quiet_s == 0)
        return (struct idle_state){INT64_MAX, -1};
    if (now_ms < warn_ms)
        return (struct idle_state){warn_ms, -1};
    if (now_ms >= over_ms)
        return (struct idle_state){INT64_MAX, 0};
    int left_s = (int)((over_ms - now_ms + 999) / 1000);
    return (struct idle_state){over_ms - (left_s - 1) * INT64_C(1000), left_s};
}
