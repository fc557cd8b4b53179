#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "author/author.h"
#include "core/file.h"

/* Removes a folder and what is in it, `depth` levels of folders deep. */
static void remove_tree(int parent_fd, const char *name, int depth)
{
    int fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (unlinkat(fd, entry->d_name, 0) != 0 && depth > 0)
            remove_tree(fd, entry->d_name, depth - 1);
    }
    if (dir)
        closedir(dir);
    unlinkat(parent_fd, name, AT_REMOVEDIR);
}

bool folder_open(struct folder *folder, const char *path)
{
    size_t len = strlen(path);
    *folder = (struct folder){.path = path, .fd = -1};
    while (len > 1 && path[len - 1] == '/')
        len--;
    if (snprintf(folder->temporary, sizeof folder->temporary, "%.*s.new", (int)len, path) >=
        (int)sizeof folder->temporary) {
        fprintf(stderr, "%s: path too long\n", path);
        return false;
    }
    folder->fresh = access(path, F_OK) != 0;
    if (folder->fresh)
        remove_tree(AT_FDCWD, folder->temporary, 1);
    folder->fd = file_open_dir(AT_FDCWD, folder->fresh ? folder->temporary : path);
    return folder->fd >= 0;
}

bool folder_close(struct folder *folder, bool good)
{
    if (folder->fd >= 0)
        close(folder->fd);
    folder->fd = -1;
    if (!folder->fresh)
        return good;
    if (good && rename(folder->temporary, folder->path) != 0) {
        fprintf(stderr, "%s: cannot rename to %s: %s\n", folder->temporary, folder->path,
                strerror(errno));
        good = false;
    }
    if (!good)
        remove_tree(AT_FDCWD, folder->temporary, 1);
    return good;
}

void folder_remove(const char *path)
{
    remove_tree(AT_FDCWD, path, 2);
}
