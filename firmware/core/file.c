#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"

enum { NAME_MAX_BYTES = 512 };

/* Reads until len bytes or the end; -1 on error. */
static ssize_t read_up_to(int fd, char *bytes, size_t len)
{
    size_t have = 0;
    while (have < len) {
        ssize_t got = read(fd, bytes + have, len - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

static char *read_open_file(int fd, const char *name, size_t max_bytes, size_t *len)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        log_error("file", "not a regular file file=%s", name);
        return NULL;
    }
    if (st.st_size < 0 || (size_t)st.st_size > max_bytes) {
        log_error("file", "too large file=%s bytes=%lld limit=%zu", name, (long long)st.st_size,
                  max_bytes);
        return NULL;
    }
    char *bytes = malloc((size_t)st.st_size + 1);
    ssize_t got = bytes ? read_up_to(fd, bytes, (size_t)st.st_size) : -1;
    if (got < 0) {
        log_error("file", "cannot read file=%s: %s", name, strerror(errno));
        free(bytes);
        return NULL;
    }
    bytes[got] = '\0';
    *len = (size_t)got;
    return bytes;
}

char *file_read(int dir_fd, const char *name, size_t max_bytes, size_t *len)
{
    int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        int reason = errno;
        if (reason != ENOENT)
            log_error("file", "cannot open file=%s: %s", name, strerror(reason));
        errno = reason;
        return NULL;
    }
    char *bytes = read_open_file(fd, name, max_bytes, len);
    close(fd);
    return bytes;
}

bool file_sync(int fd, const char *name)
{
    if (fsync(fd) == 0)
        return true;
    log_error("file", "cannot sync file=%s: %s", name, strerror(errno));
    return false;
}

/* Syncs the folder that holds `name`. */
static bool sync_parent(int dir_fd, const char *name)
{
    char parent[NAME_MAX_BYTES];
    const char *slash = strrchr(name, '/');
    if (!slash)
        snprintf(parent, sizeof parent, ".");
    else if (slash == name)
        snprintf(parent, sizeof parent, "/");
    else
        snprintf(parent, sizeof parent, "%.*s", (int)(slash - name), name);
    int fd = openat(dir_fd, parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        log_error("file", "cannot open folder=%s: %s", parent, strerror(errno));
        return false;
    }
    bool synced = file_sync(fd, parent);
    close(fd);
    return synced;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t put = write(fd, bytes, len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        len -= (size_t)put;
    }
    return true;
}

/* "name" with ".new" after it, the temporary name of both writers below. */
static bool temporary_name(const char *name, char temporary[NAME_MAX_BYTES])
{
    int len = snprintf(temporary, NAME_MAX_BYTES, "%s.new", name);
    if (len > 0 && len < NAME_MAX_BYTES)
        return true;
    log_error("file", "name too long file=%s", name);
    return false;
}

static bool write_temporary(int dir_fd, const char *name, mode_t mode, const void *bytes,
                            size_t len)
{
    int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0) {
        log_error("file", "cannot create file=%s: %s", name, strerror(errno));
        return false;
    }
    bool written = write_all(fd, bytes, len);
    if (!written)
        log_error("file", "cannot write file=%s: %s", name, strerror(errno));
    written = written && file_sync(fd, name);
    if (close(fd) != 0 && written) {
        log_error("file", "cannot close file=%s: %s", name, strerror(errno));
        written = false;
    }
    return written;
}

static bool rename_durably(int dir_fd, const char *from, const char *to)
{
    if (renameat(dir_fd, from, dir_fd, to) != 0) {
        log_error("file", "cannot rename from=%s to=%s: %s", from, to, strerror(errno));
        return false;
    }
    return sync_parent(dir_fd, to);
}

static bool replace(int dir_fd, const char *name, mode_t mode, const void *bytes, size_t len)
{
    char temporary[NAME_MAX_BYTES];
    if (!temporary_name(name, temporary))
        return false;
    if (!write_temporary(dir_fd, temporary, mode, bytes, len)) {
        unlinkat(dir_fd, temporary, 0);
        return false;
    }
    return rename_durably(dir_fd, temporary, name);
}

bool file_write(int dir_fd, const char *name, const void *bytes, size_t len)
{
    return replace(dir_fd, name, 0644, bytes, len);
}

bool file_write_private(int dir_fd, const char *name, const void *bytes, size_t len)
{
    return replace(dir_fd, name, 0600, bytes, len);
}

bool file_link(int dir_fd, const char *name, const char *target)
{
    char temporary[NAME_MAX_BYTES];
    if (!temporary_name(name, temporary))
        return false;
    unlinkat(dir_fd, temporary, 0);
    if (symlinkat(target, dir_fd, temporary) != 0) {
        log_error("file", "cannot link file=%s: %s", temporary, strerror(errno));
        return false;
    }
    return rename_durably(dir_fd, temporary, name);
}

int file_open_dir(int dir_fd, const char *name)
{
    if (mkdirat(dir_fd, name, 0755) != 0 && errno != EEXIST) {
        log_error("file", "cannot create folder=%s: %s", name, strerror(errno));
        return -1;
    }
    int fd = openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        log_error("file", "cannot open folder=%s: %s", name, strerror(errno));
    return fd;
}

bool file_touch(int dir_fd, const char *name, int64_t wall_ms)
{
    const struct timespec at = {.tv_sec = (time_t)(wall_ms / 1000),
                                .tv_nsec = (long)(wall_ms % 1000) * 1000000};
    const struct timespec both[2] = {at, at};
    int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    bool touched = fd >= 0 && futimens(fd, both) == 0 && fsync(fd) == 0;
    if (!touched)
        log_error("file", "cannot set the time of file=%s: %s", name, strerror(errno));
    if (fd >= 0)
        close(fd);
    return touched;
}
