#include "keeper/plays.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/log.h"

enum { FLUSH_MS = 60000, DAY_MS = 86400000, DAYS_KEPT = 400, FAULTS_KEPT = 100 };

enum { SQL_PLAY, SQL_FAULT, SQL_OLD_PLAYS, SQL_OLD_FAULTS, SQL_FAULTS, SQL_COUNT };

static const char path[] = "plays/plays.db";

static const char schema[] =
    "CREATE TABLE plays(day INTEGER, poster BLOB, times INTEGER NOT NULL, seconds INTEGER NOT NULL,"
    " PRIMARY KEY(day,poster)) WITHOUT ROWID;"
    "CREATE TABLE faults(number INTEGER PRIMARY KEY, what BLOB NOT NULL, times INTEGER NOT NULL,"
    " first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL);";

static const char *const statements[SQL_COUNT] = {
    [SQL_PLAY] = ("INSERT INTO plays VALUES(?1,?2,1,?3) ON CONFLICT(day,poster)"
                  " DO UPDATE SET times=times+1,seconds=seconds+?3"),
    [SQL_FAULT] = ("INSERT INTO faults VALUES(?1,?2,1,?3,?3) ON CONFLICT(number)"
                   " DO UPDATE SET times=times+1,what=?2,last_ms=?3"),
    [SQL_OLD_PLAYS] = "DELETE FROM plays WHERE day<(SELECT max(day) FROM plays)-?1",
    [SQL_OLD_FAULTS] = ("DELETE FROM faults WHERE number NOT IN (SELECT number FROM faults"
                        " ORDER BY last_ms DESC LIMIT ?1)"),
    [SQL_FAULTS] = "SELECT number,what,times,first_ms,last_ms FROM faults ORDER BY last_ms DESC",
};

static const struct store_plan plan = {schema, 2, false, statements, SQL_COUNT};

void plays_init(struct plays *plays)
{
    *plays = (struct plays){.flush_at = INT64_MAX};
}

static enum store_result write_play(struct store *store, const struct post_message *message)
{
    store_bind_number(store, SQL_PLAY, 1, message->play.wall_ms / DAY_MS);
    store_bind_bytes(store, SQL_PLAY, 2, message->play.poster, strlen(message->play.poster));
    store_bind_number(store, SQL_PLAY, 3, message->play.seconds);
    return store_step(store, SQL_PLAY);
}

static enum store_result write_fault(struct store *store, const struct post_message *message,
                                     int64_t wall_ms)
{
    store_bind_number(store, SQL_FAULT, 1, message->fault.number);
    store_bind_bytes(store, SQL_FAULT, 2, message->fault.what, strlen(message->fault.what));
    store_bind_number(store, SQL_FAULT, 3, wall_ms);
    return store_step(store, SQL_FAULT);
}

static enum store_result forget_old(struct store *store)
{
    store_bind_number(store, SQL_OLD_PLAYS, 1, DAYS_KEPT);
    enum store_result result = store_step(store, SQL_OLD_PLAYS);
    store_bind_number(store, SQL_OLD_FAULTS, 1, FAULTS_KEPT);
    return result == STORE_OK ? store_step(store, SQL_OLD_FAULTS) : result;
}

static enum store_result open_file(struct plays *plays)
{
    if (plays->store.db)
        return STORE_OK;
    if (mkdir("plays", 0700) != 0 && errno != EEXIST)
        return STORE_FAILED;
    return store_open(&plays->store, path, &plan);
}

static enum store_result write_all(struct plays *plays)
{
    struct store *store = &plays->store;
    enum store_result result = open_file(plays);
    if (result == STORE_OK)
        result = store_begin(store);
    for (int i = 0; i < plays->count && result == STORE_OK; i++) {
        const struct post_message *message = &plays->pending[i];
        result = message->type == POST_PLAY ? write_play(store, message)
                                            : write_fault(store, message, plays->wall_ms[i]);
    }
    if (result == STORE_OK)
        result = forget_old(store);
    return result == STORE_OK ? store_commit(store) : result;
}

/* Puts a damaged file aside and tries once more; whatever else fails is lost. */
static void write_or_lose(struct plays *plays)
{
    enum store_result result = write_all(plays);
    if (result == STORE_CORRUPT && !plays->renamed) {
        store_close(&plays->store);
        plays->renamed = rename(path, "plays/plays.bad.db") == 0;
        result = plays->renamed ? write_all(plays) : result;
    }
    if (result == STORE_OK)
        return;
    store_close(&plays->store);
    if (result == STORE_FULL) /* there may be room again next time */
        return;
    log_warn("plays", "gave up the record of plays and faults until the next start");
    plays->given_up = true;
}

void plays_flush(struct plays *plays)
{
    if (plays->count > 0 && !plays->given_up)
        write_or_lose(plays);
    plays->count = 0;
    plays->flush_at = INT64_MAX;
}

static struct post_fault_note read_note(struct store *store)
{
    size_t len;
    const void *what = store_bytes(store, SQL_FAULTS, 1, &len);
    struct post_fault_note note = {
        .number = (uint32_t)store_number(store, SQL_FAULTS, 0),
        .times = (uint32_t)store_number(store, SQL_FAULTS, 2),
        .first_ms = store_number(store, SQL_FAULTS, 3),
        .last_ms = store_number(store, SQL_FAULTS, 4),
    };
    if (what && len < sizeof note.what)
        memcpy(note.what, what, len);
    return note;
}

size_t plays_faults(struct plays *plays, struct post_fault_note *notes, size_t most)
{
    size_t count = 0;
    plays_flush(plays);
    if (plays->given_up || open_file(plays) != STORE_OK)
        return 0;
    while (count < most && store_step(&plays->store, SQL_FAULTS) == STORE_ROW)
        notes[count++] = read_note(&plays->store);
    store_reset(&plays->store, SQL_FAULTS);
    return count;
}

void plays_note(struct plays *plays, const struct post_message *message, int64_t mono_ms,
                int64_t wall_ms)
{
    if (plays->given_up)
        return;
    plays->pending[plays->count] = *message;
    plays->wall_ms[plays->count] = wall_ms;
    if (plays->count++ == 0)
        plays->flush_at = mono_ms + FLUSH_MS;
    if (plays->count == PLAYS_PENDING_MAX)
        plays_flush(plays);
}

void plays_fini(struct plays *plays)
{
    plays_flush(plays);
    store_close(&plays->store);
}
