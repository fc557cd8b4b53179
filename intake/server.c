#include "intake/server.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/log.h"
#include "intake/facts.h"
#include "intake/inbox.h"
#include "intake/listen.h"
#include "intake/reply.h"
#include "intake/routes.h"

enum {
    POOL_BYTES = 16384,      /* of a connection: header lines must fit */
    SWALLOW_BYTES = 1 << 20, /* a body that is too large is read this far, then cut off */
    LATE_CHECK_MS = 1000,
    DRAIN_TURNS = 40,
    DRAIN_TURN_MS = 50,
};

struct connection {
    struct connection *next;
    struct connection **link;
    int fd;
    int64_t due_ms; /* monotonic */
};

static int64_t now_ms(const struct server *server)
{
    return clock_now(&server->clock).mono_ms;
}

static struct connection *connection_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* The time until which this connection may go on with what it does now. */
static void give_time(struct server *server, struct MHD_Connection *handle, int seconds)
{
    struct connection *connection = connection_of(handle);
    if (connection)
        connection->due_ms = now_ms(server) + (int64_t)seconds * 1000;
}

static void note_connection(void *context, struct MHD_Connection *handle, void **socket_context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct server *server = context;
    struct connection *connection = *socket_context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CONNECTION_FD);
        connection = calloc(1, sizeof *connection);
        *socket_context = connection;
        if (!connection || !info)
            return;
        connection->fd = info->connect_fd;
        connection->due_ms = now_ms(server) + SERVER_REQUEST_SECONDS * 1000;
        connection->next = server->connections;
        connection->link = &server->connections;
        if (connection->next)
            connection->next->link = &connection->next;
        server->connections = connection;
    } else if (connection) {
        if (connection->link)
            *connection->link = connection->next;
        if (connection->next)
            connection->next->link = connection->link;
        free(connection);
        *socket_context = NULL;
    }
}

/* Ends connections that take too long, a byte at a time or not; libmicrohttpd sees the end. */
static void end_late(struct server *server)
{
    int64_t now = now_ms(server);
    for (struct connection *at = server->connections; at; at = at->next) {
        if (at->due_ms <= now)
            shutdown(at->fd, SHUT_RDWR);
    }
}

static void note_completed(void *context, struct MHD_Connection *connection, void **request_context,
                           enum MHD_RequestTerminationCode code)
{
    struct server *server = context;
    struct request *request = *request_context;
    (void)code;
    if (!request)
        return;
    give_time(server, connection, SERVER_REQUEST_SECONDS);
    if (request->response)
        MHD_destroy_response(request->response);
    submission_fini(&request->submission);
    if (request->body)
        seal_wipe(request->body, request->len);
    free(request->body);
    free(request);
    *request_context = NULL;
}

static enum MHD_Result send_reply(struct request *request)
{
    if (!request->response)
        return MHD_NO;
    return MHD_queue_response(request->connection, request->status, request->response);
}

/* First call of a request: its header is whole, its body is not. */
static enum MHD_Result begin(struct server *server, struct MHD_Connection *connection,
                             const char *url, const char *method, struct request **made)
{
    bool wrong_method = false;
    struct request *request = calloc(1, sizeof *request);
    *made = request;
    if (!request)
        return MHD_NO;
    server->counters.requests++;
    request->server = server;
    request->connection = connection;
    request->url = url;
    request->language = problem_language(request_header(request, "Accept-Language"));
    request->route = route_find(method, url, &wrong_method);
    if (!request->route) {
        reply_problem(request, wrong_method ? PROBLEM_METHOD : PROBLEM_NOT_FOUND,
                      (struct problem_place){0});
        return send_reply(request);
    }
    const char *length = request_header(request, "Content-Length");
    if (length && strtoull(length, NULL, 10) > SWALLOW_BYTES) {
        reply_problem(request, PROBLEM_TOO_LARGE, (struct problem_place){0});
        return send_reply(request);
    }
    return MHD_YES;
}

static bool make_room(struct request *request, size_t need)
{
    size_t room = need > 2048 ? SERVER_BODY_MAX : 2048;
    if (need <= request->room)
        return true;
    char *body = realloc(request->body, room);
    if (!body)
        return false;
    request->body = body;
    request->room = room;
    return true;
}

static enum MHD_Result take_body(struct request *request, const char *bytes, size_t *size)
{
    request->taken += *size;
    if (request->taken > SWALLOW_BYTES)
        return MHD_NO;
    request->too_large = request->taken > SERVER_BODY_MAX;
    if (!request->too_large) {
        if (!make_room(request, request->taken))
            return MHD_NO;
        memcpy(request->body + request->len, bytes, *size);
        request->len = request->taken;
    }
    *size = 0;
    return MHD_YES;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload_data,
                              size_t *upload_size, void **request_context)
{
    struct server *server = context;
    struct request *request = *request_context;
    (void)version;
    if (!request) {
        enum MHD_Result result = begin(server, connection, url, method, &request);
        *request_context = request;
        return result;
    }
    request->url = url;
    if (request->response)
        return send_reply(request);
    if (*upload_size > 0)
        return take_body(request, upload_data, upload_size);
    give_time(server, connection, SERVER_REPLY_SECONDS);
    request->route->answer(request);
    return request->parked ? MHD_YES : send_reply(request);
}

static bool is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)address;
        return ntohl(in->sin_addr.s_addr) >> 24 == 127;
    }
    if (address->sa_family != AF_INET6)
        return false;
    const struct in6_addr *in6 = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(in6) || (IN6_IS_ADDR_V4MAPPED(in6) && in6->s6_addr[12] == 127);
}

bool server_is_loopback(const struct request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info && info->client_addr && is_loopback(info->client_addr);
}

static struct MHD_Daemon *start_daemon(struct server *server, int fd, bool ipv6)
{
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (ipv6 ? MHD_USE_IPv6 : 0U);
    return MHD_start_daemon(flags, 0, NULL, NULL, handle, server, MHD_OPTION_LISTEN_SOCKET, fd,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVER_CONNECTIONS_MAX,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SERVER_REQUEST_SECONDS,
                            MHD_OPTION_NOTIFY_CONNECTION, note_connection, server,
                            MHD_OPTION_NOTIFY_COMPLETED, note_completed, server, MHD_OPTION_END);
}

bool server_open(struct server *server, const struct server_options *options,
                 const struct keys *keys, struct store *store)
{
    char address[LISTEN_TEXT_MAX];
    bool ipv6 = false;
    *server = (struct server){
        .keys = keys, .store = store, .campaigns_fd = -1, .allow_plain = options->allow_plain};
    server->parked_end = &server->parked;
    if (options->simulated &&
        (!clock_init(&server->world, options->simulated) || !server->world.simulated)) {
        fprintf(stderr, "jianyan-intake: --simulated %s: no folder of jianyan-sim\n",
                options->simulated);
        return false;
    }
    if (options->campaigns) {
        server->campaigns_fd = open(options->campaigns, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (server->campaigns_fd < 0) {
            fprintf(stderr, "jianyan-intake: --campaigns %s: %s\n", options->campaigns,
                    strerror(errno));
            return false;
        }
        facts_load(&server->facts, server->campaigns_fd);
    }
    int fd = listen_open(options->listen, address, &ipv6);
    if (fd < 0) {
        server_close(server);
        return false;
    }
    server->daemon = start_daemon(server, fd, ipv6);
    if (!server->daemon) {
        fprintf(stderr, "jianyan-intake: the HTTP service does not start on %s\n", address);
        close(fd);
        server_close(server);
        return false;
    }
    printf("listening on http://%s/\n", address);
    return fflush(stdout) == 0;
}

/* How long nothing will happen by itself. */
static int turn_timeout_ms(struct server *server)
{
    MHD_UNSIGNED_LONG_LONG own;
    if (MHD_get_timeout(server->daemon, &own) == MHD_YES && own < LATE_CHECK_MS)
        return (int)own;
    return server->connections ? LATE_CHECK_MS : -1;
}

/* One turn: everything that can be read, then one commit. True if answers are ready, which
 * libmicrohttpd does not count as a reason to wake. */
static bool turn(struct server *server)
{
    MHD_run(server->daemon);
    return inbox_commit(server);
}

/* Takes nothing new, lets what has begun end. */
static void drain(struct server *server, int epoll_fd)
{
    struct pollfd waiting = {.fd = epoll_fd, .events = POLLIN};
    int listening = MHD_quiesce_daemon(server->daemon);
    if (listening >= 0)
        close(listening);
    for (int i = 0; i < DRAIN_TURNS; i++) {
        bool answers = turn(server);
        if (poll(&waiting, 1, answers ? 0 : DRAIN_TURN_MS) == 0 && !answers)
            break;
    }
}

bool server_run(struct server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    int epoll_fd = info ? info->epoll_fd : -1;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    /* A file that is being sent to somebody who has gone. */
    signal(SIGPIPE, SIG_IGN);
    int signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signal_fd < 0 || epoll_fd < 0) {
        log_error("server", "cannot wait for signals: %s", strerror(errno));
        return false;
    }
    struct pollfd waiting[] = {{.fd = epoll_fd, .events = POLLIN},
                               {.fd = signal_fd, .events = POLLIN}};
    int64_t check_ms = 0;
    bool answers = false;
    while (!(waiting[1].revents & POLLIN)) {
        if (poll(waiting, 2, answers ? 0 : turn_timeout_ms(server)) < 0 && errno != EINTR) {
            log_error("server", "cannot wait: %s", strerror(errno));
            break;
        }
        answers = turn(server);
        if (now_ms(server) >= check_ms) {
            end_late(server);
            check_ms = now_ms(server) + LATE_CHECK_MS;
        }
    }
    drain(server, epoll_fd);
    close(signal_fd);
    return true;
}

void server_close(struct server *server)
{
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
    if (server->campaigns_fd >= 0)
        close(server->campaigns_fd);
    server->campaigns_fd = -1;
    clock_fini(&server->world);
}
