/* Files with keys: made once, never overwritten. */
#ifndef JIANYAN_INTAKE_KEY_FILE_H
#define JIANYAN_INTAKE_KEY_FILE_H

#include <stdbool.h>
#include <sys/types.h>

/* One line on standard error about DIR/name; always false. The second says what errno means. */
bool key_file_complain(const char *dir, const char *name, const char *what);
bool key_file_complain_errno(const char *dir, const char *name);

/* True if no such file is there; else false after a line. */
bool key_file_is_free(int dir_fd, const char *dir, const char *name);

/* Makes the file with these bytes on disk, all or nothing. False and errno if that fails or a file
 * is there already. */
bool key_file_create(int dir_fd, const char *name, mode_t mode, const char *text);

#endif
