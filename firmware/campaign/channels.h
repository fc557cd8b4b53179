/* The other ways to take part that a campaign names, and until when each is open. */
#ifndef JIANYAN_CAMPAIGN_CHANNELS_H
#define JIANYAN_CAMPAIGN_CHANNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "campaign/manifest.h"
#include "campaign/take.h"
#include "core/clock.h"

enum { CHANNELS_DAY_MS = 24 * 3600 * 1000 };

/* Reads `deadlines` and `channels`; both may be missing. Channels of a kind that this version does
 * not know are left out. False after a sentence about what is wrong. */
bool channels_parse(const struct place *top, const json_t *root, struct manifest *manifest);

/* Which channels to show on a device of this county (six digits), as indices into
 * manifest->channel: those whose area holds the county, or lies in it where the county stands for a
 * larger area ("500000"). In the campaign's order, but help points last, nearest first. What is
 * over is left out, if the time can be trusted. Returns their number. */
size_t channels_open(const struct manifest *manifest, const char *county,
                     const struct clock_now *now, size_t open[MANIFEST_CHANNELS_MAX]);

/* False once that deadline has passed, by a clock that can be trusted: no other ends anything. */
bool deadline_is_open(const struct manifest_deadline *deadline, const struct clock_now *now);

#endif
