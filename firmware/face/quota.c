#include "face/quota.h"

static int64_t day_of(int64_t wall_ms)
{
    return (wall_ms + INT64_C(8) * 3600 * 1000) / (INT64_C(24) * 3600 * 1000);
}

static void turn(struct quota *quota, int64_t wall_ms)
{
    if (quota->day == day_of(wall_ms))
        return;
    *quota = (struct quota){.day = day_of(wall_ms)};
}

void quota_add(struct quota *quota, int64_t wall_ms)
{
    turn(quota, wall_ms);
    quota->saved++;
}

void quota_see(struct quota *quota, int64_t wall_ms, uint64_t total, bool renewed)
{
    turn(quota, wall_ms);
    if (quota->total_known && total >= quota->total && !renewed)
        return;
    quota->total_known = true;
    quota->total = total;
}

long quota_used(const struct quota *quota, int64_t wall_ms, uint64_t total)
{
    if (quota->day != day_of(wall_ms))
        return 0;
    long by_total = quota->total_known && total > quota->total ? (long)(total - quota->total) : 0;
    return by_total > quota->saved ? by_total : quota->saved;
}

long quota_limit(const struct conf *conf)
{
    if (conf->quota_per_day > 0)
        return conf->quota_per_day;
    return conf->profile->class == CONF_KIOSK ? QUOTA_KIOSK : QUOTA_HOME;
}
