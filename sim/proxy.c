#include "sim/proxy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/proxy_answer.h"
#include "sim/report.h"

enum {
    LINGER_MS = 2000, /* after a made-up answer: time for the client to read it */
    SLOW_CHUNK = 128,
    SLOW_CHUNK_MS = 60,
};

static const char *const names[NET_COUNT] = {
    "online", "offline", "refused", "slow", "stall", "503", "lost-reply", "captive", "garbage",
};

const char *net_name(enum net net)
{
    return names[net];
}

enum net net_from_name(const char *name)
{
    enum net net = NET_ONLINE;
    while (net < NET_COUNT && strcmp(names[net], name) != 0)
        net++;
    return net;
}

const char *net_names(void)
{
    return "online offline refused slow stall 503 lost-reply captive garbage";
}

/* A socket bound to that port of loopback (0: any free one); -1 on failure. */
static int bind_port(uint16_t port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(fd, (const struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

static bool listen_again(struct proxy *proxy)
{
    if (proxy->listen_fd >= 0)
        return true;
    proxy->listen_fd = bind_port(proxy->port);
    return proxy->listen_fd >= 0 && listen(proxy->listen_fd, PROXY_CONNECTIONS) == 0;
}

bool proxy_open(struct proxy *proxy)
{
    struct sockaddr_in address;
    socklen_t len = sizeof address;
    *proxy = (struct proxy){.listen_fd = -1};
    for (size_t i = 0; i < PROXY_CONNECTIONS; i++) {
        proxy->connections[i].proxy = proxy;
        proxy->connections[i].client = proxy->connections[i].upstream = -1;
    }
    proxy->hold_fd = bind_port(0);
    bool open =
        proxy->hold_fd >= 0 && getsockname(proxy->hold_fd, (struct sockaddr *)&address, &len) == 0;
    proxy->port = open ? ntohs(address.sin_port) : 0;
    open = open && listen_again(proxy);
    if (!open)
        report("cannot open the network's port: %s", strerror(errno));
    return open;
}

static void cut(struct proxy_connection *connection)
{
    const struct linger at_once = {1, 0}; /* a reset, not an orderly end */
    if (connection->client >= 0) {
        setsockopt(connection->client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close(connection->client);
    }
    if (connection->upstream >= 0)
        close(connection->upstream);
    connection->client = connection->upstream = -1;
}

static void end(struct proxy_connection *connection)
{
    if (connection->client >= 0)
        close(connection->client);
    connection->client = -1;
    cut(connection);
}

void proxy_close(struct proxy *proxy)
{
    if (proxy->port == 0)
        return;
    for (size_t i = 0; i < PROXY_CONNECTIONS; i++)
        cut(&proxy->connections[i]);
    if (proxy->listen_fd >= 0)
        close(proxy->listen_fd);
    if (proxy->hold_fd >= 0)
        close(proxy->hold_fd);
    proxy->listen_fd = proxy->hold_fd = -1;
    proxy->port = 0;
}

void proxy_forward(struct proxy *proxy, uint16_t upstream_port)
{
    proxy->upstream_port = upstream_port;
}

void proxy_set(struct proxy *proxy, enum net net)
{
    if (proxy->net == net)
        return;
    proxy->net = net;
    for (size_t i = 0; i < PROXY_CONNECTIONS; i++)
        cut(&proxy->connections[i]);
    if (net == NET_REFUSED && proxy->listen_fd >= 0) {
        close(proxy->listen_fd);
        proxy->listen_fd = -1;
    } else if (net != NET_REFUSED && !listen_again(proxy)) {
        report("cannot listen on the network's port again: %s", strerror(errno));
    }
}

static bool is_forwarding(enum net net)
{
    return net == NET_ONLINE || net == NET_SLOW || net == NET_LOST_REPLY;
}

static int connect_upstream(uint16_t port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) != 0 &&
        errno != EINPROGRESS) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static void accept_client(void *data, short revents)
{
    struct proxy *proxy = data;
    struct proxy_connection *free_one = NULL;
    (void)revents;
    int client = accept4(proxy->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0)
        return;
    for (size_t i = 0; i < PROXY_CONNECTIONS && !free_one; i++) {
        if (proxy->connections[i].client < 0)
            free_one = &proxy->connections[i];
    }
    if (!free_one) {
        close(client);
        return;
    }
    *free_one = (struct proxy_connection){.proxy = proxy, .client = client, .upstream = -1};
    free_one->close_at_ms = INT64_MAX;
    free_one->connecting = is_forwarding(proxy->net);
    if (free_one->connecting)
        free_one->upstream = connect_upstream(proxy->upstream_port);
    if (proxy->net == NET_OFFLINE || (free_one->connecting && free_one->upstream < 0))
        cut(free_one);
}

/* Reads into a way as far as there is room. False when the connection is broken. */
static bool fill(struct proxy_way *way, int fd)
{
    if (way->begin > 0)
        memmove(way->bytes, way->bytes + way->begin, way->end - way->begin);
    way->end -= way->begin;
    way->begin = 0;
    if (way->finished || way->end == PROXY_BUFFER)
        return true;
    ssize_t got = recv(fd, way->bytes + way->end, PROXY_BUFFER - way->end, 0);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    way->finished = got == 0;
    way->end += (size_t)got;
    return true;
}

/* Sends at most `most` bytes on; passes the end on when all is out. */
static bool drain(struct proxy_way *way, int fd, size_t most)
{
    size_t len = way->end - way->begin;
    if (len > most)
        len = most;
    if (len > 0) {
        ssize_t sent = send(fd, way->bytes + way->begin, len, MSG_NOSIGNAL);
        if (sent < 0)
            return errno == EAGAIN || errno == EINTR;
        way->begin += (size_t)sent;
    }
    if (way->finished && way->begin == way->end && !way->told) {
        shutdown(fd, SHUT_WR);
        way->told = true;
    }
    return true;
}

/* How much may pass now: everything, or what a slow line has had time for. */
static size_t allowance(struct proxy_connection *connection)
{
    int64_t now = host_ms();
    if (connection->proxy->net != NET_SLOW)
        return PROXY_BUFFER;
    if (now - connection->paced_at_ms < SLOW_CHUNK_MS)
        return 0;
    connection->paced_at_ms = now;
    return SLOW_CHUNK;
}

static void forward(struct proxy_connection *connection)
{
    bool alive =
        fill(&connection->up, connection->client) && fill(&connection->down, connection->upstream);
    bool lost = connection->proxy->net == NET_LOST_REPLY && connection->down.end > 0;
    size_t most = allowance(connection);
    if (lost || !alive || !drain(&connection->up, connection->upstream, most) ||
        !drain(&connection->down, connection->client, most))
        cut(connection);
    else if (connection->down.told) /* the intake has said all it will say */
        end(connection);
}

/* A made-up answer: reads the request, answers once, reads on until the client has had time. */
static void make_up(struct proxy_connection *connection)
{
    enum net net = connection->proxy->net;
    struct proxy_way *up = &connection->up;
    bool alive = fill(up, connection->client);
    if (!alive || up->finished) {
        cut(connection);
        return;
    }
    if (connection->answered || net == NET_STALL) {
        up->begin = up->end; /* read and forgotten */
        return;
    }
    if (!proxy_request_is_whole(up->bytes, up->end))
        return;
    size_t len;
    const char *answer = proxy_answer(net, &len);
    connection->answered = true;
    connection->close_at_ms = host_ms() + LINGER_MS;
    if (send(connection->client, answer, len, MSG_NOSIGNAL) == (ssize_t)len)
        shutdown(connection->client, SHUT_WR);
    else
        cut(connection);
}

static void connection_ready(void *data, short revents)
{
    struct proxy_connection *connection = data;
    (void)revents;
    if (connection->client < 0)
        return;
    if (connection->upstream < 0) {
        make_up(connection);
        return;
    }
    connection->connecting = false;
    forward(connection);
}

/* What to wait for at the end that `from` reads and `to` is written at. */
static short interest(const struct proxy_connection *connection, const struct proxy_way *from,
                      const struct proxy_way *to)
{
    bool wants_out = to->end > to->begin && connection->proxy->net != NET_SLOW;
    bool wants_in = !from->finished && from->end - from->begin < PROXY_BUFFER;
    return (short)((wants_in ? POLLIN : 0) | (wants_out ? POLLOUT : 0));
}

void proxy_poll(struct proxy *proxy, struct pollset *set)
{
    pollset_add(set, proxy->listen_fd, POLLIN, accept_client, proxy);
    for (size_t i = 0; i < PROXY_CONNECTIONS; i++) {
        struct proxy_connection *one = &proxy->connections[i];
        if (one->client < 0)
            continue;
        if (one->connecting) {
            pollset_add(set, one->upstream, POLLOUT, connection_ready, one);
            continue;
        }
        pollset_add(set, one->client, interest(one, &one->up, &one->down), connection_ready, one);
        pollset_add(set, one->upstream, interest(one, &one->down, &one->up), connection_ready, one);
    }
}

void proxy_tick(struct proxy *proxy)
{
    int64_t now = host_ms();
    for (size_t i = 0; i < PROXY_CONNECTIONS; i++) {
        struct proxy_connection *one = &proxy->connections[i];
        if (one->client < 0)
            continue;
        if (now >= one->close_at_ms)
            end(one);
        else if (proxy->net == NET_SLOW && one->upstream >= 0 && !one->connecting)
            forward(one);
    }
}
