#include "board/common/listen.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/log.h"

static bool bind_anywhere(int fd, char name[LISTEN_NAME_MAX])
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int on = 1;
    socklen_t size = sizeof address;
    if (bind(fd, (const struct sockaddr *)&address, sizeof address.sun_family) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        return false;
    size_t len = size - offsetof(struct sockaddr_un, sun_path);
    if (len < 2 || len >= LISTEN_NAME_MAX)
        return false;
    snprintf(name, LISTEN_NAME_MAX, "@%.*s", (int)len - 1, address.sun_path + 1);
    return true;
}

int listen_open(char name[LISTEN_NAME_MAX])
{
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && bind_anywhere(fd, name))
        return fd;
    log_error("supervisor", "cannot listen for signs of life: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

static pid_t sender(struct msghdr *message)
{
    struct ucred who = {0};
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_CREDENTIALS)
            memcpy(&who, CMSG_DATA(part), sizeof who);
    }
    return who.pid;
}

bool listen_next(int fd, pid_t from, char text[LISTEN_TEXT_MAX])
{
    for (;;) {
        char control[CMSG_SPACE(sizeof(struct ucred))] = {0};
        struct iovec bytes = {.iov_base = text, .iov_len = LISTEN_TEXT_MAX - 1};
        struct msghdr message = {.msg_iov = &bytes,
                                 .msg_iovlen = 1,
                                 .msg_control = control,
                                 .msg_controllen = sizeof control};
        ssize_t len = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
        if (len < 0 && errno == EINTR)
            continue;
        if (len < 0)
            return false;
        text[len] = '\0';
        if (from > 0 && sender(&message) == from)
            return true;
    }
}
