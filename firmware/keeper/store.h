/* An SQLite file under the rules of docs/store.md: one owner, one connection, exclusive lock,
 * every PRAGMA read back. store.c is the only file of firmware/ that knows SQLite; letters.c,
 * plays.c and salvage.c say in SQL what they keep. */
#ifndef JIANYAN_KEEPER_STORE_H
#define JIANYAN_KEEPER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STORE_STATEMENTS_MAX = 20 };

/* How a step ended; the caller must choose by it. */
enum store_result {
    STORE_OK,        /* done */
    STORE_ROW,       /* a row is there; step again or reset */
    STORE_FULL,      /* no space left; the connection is still good */
    STORE_READ_ONLY, /* nothing can be written here */
    STORE_CORRUPT,   /* not a store of ours, or damaged: set it aside */
    STORE_FAILED,    /* any other error: close, open again with store_settle(), go on */
};

const char *store_result_str(enum store_result result);

/* What a program keeps in a file; constant. */
struct store_plan {
    const char *schema; /* run once in an empty file, in one transaction */
    int version;  /* of the schema; a file of another version is STORE_CORRUPT. 0: any, as long
                     as the statements fit */
    bool durable; /* WAL and synchronous=FULL; otherwise nothing is ever synced */
    const char *const *statements;
    size_t count; /* at most STORE_STATEMENTS_MAX */
};

struct store {
    struct sqlite3 *db; /* NULL while closed */
    struct sqlite3_stmt *statements[STORE_STATEMENTS_MAX];
    bool quiet;    /* errors are expected here and not logged */
    int log_pages; /* in the write-ahead log after the last commit */
};

/* Opens or creates the file and prepares all statements. On any other result than STORE_OK the
 * store is closed and the reason has been logged once. */
enum store_result store_open(struct store *store, const char *path, const struct store_plan *plan);

/* Closes without touching the log any more than needed; fine on a zeroed or closed store. */
void store_close(struct store *store);

/* Brings everything in the log into the database and begins the log anew: after an error of a
 * sync nothing that the kernel still shows may be taken for stored. */
enum store_result store_settle(struct store *store);

/* Moves the log's pages into the database. The next commit begins the log anew. */
enum store_result store_checkpoint(struct store *store);

/* PRAGMA quick_check; STORE_CORRUPT if anything is wrong. */
enum store_result store_check(struct store *store);

/* One transaction. commit is durable when it returns STORE_OK; after anything else it has been
 * rolled back, but may still have reached the disk. */
enum store_result store_begin(struct store *store);
enum store_result store_commit(struct store *store);
void store_rollback(struct store *store);

/* Parameters of statement `n` count from 1; bytes are borrowed until its reset. */
void store_bind_number(struct store *store, int n, int at, int64_t value);
void store_bind_bytes(struct store *store, int n, int at, const void *bytes, size_t len);

/* Runs statement `n` to its next row. After STORE_ROW call again or reset; any other result has
 * reset it. Errors are logged here. */
enum store_result store_step(struct store *store, int n);
void store_reset(struct store *store, int n);

/* Columns of the present row count from 0; bytes live until the next step or reset. */
int64_t store_number(struct store *store, int n, int column);
const void *store_bytes(struct store *store, int n, int column, size_t *len);

#endif
