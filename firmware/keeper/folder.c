#include "keeper/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/log.h"

enum { RESERVE_BYTES = 256 * 1024, BAD_KEPT = 3, TRIES = 8 };

static const char store_name[] = "store";
static const char bad_prefix[] = "store.bad-";
static const char reserve_name[] = "reserve";
static const char read_name[] = "read";

static enum folder_result why(int reason)
{
    if (reason == ENOSPC || reason == EDQUOT)
        return FOLDER_NO_SPACE;
    return reason == EROFS || reason == EACCES || reason == EPERM ? FOLDER_READ_ONLY
                                                                  : FOLDER_FAILED;
}

/* True if `name` still stands for the folder behind fd: another keeper may have set it aside
 * between our open and our lock. */
static bool is_named(int fd, const char *name)
{
    struct stat mine, named;
    return fstat(fd, &mine) == 0 && fstatat(AT_FDCWD, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

/* Makes, opens and locks; *fd is -1 unless FOLDER_OK. */
static enum folder_result take(const char *name, int *fd)
{
    *fd = -1;
    if (mkdirat(AT_FDCWD, name, 0700) != 0 && errno != EEXIST) {
        int reason = errno;
        log_error("store", "cannot create folder=%s: %s", name, strerror(reason));
        return why(reason);
    }
    int dir_fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (dir_fd < 0) {
        log_error("store", "cannot open folder=%s: %s", name, strerror(errno));
        return FOLDER_FAILED;
    }
    if (flock(dir_fd, LOCK_EX | LOCK_NB) == 0) {
        *fd = dir_fd;
        return FOLDER_OK;
    }
    enum folder_result result = errno == EWOULDBLOCK ? FOLDER_TAKEN : FOLDER_FAILED;
    if (result == FOLDER_FAILED)
        log_error("store", "cannot lock folder=%s: %s", name, strerror(errno));
    close(dir_fd);
    return result;
}

static bool sync_here(void)
{
    int fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && file_sync(fd, "state folder");
    if (fd >= 0)
        close(fd);
    return synced;
}

enum folder_result folder_take(int *fd)
{
    for (int i = 0; i < TRIES; i++) {
        enum folder_result result = take(store_name, fd);
        if (result != FOLDER_OK)
            return result;
        if (is_named(*fd, store_name))
            return sync_here() ? FOLDER_OK : FOLDER_FAILED;
        close(*fd);
        *fd = -1;
    }
    return FOLDER_TAKEN;
}

/* "store.bad-20200901T093000", with a number behind it if that is taken. */
static bool bad_name(int64_t wall_ms, char name[FOLDER_NAME_MAX])
{
    char text[CLOCK_TEXT_MAX], digits[CLOCK_TEXT_MAX];
    size_t len = 0;
    clock_format(wall_ms, text);
    for (size_t i = 0; text[i] && i < strlen("2020-09-01T09:30:00"); i++) {
        if (text[i] != '-' && text[i] != ':')
            digits[len++] = text[i];
    }
    digits[len] = '\0';
    for (int i = 0; i < 1000; i++) {
        if (i == 0)
            snprintf(name, FOLDER_NAME_MAX, "%s%s", bad_prefix, digits);
        else
            snprintf(name, FOLDER_NAME_MAX, "%s%s-%d", bad_prefix, digits, i);
        if (faccessat(AT_FDCWD, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
            return true;
    }
    return false;
}

/* Removes a folder of plain files. The mark that it was read goes last: one that cannot be removed
 * must not be read anew. */
static bool remove_folder(const char *name)
{
    DIR *dir = opendir(name);
    bool empty = dir != NULL;
    if (!dir)
        return false;
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            strcmp(entry->d_name, read_name) != 0 && unlinkat(dirfd(dir), entry->d_name, 0) != 0)
            empty = false;
    }
    if (empty)
        unlinkat(dirfd(dir), read_name, 0);
    closedir(dir);
    return empty && rmdir(name) == 0;
}

/* The store and the folder `name` change names in one step: there is always a `store`, and it is
 * always locked. Kernels before 3.15, and some file systems for longer, need two, and the store
 * goes to yet another name, which `name` is then; a keeper that starts between them finds no store
 * and makes one, and the second step fails. */
static bool exchange(char name[FOLDER_NAME_MAX], int64_t wall_ms)
{
    char aside[FOLDER_NAME_MAX];
    if (renameat2(AT_FDCWD, name, AT_FDCWD, store_name, RENAME_EXCHANGE) == 0)
        return true;
    if ((errno != ENOSYS && errno != EINVAL) || !bad_name(wall_ms, aside) ||
        renameat(AT_FDCWD, store_name, AT_FDCWD, aside) != 0)
        return false;
    if (renameat(AT_FDCWD, name, AT_FDCWD, store_name) != 0) {
        int reason = errno;
        renameat(AT_FDCWD, aside, AT_FDCWD, store_name); /* what is in it is still in use */
        errno = reason;
        return false;
    }
    memcpy(name, aside, sizeof aside);
    return true;
}

bool folder_set_aside(int *fd, int64_t wall_ms)
{
    char name[FOLDER_NAME_MAX];
    int fresh = -1;
    if (!bad_name(wall_ms, name) || take(name, &fresh) != FOLDER_OK)
        return false;
    if (!exchange(name, wall_ms)) {
        log_error("store", "cannot set aside folder=%s: %s", store_name, strerror(errno));
        close(fresh);
        rmdir(name);
        return false;
    }
    log_warn("store", "set aside as folder=%s", name);
    unlinkat(*fd, reserve_name, 0);
    close(*fd);
    *fd = fresh;
    return sync_here();
}

bool folder_has_reserve(int fd)
{
    struct stat st;
    return fstatat(fd, reserve_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
           st.st_size >= RESERVE_BYTES;
}

enum folder_result folder_make_reserve(int fd)
{
    if (folder_has_reserve(fd))
        return FOLDER_OK;
    int file = openat(fd, reserve_name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return why(errno);
    int reason = posix_fallocate(file, 0, RESERVE_BYTES);
    if (reason == 0 && fsync(file) != 0)
        reason = errno;
    close(file);
    if (reason != 0)
        unlinkat(fd, reserve_name, 0);
    return reason == 0 ? FOLDER_OK : why(reason);
}

void folder_give_up_reserve(int fd)
{
    if (unlinkat(fd, reserve_name, 0) == 0)
        log_warn("store", "gave up the reserve");
}

static bool is_folder(const char *name)
{
    struct stat st;
    return fstatat(AT_FDCWD, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

static bool is_read(const char *name)
{
    char path[FOLDER_NAME_MAX + 8];
    snprintf(path, sizeof path, "%s/%s", name, read_name);
    return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The least name of the folders set aside that have been read or not; how many there are. */
static int find_oldest(bool read, char name[FOLDER_NAME_MAX])
{
    DIR *dir = opendir(".");
    int count = 0;
    name[0] = '\0';
    if (!dir)
        return 0;
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (strncmp(entry->d_name, bad_prefix, strlen(bad_prefix)) != 0 ||
            strlen(entry->d_name) >= FOLDER_NAME_MAX || !is_folder(entry->d_name) ||
            is_read(entry->d_name) != read)
            continue;
        if (count++ == 0 || strcmp(entry->d_name, name) < 0)
            snprintf(name, FOLDER_NAME_MAX, "%s", entry->d_name);
    }
    closedir(dir);
    return count;
}

bool folder_find_bad(char name[FOLDER_NAME_MAX])
{
    return find_oldest(false, name) > 0;
}

bool folder_mark_read(const char *name)
{
    char path[FOLDER_NAME_MAX + 8];
    snprintf(path, sizeof path, "%s/%s", name, read_name);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        log_warn("store", "cannot mark folder=%s as read: %s", name, strerror(errno));
        return false;
    }
    close(fd);
    while (find_oldest(true, path) > BAD_KEPT) {
        if (!remove_folder(path)) {
            log_warn("store", "cannot remove folder=%s", path);
            break;
        }
    }
    return true;
}
