#include "keeper/store.h"

#include <errno.h>
#include <string.h>

#include <sqlite3.h>

#include "core/log.h"

/* Before the first access: then there is no shared memory file either. */
static const char lock[] = "PRAGMA locking_mode=EXCLUSIVE";

/* What a durable store must say when it is asked back. */
static const struct pragma {
    const char *set, *ask, *answer;
} pragmas[] = {
    {lock, "PRAGMA locking_mode", "exclusive"},
    {"PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal"},
    {"PRAGMA synchronous=FULL", "PRAGMA synchronous", "2"},
    {"PRAGMA wal_autocheckpoint=0", "PRAGMA wal_autocheckpoint", "0"},
    {"PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1"},
};

static const char common[] = "PRAGMA page_size=4096;"
                             "PRAGMA cache_size=-160;"
                             "PRAGMA temp_store=MEMORY;"
                             "PRAGMA trusted_schema=OFF;"
                             "PRAGMA cell_size_check=ON;";

const char *store_result_str(enum store_result result)
{
    switch (result) {
    case STORE_OK:
        return "ok";
    case STORE_ROW:
        return "row";
    case STORE_FULL:
        return "no space";
    case STORE_READ_ONLY:
        return "read-only";
    case STORE_CORRUPT:
        return "corrupt";
    case STORE_FAILED:
        return "failed";
    }
    return "unknown";
}

static enum store_result classify(int code, int reason)
{
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_DONE:
        return STORE_OK;
    case SQLITE_ROW:
        return STORE_ROW;
    case SQLITE_FULL:
        return STORE_FULL;
    case SQLITE_READONLY:
        return STORE_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return STORE_CORRUPT;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        break;
    default:
        return STORE_FAILED;
    }
    /* After a failed sync the kernel may have dropped what it could not write: never "full". */
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        return STORE_FAILED;
    if (reason == ENOSPC || reason == EDQUOT)
        return STORE_FULL;
    return reason == EROFS || reason == EACCES || reason == EPERM ? STORE_READ_ONLY : STORE_FAILED;
}

/* Logs an error once, where its reason is known. */
static enum store_result judge(struct store *store, int code, const char *what)
{
    int reason = store->db ? sqlite3_system_errno(store->db) : 0;
    enum store_result result = classify(code, reason);
    if (result != STORE_OK && result != STORE_ROW && !store->quiet)
        log_error("store", "%s failed code=%d: %s%s%s", what, code,
                  store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code), reason ? ", " : "",
                  reason ? strerror(reason) : "");
    return result;
}

static enum store_result run(struct store *store, const char *sql)
{
    return judge(store, sqlite3_exec(store->db, sql, NULL, NULL, NULL), sql);
}

/* The first column of the first row of a question, compared. */
static enum store_result expect(struct store *store, const char *sql, const char *answer)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    enum store_result result = judge(store, code, sql);
    if (result == STORE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        result = text && strcmp(text, answer) == 0 ? STORE_OK : STORE_FAILED;
        if (result != STORE_OK)
            log_error("store", "%s answers %s, not %s", sql, text ? text : "nothing", answer);
    } else if (result == STORE_OK) {
        log_error("store", "%s answers nothing", sql);
        result = STORE_FAILED;
    }
    sqlite3_finalize(statement);
    return result;
}

static enum store_result set_pragmas(struct store *store, const struct store_plan *plan)
{
    enum store_result result = run(store, lock);
    if (result == STORE_OK)
        result = run(store, common);
    if (!plan->durable && result == STORE_OK)
        return run(store, "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF");
    for (size_t i = 0; i < sizeof pragmas / sizeof pragmas[0] && result == STORE_OK; i++) {
        result = run(store, pragmas[i].set);
        if (result == STORE_OK)
            result = expect(store, pragmas[i].ask, pragmas[i].answer);
    }
    return result;
}

/* The number that a question answers; `result` keeps the first error. */
static int64_t ask_number(struct store *store, const char *sql, enum store_result *result)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    else
        *result = judge(store, code == SQLITE_DONE ? SQLITE_ERROR : code, sql);
    sqlite3_finalize(statement);
    return number;
}

static enum store_result make_schema(struct store *store, const struct store_plan *plan)
{
    char version[64];
    enum store_result result = store_begin(store);
    sqlite3_snprintf(sizeof version, version, "PRAGMA user_version=%d", plan->version);
    if (result == STORE_OK)
        result = run(store, plan->schema);
    if (result == STORE_OK)
        result = run(store, version);
    if (result == STORE_OK)
        return store_commit(store);
    store_rollback(store);
    return result;
}

static enum store_result check_schema(struct store *store, const struct store_plan *plan)
{
    enum store_result result = STORE_OK;
    if (plan->version == 0)
        return STORE_OK;
    int64_t version = ask_number(store, "PRAGMA user_version", &result);
    int64_t tables =
        result == STORE_OK ? ask_number(store, "SELECT count(*) FROM sqlite_schema", &result) : 0;
    if (result != STORE_OK || version == plan->version)
        return result;
    if (version == 0 && tables == 0)
        return make_schema(store, plan);
    log_error("store", "the file has version %d, this program knows %d", (int)version,
              plan->version);
    return STORE_CORRUPT;
}

static enum store_result prepare_all(struct store *store, const struct store_plan *plan)
{
    for (size_t i = 0; i < plan->count && i < STORE_STATEMENTS_MAX; i++) {
        int code = sqlite3_prepare_v3(store->db, plan->statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                                      &store->statements[i], NULL);
        enum store_result result = judge(store, code, plan->statements[i]);
        if (code == SQLITE_ERROR) /* a table or column is not there */
            return STORE_CORRUPT;
        if (result != STORE_OK)
            return result;
    }
    return STORE_OK;
}

static int note_log(void *context, sqlite3 *db, const char *name, int pages)
{
    struct store *store = context;
    (void)db;
    (void)name;
    store->log_pages = pages;
    return SQLITE_OK;
}

static enum store_result open_file(struct store *store, const char *path)
{
    char uri[1024];
    int persist = 1;
    /* psow=0: a cut while one sector is written may damage what else lies in it, as cheap flash
     * does; SQLite then begins every commit in a sector of its own. */
    sqlite3_snprintf(sizeof uri, uri, "file:%s?psow=0", path);
    int code = sqlite3_open_v2(uri, &store->db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI |
                                   SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW,
                               NULL);
    if (code != SQLITE_OK)
        return judge(store, code, path);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (sqlite3_db_readonly(store->db, "main") == 1) {
        log_error("store", "cannot be written file=%s", path);
        return STORE_READ_ONLY;
    }
    /* The log's blocks stay allocated: a letter then costs no new ones. */
    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
    return STORE_OK;
}

enum store_result store_open(struct store *store, const char *path, const struct store_plan *plan)
{
    *store = (struct store){0};
    enum store_result result = open_file(store, path);
    if (result == STORE_OK)
        result = set_pragmas(store, plan);
    if (result == STORE_OK)
        result = check_schema(store, plan);
    if (result == STORE_OK)
        result = prepare_all(store, plan);
    if (result == STORE_OK)
        sqlite3_wal_hook(store->db, note_log, store);
    else
        store_close(store);
    return result;
}

void store_close(struct store *store)
{
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++)
        sqlite3_finalize(store->statements[i]);
    /* No checkpoint here: it may meet the very error that made us close. */
    if (store->db)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close_v2(store->db);
    *store = (struct store){0};
}

static enum store_result checkpoint(struct store *store, int mode)
{
    int code = sqlite3_wal_checkpoint_v2(store->db, "main", mode, NULL, NULL);
    return judge(store, code, "checkpoint");
}

enum store_result store_settle(struct store *store)
{
    return checkpoint(store, SQLITE_CHECKPOINT_TRUNCATE);
}

enum store_result store_checkpoint(struct store *store)
{
    return checkpoint(store, SQLITE_CHECKPOINT_PASSIVE);
}

enum store_result store_check(struct store *store)
{
    sqlite3_stmt *statement = NULL;
    const char sql[] = "PRAGMA quick_check(1)";
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    enum store_result result = judge(store, code, sql);
    if (result == STORE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        result = text && strcmp(text, "ok") == 0 ? STORE_OK : STORE_CORRUPT;
        if (result != STORE_OK)
            log_error("store", "quick_check: %s", text ? text : "nothing");
    }
    sqlite3_finalize(statement);
    return result;
}

enum store_result store_begin(struct store *store)
{
    return run(store, "BEGIN IMMEDIATE");
}

enum store_result store_commit(struct store *store)
{
    enum store_result result = run(store, "COMMIT");
    if (result != STORE_OK)
        store_rollback(store);
    return result;
}

void store_rollback(struct store *store)
{
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++)
        store_reset(store, (int)i);
    if (!sqlite3_get_autocommit(store->db))
        run(store, "ROLLBACK");
}

void store_bind_number(struct store *store, int n, int at, int64_t value)
{
    sqlite3_bind_int64(store->statements[n], at, value);
}

void store_bind_bytes(struct store *store, int n, int at, const void *bytes, size_t len)
{
    sqlite3_bind_blob64(store->statements[n], at, bytes, len, SQLITE_STATIC);
}

enum store_result store_step(struct store *store, int n)
{
    sqlite3_stmt *statement = store->statements[n];
    enum store_result result = judge(store, sqlite3_step(statement), sqlite3_sql(statement));
    if (result != STORE_ROW)
        store_reset(store, n);
    return result;
}

void store_reset(struct store *store, int n)
{
    if (!store->statements[n])
        return;
    sqlite3_reset(store->statements[n]);
    sqlite3_clear_bindings(store->statements[n]);
}

int64_t store_number(struct store *store, int n, int column)
{
    return sqlite3_column_int64(store->statements[n], column);
}

const void *store_bytes(struct store *store, int n, int column, size_t *len)
{
    const void *bytes = sqlite3_column_blob(store->statements[n], column);
    *len = (size_t)sqlite3_column_bytes(store->statements[n], column);
    return bytes;
}
