/* Whom a campaign reaches: where it is switched off, and which devices a new version begins with.
 */
#ifndef JIANYAN_CAMPAIGN_REACH_H
#define JIANYAN_CAMPAIGN_REACH_H

#include <stdbool.h>
#include <stdint.h>

#include "campaign/manifest.h"
#include "campaign/take.h"
#include "core/conf.h"

enum { REACH_LOT_BYTES = 16, REACH_ALL = 100 };

/* Reads `off`, `rollout` and `ask_minutes`; all may be missing. Classes that this version does not
 * know are left out. False after a sentence about what is wrong. */
bool reach_parse(const struct place *top, const json_t *root, struct manifest *manifest);

/* "home", "kiosk" or "wall" into the class; false for anything else. */
bool reach_class_parse(const char *name, enum conf_class *class);

/* True if it is switched off: for everybody, or for devices of this class in this county (six
 * digits; empty: nobody has said where it stands, so only what is off everywhere is off here). */
bool reach_is_off(const struct manifest *manifest, enum conf_class class, const char *county);

/* True if the device that drew this lot is among the first `rollout` per cent. The same device for
 * every version of a campaign: the first ten in a hundred are among the first fifty. */
bool reach_is_among(const struct manifest *manifest, const uint8_t lot[REACH_LOT_BYTES]);

/* The same for anything that has an id (fewer than MANIFEST_NAME_MAX bytes) and reaches so many per
 * cent of the devices. */
bool reach_draws(const char *id, int rollout, const uint8_t lot[REACH_LOT_BYTES]);

#endif
