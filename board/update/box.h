/* A box as its updater sees it: the system that runs, two places for a root file system, and the
 * record of what is to be started (board/init/slots.h).
 *
 * The places are partitions called jianyan-a and jianyan-b, the record is jianyan-slots; or files
 * of these names in a folder, for tests and for boxes that have no such partitions. */
#ifndef JIANYAN_BOARD_UPDATE_BOX_H
#define JIANYAN_BOARD_UPDATE_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/init/slots.h"
#include "seal/release.h"

struct box {
    const char *disk;       /* that folder; NULL: partitions. Borrowed */
    struct release running; /* its board and version */
    int slots_fd;
    struct slots slots; /* as of box_open() or the last box_lock() */
};

/* Reads what runs from the folder `system` ("/etc/jianyan"), and opens the record. `disk` is kept.
 * False if either is not there, and a sentence in `why`. */
bool box_open(struct box *box, const char *disk, const char *system, char why[RELEASE_WHY_MAX]);

/* Fine on what box_open() refused. */
void box_close(struct box *box);

/* Waits until nobody else works on the box, and reads the record. Until box_unlock() it is ours. */
void box_lock(struct box *box);
void box_unlock(struct box *box);

/* Takes the event and writes the record, if that changes it. False if the record does not allow it
 * or cannot be written. */
bool box_step(struct box *box, enum slots_event event, int64_t version);

/* Opens a slot (0 or 1) for reading and writing, with its size. Never the one that the system in
 * use lies in. -1, and a sentence in `why`. */
int box_open_slot(const struct box *box, int slot, int64_t *bytes, char why[RELEASE_WHY_MAX]);

#endif
