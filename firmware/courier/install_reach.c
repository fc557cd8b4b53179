/* Whether a campaign is meant for this device now. */
#include <stdlib.h>
#include <string.h>

#include "campaign/reach.h"
#include "core/file.h"
#include "core/setup.h"
#include "courier/install_parts.h"
#include "seal/seal.h"

static const char lot_name[] = "lot";

/* What this device drew once, drawn now if it has not yet. It says nothing about the device and
 * never leaves it. False where it cannot be kept: a lot that changed would make no sense. */
static bool read_lot(int state_fd, uint8_t lot[REACH_LOT_BYTES])
{
    size_t len;
    char *kept = file_read(state_fd, lot_name, REACH_LOT_BYTES, &len);
    bool read = kept && len == REACH_LOT_BYTES;
    if (read)
        memcpy(lot, kept, REACH_LOT_BYTES);
    free(kept);
    if (read)
        return true;
    seal_draw(lot, REACH_LOT_BYTES);
    return file_write_private(state_fd, lot_name, lot, REACH_LOT_BYTES);
}

static bool is_off(const struct install_target *target, const struct manifest *manifest)
{
    struct setup set;
    const struct conf *conf = target->conf;
    setup_read(target->state_fd, &set);
    const char *county = set.county[0] ? set.county : conf->placed ? conf->county : "";
    return reach_is_off(manifest, conf->profile->class, county);
}

bool install_is_meant(const struct install_target *target, const struct manifest *manifest)
{
    uint8_t lot[REACH_LOT_BYTES];
    return target->by_hand || manifest->rollout == REACH_ALL || is_off(target, manifest) ||
           (read_lot(target->state_fd, lot) && reach_is_among(manifest, lot));
}

bool install_reaches(int state_fd, const char *id, int rollout)
{
    uint8_t lot[REACH_LOT_BYTES];
    return rollout == REACH_ALL || (read_lot(state_fd, lot) && reach_draws(id, rollout, lot));
}
