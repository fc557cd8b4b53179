#include "board/common/backlight.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"

static long read_number(int dir_fd, const char *name)
{
    char text[32] = "";
    int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    return len > 0 ? strtol(text, NULL, 10) : 0;
}

static bool write_number(int dir_fd, const char *name, long number)
{
    char text[32];
    int fd = openat(dir_fd, name, O_WRONLY | O_CLOEXEC);
    int len = snprintf(text, sizeof text, "%ld\n", number);
    bool written = fd >= 0 && write(fd, text, (size_t)len) == len;
    int failed = errno;
    if (fd >= 0)
        close(fd);
    errno = failed;
    return written;
}

void backlight_open(struct backlight *light, const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    *light = (struct backlight){.dir_fd = -1};
    while (dir && light->dir_fd < 0 && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        light->dir_fd = openat(dirfd(dir), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        light->most = light->dir_fd >= 0 ? read_number(light->dir_fd, "max_brightness") : 0;
        if (light->most <= 0)
            backlight_close(light);
    }
    if (dir)
        closedir(dir);
}

void backlight_close(struct backlight *light)
{
    if (light->dir_fd >= 0)
        close(light->dir_fd);
    light->dir_fd = -1;
}

void backlight_set(const struct backlight *light, int percent)
{
    long value = light->most * percent / 100;
    if (light->dir_fd < 0)
        return;
    if (percent > 0 && value == 0)
        value = 1;
    if (!write_number(light->dir_fd, "brightness", value))
        log_warn("power", "cannot set the backlight: %s", strerror(errno));
}
