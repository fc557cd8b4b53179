#include "intake/listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HOST_MAX = 64, PORT_TEXT_MAX = 8, BACKLOG = 512 };

/* "HOST:PORT" or "[V6]:PORT" in two. */
static bool split(const char *spec, char host[HOST_MAX], char port[PORT_TEXT_MAX])
{
    const char *colon = strrchr(spec, ':');
    if (!colon || colon == spec)
        return false;
    size_t len = (size_t)(colon - spec);
    bool bracketed = spec[0] == '[' && colon[-1] == ']';
    if (bracketed) {
        spec++;
        len -= 2;
    }
    size_t digits = strspn(colon + 1, "0123456789");
    if (len == 0 || len >= HOST_MAX || digits == 0 || digits >= PORT_TEXT_MAX ||
        colon[1 + digits] != '\0' || strtol(colon + 1, NULL, 10) > 65535 ||
        (!bracketed && memchr(spec, ':', len)))
        return false;
    memcpy(host, spec, len);
    host[len] = '\0';
    memcpy(port, colon + 1, digits + 1);
    return true;
}

static int bind_to(const struct addrinfo *found)
{
    int on = 1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static void print_address(int fd, const char *host, bool ipv6, char address[LISTEN_TEXT_MAX])
{
    struct sockaddr_storage bound;
    socklen_t len = sizeof bound;
    char port[PORT_TEXT_MAX] = "?";
    if (getsockname(fd, (struct sockaddr *)&bound, &len) == 0)
        getnameinfo((struct sockaddr *)&bound, len, NULL, 0, port, sizeof port, NI_NUMERICSERV);
    snprintf(address, LISTEN_TEXT_MAX, ipv6 && strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
}

int listen_open(const char *spec, char address[LISTEN_TEXT_MAX], bool *ipv6)
{
    const struct addrinfo wish = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    char host[HOST_MAX], port[PORT_TEXT_MAX];
    if (!split(spec, host, port)) {
        fprintf(stderr, "jianyan-intake: --listen '%s' is not HOST:PORT\n", spec);
        return -1;
    }
    int wrong = getaddrinfo(host, port, &wish, &found);
    if (wrong != 0) {
        fprintf(stderr, "jianyan-intake: --listen '%s': %s\n", spec, gai_strerror(wrong));
        return -1;
    }
    *ipv6 = found->ai_family == AF_INET6;
    int fd = bind_to(found);
    if (fd < 0)
        fprintf(stderr, "jianyan-intake: cannot listen on %s: %s\n", spec,
                errno == EADDRINUSE ? "the port is in use by another program" : strerror(errno));
    else
        print_address(fd, host, *ipv6, address);
    freeaddrinfo(found);
    return fd;
}
