/* Looks for letters in stores that were set aside, a little at a time when nothing else is to do.
 * A letter is taken over only if its digest matches. */
#ifndef JIANYAN_KEEPER_SALVAGE_H
#define JIANYAN_KEEPER_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "keeper/folder.h"
#include "keeper/letters.h"
#include "keeper/store.h"

/* Zero it before the first step. */
struct salvage {
    bool done; /* no folder is left to look into; set it to false after a store was renewed */
    char folder[FOLDER_NAME_MAX]; /* being read; empty: none */
    struct store store;
    int phase;
    int64_t low, high; /* numbers of letters: all below and all above have been read */
    unsigned found, lost;
};

/* Reads at most one letter and keeps it. False when there is nothing left to do now. */
bool salvage_step(struct salvage *salvage, struct letters *letters);

/* Lets go of the folder; what was not read is read after the next start. */
void salvage_fini(struct salvage *salvage);

#endif
