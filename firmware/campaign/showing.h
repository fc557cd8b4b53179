/* Whether a campaign is shown somewhere at some time, and why not: the one answer for the face and
 * for `jianyan-campaign why`. */
#ifndef JIANYAN_CAMPAIGN_SHOWING_H
#define JIANYAN_CAMPAIGN_SHOWING_H

#include "campaign/manifest.h"
#include "core/clock.h"
#include "core/conf.h"

enum showing {
    SHOWING_ON,
    SHOWING_OFF,  /* switched off, everywhere or there */
    SHOWING_OVER, /* expired, by a clock that can be trusted */
};

/* county as reach_is_off() takes it. */
enum showing showing_at(const struct manifest *manifest, enum conf_class class, const char *county,
                        const struct clock_now *now);

/* "the campaign is over", for logs and authors. */
const char *showing_str(enum showing showing);

#endif
