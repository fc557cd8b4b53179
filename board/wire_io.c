#include "board/wire_io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum wire_result wire_send(int fd, struct wire_header header, const void *body, size_t len,
                           int pass_fd)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec parts[] = {
        {&header, sizeof header},
        {(void *)body, len},
    };
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = len ? 2 : 1};
    if (pass_fd >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(head), &pass_fd, sizeof pass_fd);
    }
    ssize_t sent;
    do
        sent = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    if (sent >= 0)
        return WIRE_OK;
    return errno == EAGAIN || errno == ENOBUFS ? WIRE_AGAIN : WIRE_CLOSED;
}

/* The first descriptor of a received message; all others are closed. */
static int take_descriptor(struct msghdr *message)
{
    int found = -1;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(message); head; head = CMSG_NXTHDR(message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(head) + i * sizeof fd, sizeof fd);
            if (found < 0)
                found = fd;
            else
                close(fd);
        }
    }
    return found;
}

enum wire_result wire_receive(int fd, struct wire_header *header, void *body, size_t size,
                              size_t *len, int *passed_fd)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(4 * sizeof(int))];
    } control;
    struct iovec parts[] = {{header, sizeof *header}, {body, size}};
    struct msghdr message = {.msg_iov = parts,
                             .msg_iovlen = 2,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t got;
    if (passed_fd)
        *passed_fd = -1;
    /* A peer that closed with something unread is reported once before what it had still said. */
    int resets = 0;
    do
        got = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC | MSG_TRUNC);
    while (got < 0 && (errno == EINTR || (errno == ECONNRESET && resets++ == 0)));
    if (got < 0)
        return errno == EAGAIN ? WIRE_AGAIN : WIRE_CLOSED;
    int extra = take_descriptor(&message);
    if (passed_fd)
        *passed_fd = extra;
    else if (extra >= 0)
        close(extra);
    if (got == 0)
        return WIRE_CLOSED;
    if ((size_t)got < sizeof *header || got > WIRE_MESSAGE_MAX || header->version != WIRE_VERSION)
        return WIRE_BAD;
    *len = (size_t)got - sizeof *header;
    return wire_len_is_right(header->type, *len) ? WIRE_OK : WIRE_BAD;
}

bool wire_len_is_right(uint16_t type, size_t len)
{
    switch (type) {
    case WIRE_HELLO:
        return len == sizeof(struct wire_hello);
    case WIRE_PRESENT:
        return len % sizeof(struct wire_rect) == 0 &&
               len <= WIRE_RECTS_MAX * sizeof(struct wire_rect);
    case WIRE_HANDOFF:
    case WIRE_KEY:
        return len == sizeof(struct wire_key);
    case WIRE_WELCOME:
    case WIRE_CLOCK:
        return len == sizeof(struct wire_clock);
    case WIRE_TAP:
        return len == sizeof(struct wire_tap);
    case WIRE_WAKE:
    case WIRE_QUIT:
        return len == 0;
    default:
        return true;
    }
}

/* "/proc/self/fd/N/NAME", which fits however deep the folder lies. */
static bool shorten(const char *path, struct sockaddr_un *address, int *dir_fd)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    if (!slash || len >= sizeof folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(folder, path, len);
    folder[len] = '\0';
    *dir_fd = open(len ? folder : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (*dir_fd < 0)
        return false;
    int used = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", *dir_fd,
                        slash + 1);
    if (used > 0 && (size_t)used < sizeof address->sun_path)
        return true;
    close(*dir_fd);
    *dir_fd = -1;
    errno = ENAMETOOLONG;
    return false;
}

int wire_socket(const char *path, struct sockaddr_un *address, int *dir_fd)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    *dir_fd = -1;
    size_t len = strlen(path);
    if (len < sizeof address->sun_path)
        memcpy(address->sun_path, path, len + 1);
    else if (!shorten(path, address, dir_fd))
        return -1;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 && *dir_fd >= 0) {
        close(*dir_fd);
        *dir_fd = -1;
    }
    return fd;
}
