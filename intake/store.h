/* Where suggestions are kept: one SQLite database (WAL, synchronous=FULL), one writing connection.
 * Letters stay sealed on disk; only who holds the keys reads them. That an id is kept once is the
 * database's own rule, so several processes may share one file. */
#ifndef JIANYAN_INTAKE_STORE_H
#define JIANYAN_INTAKE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seal/seal.h"

enum { STORE_REPLY_MAX = 256, STORE_FLAGS_MAX = 128 };

struct store;

/* A suggestion as it is kept. Pointers are borrowed. */
struct store_row {
    int64_t number; /* order of arrival, from 1; set by the store */
    uint8_t id[SEAL_ID_BYTES];
    uint8_t digest[SEAL_DIGEST_BYTES]; /* BLAKE2b-256 of the body as it came */
    uint8_t code[SEAL_DIGEST_BYTES];   /* keyed hash of the 查询码 */
    const char *kid;                   /* key the letter is sealed to */
    const char *letter;
    size_t letter_len;
    const char *flags; /* what is unusual about it, for the office: "late county-unknown" */
    int64_t arrived_ms;
};

enum store_put {
    STORE_NEW,    /* inserted; kept once the transaction is committed */
    STORE_SAME,   /* is there already, with the same digest; `reply` is the stored one */
    STORE_OTHER,  /* is there already, with another digest */
    STORE_FAILED, /* logged */
};

/* Opens the database of a URL "sqlite:FILE", to serve (create: made if it is not there, and all
 * that is in it is synced) or to read. NULL after one line on standard error that says what is
 * wrong. */
struct store *store_open(const char *file, bool create);
void store_close(struct store *store);

/* A transaction: begin, any number of put, then commit or rollback. False: logged, nothing kept. */
bool store_begin(struct store *store);
enum store_put store_put(struct store *store, const struct store_row *row,
                         char reply[STORE_REPLY_MAX]);
bool store_commit(struct store *store);
void store_rollback(struct store *store);

/* How many suggestions are kept; -1 after a logged failure. */
int64_t store_count(struct store *store);

/* Calls `take` for every row, oldest first, or for the newest `limit` rows, newest first, if limit
 * is above 0. Stops early when take returns false. False on failure, logged, or when stopped. */
bool store_each(struct store *store, int limit,
                bool (*take)(void *context, const struct store_row *row), void *context);

#endif
