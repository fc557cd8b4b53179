#include "board/common/uevent.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/log.h"

int uevent_open(void)
{
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK, .nl_groups = 1};
    int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
    if (fd >= 0 && bind(fd, (const struct sockaddr *)&kernel, sizeof kernel) == 0)
        return fd;
    log_warn("screen", "a display that is plugged in later is not seen: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

bool uevent_is_of(const char *message, size_t len, const char *subsystem)
{
    static const char key[] = "SUBSYSTEM=";
    const char *end = message + len;
    for (const char *at = message; at < end;) {
        size_t field = strnlen(at, (size_t)(end - at));
        if (field > sizeof key - 1 && strncmp(at, key, sizeof key - 1) == 0 &&
            field - (sizeof key - 1) == strlen(subsystem) &&
            memcmp(at + sizeof key - 1, subsystem, strlen(subsystem)) == 0)
            return true;
        at += field + 1;
    }
    return false;
}

bool uevent_take(int fd, const char *subsystem)
{
    char message[8192];
    bool found = false;
    for (;;) {
        struct sockaddr_nl from = {0};
        socklen_t from_len = sizeof from;
        ssize_t len = recvfrom(fd, message, sizeof message, MSG_DONTWAIT, (struct sockaddr *)&from,
                               &from_len);
        if (len < 0 && errno == ENOBUFS) {
            found = true; /* some were lost: look for yourself */
            continue;
        }
        if (len < 0)
            return found;
        if (from.nl_pid == 0)
            found = found || uevent_is_of(message, (size_t)len, subsystem);
    }
}
