/* libjianyan-shim.so: a disk with moods, for the keeper in the simulator and in the tests.
 * Preloaded, it lets calls on regular files fail while a file named in the environment exists:
 *
 *   JIANYAN_SHIM_DISK_FULL        writes, growing ftruncate, fallocate: ENOSPC
 *   JIANYAN_SHIM_READ_ONLY        the same, and opening to write, mkdir, rename, unlink: EROFS
 *   JIANYAN_SHIM_SYNC_ERROR       fsync, fdatasync: EIO
 *   JIANYAN_SHIM_SYNC_ERROR_ONCE  the next fsync or fdatasync: EIO; takes the file away
 *   JIANYAN_SHIM_QUOTA            holds a number: what would let the files of one folder grow
 *                                 above so many bytes: ENOSPC
 *
 * Sockets, pipes and standard streams are left alone. An ASan-built program takes it with
 * ASAN_OPTIONS=verify_asan_link_order=0. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The next definition of a function behind this library. */
#define NEXT(name, type) ((type)dlsym(RTLD_NEXT, name))

static bool is_on(const char *variable)
{
    const char *path = getenv(variable);
    return path && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

/* A regular file that is not a standard stream; its size. */
static bool is_file(int fd, off_t *size)
{
    struct stat st;
    if (fd <= STDERR_FILENO || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *size = st.st_size;
    return true;
}

/* The number in the quota's file, -1 without one. Read without the calls that are replaced here. */
static long long quota(void)
{
    char text[32] = "";
    const char *path = getenv("JIANYAN_SHIM_QUOTA");
    if (!path)
        return -1;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t got = read(fd, text, sizeof text - 1);
    syscall(SYS_close, fd);
    return got > 0 ? strtoll(text, NULL, 10) : -1;
}

/* Sum of the sizes of the files beside the one behind fd. */
static long long folder_bytes(int fd)
{
    char link[64], path[4096];
    long long sum = 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len <= 0)
        return 0;
    path[len] = '\0';
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    DIR *dir = opendir(path);
    if (!dir)
        return 0;
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        struct stat st;
        if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(st.st_mode))
            sum += st.st_size;
    }
    closedir(dir);
    return sum;
}

/* True, with errno set, if a write to fd that ends at `end` must fail. */
static bool refuses_write(int fd, off_t end)
{
    int kept = errno;
    off_t size = 0;
    if (!is_file(fd, &size)) {
        errno = kept;
        return false;
    }
    long long most = end > size ? quota() : -1;
    int reason = 0;
    if (is_on("JIANYAN_SHIM_READ_ONLY"))
        reason = EROFS;
    else if (is_on("JIANYAN_SHIM_DISK_FULL") ||
             (most >= 0 && folder_bytes(fd) + (end - size) > most))
        reason = ENOSPC;
    errno = reason ? reason : kept;
    return reason != 0;
}

static bool refuses_sync(int fd)
{
    int kept = errno;
    off_t size;
    const char *once = getenv("JIANYAN_SHIM_SYNC_ERROR_ONCE");
    if (is_file(fd, &size) && (is_on("JIANYAN_SHIM_SYNC_ERROR") ||
                               (once && syscall(SYS_unlinkat, AT_FDCWD, once, 0) == 0))) {
        errno = EIO;
        return true;
    }
    errno = kept;
    return false;
}

static bool refuses_change(void)
{
    if (!is_on("JIANYAN_SHIM_READ_ONLY"))
        return false;
    errno = EROFS;
    return true;
}

/* libc names the parameters of these with underscores, which are not ours to use. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
ssize_t write(int fd, const void *bytes, size_t len)
{
    if (refuses_write(fd, lseek(fd, 0, SEEK_CUR) + (off_t)len))
        return -1;
    return NEXT("write", ssize_t(*)(int, const void *, size_t))(fd, bytes, len);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    if (refuses_write(fd, at + (off_t)len))
        return -1;
    return NEXT("pwrite", ssize_t(*)(int, const void *, size_t, off_t))(fd, bytes, len, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    if (refuses_write(fd, (off_t)at + (off_t)len))
        return -1;
    return NEXT("pwrite64", ssize_t(*)(int, const void *, size_t, off64_t))(fd, bytes, len, at);
}

int ftruncate(int fd, off_t len)
{
    off_t size = 0;
    if (is_file(fd, &size) && len > size && refuses_write(fd, len))
        return -1;
    return NEXT("ftruncate", int (*)(int, off_t))(fd, len);
}

int ftruncate64(int fd, off64_t len)
{
    off_t size = 0;
    if (is_file(fd, &size) && len > size && refuses_write(fd, (off_t)len))
        return -1;
    return NEXT("ftruncate64", int (*)(int, off64_t))(fd, len);
}

int fallocate(int fd, int mode, off_t at, off_t len)
{
    if (refuses_write(fd, at + len))
        return -1;
    return NEXT("fallocate", int (*)(int, int, off_t, off_t))(fd, mode, at, len);
}

int fallocate64(int fd, int mode, off64_t at, off64_t len)
{
    if (refuses_write(fd, (off_t)(at + len)))
        return -1;
    return NEXT("fallocate64", int (*)(int, int, off64_t, off64_t))(fd, mode, at, len);
}

int posix_fallocate(int fd, off_t at, off_t len)
{
    if (refuses_write(fd, at + len))
        return errno;
    return NEXT("posix_fallocate", int (*)(int, off_t, off_t))(fd, at, len);
}

int posix_fallocate64(int fd, off64_t at, off64_t len)
{
    if (refuses_write(fd, (off_t)(at + len)))
        return errno;
    return NEXT("posix_fallocate64", int (*)(int, off64_t, off64_t))(fd, at, len);
}

int fsync(int fd)
{
    return refuses_sync(fd) ? -1 : NEXT("fsync", int (*)(int))(fd);
}

int fdatasync(int fd)
{
    return refuses_sync(fd) ? -1 : NEXT("fdatasync", int (*)(int))(fd);
}

static int open_or_refuse(int dir_fd, const char *path, int flags, mode_t mode)
{
    if ((flags & O_ACCMODE) != O_RDONLY && refuses_change())
        return -1;
    return (int)syscall(SYS_openat, dir_fd, path, flags, mode);
}

/* The mode behind the flags, where these ask for one. */
#define MODE_BEHIND(flags)                                                                         \
    mode_t mode = 0;                                                                               \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                         \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode = va_arg(args, mode_t);                                                               \
        va_end(args);                                                                              \
    }

int open(const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return open_or_refuse(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return open_or_refuse(AT_FDCWD, path, flags, mode);
}

int openat(int dir_fd, const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return open_or_refuse(dir_fd, path, flags, mode);
}

int openat64(int dir_fd, const char *path, int flags, ...)
{
    MODE_BEHIND(flags)
    return open_or_refuse(dir_fd, path, flags, mode);
}

int mkdirat(int dir_fd, const char *path, mode_t mode)
{
    if (refuses_change())
        return -1;
    return NEXT("mkdirat", int (*)(int, const char *, mode_t))(dir_fd, path, mode);
}

int unlinkat(int dir_fd, const char *path, int flags)
{
    if (refuses_change())
        return -1;
    return NEXT("unlinkat", int (*)(int, const char *, int))(dir_fd, path, flags);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    if (refuses_change())
        return -1;
    return NEXT("renameat2", int (*)(int, const char *, int, const char *, unsigned))(
        from_fd, from, to_fd, to, flags);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
