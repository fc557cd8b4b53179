#include "keeper/salvage.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "seal/seal.h"

enum { LOOKUPS_MAX = 1024 };

/* Upwards until a damaged page, downwards until one, then one by one what lies between. */
enum phase { UPWARDS, DOWNWARDS, BETWEEN };

enum { SQL_UP, SQL_DOWN, SQL_ONE, SQL_COUNT };

#define COLUMNS "SELECT seq,id,receipt,receipt_key,digest,letter,created FROM letters "

static const char *const statements[SQL_COUNT] = {
    [SQL_UP] = COLUMNS "WHERE seq>?1 AND letter IS NOT NULL ORDER BY seq LIMIT 1",
    [SQL_DOWN] = COLUMNS "WHERE seq<?1 AND letter IS NOT NULL ORDER BY seq DESC LIMIT 1",
    [SQL_ONE] = COLUMNS "WHERE seq=?1 AND letter IS NOT NULL",
};

/* Of any version: a newer program may have been here. */
static const struct store_plan plan = {"", 0, true, statements, SQL_COUNT};

/* Finds the next folder and opens what is in it; false if none is left, or none that can be opened
 * now. */
static bool begin(struct salvage *salvage)
{
    char path[FOLDER_NAME_MAX + 16];
    enum store_result result = STORE_CORRUPT;
    if (!folder_find_bad(salvage->folder))
        return false;
    salvage->phase = UPWARDS;
    salvage->low = 0;
    salvage->high = INT64_MAX;
    salvage->found = salvage->lost = 0;
    snprintf(path, sizeof path, "%s/letters.db", salvage->folder);
    if (faccessat(AT_FDCWD, path, F_OK, 0) == 0)
        result = store_open(&salvage->store, path, &plan);
    salvage->store.quiet = true; /* every damaged page is one */
    return result == STORE_OK || result == STORE_CORRUPT;
}

/* True if another folder may be looked for. */
static bool end(struct salvage *salvage)
{
    log_warn("store", "looked for letters folder=%s taken=%u damaged=%u%s", salvage->folder,
             salvage->found, salvage->lost, salvage->store.db ? "" : " (cannot be opened)");
    store_close(&salvage->store);
    salvage->done = !folder_mark_read(salvage->folder);
    salvage->folder[0] = '\0';
    return !salvage->done;
}

static bool copy_field(struct store *store, int n, int column, void *to, size_t size)
{
    size_t len;
    const void *bytes = store_bytes(store, n, column, &len);
    if (!bytes || len != size)
        return false;
    memcpy(to, bytes, size);
    return true;
}

/* The present row as a message, if it is what its digest says. */
static bool read_row(struct store *store, int n, struct post_put *put)
{
    uint8_t digest[SEAL_DIGEST_BYTES];
    *put = (struct post_put){0};
    if (!copy_field(store, n, 1, put->id, sizeof put->id) ||
        !copy_field(store, n, 2, put->receipt, SEAL_RECEIPT_TEXT - 1) ||
        !copy_field(store, n, 3, put->receipt_key, sizeof put->receipt_key) ||
        !copy_field(store, n, 4, put->digest, sizeof put->digest))
        return false;
    put->letter = store_bytes(store, n, 5, &put->letter_len);
    if (!put->letter || put->letter_len > POST_LETTER_MAX)
        return false;
    seal_digest(put->letter, put->letter_len, digest);
    return memcmp(digest, put->digest, sizeof digest) == 0;
}

/* Takes the present row over; false if the letters cannot take one now. */
static bool take_over(struct salvage *salvage, struct letters *letters, int n)
{
    struct post_put put;
    bool arrived = false, damaged = !read_row(&salvage->store, n, &put);
    if (!damaged && letters_take_over(letters, &put, store_number(&salvage->store, n, 6),
                                      &arrived) != POST_SAVE_OK)
        return false;
    letters_count(letters);
    if (damaged)
        salvage->lost++;
    else if (!arrived)
        salvage->found++;
    return true;
}

/* Where the phase stands after reading, or failing to read, letter `seq`. */
static void move_on(struct salvage *salvage, enum store_result result, int64_t seq)
{
    if (salvage->phase == BETWEEN) {
        salvage->lost += result != STORE_OK && result != STORE_ROW;
        salvage->low++;
    } else if (result == STORE_ROW && salvage->phase == UPWARDS) {
        salvage->low = seq;
    } else if (result == STORE_ROW) {
        salvage->high = seq;
    } else if (result == STORE_OK) {
        salvage->high = salvage->low + 1; /* nothing lies beyond: done */
    } else if (salvage->phase == UPWARDS) {
        salvage->phase = DOWNWARDS;
    } else {
        salvage->phase = BETWEEN;
        if (salvage->high > salvage->low + LOOKUPS_MAX)
            salvage->high = salvage->low + LOOKUPS_MAX;
        salvage->low++;
    }
}

/* A damaged index may answer with a row that was not asked for: only what lies ahead counts, or
 * there would be no end. */
static enum store_result judge_row(const struct salvage *salvage, int64_t seq)
{
    if (salvage->phase == BETWEEN)
        return seq == salvage->low ? STORE_ROW : STORE_CORRUPT;
    if (salvage->phase == DOWNWARDS && seq <= salvage->low)
        return STORE_OK; /* both ends have met */
    return seq > salvage->low && seq < salvage->high ? STORE_ROW : STORE_CORRUPT;
}

static bool read_one(struct salvage *salvage, struct letters *letters)
{
    struct store *store = &salvage->store;
    int n = SQL_UP + salvage->phase;
    bool taken = true;
    int64_t seq = 0;
    store_bind_number(store, n, 1, salvage->phase == DOWNWARDS ? salvage->high : salvage->low);
    enum store_result result = store_step(store, n);
    if (result == STORE_ROW) {
        seq = store_number(store, n, 0);
        result = judge_row(salvage, seq);
        if (result == STORE_ROW)
            taken = take_over(salvage, letters, n);
        store_reset(store, n);
    }
    if (taken)
        move_on(salvage, result, seq);
    return taken;
}

static bool is_over(const struct salvage *salvage)
{
    return salvage->low + (salvage->phase == BETWEEN ? 0 : 1) >= salvage->high;
}

bool salvage_step(struct salvage *salvage, struct letters *letters)
{
    if (salvage->done)
        return false;
    if (!salvage->folder[0] && !begin(salvage)) {
        salvage->folder[0] = '\0';
        salvage->done = true;
        return false;
    }
    if (salvage->store.db && !is_over(salvage))
        return read_one(salvage, letters);
    return end(salvage);
}

void salvage_fini(struct salvage *salvage)
{
    store_close(&salvage->store);
    salvage->folder[0] = '\0';
}
