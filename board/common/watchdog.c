#include "board/common/watchdog.h"

#include <fcntl.h>
#include <linux/watchdog.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { LEAST_SECONDS = 5 };

int watchdog_open(const char *device, int seconds)
{
    int fd = open(device, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    for (int ask = seconds; fd >= 0 && ask >= LEAST_SECONDS; ask /= 2) {
        int granted = ask;
        if (ioctl(fd, WDIOC_SETTIMEOUT, &granted) == 0)
            break;
    }
    return fd;
}

int watchdog_seconds(int fd)
{
    int seconds = 0;
    return ioctl(fd, WDIOC_GETTIMEOUT, &seconds) == 0 ? seconds : 0;
}

bool watchdog_has_bitten(int fd)
{
    int flags = 0;
    return ioctl(fd, WDIOC_GETBOOTSTATUS, &flags) == 0 && flags > 0 && (flags & WDIOF_CARDRESET);
}

bool watchdog_is_hardware(int fd)
{
    struct watchdog_info info = {0};
    static const char soft[] = "Software Watchdog";
    return ioctl(fd, WDIOC_GETSUPPORT, &info) == 0 &&
           strncmp((const char *)info.identity, soft, sizeof soft - 1) != 0;
}

bool watchdog_feed(int fd)
{
    return write(fd, "\n", 1) == 1;
}

/* The kernel's documentation calls it the magic close. */
static bool switch_off(int fd)
{
    return write(fd, "V", 1) == 1;
}

void watchdog_close(int fd, bool stop)
{
    if (fd < 0)
        return;
    if (stop)
        (void)switch_off(fd); /* one that does not let itself goes on counting */
    close(fd);
}
