/* Versions on disk: putting a new one beside the old, swapping `current`, clearing up after it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/log.h"
#include "courier/install_parts.h"

enum { VERSION_TEXT = 32 };

/* The version a folder's name says, 0 if it is no version's. */
static int64_t version_of(const char *name)
{
    char *end;
    errno = 0;
    long long version = strtoll(name, &end, 10);
    if (errno || end == name || *end || version < 1 || name[0] < '1' || name[0] > '9')
        return 0;
    return version;
}

int64_t install_running_version(int state_fd)
{
    static const char folder[] = "campaigns/";
    char target[64];
    ssize_t len = readlinkat(state_fd, "current", target, sizeof target - 1);
    target[len > 0 ? len : 0] = '\0';
    if (strncmp(target, folder, sizeof folder - 1) != 0)
        return 0;
    return version_of(target + sizeof folder - 1);
}

/* Removes a folder of plain files; one that is not there is fine. */
static void remove_folder(int parent_fd, const char *name)
{
    int fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(fd, entry->d_name, 0);
    }
    if (folder)
        closedir(folder);
    if (fd >= 0 && unlinkat(parent_fd, name, AT_REMOVEDIR) != 0)
        log_warn("install", "cannot remove folder=%s: %s", name, strerror(errno));
}

static bool holds(int fd, const char *name, const char *bytes, size_t len)
{
    size_t have;
    char *found = file_read(fd, name, MANIFEST_BYTES_MAX, &have);
    bool same = found && have == len && memcmp(found, bytes, len) == 0;
    free(found);
    return same;
}

/* True if this version's folder has these very papers. */
static bool is_same(int campaigns_fd, const char *name, const struct install_papers *papers)
{
    int fd = openat(campaigns_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool same = holds(fd, "manifest.json", papers->manifest, papers->manifest_len) &&
                holds(fd, "manifest.json.minisig", papers->signature, papers->signature_len);
    close(fd);
    return same;
}

static bool write_papers(int campaigns_fd, const char *name, const struct install_papers *papers)
{
    remove_folder(campaigns_fd, name);
    int fd = file_open_dir(campaigns_fd, name);
    if (fd < 0)
        return false;
    bool written =
        file_write(fd, "manifest.json", papers->manifest, papers->manifest_len) &&
        file_write(fd, "manifest.json.minisig", papers->signature, papers->signature_len);
    close(fd);
    return written;
}

/* Kernels before 3.15, and some file systems for longer, cannot exchange two names: the old folder
 * is then removed first, and for that moment there is nothing to show. */
static bool exchange(int campaigns_fd, const char *temporary, const char *name)
{
    if (renameat2(campaigns_fd, temporary, campaigns_fd, name, RENAME_EXCHANGE) == 0)
        return true;
    if (errno != ENOSYS && errno != EINVAL)
        return false;
    remove_folder(campaigns_fd, name);
    return renameat(campaigns_fd, temporary, campaigns_fd, name) == 0;
}

/* Puts the new folder in its place. The same version with other papers (a test, a new key) takes
 * the old folder's place in one step, so that `current` never points to a half. */
static bool move_in(int campaigns_fd, const char *temporary, const char *name)
{
    bool there = faccessat(campaigns_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    if (!(there ? exchange(campaigns_fd, temporary, name)
                : renameat(campaigns_fd, temporary, campaigns_fd, name) == 0)) {
        log_error("install", "cannot rename from=%s to=%s: %s", temporary, name, strerror(errno));
        return false;
    }
    if (there)
        remove_folder(campaigns_fd, temporary);
    return file_sync(campaigns_fd, "campaigns");
}

bool install_version(const struct install_target *target, const struct install_papers *papers,
                     int64_t version, bool *changed)
{
    char name[VERSION_TEXT], temporary[VERSION_TEXT + 4];
    snprintf(name, sizeof name, "%lld", (long long)version);
    snprintf(temporary, sizeof temporary, "%s.new", name);
    *changed = false;
    int fd = file_open_dir(target->state_fd, "campaigns");
    if (fd < 0)
        return false;
    bool placed = is_same(fd, name, papers);
    bool running = placed && install_running_version(target->state_fd) == version;
    if (!placed) {
        placed = write_papers(fd, temporary, papers) && move_in(fd, temporary, name);
        if (!placed)
            remove_folder(fd, temporary);
    }
    close(fd);
    if (running || !placed)
        return placed;
    *changed = install_swap(target->state_fd, version);
    return *changed;
}

bool install_swap(int state_fd, int64_t version)
{
    char link[VERSION_TEXT + 16];
    snprintf(link, sizeof link, "campaigns/%lld", (long long)version);
    return file_link(state_fd, "current", link);
}

/* The highest version below the running one that nobody went back from. */
static int64_t previous_version(DIR *campaigns, int64_t running, int64_t taken_back)
{
    int64_t previous = 0;
    rewinddir(campaigns);
    for (struct dirent *entry; (entry = readdir(campaigns));) {
        int64_t version = version_of(entry->d_name);
        if (version < running && version > previous && version != taken_back)
            previous = version;
    }
    return previous;
}

int64_t install_previous_version(int state_fd)
{
    int fd = openat(state_fd, "campaigns", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *campaigns = fd >= 0 ? fdopendir(fd) : NULL;
    if (!campaigns)
        return 0;
    int64_t previous = previous_version(campaigns, install_running_version(state_fd),
                                        install_taken_back(state_fd));
    closedir(campaigns);
    return previous;
}

static void remove_old_versions(DIR *campaigns, int64_t running, int64_t previous)
{
    rewinddir(campaigns);
    for (struct dirent *entry; (entry = readdir(campaigns));) {
        int64_t version = version_of(entry->d_name);
        if (entry->d_name[0] != '.' &&
            (version == 0 || (version != running && version != previous)))
            remove_folder(dirfd(campaigns), entry->d_name);
    }
}

static bool shows(const struct manifest *manifest, const char *frame)
{
    for (size_t i = 0; i < manifest->posters; i++) {
        if (strncmp(manifest->poster[i].hash, frame, MANIFEST_HASH_TEXT - 1) == 0)
            return true;
    }
    return false;
}

static bool is_frame(const char *name)
{
    const char *end = strrchr(name, '.');
    return end && strcmp(end, ".frame") == 0;
}

static void remove_unshown(int state_fd, const struct manifest *running,
                           const struct manifest *previous)
{
    int fd = openat(state_fd, "frames", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *frames = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *entry; frames && (entry = readdir(frames));) {
        const char *name = entry->d_name;
        if (name[0] == '.' || (is_frame(name) && (shows(running, name) || shows(previous, name))))
            continue;
        if (unlinkat(fd, name, 0) != 0)
            log_warn("install", "cannot remove frame=%s: %s", name, strerror(errno));
    }
    if (frames)
        closedir(frames);
}

/* The previous version's manifest; empty if there is none or it is damaged. */
static void read_previous(const struct install_target *target, int campaigns_fd, int64_t version,
                          struct manifest *previous)
{
    char name[VERSION_TEXT + 16], why[MANIFEST_TEXT_MAX];
    size_t len;
    snprintf(name, sizeof name, "%lld/manifest.json", (long long)version);
    char *bytes = file_read(campaigns_fd, name, MANIFEST_BYTES_MAX, &len);
    if (!bytes ||
        manifest_parse(bytes, len, target->conf->profile->name, previous, why) != MANIFEST_GOOD)
        *previous = (struct manifest){0};
    free(bytes);
}

void install_tidy(const struct install_target *target, const struct manifest *running)
{
    struct manifest previous = {0};
    int fd = openat(target->state_fd, "campaigns", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *campaigns = fd >= 0 ? fdopendir(fd) : NULL;
    if (!campaigns)
        return;
    int64_t version =
        previous_version(campaigns, running->version, install_taken_back(target->state_fd));
    if (version > 0)
        read_previous(target, fd, version, &previous);
    remove_old_versions(campaigns, running->version, version);
    closedir(campaigns);
    remove_unshown(target->state_fd, running, &previous);
}
