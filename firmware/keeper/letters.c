#include "keeper/letters.h"

#include <string.h>

#include "core/log.h"
#include "keeper/folder.h"
#include "keeper/letters_sql.h"
#include "keeper/recovery.h"
#include "seal/seal.h"

enum state { WAITING = 0, ARRIVED = 1, ASIDE = 2 }; /* on disk */

/* A letter's row without its payload. */
struct row {
    int64_t seq, state;
    uint8_t digest[SEAL_DIGEST_BYTES], key[POST_KEY_BYTES];
};

static bool copy_bytes(struct store *store, int n, int column, void *to, size_t size)
{
    size_t len;
    const void *bytes = store_bytes(store, n, column, &len);
    if (len != size)
        return false;
    memcpy(to, bytes, size);
    return true;
}

/* STORE_ROW if the id is known; STORE_OK if it is not. */
static enum store_result find(struct store *store, const uint8_t id[POST_ID_BYTES], struct row *row)
{
    store_bind_bytes(store, SQL_FIND, 1, id, POST_ID_BYTES);
    enum store_result result = store_step(store, SQL_FIND);
    if (result != STORE_ROW)
        return result;
    row->seq = store_number(store, SQL_FIND, 0);
    row->state = store_number(store, SQL_FIND, 1);
    if (!copy_bytes(store, SQL_FIND, 2, row->digest, sizeof row->digest) ||
        !copy_bytes(store, SQL_FIND, 3, row->key, sizeof row->key))
        result = STORE_CORRUPT;
    store_reset(store, SQL_FIND);
    return result;
}

struct put_args {
    const struct post_put *put;
    int64_t created_ms;
    enum post_save save;
    bool arrived;
};

static enum store_result count_waiting(struct store *store, int64_t *waiting)
{
    enum store_result result = store_step(store, SQL_WAITING);
    if (result != STORE_ROW)
        return result == STORE_OK ? STORE_CORRUPT : result;
    *waiting = store_number(store, SQL_WAITING, 0);
    store_reset(store, SQL_WAITING);
    return STORE_OK;
}

static enum store_result insert(struct letters *letters, const struct put_args *args)
{
    const struct post_put *put = args->put;
    struct store *store = &letters->store;
    store_bind_bytes(store, SQL_PUT, 1, put->id, sizeof put->id);
    store_bind_number(store, SQL_PUT, 2, args->created_ms);
    store_bind_bytes(store, SQL_PUT, 3, put->receipt, strnlen(put->receipt, sizeof put->receipt));
    store_bind_bytes(store, SQL_PUT, 4, put->receipt_key, sizeof put->receipt_key);
    store_bind_bytes(store, SQL_PUT, 5, put->digest, sizeof put->digest);
    store_bind_bytes(store, SQL_PUT, 6, put->letter, put->letter_len);
    return store_step(store, SQL_PUT);
}

static enum store_result put_known(struct letters *letters, struct put_args *args,
                                   const struct row *row)
{
    if (memcmp(row->digest, args->put->digest, sizeof row->digest) != 0) {
        log_error("store", "an id names one letter; another one came under it: refused");
        args->save = POST_SAVE_FAILED;
        return STORE_OK;
    }
    args->arrived = row->state == ARRIVED;
    /* Written again, not just found: the commit that failed may never have reached the disk. */
    return args->arrived ? STORE_OK : insert(letters, args);
}

static enum store_result put_work(struct letters *letters, void *context)
{
    struct put_args *args = context;
    struct row row;
    int64_t waiting = 0;
    args->save = POST_SAVE_OK;
    args->arrived = false;
    enum store_result result = find(&letters->store, args->put->id, &row);
    if (result == STORE_ROW)
        return put_known(letters, args, &row);
    if (result == STORE_OK)
        result = count_waiting(&letters->store, &waiting);
    if (result != STORE_OK)
        return result;
    if (waiting >= POST_WAITING_MAX) {
        args->save = POST_SAVE_FULL;
        return STORE_OK;
    }
    return insert(letters, args);
}

enum post_save letters_put(struct letters *letters, const struct post_put *put, bool *arrived)
{
    return letters_take_over(letters, put, letters->now.wall_ms, arrived);
}

enum post_save letters_take_over(struct letters *letters, const struct post_put *put,
                                 int64_t created_ms, bool *arrived)
{
    struct put_args args = {.put = put, .created_ms = created_ms};
    enum store_result result = recovery_hold_reserve(letters);
    if (result == STORE_OK)
        result = recovery_transact(letters, put_work, &args);
    else
        recovery_note(letters, result);
    *arrived = result == STORE_OK && args.arrived;
    if (result == STORE_OK)
        return args.save;
    return result == STORE_FULL ? POST_SAVE_NO_SPACE : POST_SAVE_FAILED;
}

enum post_save letters_probe(struct letters *letters, bool write)
{
    if (write)
        recovery_transact(letters, recovery_touch, NULL);
    else
        letters_count(letters);
    switch (letters->state) {
    case POST_STORE_OK:
    case POST_STORE_RENEWED:
        return POST_SAVE_OK;
    case POST_STORE_NO_SPACE:
        return POST_SAVE_NO_SPACE;
    case POST_STORE_READ_ONLY:
    case POST_STORE_BROKEN:
        break;
    }
    return POST_SAVE_FAILED;
}

/* Reads the oldest one; STORE_ROW if there is one. A payload that does not fit its digest tells
 * that the medium has altered what was written. */
static enum store_result read_next(struct store *store, struct letters_out *out)
{
    uint8_t digest[SEAL_DIGEST_BYTES], kept[SEAL_DIGEST_BYTES];
    enum store_result result = store_step(store, SQL_NEXT);
    if (result != STORE_ROW)
        return result;
    const void *bytes = store_bytes(store, SQL_NEXT, 2, &out->len);
    if (!bytes || out->len > sizeof out->bytes ||
        !copy_bytes(store, SQL_NEXT, 0, out->id, sizeof out->id) ||
        !copy_bytes(store, SQL_NEXT, 1, kept, sizeof kept)) {
        store_reset(store, SQL_NEXT);
        return STORE_CORRUPT;
    }
    memcpy(out->bytes, bytes, out->len);
    store_reset(store, SQL_NEXT);
    seal_digest(out->bytes, out->len, digest);
    if (memcmp(digest, kept, sizeof digest) == 0)
        return STORE_ROW;
    log_error("store", "a letter does not fit its digest");
    return STORE_CORRUPT;
}

bool letters_next(struct letters *letters, struct letters_out *out)
{
    if (!letters->store.db || letters->marking_fails)
        return false;
    enum store_result result = read_next(&letters->store, out);
    if (result == STORE_OK || result == STORE_ROW)
        return result == STORE_ROW;
    recovery_repair(letters, result);
    if (recovery_transact(letters, recovery_touch, NULL) != STORE_OK)
        return false;
    /* Mended: to say that nothing waits would put the courier to rest until something changes. */
    result = read_next(&letters->store, out);
    recovery_repair(letters, result);
    return result == STORE_ROW;
}

struct mark_args {
    const uint8_t *id, *signature; /* NULL signature: set aside */
    enum letters_mark mark;
};

static enum store_result strike_off(struct store *store, const struct row *row)
{
    store_bind_number(store, SQL_ARRIVED, 1, row->seq);
    enum store_result result = store_step(store, SQL_ARRIVED);
    return result == STORE_OK ? store_step(store, SQL_DELIVERED) : result;
}

static enum store_result set_stamp(struct letters *letters)
{
    store_bind_number(&letters->store, SQL_SET_STAMP, 1, letters->stamp);
    return store_step(&letters->store, SQL_SET_STAMP);
}

static enum store_result mark(struct letters *letters, void *context)
{
    struct mark_args *args = context;
    struct store *store = &letters->store;
    struct row row;
    enum store_result result = find(store, args->id, &row);
    args->mark = LETTERS_UNKNOWN;
    if (result != STORE_ROW)
        return result;
    if (args->signature && !seal_check_receipt(row.key, args->id, row.digest, args->signature)) {
        args->mark = LETTERS_WRONG;
        return STORE_OK;
    }
    args->mark = LETTERS_ALREADY;
    if (row.state == ARRIVED || (!args->signature && row.state == ASIDE))
        return STORE_OK;
    args->mark = LETTERS_MARKED;
    if (args->signature)
        return strike_off(store, &row);
    store_bind_number(store, SQL_ASIDE, 1, row.seq);
    result = store_step(store, SQL_ASIDE);
    return result == STORE_OK ? set_stamp(letters) : result;
}

/* Marks; on a full disk the reserve makes room for it. */
static enum letters_mark mark_durably(struct letters *letters, struct mark_args *args)
{
    enum store_result result = recovery_transact(letters, mark, args);
    if (result == STORE_FULL && letters->reserve) {
        folder_give_up_reserve(letters->folder_fd);
        letters->reserve = false;
        result = recovery_transact(letters, mark, args);
    }
    letters->marking_fails = result != STORE_OK;
    return result == STORE_OK ? args->mark : LETTERS_UNKEPT;
}

enum letters_mark letters_delivered(struct letters *letters, const uint8_t id[POST_ID_BYTES],
                                    const uint8_t signature[POST_SIGNATURE_BYTES])
{
    struct mark_args args = {.id = id, .signature = signature};
    return mark_durably(letters, &args);
}

enum letters_mark letters_refused(struct letters *letters, const uint8_t id[POST_ID_BYTES])
{
    struct mark_args args = {.id = id};
    return mark_durably(letters, &args);
}

static enum store_result retry(struct letters *letters, void *args)
{
    (void)args;
    enum store_result result = store_step(&letters->store, SQL_RETRY);
    return result == STORE_OK ? set_stamp(letters) : result;
}

/* True if nothing has changed since the last letter was set aside. */
static bool is_stamped(struct letters *letters)
{
    struct store *store = &letters->store;
    bool same = store_step(store, SQL_STAMP) == STORE_ROW &&
                store_number(store, SQL_STAMP, 0) == letters->stamp;
    store_reset(store, SQL_STAMP);
    return same;
}

void letters_retry(struct letters *letters, bool always)
{
    if (!letters->store.db || letters->counts.refused == 0 || (!always && is_stamped(letters)))
        return;
    log_info("store", "trying again what was set aside letters=%u", letters->counts.refused);
    recovery_transact(letters, retry, NULL);
    letters_count(letters);
}

static enum store_result move_back(struct letters *letters, void *args)
{
    struct store *store = &letters->store;
    store_bind_bytes(store, SQL_LATER, 1, args, POST_ID_BYTES);
    return store_step(store, SQL_LATER);
}

void letters_later(struct letters *letters, const uint8_t id[POST_ID_BYTES])
{
    uint8_t copy[POST_ID_BYTES];
    memcpy(copy, id, sizeof copy);
    recovery_transact(letters, move_back, copy);
}

/* Letters of today: counted whole once a day or start, then only what has come since. */
static void count_today(struct letters *letters, const struct letters_counts *before)
{
    struct store *store = &letters->store;
    struct letters_counts *counts = &letters->counts;
    counts->day = clock_day(letters->now.wall_ms);
    bool known = counts->day == before->day && counts->total >= before->total;
    counts->today = known ? before->today : 0;
    store_bind_number(store, SQL_SINCE, 1, known ? (int64_t)before->total : 0);
    store_bind_number(store, SQL_SINCE, 2, clock_day_begins(counts->day));
    store_bind_number(store, SQL_SINCE, 3, clock_day_begins(counts->day + 1));
    if (store_step(store, SQL_SINCE) == STORE_ROW)
        counts->today += (uint32_t)store_number(store, SQL_SINCE, 0);
    store_reset(store, SQL_SINCE);
}

void letters_count(struct letters *letters)
{
    struct store *store = &letters->store;
    const struct letters_counts before = letters->counts;
    if (!store->db || store_step(store, SQL_COUNTS) != STORE_ROW)
        return;
    letters->counts = (struct letters_counts){
        .waiting = (uint32_t)store_number(store, SQL_COUNTS, 0),
        .refused = (uint32_t)store_number(store, SQL_COUNTS, 1),
        .delivered = (uint32_t)store_number(store, SQL_COUNTS, 2),
        .total = (uint64_t)store_number(store, SQL_COUNTS, 3),
    };
    store_reset(store, SQL_COUNTS);
    count_today(letters, &before);
}
