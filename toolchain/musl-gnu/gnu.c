#include "gnu.h"

#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int close_range(unsigned first, unsigned last, int flags)
{
    return (int)syscall(SYS_close_range, first, last, flags);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    if (flags == 0)
        return renameat(from_fd, from, to_fd, to);
    return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
}

/* Of "." alone, as we use it. */
int scandirat(int dir_fd, const char *name, struct dirent ***names,
              int (*wanted)(const struct dirent *),
              int (*order)(const struct dirent **, const struct dirent **))
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d/%.16s", dir_fd, name);
    return scandir(path, names, wanted, order);
}
