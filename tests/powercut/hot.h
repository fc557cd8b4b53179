/* States that a cut left, written out so that a keeper can be recorded while it recovers from them:
 * the second cut of a bad night. */
#ifndef JIANYAN_TESTS_POWERCUT_HOT_H
#define JIANYAN_TESTS_POWERCUT_HOT_H

#include <stdbool.h>

#include "tests/powercut/disk.h"
#include "tests/powercut/verify.h"

/* Writes the state as the state folder `folder`, and as `folder`.trace the records that lead to it:
 * its files, all synced, and what had been said. The recorder goes on behind them. */
bool hot_write(const struct disk *disk, const struct verify_said *said, const char *folder);

#endif
