/* The letters' store by itself, in a folder of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/file.h"
#include "keeper/letters.h"
#include "keeper/salvage.h"
#include "seal/seal.h"

static const char db_path[] = "store/letters.db";

/* What every test works on. */
struct fixture {
    char folder[64];
    struct letters letters;
    struct salvage salvage;
    struct clock_now now;
    struct seal_intake_secret intake;
    uint8_t letter[POST_LETTER_MAX];
    struct letters_out out;
};

static int set_up(void **state)
{
    struct fixture *fix = calloc(1, sizeof *fix);
    /* In memory where there is such a folder: what a sync costs is not the question here. */
    snprintf(fix->folder, sizeof fix->folder, "%s/jianyan-store-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    fix->letters.folder_fd = -1;
    fix->now = (struct clock_now){
        .mono_ms = 1000, .wall_ms = INT64_C(1600000000000), .state = CLOCK_PLAUSIBLE};
    signal(SIGXFSZ, SIG_IGN);
    if (!seal_init() || !mkdtemp(fix->folder) || chdir(fix->folder) != 0)
        return -1;
    seal_intake_generate(&fix->intake);
    *state = fix;
    return 0;
}

static void close_store(struct fixture *fix)
{
    salvage_fini(&fix->salvage);
    letters_close(&fix->letters);
    fix->letters = (struct letters){.folder_fd = -1};
    fix->salvage = (struct salvage){0};
}

static int tear_down(void **state)
{
    struct fixture *fix = *state;
    char command[128];
    close_store(fix);
    snprintf(command, sizeof command, "rm -rf '%s'", fix->folder);
    free(fix);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void open_store(struct fixture *fix)
{
    assert_true(letters_open(&fix->letters, fix->now));
}

/* Lets time pass and idle work be done. */
static void pass(struct fixture *fix, int64_t ms)
{
    fix->now.mono_ms += ms;
    fix->letters.now = fix->now;
    letters_tidy(&fix->letters);
}

/* Letter n: its bytes can be told from those of any other. */
static struct post_put letter(struct fixture *fix, unsigned n)
{
    struct seal_random random;
    struct post_put put = {.letter_len = 300 + n % 5 * 700, .letter = fix->letter};
    seal_random_init(&random, true, n, 1);
    seal_id(&random, fix->now.wall_ms, put.id);
    memcpy(put.id, &n, sizeof n);
    seal_receipt(&random, put.receipt);
    memcpy(put.receipt_key, fix->intake.known.receipt_public, sizeof put.receipt_key);
    for (size_t i = 0; i < put.letter_len; i++)
        fix->letter[i] = (uint8_t)(n + i * 17);
    memcpy(fix->letter, "LETTER", 6);
    memcpy(fix->letter + 6, &n, sizeof n);
    seal_digest(fix->letter, put.letter_len, put.digest);
    return put;
}

static enum post_save put(struct fixture *fix, unsigned n)
{
    bool arrived;
    struct post_put message = letter(fix, n);
    return letters_put(&fix->letters, &message, &arrived);
}

static enum letters_mark deliver(struct fixture *fix, unsigned n)
{
    uint8_t signature[POST_SIGNATURE_BYTES];
    struct post_put message = letter(fix, n);
    seal_sign_receipt(&fix->intake, message.id, message.digest, signature);
    return letters_delivered(&fix->letters, message.id, signature);
}

/* The next letter's number, which must be whole; -1 if none is due. */
static int next(struct fixture *fix)
{
    unsigned n;
    if (!letters_next(&fix->letters, &fix->out))
        return -1;
    memcpy(&n, fix->out.bytes + 6, sizeof n);
    struct post_put message = letter(fix, n);
    assert_int_equal(message.letter_len, fix->out.len);
    assert_memory_equal(message.letter, fix->out.bytes, fix->out.len);
    assert_memory_equal(message.id, fix->out.id, POST_ID_BYTES);
    return (int)n;
}

/* Asks or changes the closed file; the first number of the answer, -1 without one. */
static int64_t ask(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    int64_t answer = -1;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK) {
        if (sqlite3_step(statement) == SQLITE_ROW)
            answer = sqlite3_column_int64(statement, 0);
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return answer;
}

static void test_store__opens_by_the_rules(void **state)
{
    struct fixture *fix = *state;
    struct store second = {0};
    open_store(fix);
    assert_int_equal(fix->letters.state, POST_STORE_OK);
    assert_int_equal(put(fix, 1), POST_SAVE_OK);
    assert_int_equal(access("store/letters.db-wal", F_OK), 0);
    assert_int_equal(access("store/letters.db-shm", F_OK), -1); /* the lock came first */
    assert_int_equal(access("store/reserve", F_OK), 0);
    static const char *const none[] = {"SELECT 1"};
    const struct store_plan plan = {"", 0, true, none, 1};
    assert_int_not_equal(store_open(&second, db_path, &plan), STORE_OK); /* locked */
    assert_null(second.db);
    close_store(fix);
    assert_int_equal(ask(db_path, "PRAGMA page_size"), 4096);
    assert_int_equal(ask(db_path, "SELECT count(*) FROM letters WHERE state=0"), 1);
}

static void test_store__second_try_is_the_same_letter(void **state)
{
    struct fixture *fix = *state;
    open_store(fix);
    for (int i = 0; i < 3; i++)
        assert_int_equal(put(fix, 1), POST_SAVE_OK);
    letters_count(&fix->letters);
    assert_int_equal(fix->letters.counts.total, 1);
    close_store(fix);
    assert_int_equal(ask(db_path, "SELECT tries FROM letters"), 3); /* written every time */
}

static bool file_contains(const char *path, const char *needle)
{
    size_t len;
    char *bytes = file_read(AT_FDCWD, path, 64 << 20, &len);
    assert_non_null(bytes);
    bool found = memmem(bytes, len, needle, strlen(needle)) != NULL;
    free(bytes);
    return found;
}

static void test_store__payload_is_erased_with_the_mark(void **state)
{
    struct fixture *fix = *state;
    open_store(fix);
    for (unsigned n = 1; n <= 10; n++)
        assert_int_equal(put(fix, n), POST_SAVE_OK);
    pass(fix, 1500);
    assert_true(file_contains(db_path, "LETTER"));
    for (unsigned n = 1; n <= 10; n++)
        assert_int_equal(deliver(fix, n), LETTERS_MARKED);
    pass(fix, 1500);
    assert_false(file_contains(db_path, "LETTER"));
    close_store(fix);
    assert_int_equal(ask(db_path, "SELECT count(*) FROM letters WHERE letter IS NULL"), 10);
    assert_int_equal(ask(db_path, "SELECT value FROM meta WHERE name='delivered'"), 10);
}

static void test_store__file_that_may_not_grow(void **state)
{
    struct fixture *fix = *state;
    struct rlimit all, little;
    open_store(fix);
    assert_int_equal(put(fix, 1), POST_SAVE_OK);
    getrlimit(RLIMIT_FSIZE, &all);
    little = all;
    little.rlim_cur = 4096; /* below what the log has already: EFBIG, an error like any other */
    setrlimit(RLIMIT_FSIZE, &little);
    assert_int_equal(put(fix, 2), POST_SAVE_FAILED);
    assert_int_equal(fix->letters.state, POST_STORE_BROKEN);
    setrlimit(RLIMIT_FSIZE, &all);
    assert_int_equal(put(fix, 2), POST_SAVE_OK);
    assert_int_equal(fix->letters.state, POST_STORE_OK);
    assert_int_equal(next(fix), 1);
    letters_count(&fix->letters);
    assert_int_equal(fix->letters.counts.waiting, 2);
}

static void test_store__sweeps_the_delivered_in_batches(void **state)
{
    struct fixture *fix = *state;
    open_store(fix);
    close_store(fix);
    ask(db_path, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3000)"
                 " INSERT INTO letters SELECT i,randomblob(16),1,i,1,0,'','','',NULL FROM n");
    open_store(fix);
    assert_int_equal(put(fix, 1), POST_SAVE_OK);
    assert_int_equal(deliver(fix, 1), LETTERS_MARKED);
    pass(fix, 1500);
    letters_count(&fix->letters);
    assert_int_equal(fix->letters.counts.total, 3001);
    assert_int_equal(deliver(fix, 1), LETTERS_ALREADY); /* the newest are still known */
    close_store(fix);
    assert_int_equal(ask(db_path, "SELECT count(*) FROM letters"), 1024);
    assert_int_equal(ask(db_path, "SELECT max(seq) FROM letters"), 3001);
}

static void test_store__of_a_newer_program_is_read_if_it_can_be(void **state)
{
    struct fixture *fix = *state;
    open_store(fix);
    assert_int_equal(put(fix, 1), POST_SAVE_OK);
    close_store(fix);
    ask(db_path, "PRAGMA user_version=9");
    open_store(fix);
    assert_int_equal(fix->letters.state, POST_STORE_RENEWED);
    assert_int_equal(next(fix), -1);
    while (salvage_step(&fix->salvage, &fix->letters))
        continue;
    assert_int_equal(next(fix), 1);
    assert_int_equal(fix->letters.counts.total, 1); /* without being asked to count */
}

static void test_store__only_the_newest_ruins_are_kept(void **state)
{
    struct fixture *fix = *state;
    int count = 0;
    for (int i = 0; i < 6; i++) {
        open_store(fix);
        while (salvage_step(&fix->salvage, &fix->letters))
            continue;
        close_store(fix);
        assert_true(file_write(AT_FDCWD, db_path, "this is not a database at all", 29));
        unlink("store/letters.db-wal"); /* with its log it would be whole again */
    }
    open_store(fix);
    while (salvage_step(&fix->salvage, &fix->letters))
        continue;
    DIR *dir = opendir(".");
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
        count += strncmp(entry->d_name, "store.bad-", 10) == 0;
    closedir(dir);
    assert_int_equal(count, 3);
}

/* xorshift64*, seeded: a failure can be repeated. */
static uint64_t roll(uint64_t *dice, uint64_t below)
{
    *dice ^= *dice >> 12;
    *dice ^= *dice << 25;
    *dice ^= *dice >> 27;
    return (*dice * UINT64_C(0x2545F4914F6CDD1D) >> 11) % below;
}

static void damage(const char *path, uint64_t *dice)
{
    struct stat st;
    uint8_t junk[600];
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    for (uint64_t i = 0; i <= roll(dice, 3); i++) {
        size_t len = 1 + roll(dice, sizeof junk);
        memset(junk, (int)roll(dice, 256), sizeof junk);
        assert_true(pwrite(fd, junk, len, (off_t)roll(dice, (uint64_t)st.st_size - len)) > 0);
    }
    if (roll(dice, 8) == 0)
        assert_int_equal(ftruncate(fd, (off_t)roll(dice, (uint64_t)st.st_size)), 0);
    close(fd);
}

/* Opens what is there, lets all idle work be done, and takes out every letter: each must be one
 * that was put, whole, and come once. How many came. */
static unsigned take_all_out(struct fixture *fix, unsigned most)
{
    bool seen[64] = {false};
    unsigned count = 0;
    open_store(fix);
    pass(fix, 1500);
    while (salvage_step(&fix->salvage, &fix->letters))
        continue;
    for (int n = next(fix), tries = 0; tries < 200; n = next(fix), tries++) {
        if (n < 0) { /* a damaged one may have been met on the way: then the rest is salvaged */
            fix->salvage.done = false;
            bool more = false;
            while (salvage_step(&fix->salvage, &fix->letters))
                more = true;
            if (!more)
                break;
            continue;
        }
        assert_in_range(n, 1, most);
        assert_false(seen[n]);
        seen[n] = true;
        count++;
        enum letters_mark mark = deliver(fix, (unsigned)n);
        if (mark != LETTERS_MARKED) /* the store broke under the mark: it will be sent again */
            seen[n] = false, count--;
    }
    return count;
}

static void test_store__damage_never_yields_a_wrong_letter(void **state)
{
    struct fixture *fix = *state;
    enum { LETTERS = 30, ROUNDS = 150 };
    uint64_t dice = 20200901;
    unsigned total = 0, renewed = 0;
    open_store(fix);
    for (unsigned n = 1; n <= LETTERS; n++)
        assert_int_equal(put(fix, n), POST_SAVE_OK);
    pass(fix, 1500);
    close_store(fix);
    assert_int_equal(system("cp -r store whole"), 0);
    for (int round = 0; round < ROUNDS; round++) {
        assert_int_equal(system("rm -rf store store.bad-* && cp -r whole store"), 0);
        damage(db_path, &dice);
        if (roll(&dice, 2))
            damage("store/letters.db-wal", &dice);
        total += take_all_out(fix, LETTERS);
        renewed += fix->letters.renewals > 0;
        assert_int_equal(put(fix, 60), POST_SAVE_OK); /* and it goes on listening */
        close_store(fix);
    }
    assert_in_range(renewed, ROUNDS / 4, ROUNDS);
    /* Most of what was waiting outlives a little damage. */
    assert_in_range(total, ROUNDS * LETTERS / 2, ROUNDS * LETTERS);
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(test_store__opens_by_the_rules),
        in_folder(test_store__second_try_is_the_same_letter),
        in_folder(test_store__payload_is_erased_with_the_mark),
        in_folder(test_store__file_that_may_not_grow),
        in_folder(test_store__sweeps_the_delivered_in_batches),
        in_folder(test_store__of_a_newer_program_is_read_if_it_can_be),
        in_folder(test_store__only_the_newest_ruins_are_kept),
        in_folder(test_store__damage_never_yields_a_wrong_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
