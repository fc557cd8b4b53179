/* Partitions by their name in the partition table, whatever disk they are on. */
#ifndef JIANYAN_BOARD_INIT_PARTITION_H
#define JIANYAN_BOARD_INIT_PARTITION_H

#include <stdbool.h>
#include <stddef.h>

/* "/dev/vda2" for the partition of that name, looked up below `block_dir` ("/sys/class/block").
 * False if there is none. */
bool partition_find(const char *block_dir, const char *name, char *path, size_t size);

/* The same, waiting for disks that are still being found, wait_ms at most. */
bool partition_wait(const char *block_dir, const char *name, int wait_ms, char *path, size_t size);

#endif
