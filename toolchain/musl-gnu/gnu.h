/* What GNU's C library has and our programs use, and musl 1.2.3 has not. Included before every file
 * of a static build (toolchain/musl.cmake); toolchain/musl puts gnu.c into libc.a. */
#ifndef JIANYAN_TOOLCHAIN_MUSL_GNU_H
#define JIANYAN_TOOLCHAIN_MUSL_GNU_H

#include <dirent.h>

#define RENAME_EXCHANGE (1U << 1)

int close_range(unsigned first, unsigned last, int flags);
int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int scandirat(int dir_fd, const char *name, struct dirent ***names,
              int (*wanted)(const struct dirent *),
              int (*order)(const struct dirent **, const struct dirent **));

#endif
