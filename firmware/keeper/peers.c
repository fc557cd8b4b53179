#include "keeper/peers.h"

#include <unistd.h>

#include "core/log.h"

enum { HELLO_MS = 2000 };

void peers_init(struct peers *peers)
{
    for (int i = 0; i < PEERS_MAX; i++)
        peers->list[i] = (struct peer){.fd = -1};
}

void peers_fini(struct peers *peers)
{
    for (int i = 0; i < PEERS_MAX; i++)
        peers_drop(&peers->list[i], NULL);
}

void peers_drop(struct peer *peer, const char *why)
{
    if (peer->fd < 0)
        return;
    if (why)
        log_warn("keeper", "dropped a peer role=%u: %s", peer->role, why);
    close(peer->fd);
    *peer = (struct peer){.fd = -1};
}

/* A free place; if there is none, that of the peer which has been silent for longest. */
static struct peer *find_place(struct peers *peers)
{
    struct peer *oldest = NULL;
    for (int i = 0; i < PEERS_MAX; i++) {
        struct peer *peer = &peers->list[i];
        if (peer->fd < 0)
            return peer;
        if (peer->role == 0 && (!oldest || peer->since_ms < oldest->since_ms))
            oldest = peer;
    }
    if (oldest)
        peers_drop(oldest, "too many connections");
    return oldest;
}

void peers_accept(struct peers *peers, int listen_fd, int64_t mono_ms)
{
    unsigned uid;
    int fd = post_accept(listen_fd, &uid);
    if (fd < 0)
        return;
    struct peer *peer = find_place(peers);
    if (peer)
        *peer = (struct peer){.fd = fd, .uid = uid, .since_ms = mono_ms};
    else
        close(fd);
}

struct peer *peers_find(struct peers *peers, enum post_role role)
{
    for (int i = 0; i < PEERS_MAX; i++) {
        if (peers->list[i].fd >= 0 && peers->list[i].role == (unsigned)role)
            return &peers->list[i];
    }
    return NULL;
}

void peers_set_role(struct peers *peers, struct peer *peer, enum post_role role)
{
    struct peer *old = peers_find(peers, role);
    if (old && old != peer)
        peers_drop(old, "another one has come in this role");
    peer->role = (unsigned)role;
}

void peers_send(struct peers *peers, struct peer *peer, const struct post_message *message)
{
    switch (post_send(peer->fd, message, &peers->out)) {
    case POST_OK:
        break;
    case POST_AGAIN:
        peers_drop(peer, "it does not read its answers");
        break;
    case POST_CLOSED:
        peers_drop(peer, NULL);
        break;
    case POST_BAD:
        log_error("keeper", "cannot encode a message type=%d", (int)message->type);
        break;
    }
}

void peers_send_status(struct peers *peers, struct peer *peer, const struct post_status *status)
{
    const struct post_message message = {.type = POST_STATUS, .status = *status};
    enum post_result result = post_send(peer->fd, &message, &peers->out);
    peer->status_due = result == POST_AGAIN;
    if (result == POST_CLOSED)
        peers_drop(peer, NULL);
}

void peers_push_status(struct peers *peers, const struct post_status *status)
{
    for (int i = 0; i < PEERS_MAX; i++) {
        struct peer *peer = &peers->list[i];
        if (peer->fd >= 0 && peer->role != 0)
            peers_send_status(peers, peer, status);
    }
}

int64_t peers_expire(struct peers *peers, int64_t mono_ms)
{
    int64_t next = INT64_MAX;
    for (int i = 0; i < PEERS_MAX; i++) {
        struct peer *peer = &peers->list[i];
        if (peer->fd < 0 || peer->role != 0)
            continue;
        if (mono_ms >= peer->since_ms + HELLO_MS)
            peers_drop(peer, "it did not say hello");
        else if (peer->since_ms + HELLO_MS < next)
            next = peer->since_ms + HELLO_MS;
    }
    return next;
}
