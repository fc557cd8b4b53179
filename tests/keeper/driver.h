/* Starts the real keeper on a state folder and speaks to it, for tests and benches. */
#ifndef JIANYAN_TESTS_KEEPER_DRIVER_H
#define JIANYAN_TESTS_KEEPER_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "post/post.h"
#include "seal/seal.h"

struct driver {
    char state[512];     /* the state folder, made by driver_init */
    char config[600];    /* board.conf; empty: defaults */
    char log[600];       /* what the keeper writes to standard error */
    const char *preload; /* LD_PRELOAD for the keeper; NULL: nothing */
    const char *program; /* the keeper */
    pid_t pid;           /* 0: not running */
    struct seal_intake_secret intake;
    struct post_buffer in, out;
    struct post_message seen; /* the last status that came by */
    unsigned states;          /* how many POST_STATE came by */
};

/* Makes a fresh folder below `root` (which must exist). */
void driver_init(struct driver *driver, const char *root);

/* Kills the keeper and removes the folder. */
void driver_fini(struct driver *driver);

/* Starts the keeper and waits until it listens; false if it does not within twenty seconds. */
bool driver_start(struct driver *driver);

/* kill -9, or SIGTERM; returns the status of waitpid. */
int driver_end(struct driver *driver, int signal);

/* Connects in a role and waits for the first status. -1 on failure. */
int driver_connect(struct driver *driver, enum post_role role);

/* Sends a message. */
bool driver_send(struct driver *driver, int fd, const struct post_message *message);

/* Waits at most twenty seconds for a message of this type; what comes before it is dropped, but
 * statuses and states are noted. */
bool driver_wait(struct driver *driver, int fd, enum post_type type, struct post_message *answer);

/* Letter number n: always the same id, receipt and bytes. `letter` is room for its bytes. */
struct post_message driver_letter(struct driver *driver, unsigned n, uint8_t *letter);

/* Puts letter n and returns how it ended; 99 if no answer came. */
int driver_put(struct driver *driver, int fd, unsigned n);

/* Asks for the next letter; its number, -1 if none is due, -2 if it is not what was put, -3 without
 * an answer. */
int driver_next(struct driver *driver, int fd);

/* Says that letter n was delivered, with the intake's signature (or a wrong one); true if it was
 * accepted. */
bool driver_deliver(struct driver *driver, int fd, unsigned n, bool right);

/* Waits until the status on fd says what `wanted` (of waiting, delivered, total; UINT32_MAX: any)
 * and `store` say. */
bool driver_expect(struct driver *driver, int fd, uint32_t waiting, uint32_t delivered,
                   enum post_store store);

#endif
