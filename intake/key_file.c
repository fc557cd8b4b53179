#include "intake/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool key_file_complain(const char *dir, const char *name, const char *what)
{
    fprintf(stderr, "jianyan-intake: %s/%s: %s\n", dir, name, what);
    return false;
}

bool key_file_complain_errno(const char *dir, const char *name)
{
    return key_file_complain(dir, name,
                             errno == EEXIST ? "is there already; keys are never overwritten"
                                             : strerror(errno));
}

bool key_file_is_free(int dir_fd, const char *dir, const char *name)
{
    if (faccessat(dir_fd, name, F_OK, 0) != 0)
        return true;
    errno = EEXIST;
    return key_file_complain_errno(dir, name);
}

bool key_file_create(int dir_fd, const char *name, mode_t mode, const char *text)
{
    size_t len = strlen(text);
    int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        return false;
    bool written = write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
    int why = errno;
    if (close(fd) != 0)
        written = false;
    if (!written) {
        unlinkat(dir_fd, name, 0);
        errno = why;
    }
    return written;
}
