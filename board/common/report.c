#include "board/common/report.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/log.h"

/* A name without a file: the state folder may lie on a medium that cannot be written. */
static bool make_address(int state_fd, struct sockaddr_un *address, socklen_t *size)
{
    struct stat state;
    if (fstat(state_fd, &state) != 0)
        return false;
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int len =
        snprintf(address->sun_path + 1, sizeof address->sun_path - 1, "jianyan-rear-%llx-%llx",
                 (unsigned long long)state.st_dev, (unsigned long long)state.st_ino);
    *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)len);
    return true;
}

static int open_socket(void)
{
    return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int report_listen(int state_fd)
{
    struct sockaddr_un address;
    socklen_t size;
    int fd = open_socket();
    if (fd >= 0 && make_address(state_fd, &address, &size) &&
        bind(fd, (const struct sockaddr *)&address, size) == 0 && listen(fd, 1) == 0)
        return fd;
    log_warn("rear", "cannot listen to the front: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

int report_accept(int listen_fd)
{
    struct ucred who;
    socklen_t len = sizeof who;
    int fd = accept4(listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return -1;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0 && who.uid == geteuid())
        return fd;
    close(fd);
    return -1;
}

bool report_next(int front_fd, char text[REPORT_TEXT_MAX])
{
    ssize_t len;
    do {
        len = recv(front_fd, text, REPORT_TEXT_MAX - 1, MSG_DONTWAIT);
    } while (len < 0 && errno == EINTR);
    text[len > 0 ? len : 0] = '\0';
    return len > 0 || (len < 0 && errno == EAGAIN);
}

static int find_rear(int state_fd)
{
    struct sockaddr_un address;
    socklen_t size;
    int fd = open_socket();
    if (fd >= 0 && make_address(state_fd, &address, &size) &&
        connect(fd, (const struct sockaddr *)&address, size) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

bool report_say(int *fd, int state_fd, const char *text)
{
    if (*fd < 0)
        *fd = find_rear(state_fd);
    if (*fd < 0)
        return false;
    if (send(*fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
        return true;
    if (errno != EAGAIN) {
        close(*fd); /* that rear is gone; the next one is found next time */
        *fd = -1;
    }
    return false;
}
