#include "sim/witness.h"

#include <stdlib.h>
#include <unistd.h>

#include "sim/report.h"

enum { TRY_MS = 20 };

bool witness_open(struct witness *witness, const char *folder)
{
    *witness = (struct witness){.folder = folder, .fd = -1};
    witness->buffer = malloc(sizeof *witness->buffer);
    if (!witness->buffer)
        report("out of memory");
    return witness->buffer != NULL;
}

void witness_drop(struct witness *witness)
{
    if (witness->fd >= 0)
        close(witness->fd);
    witness->fd = -1;
    witness->known = false;
}

void witness_close(struct witness *witness)
{
    if (!witness->folder)
        return;
    witness_drop(witness);
    free(witness->buffer);
    *witness = (struct witness){.fd = -1};
}

static void keeper_ready(void *data, short revents)
{
    struct witness *witness = data;
    enum post_result result = POST_OK;
    (void)revents;
    while (witness->fd >= 0 && result == POST_OK) {
        struct post_message message;
        result = post_receive(witness->fd, &message, witness->buffer);
        if (result == POST_OK && message.type == POST_STATUS) {
            witness->status = message.status;
            witness->known = true;
            witness->told++;
        }
    }
    if (result == POST_CLOSED || result == POST_BAD)
        witness_drop(witness);
}

void witness_poll(struct witness *witness, struct pollset *set)
{
    if (witness->fd < 0 && host_ms() >= witness->try_at_ms) {
        witness->fd = post_connect(witness->folder, POST_CONDUCTOR, 0);
        witness->try_at_ms = host_ms() + TRY_MS;
    }
    pollset_add(set, witness->fd, POLLIN, keeper_ready, witness);
}

bool witness_contact(struct witness *witness)
{
    const struct post_message message = {.type = POST_CONTACT};
    return witness->fd >= 0 && post_send(witness->fd, &message, witness->buffer) == POST_OK;
}
