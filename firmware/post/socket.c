#include "post/post.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/log.h"

enum { BACKLOG = 16 };

enum post_result post_send(int fd, const struct post_message *message, struct post_buffer *buffer)
{
    size_t len = post_encode(message, buffer);
    ssize_t sent;
    if (len == 0)
        return POST_BAD;
    do {
        sent = send(fd, buffer->bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0)
        return (size_t)sent == len ? POST_OK : POST_CLOSED; /* a record is never split */
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)
        return POST_AGAIN;
    return POST_CLOSED;
}

enum post_result post_receive(int fd, struct post_message *message, struct post_buffer *buffer)
{
    ssize_t got;
    do {
        /* MSG_TRUNC: the record's whole length, also where it is longer than the buffer. */
        got = recv(fd, buffer->bytes, sizeof buffer->bytes, MSG_DONTWAIT | MSG_TRUNC);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? POST_AGAIN : POST_CLOSED;
    if (got == 0)
        return POST_CLOSED;
    if ((size_t)got > sizeof buffer->bytes || !post_decode(buffer->bytes, (size_t)got, message))
        return POST_BAD;
    return POST_OK;
}

static int open_socket(void)
{
    return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/* A socket's name has 108 bytes at most; below a folder of any length it is reached through the
 * folder's descriptor. */
static struct sockaddr_un address_below(int dir_fd, const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", dir_fd, name);
    return address;
}

static int open_dir(const char *path)
{
    return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static bool say_hello(int fd, enum post_role role, unsigned confined)
{
    struct post_buffer buffer;
    struct post_message hello = {.type = POST_HELLO,
                                 .hello = {.role = role,
                                           .pid = (uint32_t)getpid(),
                                           .confined = confined,
                                           .version = JIANYAN_VERSION}};
    return post_send(fd, &hello, &buffer) == POST_OK;
}

int post_connect(const char *state_dir, enum post_role role, unsigned confined)
{
    int dir_fd = open_dir(state_dir);
    int fd = dir_fd < 0 ? -1 : open_socket();
    if (fd >= 0) {
        struct sockaddr_un address = address_below(dir_fd, "post");
        if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
            !say_hello(fd, role, confined)) {
            close(fd);
            fd = -1;
        }
    }
    if (dir_fd >= 0)
        close(dir_fd);
    return fd;
}

/* Binds beside the name and moves there, so that the name never stands for nothing. Who may speak
 * is decided by the peer's user, not by the file's mode. */
static bool bind_below(int fd, int dir_fd)
{
    struct sockaddr_un address = address_below(dir_fd, "post.new");
    unlinkat(dir_fd, "post.new", 0);
    return bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, BACKLOG) == 0 &&
           fchmodat(dir_fd, "post.new", 0666, 0) == 0 &&
           renameat(dir_fd, "post.new", dir_fd, "post") == 0;
}

int post_listen(const char *state_dir)
{
    int dir_fd = open_dir(state_dir);
    int fd = dir_fd < 0 ? -1 : open_socket();
    if (fd < 0 || !bind_below(fd, dir_fd)) {
        log_error("post", "cannot listen folder=%s name=post: %s", state_dir, strerror(errno));
        if (fd >= 0)
            close(fd);
        fd = -1;
    }
    if (dir_fd >= 0)
        close(dir_fd);
    return fd;
}

int post_accept(int listen_fd, unsigned *uid)
{
    struct ucred peer;
    socklen_t len = sizeof peer;
    int fd = accept4(listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return -1;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0) {
        log_error("post", "cannot tell a peer's user: %s", strerror(errno));
        close(fd);
        return -1;
    }
    *uid = peer.uid;
    return fd;
}
