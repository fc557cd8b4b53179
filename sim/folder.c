#include "sim/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "sim/report.h"

/* Makes the folder and those above it. */
static bool make_folders(const char *path)
{
    char part[FOLDER_PATH];
    size_t len = strlen(path);
    if (len >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (size_t i = 1; i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

static bool own_path(char *path, size_t size)
{
    const char *base = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    int len;
    if (base && base[0] == '/')
        len = snprintf(path, size, "%s/jianyan-sim", base);
    else
        len = snprintf(path, size, "%s/.local/state/jianyan-sim", home ? home : "");
    return len > 0 && (size_t)len < size;
}

static bool temporary_path(char *path, size_t size)
{
    const char *base = getenv("TMPDIR");
    int len = snprintf(path, size, "%s/jianyan-sim-XXXXXX", base && base[0] ? base : "/tmp");
    return len > 0 && (size_t)len < size && mkdtemp(path);
}

static bool settle_path(struct folder *folder, const struct settings *settings)
{
    char given[FOLDER_PATH];
    bool made;
    folder->temporary = !settings->state && settings->headless;
    if (folder->temporary) {
        made = temporary_path(given, sizeof given);
    } else {
        if (settings->state)
            snprintf(given, sizeof given, "%s", settings->state);
        made = (settings->state || own_path(given, sizeof given)) && make_folders(given);
    }
    char *whole = made ? realpath(given, NULL) : NULL;
    made = whole && strlen(whole) < sizeof folder->path;
    if (made)
        snprintf(folder->path, sizeof folder->path, "%s", whole);
    else
        report("cannot make the state folder %s: %s", given, strerror(errno));
    free(whole);
    if (made && !settings->state)
        report("state folder %s%s", folder->path, folder->temporary ? " (removed at the end)" : "");
    return made;
}

/* A folder with a store and no marker belongs to a real box. */
static bool is_ours(const struct folder *folder)
{
    static const char *const entries[] = {"store", "plays", "campaigns", "current"};
    if (faccessat(folder->fd, "simulated", F_OK, 0) == 0)
        return true;
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        if (faccessat(folder->fd, entries[i], F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
            report("%s is no simulated state folder (it has '%s' and no file 'simulated')",
                   folder->path, entries[i]);
            return false;
        }
    }
    return true;
}

static bool lock(struct folder *folder)
{
    folder->lock_fd = openat(folder->fd, "sim.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (folder->lock_fd < 0) {
        report("cannot write to the state folder %s: %s", folder->path, strerror(errno));
        return false;
    }
    if (flock(folder->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    report("another simulator uses the state folder %s", folder->path);
    return false;
}

/* The starts of earlier runs on this folder. */
static uint64_t read_starts(int fd)
{
    char text[128] = "";
    int marker = openat(fd, "simulated", O_RDONLY | O_CLOEXEC);
    if (marker < 0)
        return 0;
    ssize_t len = read(marker, text, sizeof text - 1);
    close(marker);
    text[len > 0 ? len : 0] = '\0';
    const char *start = strstr(text, "start=");
    return start ? strtoull(start + 6, NULL, 10) : 0;
}

bool folder_open(struct folder *folder, const struct settings *settings)
{
    *folder = (struct folder){.fd = -1, .lock_fd = -1, .seed = settings->seed};
    if (!settle_path(folder, settings))
        return false;
    folder->fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0) {
        report("cannot open the state folder %s: %s", folder->path, strerror(errno));
        return false;
    }
    if (!is_ours(folder) || !lock(folder))
        return false;
    folder->starts = read_starts(folder->fd);
    return folder_raise_start(folder);
}

bool folder_raise_start(struct folder *folder)
{
    char text[96];
    folder->starts++;
    int len = snprintf(text, sizeof text, "seed=%llu start=%llu\n",
                       (unsigned long long)folder->seed, (unsigned long long)folder->starts);
    if (len > 0 && file_write(folder->fd, "simulated", text, (size_t)len))
        return true;
    report("cannot write to the state folder %s", folder->path);
    return false;
}

void folder_close(struct folder *folder)
{
    if (folder->lock_fd >= 0)
        close(folder->lock_fd);
    if (folder->fd >= 0)
        close(folder->fd);
    folder->fd = folder->lock_fd = -1;
    if (folder->temporary && folder->path[0] && !folder_remove(AT_FDCWD, folder->path))
        report("cannot remove all of %s", folder->path);
    folder->temporary = false;
}

void folder_path(const struct folder *folder, const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", folder->path, name);
}
