#include "keeper/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "core/log.h"

int watch_open(void)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd >= 0 &&
        inotify_add_watch(fd, ".",
                          IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM | IN_ONLYDIR) >= 0)
        return fd;
    log_warn("keeper", "cannot watch for the stop file, looking every second: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

bool watch_stop(int fd)
{
    char events[4096];
    while (fd >= 0 && read(fd, events, sizeof events) > 0)
        continue; /* which names changed does not matter */
    return faccessat(AT_FDCWD, "stop", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}
