#include "intake/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"

enum { APPLICATION = 0x6a79696e, VERSION = 1, BUSY_MS = 5000 };

struct store {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *rollback, *insert, *find, *oldest, *newest, *count;
};

static const char schema[] = "CREATE TABLE IF NOT EXISTS submission ("
                             " number INTEGER PRIMARY KEY,"
                             " id BLOB NOT NULL UNIQUE,"
                             " digest BLOB NOT NULL,"
                             " code BLOB NOT NULL,"
                             " kid TEXT NOT NULL,"
                             " letter BLOB NOT NULL,"
                             " flags TEXT NOT NULL,"
                             " reply TEXT NOT NULL,"
                             " arrived INTEGER NOT NULL"
                             ") STRICT";

#define COLUMNS "number, id, digest, code, kid, letter, flags, arrived"

static bool complain(const char *file, const char *what)
{
    fprintf(stderr, "jianyan-intake: database %s: %s\n", file, what);
    return false;
}

static bool fail(struct store *store, const char *what)
{
    log_error("store", "cannot %s: %s", what, sqlite3_errmsg(store->db));
    return false;
}

/* Runs a statement that asks one integer; -1 if it fails. */
static int64_t ask(struct store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t answer = -1;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return answer;
}

static bool run(struct store *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* What SQLite was told it must also have taken: a network folder may refuse WAL. */
static bool set_durable(struct store *store, const char *file)
{
    sqlite3_busy_timeout(store->db, BUSY_MS);
    if (!run(store, "PRAGMA journal_mode=WAL") || !run(store, "PRAGMA synchronous=FULL") ||
        !run(store, "PRAGMA secure_delete=ON"))
        return complain(file, sqlite3_errmsg(store->db));
    int64_t wal = ask(store, "SELECT journal_mode = 'wal' FROM pragma_journal_mode");
    if (wal != 1 || ask(store, "PRAGMA synchronous") != 2)
        return complain(file, "this file system does not keep a write-ahead log");
    return true;
}

/* Ours, or empty and then made ours. */
static bool set_schema(struct store *store, const char *file)
{
    char pragma[96];
    int64_t application = ask(store, "PRAGMA application_id");
    int64_t version = ask(store, "PRAGMA user_version");
    int64_t tables = ask(store, "SELECT count(*) FROM sqlite_schema");
    if (application < 0 || version < 0 || tables < 0)
        return complain(file, sqlite3_errmsg(store->db));
    if (tables > 0 && application != APPLICATION)
        return complain(file, "is not a database of jianyan-intake");
    if (version > VERSION)
        return complain(file, "was made by a newer version");
    if (tables > 0)
        return true;
    snprintf(pragma, sizeof pragma, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION,
             VERSION);
    if (!run(store, "BEGIN IMMEDIATE") || !run(store, schema) || !run(store, pragma) ||
        !run(store, "COMMIT"))
        return complain(file, sqlite3_errmsg(store->db));
    return true;
}

static bool prepare(struct store *store, const char *file)
{
    const struct {
        sqlite3_stmt **statement;
        const char *sql;
    } all[] = {
        {&store->begin, "BEGIN IMMEDIATE"},
        {&store->commit, "COMMIT"},
        {&store->rollback, "ROLLBACK"},
        {&store->insert, "INSERT INTO submission (id, digest, code, kid, letter, flags, reply, "
                         "arrived) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                         "ON CONFLICT (id) DO NOTHING"},
        {&store->find, "SELECT digest, reply FROM submission WHERE id = ?1"},
        {&store->oldest, "SELECT " COLUMNS " FROM submission ORDER BY number"},
        {&store->newest, "SELECT " COLUMNS " FROM submission ORDER BY number DESC LIMIT ?1"},
        {&store->count, "SELECT count(*) FROM submission"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (sqlite3_prepare_v3(store->db, all[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                               all[i].statement, NULL) != SQLITE_OK)
            return complain(file, sqlite3_errmsg(store->db));
    }
    return true;
}

/* Syncs what a process before this one wrote into the log and may not have synced: it was killed,
 * or its commit failed. Such a row is seen here, and a letter that comes again finds it and writes
 * nothing of its own; its receipt must not be signed over what a power cut can still take away. */
static bool settle(struct store *store, const char *file)
{
    int result = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    /* Busy: somebody else is at it. Full: the log is synced first, and it is the log that counts.
     */
    if (result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_FULL)
        return true;
    return complain(file, sqlite3_errmsg(store->db));
}

struct store *store_open(const char *file, bool create)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    struct store *store = calloc(1, sizeof *store);
    if (!store) {
        complain(file, "out of memory");
        return NULL;
    }
    if (sqlite3_open_v2(file, &store->db, flags, NULL) != SQLITE_OK) {
        complain(file, store->db ? sqlite3_errmsg(store->db) : "out of memory");
        store_close(store);
        return NULL;
    }
    if (!set_durable(store, file) || !set_schema(store, file) || !prepare(store, file) ||
        (create && !settle(store, file))) {
        store_close(store);
        return NULL;
    }
    return store;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    sqlite3_stmt *const all[] = {store->begin, store->commit, store->rollback, store->insert,
                                 store->find,  store->oldest, store->newest,   store->count};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        sqlite3_finalize(all[i]);
    sqlite3_close(store->db);
    free(store);
}

/* Steps a statement that gives no rows. */
static bool step(struct store *store, sqlite3_stmt *statement, const char *what)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    if (!done)
        fail(store, what);
    sqlite3_reset(statement);
    return done;
}

bool store_begin(struct store *store)
{
    return step(store, store->begin, "begin");
}

bool store_commit(struct store *store)
{
    if (step(store, store->commit, "commit"))
        return true;
    store_rollback(store);
    return false;
}

void store_rollback(struct store *store)
{
    if (!sqlite3_get_autocommit(store->db))
        step(store, store->rollback, "roll back");
}

static enum store_put find(struct store *store, const struct store_row *row,
                           char reply[STORE_REPLY_MAX])
{
    enum store_put result = STORE_FAILED;
    sqlite3_bind_blob(store->find, 1, row->id, sizeof row->id, SQLITE_STATIC);
    if (sqlite3_step(store->find) != SQLITE_ROW) {
        fail(store, "find a kept suggestion");
    } else if (sqlite3_column_bytes(store->find, 0) == sizeof row->digest &&
               memcmp(sqlite3_column_blob(store->find, 0), row->digest, sizeof row->digest) == 0) {
        snprintf(reply, STORE_REPLY_MAX, "%s", (const char *)sqlite3_column_text(store->find, 1));
        result = STORE_SAME;
    } else {
        result = STORE_OTHER;
    }
    sqlite3_reset(store->find);
    return result;
}

enum store_put store_put(struct store *store, const struct store_row *row,
                         char reply[STORE_REPLY_MAX])
{
    sqlite3_stmt *insert = store->insert;
    sqlite3_bind_blob(insert, 1, row->id, sizeof row->id, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 2, row->digest, sizeof row->digest, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 3, row->code, sizeof row->code, SQLITE_STATIC);
    sqlite3_bind_text(insert, 4, row->kid, -1, SQLITE_STATIC);
    sqlite3_bind_blob64(insert, 5, row->letter, row->letter_len, SQLITE_STATIC);
    sqlite3_bind_text(insert, 6, row->flags, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 7, reply, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 8, row->arrived_ms);
    bool inserted = step(store, insert, "insert");
    sqlite3_clear_bindings(insert);
    if (!inserted)
        return STORE_FAILED;
    return sqlite3_changes(store->db) > 0 ? STORE_NEW : find(store, row, reply);
}

int64_t store_count(struct store *store)
{
    int64_t count = -1;
    if (sqlite3_step(store->count) == SQLITE_ROW)
        count = sqlite3_column_int64(store->count, 0);
    else
        fail(store, "count");
    sqlite3_reset(store->count);
    return count;
}

/* A fixed-size blob; zeros if the column is anything else. */
static void read_blob(sqlite3_stmt *statement, int column, uint8_t *bytes, int size)
{
    if (sqlite3_column_bytes(statement, column) == size)
        memcpy(bytes, sqlite3_column_blob(statement, column), (size_t)size);
}

static void read_row(sqlite3_stmt *statement, struct store_row *row)
{
    *row = (struct store_row){
        .number = sqlite3_column_int64(statement, 0),
        .kid = (const char *)sqlite3_column_text(statement, 4),
        .letter = sqlite3_column_blob(statement, 5),
        .letter_len = (size_t)sqlite3_column_bytes(statement, 5),
        .flags = (const char *)sqlite3_column_text(statement, 6),
        .arrived_ms = sqlite3_column_int64(statement, 7),
    };
    read_blob(statement, 1, row->id, sizeof row->id);
    read_blob(statement, 2, row->digest, sizeof row->digest);
    read_blob(statement, 3, row->code, sizeof row->code);
}

bool store_each(struct store *store, int limit,
                bool (*take)(void *context, const struct store_row *row), void *context)
{
    sqlite3_stmt *statement = limit > 0 ? store->newest : store->oldest;
    struct store_row row;
    bool going = true;
    int result = SQLITE_DONE;
    if (limit > 0)
        sqlite3_bind_int(statement, 1, limit);
    while (going && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        read_row(statement, &row);
        going = take(context, &row);
    }
    if (going && result != SQLITE_DONE)
        going = fail(store, "read");
    sqlite3_reset(statement);
    return going;
}
