/* What firmware.c fetches, on the disk: STATE/firmware.coming while it comes, STATE/firmware when
 * it is whole. At most one update is there. */
#ifndef JIANYAN_COURIER_FIRMWARE_KEEP_H
#define JIANYAN_COURIER_FIRMWARE_KEEP_H

#include "courier/firmware.h"

/* Removes what is there of any update. */
void firmware_drop(int state_fd);

/* True if STATE/firmware has the root of the paper that has come; another `rollout` does not
 * matter.
 */
bool firmware_is_kept(int state_fd, const char *update_key, const struct firmware *firmware);

/* Opens the part of root that is there already, or a new one, and says how much it is; removes what
 * belongs to another update. False if there is no room, or it cannot be written. */
bool firmware_open_part(int state_fd, struct firmware *firmware, int64_t *have);

/* True if what has come has the signed hash. */
bool firmware_part_is_good(const struct firmware *firmware);

/* Puts it to STATE/firmware, durably, by one rename. */
bool firmware_keep(int state_fd, const struct firmware *firmware);

#endif
