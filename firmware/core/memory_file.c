#include "core/memory_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { PATH_BYTES = 64 };

/* A file of a disk would be written out again and again. */
static bool is_in_memory(const char *folder)
{
    struct statfs fs;
    if (statfs(folder, &fs) != 0)
        return false;
    unsigned int type = (unsigned int)fs.f_type; /* its own type differs by architecture */
    return type == TMPFS_MAGIC || type == RAMFS_MAGIC;
}

/* All of it at once: a file system that is full later would end the program at a stroke of the
 * pen. ramfs cannot, and is never full. */
static bool take_room(int fd, size_t bytes)
{
    int failed = posix_fallocate(fd, 0, (off_t)bytes);
    if (failed == EOPNOTSUPP || failed == EINVAL)
        return ftruncate(fd, (off_t)bytes) == 0;
    errno = failed;
    return failed == 0;
}

static int open_nameless(const char *folder, size_t bytes)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/jianyan-XXXXXX", folder);
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return -1;
    unlinkat(AT_FDCWD, path, 0);
    if (take_room(fd, bytes))
        return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

int memory_file_open(const char *name, size_t bytes)
{
    static const char *const folders[] = {"/dev/shm", "/run", "/tmp"};
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd >= 0 && ftruncate(fd, (off_t)bytes) == 0)
        return fd;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    fd = -1;
    for (size_t i = 0; reason == ENOSYS && fd < 0 && i < sizeof folders / sizeof folders[0]; i++) {
        fd = is_in_memory(folders[i]) ? open_nameless(folders[i], bytes) : -1;
    }
    errno = reason;
    return fd;
}

bool memory_file_seal(int fd, int seals)
{
    return fcntl(fd, F_ADD_SEALS, seals) == 0 || errno == EINVAL;
}
