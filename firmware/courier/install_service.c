/* A decoder that the system starts for each connection, in a unit of its own: the courier then
 * needs no right to start programs. The connection takes one message (the size, and three
 * descriptors) and brings back one byte, the exit status. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "courier/decode.h"
#include "courier/install_parts.h"

const char *install_decoder_socket(void)
{
    const char *path = getenv("JIANYAN_DECODE_SOCKET");
    return path && path[0] ? path : NULL;
}

static bool reach(int fd)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = install_decoder_socket();
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(address.sun_path, path, strlen(path));
    return connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
}

static bool hand_over(int fd, const struct install_job *job, int words_fd)
{
    const int fds[] = {job->in_fd, job->out_fd, words_fd};
    union {
        char bytes[CMSG_SPACE(sizeof fds)];
        struct cmsghdr header;
    } control = {.bytes = {0}};
    char size[DECODE_SIZE_BYTES];
    int len = snprintf(size, sizeof size, "%d %d", job->width, job->height);
    struct iovec text = {size, (size_t)len};
    const struct msghdr message = {.msg_iov = &text,
                                   .msg_iovlen = 1,
                                   .msg_control = control.bytes,
                                   .msg_controllen = sizeof control.bytes};
    control.header = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof fds), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.header), fds, sizeof fds);
    return sendmsg(fd, &message, MSG_NOSIGNAL) == len;
}

int install_call_service(const struct install_job *job, int words_fd, int *answer_fd)
{
    int failed = 0;
    *answer_fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (*answer_fd < 0 || !reach(*answer_fd) || !hand_over(*answer_fd, job, words_fd))
        failed = errno;
    return failed;
}

int install_hear_service(int answer_fd, int timer_fd)
{
    uint8_t answer;
    struct pollfd fds[2] = {{answer_fd, POLLIN, 0}, {timer_fd, POLLIN, 0}};
    while (poll(fds, 2, -1) < 0) {
        if (errno != EINTR)
            return -1;
    }
    if (!fds[0].revents)
        return -1;
    return read(answer_fd, &answer, sizeof answer) == 1 ? answer << 8 : SIGKILL;
}
