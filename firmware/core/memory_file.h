/* Memory with a descriptor, to be handed to another program or filled and then sealed. */
#ifndef JIANYAN_CORE_MEMORY_FILE_H
#define JIANYAN_CORE_MEMORY_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* A descriptor (close-on-exec) of `bytes` zero bytes that are in memory, never on a disk; the
 * caller's to close. On kernels before 3.17 it is a file without a name on /dev/shm, /run or /tmp,
 * whichever is in memory and has room. -1 on failure, with errno set; nothing is logged. */
int memory_file_open(const char *name, size_t bytes);

/* Takes from everybody what the seals (F_SEAL_…) name, for good. True as well where the kernel
 * knows no seals: the file then has no name that anybody could open, and that has to do. False on
 * failure, with errno set. */
bool memory_file_seal(int fd, int seals);

#endif
