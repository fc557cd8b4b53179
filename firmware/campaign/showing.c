#include "campaign/showing.h"

#include "campaign/reach.h"

enum showing showing_at(const struct manifest *manifest, enum conf_class class, const char *county,
                        const struct clock_now *now)
{
    if (reach_is_off(manifest, class, county))
        return SHOWING_OFF;
    if (now->state == CLOCK_TRUSTED && now->wall_ms >= manifest->expires_ms)
        return SHOWING_OVER;
    return SHOWING_ON;
}

const char *showing_str(enum showing showing)
{
    switch (showing) {
    case SHOWING_ON:
        break;
    case SHOWING_OFF:
        return "the campaign is switched off";
    case SHOWING_OVER:
        return "the campaign is over";
    }
    return "the campaign is shown";
}
