/* Preloaded into the keeper: writes down every change of the files below STATE/store, every sync,
 * and every acknowledgement, in one order. The environment names both files:
 *   POWERCUT_ROOT   the state folder
 *   POWERCUT_TRACE  where to write (appended)
 *   POWERCUT_LIFE   after so many records the process kills itself: a kill from outside could part
 *                   a call from its record
 * The reserve is left
 * out: nothing reads it. A call that is not understood ends the keeper: a hole in the record would
 * prove nothing. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "post/post.h"
#include "tests/powercut/trace.h"

#define NEXT(name, type) ((type)dlsym(RTLD_NEXT, name))

enum { NAME_BYTES = 256, PATH_BYTES = 4096 };

static int trace_fd = -1;
static long life; /* records left; 0: no end */
static uint64_t root;
static char store_path[PATH_BYTES]; /* STATE/store, as the kernel spells it */

static void put_record(enum trace_kind kind, uint64_t object, uint64_t at, const void *bytes,
                       size_t len)
{
    struct trace_record record = {(uint32_t)kind, (uint32_t)len, object, at};
    const struct iovec parts[2] = {{&record, sizeof record}, {(void *)bytes, len}};
    int kept = errno;
    if (trace_fd < 0)
        return;
    if (syscall(SYS_writev, trace_fd, parts, 2) != (long)(sizeof record + len))
        abort();
    if (life > 0 && --life == 0)
        raise(SIGKILL);
    errno = kept;
}

__attribute__((constructor)) static void begin(void)
{
    struct stat st;
    const char *path = getenv("POWERCUT_TRACE"), *folder = getenv("POWERCUT_ROOT");
    char *whole = folder ? realpath(folder, NULL) : NULL;
    if (!path || !whole || stat(whole, &st) != 0)
        return;
    snprintf(store_path, sizeof store_path, "%s/store", whole);
    free(whole);
    trace_fd =
        (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    root = st.st_ino;
    const char *records = getenv("POWERCUT_LIFE");
    if (records)
        life = strtol(records, NULL, 10);
    put_record(TRACE_ROOT, root, 0, NULL, 0);
}

/* Splits a path; the folder's inode, 0 if this name is none of ours. */
static uint64_t folder_of(int dir_fd, const char *path, char name[NAME_BYTES])
{
    char folder[PATH_BYTES] = ".";
    struct stat st, store;
    const char *slash = strrchr(path, '/');
    if (slash)
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    snprintf(name, NAME_BYTES, "%s", slash ? slash + 1 : path);
    if (trace_fd < 0 || fstatat(dir_fd, slash ? folder : ".", &st, 0) != 0)
        return 0;
    if (st.st_ino == root)
        return strncmp(name, "store", 5) == 0 ? root : 0;
    bool inside = stat(store_path, &store) == 0 && store.st_ino == st.st_ino;
    return inside && strcmp(name, "reserve") != 0 ? st.st_ino : 0;
}

/* The inode behind fd if it is one of ours, 0 if not. */
static uint64_t inode_of(int fd)
{
    char link[64], path[PATH_BYTES];
    struct stat st;
    if (trace_fd < 0 || fd < 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len <= 0 || fstat(fd, &st) != 0)
        return 0;
    path[len] = '\0';
    size_t ours_len = strlen(store_path);
    if (st.st_ino == root)
        return root;
    if (strncmp(path, store_path, ours_len) != 0 || (path[ours_len] && path[ours_len] != '/') ||
        strcmp(path + ours_len, "/reserve") == 0)
        return 0;
    return st.st_ino;
}

static int open_and_note(int dir_fd, const char *path, int flags, mode_t mode)
{
    char name[NAME_BYTES];
    struct stat st;
    bool creates = (flags & O_CREAT) && fstatat(dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) != 0;
    int fd = (int)syscall(SYS_openat, dir_fd, path, flags, mode);
    if (fd < 0)
        return fd;
    uint64_t folder = creates ? folder_of(dir_fd, path, name) : 0;
    if (folder && fstat(fd, &st) == 0)
        put_record(TRACE_CREATE, st.st_ino, folder, name, strlen(name));
    if ((flags & O_TRUNC) && !creates && inode_of(fd))
        put_record(TRACE_TRUNCATE, inode_of(fd), 0, NULL, 0);
    return fd;
}

#define MODE_BEHIND(flags)                                                                         \
    mode_t mode = 0;                                                                               \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                         \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode = va_arg(args, mode_t);                                                               \
        va_end(args);                                                                              \
    }

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
int open(const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return open_and_note(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return open_and_note(AT_FDCWD, path, flags, mode);
}

int openat(int dir_fd, const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return open_and_note(dir_fd, path, flags, mode);
}

int openat64(int dir_fd, const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return open_and_note(dir_fd, path, flags, mode);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    ssize_t put =
        NEXT("pwrite64", ssize_t(*)(int, const void *, size_t, off64_t))(fd, bytes, len, at);
    uint64_t object = put > 0 ? inode_of(fd) : 0;
    if (object)
        put_record(TRACE_WRITE, object, (uint64_t)at, bytes, (size_t)put);
    return put;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return pwrite64(fd, bytes, len, at);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t put = NEXT("write", ssize_t(*)(int, const void *, size_t))(fd, bytes, len);
    uint64_t object = put > 0 && at >= 0 ? inode_of(fd) : 0;
    if (object)
        put_record(TRACE_WRITE, object, (uint64_t)at, bytes, (size_t)put);
    return put;
}

int ftruncate64(int fd, off64_t len)
{
    int result = NEXT("ftruncate64", int (*)(int, off64_t))(fd, len);
    uint64_t object = result == 0 ? inode_of(fd) : 0;
    if (object)
        put_record(TRACE_TRUNCATE, object, (uint64_t)len, NULL, 0);
    return result;
}

int ftruncate(int fd, off_t len)
{
    return ftruncate64(fd, len);
}

int fallocate64(int fd, int mode, off64_t at, off64_t len)
{
    if (inode_of(fd))
        abort();
    return NEXT("fallocate64", int (*)(int, int, off64_t, off64_t))(fd, mode, at, len);
}

int fallocate(int fd, int mode, off_t at, off_t len)
{
    return fallocate64(fd, mode, at, len);
}

static int sync_and_note(int fd, const char *call)
{
    int result = NEXT(call, int (*)(int))(fd);
    uint64_t object = result == 0 ? inode_of(fd) : 0;
    if (object)
        put_record(TRACE_SYNC, object, 0, NULL, 0);
    return result;
}

int fsync(int fd)
{
    return sync_and_note(fd, "fsync");
}

int fdatasync(int fd)
{
    return sync_and_note(fd, "fdatasync");
}

int unlinkat(int dir_fd, const char *path, int flags)
{
    char name[NAME_BYTES];
    uint64_t folder = folder_of(dir_fd, path, name);
    int result = NEXT("unlinkat", int (*)(int, const char *, int))(dir_fd, path, flags);
    if (folder && result == 0)
        put_record(TRACE_UNLINK, 0, folder, name, strlen(name));
    return result;
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int mkdirat(int dir_fd, const char *path, mode_t mode)
{
    char name[NAME_BYTES];
    struct stat st;
    uint64_t folder = folder_of(dir_fd, path, name);
    int result = NEXT("mkdirat", int (*)(int, const char *, mode_t))(dir_fd, path, mode);
    if (folder && result == 0 && fstatat(dir_fd, path, &st, 0) == 0)
        put_record(TRACE_MKDIR, st.st_ino, folder, name, strlen(name));
    return result;
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    char name[NAME_BYTES];
    if (folder_of(from_fd, from, name) || folder_of(to_fd, to, name))
        abort(); /* no store is set aside in these runs */
    return NEXT("renameat2", int (*)(int, const char *, int, const char *, unsigned))(
        from_fd, from, to_fd, to, flags);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
    return renameat2(from_fd, from, to_fd, to, 0);
}

int rename(const char *from, const char *to)
{
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* An answer is noted before it is sent: from then on it counts. */
ssize_t send(int fd, const void *bytes, size_t len, int flags)
{
    struct post_message message;
    if (post_decode(bytes, len, &message)) {
        if (message.type == POST_SAVED && message.saved.result == POST_SAVE_OK)
            put_record(TRACE_SAVED, 0, 0, message.saved.id, POST_ID_BYTES);
        if (message.type == POST_MARKED && message.marked.right)
            put_record(TRACE_MARKED, 0, 0, message.marked.id, POST_ID_BYTES);
    }
    return NEXT("send", ssize_t(*)(int, const void *, size_t, int))(fd, bytes, len, flags);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
