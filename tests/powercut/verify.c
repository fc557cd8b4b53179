#include "tests/powercut/verify.h"

#include <string.h>

#include <sqlite3.h>

#include "keeper/letters.h"
#include "seal/seal.h"

enum { WAITING = 0, ARRIVED = 1 };

const char *verify_verdict_str(enum verify_verdict verdict)
{
    static const char *const names[] = {"good", "corrupt", "lost", "came back", "wrong"};
    return names[verdict];
}

/* Looks one id up: its state, -1 if it is not there, -2 if it is not whole. */
static int look_up(sqlite3 *db, const uint8_t id[POST_ID_BYTES])
{
    sqlite3_stmt *statement = NULL;
    uint8_t digest[SEAL_DIGEST_BYTES];
    int state = -1;
    if (sqlite3_prepare_v2(db, "SELECT state,digest,letter FROM letters WHERE id=?1", -1,
                           &statement, NULL) != SQLITE_OK)
        return -2;
    sqlite3_bind_blob(statement, 1, id, POST_ID_BYTES, SQLITE_STATIC);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        state = sqlite3_column_int(statement, 0);
        seal_digest(sqlite3_column_blob(statement, 2), (size_t)sqlite3_column_bytes(statement, 2),
                    digest);
        if (sqlite3_column_bytes(statement, 1) != sizeof digest ||
            (state != ARRIVED &&
             memcmp(sqlite3_column_blob(statement, 1), digest, sizeof digest) != 0))
            state = -2;
    } else if (code != SQLITE_DONE) {
        state = -2;
    }
    sqlite3_finalize(statement);
    return state;
}

static enum verify_verdict compare(sqlite3 *db, const struct verify_said *said)
{
    for (int i = 0; i < said->saved_count; i++) {
        int state = look_up(db, said->saved[i]);
        if (state < 0)
            return state == -1 ? VERIFY_LOST : VERIFY_WRONG;
    }
    for (int i = 0; i < said->marked_count; i++) {
        if (look_up(db, said->marked[i]) != ARRIVED)
            return VERIFY_CAME_BACK;
    }
    return VERIFY_GOOD;
}

static bool is_sound(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    bool sound =
        sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW &&
        strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
    sqlite3_finalize(statement);
    return sound;
}

enum verify_verdict verify_store(const struct verify_said *said)
{
    struct letters letters = {.folder_fd = -1};
    const struct clock_now now = {
        .mono_ms = 1000, .wall_ms = INT64_C(1600000000000), .state = CLOCK_TRUSTED};
    enum verify_verdict verdict = VERIFY_CORRUPT;
    bool usable =
        letters_open(&letters, now) && letters.state == POST_STORE_OK && letters.renewals == 0;
    letters_close(&letters);
    if (!usable)
        return VERIFY_CORRUPT;
    sqlite3 *db = NULL;
    if (sqlite3_open_v2("store/letters.db", &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK &&
        is_sound(db))
        verdict = compare(db, said);
    sqlite3_close(db);
    return verdict;
}
