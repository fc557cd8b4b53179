#include "keeper/recovery.h"

#include <unistd.h>

#include "core/log.h"
#include "keeper/folder.h"
#include "keeper/letters_sql.h"

enum {
    IDLE_MS = 1000,   /* after the last commit: checkpoint */
    PROBE_MS = 2000,  /* between two tries while something is wrong */
    PROBES_MAX = 5,   /* failed ones before the file itself is given up, once */
    LOG_PAGES = 256,  /* 1 MB: checkpoint without waiting for idleness */
    GONE_KEPT = 1024, /* delivered letters whose id is still known, at least */
    GONE_MAX = 2048,
};

static enum store_result result_of(enum folder_result result)
{
    switch (result) {
    case FOLDER_OK:
        return STORE_OK;
    case FOLDER_NO_SPACE:
        return STORE_FULL;
    case FOLDER_READ_ONLY:
        return STORE_READ_ONLY;
    case FOLDER_TAKEN:
    case FOLDER_FAILED:
        break;
    }
    return STORE_FAILED;
}

static enum store_result take_folder(struct letters *letters)
{
    return letters->folder_fd >= 0 ? STORE_OK : result_of(folder_take(&letters->folder_fd));
}

static enum store_result open_store(struct letters *letters)
{
    if (letters->store.db)
        return STORE_OK;
    enum store_result result = take_folder(letters);
    if (result == STORE_OK)
        result = store_open(&letters->store, "store/letters.db", &letters_plan);
    letters->unsettled = true;
    return result;
}

/* Empties the log before anything is added to it: what a cut or a kill has left may end in the
 * middle of a sector, and the next commit would then share that sector with an acknowledged letter.
 * On a full disk that must wait, but what is there can be read; after an I/O error it cannot. */
static enum store_result settle(struct letters *letters)
{
    struct store *store = &letters->store;
    if (!letters->unsettled)
        return STORE_OK;
    enum store_result result = letters->suspect ? store_settle(store) : store_checkpoint(store);
    if (result == STORE_OK && letters->suspect)
        result = store_check(store);
    if (result == STORE_OK)
        letters->unsettled = letters->suspect = false;
    else if (letters->suspect)
        store_close(store);
    return result;
}

static enum store_result attempt(struct letters *letters, recovery_work *work, void *args)
{
    enum store_result result = open_store(letters);
    if (result == STORE_OK)
        result = settle(letters);
    if (result != STORE_OK)
        return result;
    result = store_begin(&letters->store);
    if (result != STORE_OK)
        return result;
    result = work(letters, args);
    if (result != STORE_OK) {
        store_rollback(&letters->store);
        return result;
    }
    result = store_commit(&letters->store);
    letters->untidy = true;
    letters->tidy_at = letters->now.mono_ms + IDLE_MS;
    return result;
}

enum store_result recovery_hold_reserve(struct letters *letters)
{
    enum store_result result = take_folder(letters);
    if (result != STORE_OK || letters->reserve)
        return result;
    result = result_of(folder_make_reserve(letters->folder_fd));
    letters->reserve = result == STORE_OK;
    return result;
}

static void set_aside(struct letters *letters)
{
    if (letters->folder_fd < 0 || !folder_set_aside(&letters->folder_fd, letters->now.wall_ms))
        return;
    letters->renewals++;
    letters->reserve = false;
    letters->suspect = false;
    recovery_hold_reserve(letters);
}

void recovery_repair(struct letters *letters, enum store_result result)
{
    if (result == STORE_OK || result == STORE_ROW || result == STORE_FULL)
        return;
    store_close(&letters->store);
    letters->suspect = true;
    if (result == STORE_CORRUPT)
        set_aside(letters);
}

static const char *state_str(enum post_store state)
{
    static const char *const names[] = {"ok", "no space", "read-only", "broken", "renewed"};
    return names[state];
}

static enum post_store worse(enum store_result result)
{
    if (result == STORE_FULL)
        return POST_STORE_NO_SPACE;
    return result == STORE_READ_ONLY ? POST_STORE_READ_ONLY : POST_STORE_BROKEN;
}

void recovery_note(struct letters *letters, enum store_result result)
{
    enum post_store state = letters->renewals > 0 ? POST_STORE_RENEWED : POST_STORE_OK;
    if (result != STORE_OK)
        state = worse(result);
    else if (!letters->reserve)
        state = POST_STORE_NO_SPACE;
    if (state != letters->state)
        log_warn("store", "now %s, was %s", state_str(state), state_str(letters->state));
    letters->state = state;
    letters->probe_at = letters->now.mono_ms + PROBE_MS;
}

enum store_result recovery_transact(struct letters *letters, recovery_work *work, void *args)
{
    enum store_result result = attempt(letters, work, args);
    recovery_repair(letters, result);
    if (result != STORE_OK && result != STORE_FULL) {
        result = attempt(letters, work, args);
        recovery_repair(letters, result);
    }
    recovery_note(letters, result);
    return result;
}

enum store_result recovery_touch(struct letters *letters, void *args)
{
    (void)args;
    return store_step(&letters->store, SQL_TOUCH);
}

bool letters_open(struct letters *letters, struct clock_now now)
{
    letters->now = now;
    letters->check_at = now.mono_ms + IDLE_MS;
    if (folder_take(&letters->folder_fd) == FOLDER_TAKEN)
        return false;
    enum store_result reserve = recovery_hold_reserve(letters);
    enum store_result result = recovery_transact(letters, recovery_touch, NULL);
    if (result == STORE_OK)
        recovery_note(letters, reserve);
    letters_count(letters);
    return true;
}

void letters_close(struct letters *letters)
{
    store_close(&letters->store);
    if (letters->folder_fd >= 0)
        close(letters->folder_fd);
    letters->folder_fd = -1;
}

/* Deletes the oldest of the delivered ones in one batch, now and then. */
static enum store_result sweep(struct letters *letters, void *args)
{
    struct store *store = &letters->store;
    (void)args;
    enum store_result result = store_step(store, SQL_GONE);
    if (result != STORE_ROW)
        return result;
    int64_t gone = store_number(store, SQL_GONE, 0);
    store_reset(store, SQL_GONE);
    if (gone <= GONE_MAX)
        return STORE_OK;
    store_bind_number(store, SQL_SWEEP, 1, GONE_KEPT);
    return store_step(store, SQL_SWEEP);
}

static void empty_log(struct letters *letters)
{
    enum store_result result = letters->store.db ? store_checkpoint(&letters->store) : STORE_OK;
    recovery_repair(letters, result);
    recovery_transact(letters, recovery_touch, NULL);
    letters->untidy = false;
}

void letters_trim(struct letters *letters)
{
    if (letters->store.log_pages > LOG_PAGES)
        empty_log(letters);
    if (letters->check_at > letters->now.mono_ms && letters->check_at != INT64_MAX)
        letters->check_at = letters->now.mono_ms;
}

static bool is_well(const struct letters *letters)
{
    return (letters->state == POST_STORE_OK || letters->state == POST_STORE_RENEWED) &&
           !letters->marking_fails;
}

/* Tries a reserve and a small row: when both work, so does everything else. A file that cannot be
 * read time after time, on a disk that can be written, is set aside like a corrupt one. */
static void probe(struct letters *letters)
{
    letters->failures = letters->state == POST_STORE_BROKEN ? letters->failures + 1 : 0;
    if (letters->failures == PROBES_MAX)
        set_aside(letters);
    enum store_result reserve = recovery_hold_reserve(letters);
    enum store_result result = recovery_transact(letters, recovery_touch, NULL);
    if (result == STORE_OK)
        letters->marking_fails = false;
    if (result == STORE_OK && reserve != STORE_OK)
        recovery_note(letters, reserve);
    letters_count(letters);
}

static void check(struct letters *letters)
{
    letters->check_at = INT64_MAX;
    enum store_result result = letters->store.db ? store_check(&letters->store) : STORE_OK;
    recovery_repair(letters, result);
    if (result != STORE_OK)
        recovery_transact(letters, recovery_touch, NULL);
}

void letters_tidy(struct letters *letters)
{
    if (letters->now.mono_ms >= letters->check_at)
        check(letters);
    if (!is_well(letters) && letters->now.mono_ms >= letters->probe_at)
        probe(letters);
    if (letters->untidy && letters->now.mono_ms >= letters->tidy_at) {
        if (is_well(letters))
            recovery_transact(letters, sweep, NULL);
        empty_log(letters);
    }
}

int64_t letters_tidy_at(const struct letters *letters)
{
    int64_t due = letters->check_at;
    if (letters->untidy && letters->tidy_at < due)
        due = letters->tidy_at;
    if (!is_well(letters) && letters->probe_at < due)
        due = letters->probe_at;
    return due;
}
