/* jianyan-decode as a service: each picture has a process of its own that the system has started,
 * with a connection to the courier as its standard input (docs/boot.md). */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "courier/decode.h"

enum { STANDARD = 3 }; /* input, output, error */

/* What the message brought: exactly three descriptors. */
static bool take_descriptors(struct msghdr *message, int fds[STANDARD])
{
    const struct cmsghdr *control = CMSG_FIRSTHDR(message);
    if (!control || control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS ||
        control->cmsg_len != CMSG_LEN(STANDARD * sizeof(int)) || message->msg_flags & MSG_CTRUNC)
        return false;
    memcpy(fds, CMSG_DATA(control), STANDARD * sizeof(int));
    return true;
}

bool decode_take_job(char size[DECODE_SIZE_BYTES])
{
    union {
        char bytes[CMSG_SPACE(STANDARD * sizeof(int))];
        struct cmsghdr header;
    } control;
    int fds[STANDARD];
    struct iovec text = {size, DECODE_SIZE_BYTES - 1};
    struct msghdr message = {.msg_iov = &text,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    /* First of all: what comes then has numbers above it. */
    if (dup2(STDIN_FILENO, DECODE_ANSWER) != DECODE_ANSWER)
        return false;
    ssize_t len = recvmsg(STDIN_FILENO, &message, 0);
    if (len <= 0 || !take_descriptors(&message, fds))
        return false;
    size[len] = '\0';
    for (int i = 0; i < STANDARD; i++) {
        if (dup2(fds[i], i) != i)
            return false;
    }
    return true;
}
