/* The keeper's end of the post: who is connected and in which role. A peer is never waited for. */
#ifndef JIANYAN_KEEPER_PEERS_H
#define JIANYAN_KEEPER_PEERS_H

#include <stdbool.h>
#include <stdint.h>

#include "post/post.h"

enum { PEERS_MAX = 16 };

struct peer {
    int fd; /* -1: free */
    unsigned uid;
    unsigned role;    /* enum post_role; 0 before its hello */
    bool status_due;  /* it asked for one, or one had no room: the newest follows */
    int64_t since_ms; /* monotonic */
};

struct peers {
    struct peer list[PEERS_MAX];
    struct post_buffer out;
};

void peers_init(struct peers *peers);
void peers_fini(struct peers *peers);

/* Takes one connection in; where all places are taken, the longest silent one gives way. */
void peers_accept(struct peers *peers, int listen_fd, int64_t mono_ms);

/* Gives a peer its role; whoever had it is dropped. */
void peers_set_role(struct peers *peers, struct peer *peer, enum post_role role);

/* The peer of that role, NULL if none is connected. */
struct peer *peers_find(struct peers *peers, enum post_role role);

/* Closes a connection; `why` is logged unless it is NULL. */
void peers_drop(struct peer *peer, const char *why);

/* Sends an answer. A peer that has not read enough to take it is dropped. */
void peers_send(struct peers *peers, struct peer *peer, const struct post_message *message);

/* Sends the status to one peer, or to all that said hello; where there is no room it waits until
 * there is, and then only the newest one is sent. */
void peers_send_status(struct peers *peers, struct peer *peer, const struct post_status *status);
void peers_push_status(struct peers *peers, const struct post_status *status);

/* Drops those that have not said hello by now; the next time one is due, INT64_MAX for none. */
int64_t peers_expire(struct peers *peers, int64_t mono_ms);

#endif
