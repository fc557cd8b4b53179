/* The simulator's own line to the keeper (POST_CONDUCTOR): how many letters wait, and "contact
 * now". */
#ifndef JIANYAN_SIM_WITNESS_H
#define JIANYAN_SIM_WITNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "post/post.h"
#include "sim/pollset.h"

struct witness {
    const char *folder; /* the state folder, borrowed */
    int fd;             /* -1: not connected */
    int64_t try_at_ms;  /* host time of the next attempt to connect */
    bool known;         /* status came over this connection */
    unsigned told;      /* how often */
    struct post_status status;
    struct post_buffer *buffer;
};

/* False after one line on standard error. */
bool witness_open(struct witness *witness, const char *folder);
void witness_close(struct witness *witness);

/* Connects when it is time to, and listens. */
void witness_poll(struct witness *witness, struct pollset *set);

/* Asks the courier to contact the intake now; the keeper answers with a status. False while the
 * keeper is away. */
bool witness_contact(struct witness *witness);

/* Ends the connection (the keeper is dead); the last status stays, known becomes false. */
void witness_drop(struct witness *witness);

#endif
