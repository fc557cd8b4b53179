/* Installing updates of the root file system, against slots that are files. What the installer
 * writes with is wrapped (-Wl,--wrap), so that power can fail at each of its writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include "board/update/box.h"
#include "board/update/install.h"
#include "board/update/watch.h"
#include "seal/minisign.h"
#include "seal/seal.h"

enum { ROOT_BYTES = 2 * INSTALL_PIECE_BYTES + 4321, SLOT_BYTES = 4 * INSTALL_PIECE_BYTES };

struct world {
    char folder[64]; /* with disk/, system/, update/ */
    char disk[80];
    struct minisign_secret key;
    char public[MINISIGN_KEY_TEXT];
    struct box box;
    struct install install;
};

/* -- what may happen while the slot is written ---------------------------------------------------
 * cut_after: writes and syncs until the power fails; -1: never. What was not synced by then is
 * lost, kept, or, of the last write, half there. */

enum cut { CUT_LOSES, CUT_KEEPS, CUT_TEARS, CUTS };

static int cut_after = -1;
static enum cut cut;
/* Called before the first write into a slot. */
static void (*before_write)(const struct world *world);
static const struct world *world_now;
static bool disk_fails; /* it turns a bit of what it is given */

ssize_t __real_pwrite(int fd, const void *bytes, size_t len, off_t at);
ssize_t __wrap_pwrite(int fd, const void *bytes, size_t len, off_t at);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);

static void path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, PATH_MAX - 8);
    path[len > 0 ? len : 0] = '\0';
}

static void copy_file(const char *from, const char *to)
{
    static char bytes[SLOT_BYTES];
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ssize_t len = in < 0 ? -1 : read(in, bytes, sizeof bytes);
    if (len < 0 || out < 0 || write(out, bytes, (size_t)len) != len)
        _exit(7);
    close(in);
    close(out);
}

static bool is_slot(int fd)
{
    char path[PATH_MAX];
    path_of(fd, path);
    return strstr(path, "/jianyan-a") || strstr(path, "/jianyan-b");
}

/* What the disk holds for certain lies in NAME.safe, from the first write to the next sync. */
static void safe_path(const char *path, char safe[PATH_MAX])
{
    snprintf(safe, PATH_MAX, "%.4000s.safe", path);
}

static void fail_power(void)
{
    static const char *const names[] = {"jianyan-a", "jianyan-b", "jianyan-slots"};
    char path[PATH_MAX], safe[PATH_MAX];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/disk/%s", world_now->folder, names[i]);
        safe_path(path, safe);
        if (cut == CUT_LOSES && access(safe, F_OK) == 0)
            copy_file(safe, path);
        unlink(safe);
    }
    _exit(9);
}

ssize_t __wrap_pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    char path[PATH_MAX], safe[PATH_MAX], turned[INSTALL_PIECE_BYTES];
    if (is_slot(fd) && before_write) {
        before_write(world_now);
        before_write = NULL;
    }
    if (cut_after >= 0) {
        path_of(fd, path);
        safe_path(path, safe);
        if (access(safe, F_OK) != 0)
            copy_file(path, safe);
        if (cut_after == 0 && cut == CUT_TEARS && __real_pwrite(fd, bytes, len / 2, at) < 0)
            _exit(7);
        if (cut_after-- == 0)
            fail_power();
    }
    if (disk_fails && is_slot(fd) && len <= sizeof turned) {
        memcpy(turned, bytes, len);
        turned[len / 2] ^= 1;
        bytes = turned;
    }
    return __real_pwrite(fd, bytes, len, at);
}

int __wrap_fdatasync(int fd)
{
    char path[PATH_MAX], safe[PATH_MAX];
    if (cut_after >= 0) {
        if (cut_after-- == 0)
            fail_power();
        path_of(fd, path);
        safe_path(path, safe);
        unlink(safe);
    }
    return __real_fdatasync(fd);
}

/* -- a box and an update ----------------------------------------------------------------------- */

static const char *path_in(const struct world *world, const char *name)
{
    static char path[4][PATH_MAX];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(path[turn], PATH_MAX, "%s/%s", world->folder, name);
    return path[turn];
}

static void put(const struct world *world, const char *name, const void *bytes, size_t len)
{
    const char *path = path_in(world, name);
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), len);
    close(fd);
}

static void put_text(const struct world *world, const char *name, const char *text)
{
    put(world, name, text, strlen(text));
}

static size_t take(const struct world *world, const char *name, void *bytes, size_t size)
{
    int fd = open(path_in(world, name), O_RDONLY | O_CLOEXEC);
    memset(bytes, 0, size);
    ssize_t len = fd < 0 ? -1 : read(fd, bytes, size);
    assert_true(len >= 0);
    close(fd);
    return len < 0 ? 0 : (size_t)len;
}

/* The root file system of a version. */
static void fill_root(uint8_t root[ROOT_BYTES], int64_t version)
{
    uint64_t x = (uint64_t)version * 2654435761U + 1;
    for (size_t i = 0; i < ROOT_BYTES; i++) {
        x = x * UINT64_C(6364136223846793005) + 1442695040888963407U;
        root[i] = (uint8_t)(x >> 56);
    }
}

static void sign(const struct world *world, const char *paper, size_t len)
{
    char signature[MINISIGN_FILE_MAX];
    minisign_sign(&world->key, paper, len, "firmware.json", signature);
    put(world, "update/firmware.json", paper, len);
    put_text(world, "update/firmware.json.minisig", signature);
}

static void sign_text(const struct world *world, const char *paper)
{
    sign(world, paper, strlen(paper));
}

/* What a maker writes; `more` members follow. */
static void paper_of(const char *board, int64_t version, const char *more, char paper[2048])
{
    static uint8_t root[ROOT_BYTES];
    uint8_t hash[RELEASE_HASH_BYTES];
    char text[2 * RELEASE_HASH_BYTES + 1];
    fill_root(root, version);
    crypto_generichash(hash, sizeof hash, root, sizeof root, NULL, 0);
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    snprintf(paper, 2048,
             "{ \"format\": \"jianyan firmware 1\", \"board\": \"%s\", \"version\": %lld,\n"
             "  \"bytes\": %d, \"hash\": \"%s\"%s }\n",
             board, (long long)version, ROOT_BYTES, text, more);
}

static void put_update(const struct world *world, int64_t version)
{
    static uint8_t root[ROOT_BYTES];
    char paper[2048];
    fill_root(root, version);
    put(world, "update/root", root, sizeof root);
    paper_of("test-box", version, "", paper);
    sign_text(world, paper);
}

/* The box starts with this version. */
static void start(struct world *world, int64_t version)
{
    char text[32], why[RELEASE_WHY_MAX];
    snprintf(text, sizeof text, "%lld\n", (long long)version);
    put_text(world, "system/version", text);
    box_close(&world->box);
    assert_true(box_open(&world->box, world->disk, path_in(world, "system"), why));
}

static enum install_verdict install(struct world *world)
{
    world->install.box = &world->box;
    world->install.update_key = world->public;
    world->install.folder_fd = open(path_in(world, "update"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(world->install.folder_fd >= 0);
    enum install_verdict verdict = install_update(&world->install);
    close(world->install.folder_fd);
    return verdict;
}

static bool holds(const struct world *world, int slot, int64_t version)
{
    static uint8_t root[ROOT_BYTES], found[SLOT_BYTES];
    fill_root(root, version);
    take(world, slot ? "disk/jianyan-b" : "disk/jianyan-a", found, sizeof found);
    return memcmp(root, found, sizeof root) == 0;
}

/* Nothing was installed, and no slot touched: a has version 1, b is empty. */
static void assert_untouched(struct world *world)
{
    static uint8_t found[SLOT_BYTES], empty[SLOT_BYTES];
    box_lock(&world->box);
    box_unlock(&world->box);
    assert_int_equal(world->box.slots.state, SLOTS_STEADY);
    assert_int_equal(world->box.slots.active, 0);
    assert_true(holds(world, 0, 1));
    take(world, "disk/jianyan-b", found, sizeof found);
    assert_memory_equal(found, empty, sizeof found);
}

static void assert_refused(struct world *world, enum install_verdict verdict, const char *why)
{
    assert_int_equal(install(world), verdict);
    if (!strstr(world->install.why, why))
        fail_msg("expected '%s', found '%s'", why, world->install.why);
    assert_null(strchr(world->install.why, '\n'));
}

static int enter(void **state)
{
    static const char *const folders[] = {"disk", "system", "update"};
    static uint8_t slot[SLOT_BYTES];
    if (!seal_init())
        return -1;
    struct world *world = calloc(1, sizeof *world);
    *state = world;
    if (!world)
        return -1;
    char secret[MINISIGN_FILE_MAX], public[MINISIGN_FILE_MAX];
    snprintf(world->folder, sizeof world->folder, "/tmp/jianyan-update-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    snprintf(world->disk, sizeof world->disk, "%s/disk", world->folder);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        mkdir(path_in(world, folders[i]), 0755);
    minisign_generate(&world->key, secret, public);
    minisign_public_print(&world->key.public, world->public);
    memset(slot, 0, sizeof slot);
    put(world, "disk/jianyan-b", slot, sizeof slot);
    fill_root(slot, 1);
    put(world, "disk/jianyan-a", slot, sizeof slot);
    put(world, "disk/jianyan-slots", (char[SLOTS_BYTES]){0}, SLOTS_BYTES);
    put_text(world, "system/board", "test-box\n");
    world->box.slots_fd = -1;
    start(world, 1);
    put_update(world, 2);
    world_now = world;
    before_write = NULL;
    disk_fails = false;
    cut_after = -1;
    return 0;
}

static int leave(void **state)
{
    struct world *world = *state;
    char command[128];
    box_close(&world->box);
    snprintf(command, sizeof command, "rm -rf %s", world->folder);
    int status = system(command);
    free(world);
    return status;
}

/* -- the way of a good update ------------------------------------------------------------------ */

/* The power comes, and what then runs is this version. */
static void power(struct world *world, int64_t version)
{
    box_lock(&world->box);
    assert_true(box_step(&world->box, SLOTS_POWERED, 0));
    box_unlock(&world->box);
    assert_true(holds(world, slots_to_boot(&world->box.slots), version));
    start(world, version);
}

static void prove(struct world *world)
{
    box_lock(&world->box);
    assert_true(box_step(&world->box, SLOTS_PROVEN, 0));
    box_unlock(&world->box);
}

static void test_update__swaps_the_slots(void **state)
{
    struct world *world = *state;
    for (int64_t version = 2; version <= 5; version++) {
        put_update(world, version);
        assert_int_equal(install(world), INSTALL_DONE);
        assert_int_equal(world->box.slots.state, SLOTS_STAGED);
        assert_int_equal(world->box.slots.version, version);
        assert_true(holds(world, !world->box.slots.active, version));
        power(world, version);
        prove(world);
        assert_int_equal(world->box.slots.active, (version + 1) % 2);
        assert_int_equal(world->box.slots.floor, version);
    }
}

static void test_update__takes_nothing_older_than_has_proven_itself(void **state)
{
    struct world *world = *state;
    put_update(world, 3);
    assert_int_equal(install(world), INSTALL_DONE);
    power(world, 3);
    prove(world);
    put_update(world, 2);
    assert_refused(world, INSTALL_OLD, "version 2 is older than 3, which has proven itself");
    start(world, 1); /* whatever should run by some accident */
    assert_refused(world, INSTALL_OLD, "version 2 is older than 3");
    put_update(world, 3);
    start(world, 3);
    assert_refused(world, INSTALL_OLD, "version 3 is not newer than 3, which runs");
    assert_true(holds(world, 1, 3));
}

static void test_update__a_newer_one_takes_the_place_of_one_that_waits(void **state)
{
    struct world *world = *state;
    put_update(world, 3);
    assert_int_equal(install(world), INSTALL_DONE);
    assert_refused(world, INSTALL_OLD, "version 3 is not newer than 3, which waits");
    put_update(world, 2);
    assert_refused(world, INSTALL_OLD, "version 2 is not newer than 3, which waits");
    assert_true(holds(world, 1, 3));
    put_update(world, 4);
    assert_int_equal(install(world), INSTALL_DONE);
    assert_true(holds(world, 1, 4));
    assert_int_equal(world->box.slots.version, 4);
}

static void test_update__waits_while_one_is_tried(void **state)
{
    struct world *world = *state;
    assert_int_equal(install(world), INSTALL_DONE);
    power(world, 2);
    put_update(world, 3);
    assert_refused(world, INSTALL_BUSY, "an update is being tried");
    assert_true(holds(world, 1, 2));
    assert_int_equal(world->box.slots.state, SLOTS_TRYING);
    prove(world);
    assert_int_equal(install(world), INSTALL_DONE);
    assert_true(holds(world, 0, 3));
}

static void test_update__what_was_given_up_comes_again_by_hand_alone(void **state)
{
    struct world *world = *state;
    assert_int_equal(install(world), INSTALL_DONE);
    struct slots slots = world->box.slots;
    while (slots.state != SLOTS_STEADY)
        assert_true(slots_step(&slots, SLOTS_RESET, 0));
    assert_true(slots_save(world->box.slots_fd, &slots));
    assert_refused(world, INSTALL_GIVEN_UP, "version 2 failed here and was given up");
    world->install.by_hand = true;
    assert_int_equal(install(world), INSTALL_DONE);
}

/* -- refusals ---------------------------------------------------------------------------------- */

static void test_update__wants_a_good_signature(void **state)
{
    struct world *world = *state;
    struct minisign_secret other;
    char secret[MINISIGN_FILE_MAX], public[MINISIGN_FILE_MAX], paper[2048];
    unlink(path_in(world, "update/firmware.json.minisig"));
    assert_refused(world, INSTALL_PARTIAL, "firmware.json.minisig: is missing");
    put_text(world, "update/firmware.json.minisig", "hello\n");
    assert_refused(world, INSTALL_REFUSED, "this is not a minisign signature");
    struct minisign_secret mine = world->key;
    minisign_generate(&other, secret, public);
    world->key = other;
    put_update(world, 2);
    world->key = mine;
    assert_refused(world, INSTALL_REFUSED, "signed with another key");
    memcpy(other.public.key_id, mine.public.key_id, sizeof other.public.key_id);
    world->key = other;
    put_update(world, 2);
    world->key = mine;
    assert_refused(world, INSTALL_REFUSED, "does not match its signature");
    put_update(world, 2);
    paper_of("test-box", 3, "", paper);
    put_text(world, "update/firmware.json", paper);
    assert_refused(world, INSTALL_REFUSED, "does not match its signature");
    put_update(world, 2);
    snprintf(world->public, sizeof world->public, "RWnonsense");
    assert_refused(world, INSTALL_REFUSED, "trust_key: its second is no minisign public key");
    assert_untouched(world);
}

static void test_update__is_for_this_board_and_kernel(void **state)
{
    struct world *world = *state;
    struct utsname kernel;
    char paper[2048], more[128];
    paper_of("other-box", 2, "", paper);
    sign_text(world, paper);
    assert_refused(world, INSTALL_REFUSED, "for the board other-box, this is test-box");
    paper_of("test-box", 2, ", \"kernel\": \"1.2.3-none\"", paper);
    sign_text(world, paper);
    assert_refused(world, INSTALL_REFUSED, "it needs the kernel 1.2.3-none, this box has ");
    assert_untouched(world);
    assert_int_equal(uname(&kernel), 0);
    snprintf(more, sizeof more, ", \"kernel\": \"%.60s\", \"note\": \"later\"", kernel.release);
    paper_of("test-box", 2, more, paper);
    sign_text(world, paper);
    assert_int_equal(install(world), INSTALL_DONE);
}

static void test_update__must_fit(void **state)
{
    struct world *world = *state;
    char paper[2048];
    snprintf(paper, sizeof paper,
             "{\"format\":\"jianyan firmware 1\",\"board\":\"test-box\",\"version\":2,\"bytes\":%d,"
             "\"hash\":\"%064d\"}",
             SLOT_BYTES + 1, 0);
    sign_text(world, paper);
    assert_refused(world, INSTALL_REFUSED, "it has 262145 bytes, and the slot 262144");
    assert_untouched(world);
}

static void test_update__wants_the_root_that_was_signed(void **state)
{
    struct world *world = *state;
    static uint8_t root[ROOT_BYTES + 1];
    fill_root(root, 2);
    put(world, "update/root", root, ROOT_BYTES - 1);
    assert_refused(world, INSTALL_PARTIAL, "root: has 135392 bytes, and 135393 were signed");
    put(world, "update/root", root, ROOT_BYTES + 1);
    assert_refused(world, INSTALL_REFUSED, "root: has 135394 bytes, and 135393 were signed");
    unlink(path_in(world, "update/root"));
    assert_refused(world, INSTALL_PARTIAL, "root: is missing");
    unlink(path_in(world, "update/firmware.json"));
    assert_refused(world, INSTALL_PARTIAL, "firmware.json: is missing");
    assert_untouched(world);
}

static void test_update__refuses_every_altered_byte_of_the_paper(void **state)
{
    struct world *world = *state;
    char paper[2048];
    size_t len = take(world, "update/firmware.json", paper, sizeof paper);
    for (size_t i = 0; i < len; i++) {
        paper[i] ^= 1;
        put(world, "update/firmware.json", paper, len);
        assert_refused(world, INSTALL_REFUSED, "does not match its signature");
        paper[i] ^= 1;
    }
    put(world, "update/firmware.json", paper, len - 1);
    assert_refused(world, INSTALL_REFUSED, "does not match its signature");
    assert_untouched(world);
}

static void test_update__refuses_every_altered_byte_of_the_signature(void **state)
{
    struct world *world = *state;
    char signature[2048];
    size_t len = take(world, "update/firmware.json.minisig", signature, sizeof signature);
    char *text = memchr(signature, '\n', len); /* before it stands a comment that nobody signs */
    for (size_t i = (size_t)(text - signature) + 1; i < len; i++) {
        signature[i] ^= 1;
        put(world, "update/firmware.json.minisig", signature, len);
        assert_refused(world, INSTALL_REFUSED, "firmware.json.minisig: ");
        signature[i] ^= 1;
    }
    assert_untouched(world);
}

static void test_update__refuses_altered_bytes_of_root(void **state)
{
    struct world *world = *state;
    static uint8_t root[ROOT_BYTES];
    fill_root(root, 2);
    for (size_t n = 0; n < sizeof root + 1009; n += 1009) {
        size_t i = n < sizeof root ? n : sizeof root - 1;
        root[i] ^= 0x10;
        put(world, "update/root", root, sizeof root);
        assert_refused(world, INSTALL_REFUSED, "root: is damaged");
        root[i] ^= 0x10;
    }
    assert_untouched(world);
}

/* Signed, and yet not what is expected. */
static void test_update__reads_a_bounded_flat_paper(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *paper, *why;
    } cases[] = {
        {"", "is no JSON object"},
        {"[]", "is no JSON object"},
        {"{}", "is no flat JSON object"},
        {"{\"format\":\"jianyan firmware 1\"}", "\"board\" is missing"},
        {"{\"format\":\"jianyan firmware 1\"", "does not end as a JSON object does"},
        {"{\"a\":1}{", "does not end"},
        {"{\"a\":1} \"", "does not end"},
        {"{\"a\":{\"b\":1}}", "\"a\" is neither a short text nor a number"},
        {"{\"a\":[1]}", "\"a\" is neither"},
        {"{\"a\":-1}", "\"a\" is neither"},
        {"{\"a\":9007199254740993}", "\"a\" is neither"},
        {"{\"a\":99999999999999999999999999}", "\"a\" is neither"},
        {"{\"a\":\"x\\n\"}", "\"a\" is neither"},
        {"{\"a\":\"x", "\"a\" is neither"},
        {"{\"board\":7}", "\"board\" is no text"},
        {"{\"version\":\"7\"}", "\"version\" is no number"},
        {"{\"version\":7,\"version\":8}", "\"version\" is there twice"},
        {"{\"format\":\"1\",\"board\":\"b\",\"version\":1,\"bytes\":1,\"hash\":\"00\"}",
         "\"format\" is \"1\""},
        {"{\"format\":\"jianyan firmware "
         "1\",\"board\":\"b\",\"version\":1,\"bytes\":1,\"hash\":\"00\"}",
         "must be 64 hexadecimal digits"},
        {"{\"format\":\"jianyan firmware "
         "1\",\"board\":\"b\",\"version\":0,\"bytes\":1,\"hash\":\"00\"}",
         "begin at 1"},
        {"{\"format\":\"jianyan firmware "
         "1\",\"board\":\"b\",\"version\":1,\"bytes\":1,\"hash\":\"00\","
         "\"rollout\":101}",
         "\"rollout\" is 0 to 100"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sign_text(world, cases[i].paper);
        assert_refused(world, INSTALL_REFUSED, cases[i].why);
    }
    sign(world, "{\"a\":1}\0", 8);
    assert_refused(world, INSTALL_REFUSED, "does not end");
    sign_text(
        world,
        "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1}");
    assert_refused(world, INSTALL_REFUSED, "is no flat JSON object");
    assert_untouched(world);
}

/* A paper that ends at any byte; the reader must not look behind it (the sanitizers would see). */
static void test_update__reads_no_further_than_the_paper(void **state)
{
    struct world *world = *state;
    char paper[2048];
    paper_of("test-box", 2, "", paper);
    size_t whole = strlen(paper) - 1; /* the line's end may be missing */
    for (size_t len = 0; len < whole; len++) {
        sign(world, paper, len);
        assert_refused(world, INSTALL_REFUSED, "");
    }
    sign(world, paper, whole);
    assert_int_equal(install(world), INSTALL_DONE);
}

static void test_update__reads_no_large_paper(void **state)
{
    struct world *world = *state;
    static char large[RELEASE_PAPER_MAX + 1];
    memset(large, ' ', sizeof large);
    put(world, "update/firmware.json", large, sizeof large);
    assert_refused(world, INSTALL_REFUSED, "firmware.json: cannot be read, or is larger than 4096");
    put_update(world, 2);
    put(world, "update/firmware.json.minisig", large, sizeof large);
    assert_refused(world, INSTALL_REFUSED, "firmware.json.minisig: cannot be read, or is larger");
}

static void test_update__follows_no_link_and_waits_for_no_pipe(void **state)
{
    struct world *world = *state;
    static const char *const names[] = {"firmware.json", "firmware.json.minisig", "root"};
    char path[64], kept[64], why[64];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "update/%s", names[i]);
        snprintf(kept, sizeof kept, "%s.kept", names[i]);
        assert_int_equal(rename(path_in(world, path), path_in(world, kept)), 0);
        assert_int_equal(symlink(path_in(world, kept), path_in(world, path)), 0);
        snprintf(why, sizeof why, "%s: cannot be opened: it is a link", names[i]);
        assert_refused(world, INSTALL_REFUSED, why);
        assert_int_equal(unlink(path_in(world, path)), 0);
        assert_int_equal(mkfifo(path_in(world, path), 0644), 0);
        snprintf(why, sizeof why, "%s: is no plain file", names[i]);
        assert_refused(world, INSTALL_REFUSED, why);
        assert_int_equal(unlink(path_in(world, path)), 0);
        assert_int_equal(mkdir(path_in(world, path), 0755), 0);
        assert_refused(world, INSTALL_REFUSED, why);
        assert_int_equal(rmdir(path_in(world, path)), 0);
        assert_int_equal(rename(path_in(world, kept), path_in(world, path)), 0);
    }
    assert_untouched(world);
    assert_int_equal(install(world), INSTALL_DONE);
}

static void test_update__needs_to_know_what_runs(void **state)
{
    struct world *world = *state;
    static const char *const bad[] = {
        "", "\n", "one\n", "0\n", "-1\n", "1x\n", "99999999999999999999\n"};
    char why[RELEASE_WHY_MAX];
    struct box box;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        put_text(world, "system/version", bad[i]);
        assert_false(box_open(&box, world->box.disk, path_in(world, "system"), why));
        assert_non_null(strstr(why, "what runs is not known"));
        box_close(&box);
    }
    put_text(world, "system/version", "1\n");
    unlink(path_in(world, "disk/jianyan-slots"));
    assert_false(box_open(&box, world->box.disk, path_in(world, "system"), why));
    assert_non_null(strstr(why, "jianyan-slots: is not there"));
}

/* -- what changes meanwhile -------------------------------------------------------------------- */

static void change_root(const struct world *world)
{
    int fd = open(path_in(world, "update/root"), O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(__real_pwrite(fd, "changed", 7, INSTALL_PIECE_BYTES + 5), 7);
    close(fd);
}

static void shorten_root(const struct world *world)
{
    assert_int_equal(truncate(path_in(world, "update/root"), INSTALL_PIECE_BYTES + 5), 0);
}

/* Another file takes its name: what was opened counts. */
static void replace_root(const struct world *world)
{
    put_text(world, "update/root", "another");
}

static void assert_not_installed(struct world *world)
{
    box_lock(&world->box);
    box_unlock(&world->box);
    assert_int_equal(world->box.slots.state, SLOTS_STEADY);
    assert_true(holds(world, 0, 1));
}

static void test_update__believes_only_what_it_reads_back(void **state)
{
    struct world *world = *state;
    before_write = change_root;
    assert_refused(world, INSTALL_FAILED, "the slot does not hold what was signed");
    assert_not_installed(world);
    put_update(world, 2);
    before_write = shorten_root;
    assert_refused(world, INSTALL_FAILED, "root became shorter meanwhile");
    assert_not_installed(world);
    put_update(world, 2);
    disk_fails = true;
    assert_refused(world, INSTALL_FAILED, "the slot does not hold what was signed");
    assert_not_installed(world);
    disk_fails = false;
    before_write = replace_root;
    assert_int_equal(install(world), INSTALL_DONE);
    assert_true(holds(world, 1, 2));
}

/* -- when to start anew ------------------------------------------------------------------------ */

static struct clock_now at(const char *time, enum clock_state state)
{
    struct clock_now now = {.mono_ms = 5000, .state = state};
    assert_true(clock_parse(time, &now.wall_ms));
    return now;
}

static void test_update__starts_anew_by_night(void **state)
{
    (void)state;
    enum { HOUR_MS = 3600 * 1000 };
    const struct clock_now noon = at("2026-12-01T12:00:00+08:00", CLOCK_PLAUSIBLE);
    const struct clock_now night = at("2026-12-01T03:00:00+08:00", CLOCK_TRUSTED);
    const struct clock_now late = at("2026-12-01T04:59:59+08:00", CLOCK_TRUSTED);
    const struct clock_now over = at("2026-12-01T05:00:00+08:00", CLOCK_TRUSTED);
    const struct clock_now unknown = at("2026-12-01T03:30:00+08:00", CLOCK_UNKNOWN);
    assert_true(watch_restart_ms(CONF_HOME, night, 0) == INT64_MAX);
    assert_true(watch_restart_ms(CONF_HOME, unknown, 0) == INT64_MAX);
    assert_int_equal(watch_restart_ms(CONF_KIOSK, noon, 0), 15 * HOUR_MS);
    assert_int_equal(watch_restart_ms(CONF_KIOSK, night, 0), 0);
    assert_int_equal(watch_restart_ms(CONF_KIOSK, late, 0), 0);
    assert_int_equal(watch_restart_ms(CONF_WALL, over, 0), 22 * HOUR_MS);
    assert_int_equal(watch_restart_ms(CONF_KIOSK, unknown, 5000), 24 * HOUR_MS);
    assert_int_equal(watch_restart_ms(CONF_KIOSK, unknown, 5000 - 23 * HOUR_MS), HOUR_MS);
    assert_int_equal(watch_restart_ms(CONF_KIOSK, unknown, 5000 - 25 * HOUR_MS), 0);
}

/* A kiosk at ten past three: what has come is installed, and then the box is to start anew. */
static void test_update__a_kiosk_installs_and_starts_anew(void **state)
{
    struct world *world = *state;
    struct clock clock;
    struct clock_file file = {0};
    struct conf conf;
    clock_file_write(&file, at("2026-12-01T03:10:00+08:00", CLOCK_PLAUSIBLE), false);
    put(world, "clock", &file, sizeof file);
    put_text(world, "simulated", "");
    assert_true(clock_init(&clock, world->folder));
    assert_true(conf_load(&conf, NULL));
    conf.profile = conf_profile_find("kiosk-1080p");
    snprintf(conf.update_key, sizeof conf.update_key, "%s", world->public);
    const struct watch watch = {
        .box = &world->box, .conf = &conf, .state_dir = world->folder, .clock = &clock};
    assert_int_equal(rename(path_in(world, "update"), path_in(world, "firmware")), 0);
    alarm(60); /* else it would wait until it is changed */
    assert_true(watch_run(&watch));
    alarm(0);
    assert_int_equal(world->box.slots.state, SLOTS_STAGED);
    assert_true(holds(world, 1, 2));
    clock_fini(&clock);
}

/* -- power ------------------------------------------------------------------------------------- */

/* Installs in a process whose power fails after so many steps; true if it came to its end. */
static bool install_until(struct world *world, int steps, enum cut how)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        cut_after = steps;
        cut = how;
        _exit(install(world) == INSTALL_DONE ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 9));
    bool synced = access(path_in(world, "disk/jianyan-b.safe"), F_OK) != 0 &&
                  access(path_in(world, "disk/jianyan-slots.safe"), F_OK) != 0;
    assert_true(synced);
    return WEXITSTATUS(status) == 0;
}

/* What the record leads to is whole, and version 1 still there. */
static void check_after_cut(struct world *world, int64_t version)
{
    struct slots slots;
    slots_load(world->box.slots_fd, &slots);
    assert_true(holds(world, 0, 1));
    assert_int_equal(slots.active, 0);
    if (slots.state == SLOTS_STAGED)
        assert_true(holds(world, 1, slots.version) && slots.version <= version);
    else
        assert_int_equal(slots.state, SLOTS_STEADY);
}

/* Every step of installing `version` onto what the record and slot b hold now. */
static void cut_everywhere(struct world *world, int64_t version)
{
    static uint8_t slot[SLOT_BYTES], record[SLOTS_BYTES];
    int steps = 0, cuts = 0;
    bool ended = false;
    take(world, "disk/jianyan-b", slot, sizeof slot);
    take(world, "disk/jianyan-slots", record, sizeof record);
    put_update(world, version);
    for (; !ended; steps++) {
        for (int how = 0; how < CUTS; how++) {
            put(world, "disk/jianyan-b", slot, sizeof slot);
            put(world, "disk/jianyan-slots", record, sizeof record);
            start(world, 1);
            ended = install_until(world, steps, (enum cut)how);
            check_after_cut(world, version);
            cuts += !ended;
            enum install_verdict again = install(world); /* and then it goes on */
            assert_true(again == INSTALL_DONE || again == INSTALL_OLD);
            assert_int_equal(world->box.slots.version, version);
            check_after_cut(world, version);
        }
    }
    print_message("cut %d times in %d steps\n", cuts, steps - 1);
    assert_true(cuts >= CUTS * 4);
}

static void test_update__power_may_fail_at_every_write(void **state)
{
    cut_everywhere(*state, 2);
}

static void test_update__power_may_fail_while_another_one_waits(void **state)
{
    struct world *world = *state;
    assert_int_equal(install(world), INSTALL_DONE);
    cut_everywhere(world, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_update__##name, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(swaps_the_slots),
        TEST(takes_nothing_older_than_has_proven_itself),
        TEST(a_newer_one_takes_the_place_of_one_that_waits),
        TEST(waits_while_one_is_tried),
        TEST(what_was_given_up_comes_again_by_hand_alone),
        TEST(wants_a_good_signature),
        TEST(is_for_this_board_and_kernel),
        TEST(must_fit),
        TEST(wants_the_root_that_was_signed),
        TEST(refuses_every_altered_byte_of_the_paper),
        TEST(refuses_every_altered_byte_of_the_signature),
        TEST(refuses_altered_bytes_of_root),
        TEST(reads_a_bounded_flat_paper),
        TEST(reads_no_further_than_the_paper),
        TEST(reads_no_large_paper),
        TEST(follows_no_link_and_waits_for_no_pipe),
        TEST(needs_to_know_what_runs),
        TEST(believes_only_what_it_reads_back),
        TEST(starts_anew_by_night),
        TEST(a_kiosk_installs_and_starts_anew),
        TEST(power_may_fail_at_every_write),
        TEST(power_may_fail_while_another_one_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
