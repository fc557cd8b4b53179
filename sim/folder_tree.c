/* Whole folders: removing and copying. */
#include "sim/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/report.h"

enum { DEPTH_MAX = 8, FILES_MAX = 4096, BLOCK = 65536 };

static const off_t bytes_max = (off_t)64 << 20;

/* What a copy may still use. */
struct budget {
    off_t bytes;
    int files;
};

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool remove_below(int parent_fd, const char *name, int depth)
{
    bool gone = true;
    if (unlinkat(parent_fd, name, 0) == 0 || errno == ENOENT)
        return true;
    int fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 && depth > 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (!is_dots(entry->d_name))
            gone = remove_below(fd, entry->d_name, depth - 1) && gone;
    }
    closedir(dir);
    return unlinkat(parent_fd, name, AT_REMOVEDIR) == 0 && gone;
}

bool folder_remove(int parent_fd, const char *name)
{
    return remove_below(parent_fd, name, 4 * DEPTH_MAX);
}

static bool copy_bytes(int from, int to, struct budget *budget)
{
    char block[BLOCK];
    ssize_t got;
    while ((got = read(from, block, sizeof block)) > 0) {
        budget->bytes -= got;
        if (budget->bytes < 0) {
            errno = EFBIG;
            return false;
        }
        if (write(to, block, (size_t)got) != got)
            return false;
    }
    return got == 0;
}

static bool copy_file(int from_dir, int to_dir, const char *name, struct budget *budget)
{
    int from = openat(from_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int to = openat(to_dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool copied = from >= 0 && to >= 0 && copy_bytes(from, to, budget);
    int failed = errno;
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    errno = failed;
    return copied;
}

static bool copy_folder(int from_fd, int to_parent, const char *name, int depth,
                        struct budget *budget);

static bool copy_entry(int from_dir, int to_dir, const char *name, int depth, struct budget *budget)
{
    struct stat st;
    if (fstatat(from_dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (budget->files-- <= 0) {
        errno = EFBIG;
        return false;
    }
    if (S_ISREG(st.st_mode))
        return copy_file(from_dir, to_dir, name, budget);
    if (!S_ISDIR(st.st_mode))
        return true; /* a link or a device: not for us */
    int from = openat(from_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return from >= 0 && copy_folder(from, to_dir, name, depth - 1, budget);
}

/* Takes from_fd over. */
static bool copy_folder(int from_fd, int to_parent, const char *name, int depth,
                        struct budget *budget)
{
    errno = EFBIG; /* too deep */
    bool copied = depth > 0 && mkdirat(to_parent, name, 0755) == 0;
    int to = copied ? openat(to_parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    DIR *dir = fdopendir(from_fd);
    copied = copied && to >= 0 && dir;
    while (copied) {
        struct dirent *entry = readdir(dir);
        if (!entry)
            break;
        if (!is_dots(entry->d_name))
            copied = copy_entry(from_fd, to, entry->d_name, depth, budget);
    }
    int failed = errno;
    if (to >= 0)
        close(to);
    if (dir)
        closedir(dir);
    else
        close(from_fd);
    errno = failed;
    return copied;
}

bool folder_copy(const char *from, int parent_fd, const char *name)
{
    struct budget budget = {bytes_max, FILES_MAX};
    int fd = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && copy_folder(fd, parent_fd, name, DEPTH_MAX, &budget))
        return true;
    report("cannot copy the folder %s: %s", from, strerror(errno));
    return false;
}
