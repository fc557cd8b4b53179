/* Bounded reads and durable writes: the one place where files are put on disk for good. */
#ifndef JIANYAN_CORE_FILE_H
#define JIANYAN_CORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads a whole regular file relative to dir_fd (AT_FDCWD for the working folder). At most
 * max_bytes; a larger file is an error. Returns memory the caller frees (one zero byte follows the
 * content), its length in *len. NULL on failure, logged once; a file that does not exist is logged
 * only by the caller (errno is ENOENT). */
char *file_read(int dir_fd, const char *name, size_t max_bytes, size_t *len);

/* Replaces or creates `name` so that after a power cut it holds the old or the new bytes, never a
 * mix: temporary name, sync, rename, sync of the folder. False on failure, logged once; `name` is
 * then as it was. */
bool file_write(int dir_fd, const char *name, const void *bytes, size_t len);

/* The same for a file that its owner alone may read. */
bool file_write_private(int dir_fd, const char *name, const void *bytes, size_t len);

/* Makes `name` (below dir_fd) a symbolic link to `target` in one rename, and syncs the folder. */
bool file_link(int dir_fd, const char *name, const char *target);

/* Creates the folder if it is missing (one level); opens it. -1 on failure, logged once. */
int file_open_dir(int dir_fd, const char *name);

/* Sets the modification time (Unix ms) of an empty file, created if it is missing, durably. False
 * on failure, logged once. */
bool file_touch(int dir_fd, const char *name, int64_t wall_ms);

/* fsync of a folder or file descriptor, logged on failure. */
bool file_sync(int fd, const char *name);

#endif
