#include "face/quota.h"

#include "core/clock.h"

void quota_add(struct quota *quota, int64_t wall_ms)
{
    if (quota->day != clock_day(wall_ms))
        *quota = (struct quota){.day = clock_day(wall_ms)};
    quota->saved++;
}

long quota_used(const struct quota *quota, int64_t wall_ms, const struct post_status *status)
{
    int64_t day = clock_day(wall_ms);
    long here = quota->day == day ? quota->saved : 0;
    long kept = status->day == day ? (long)status->today : 0;
    return kept > here ? kept : here;
}

long quota_limit(const struct conf *conf)
{
    if (conf->quota_per_day > 0)
        return conf->quota_per_day;
    return conf->profile->class == CONF_KIOSK ? QUOTA_KIOSK : QUOTA_HOME;
}
