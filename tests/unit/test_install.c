/* Installing, against a signed campaign made here for a small canvas. What the installer calls of
 * the kernel is wrapped (-Wl,--wrap), so that it can be cut after each of its steps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <png.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "campaign/catalogue.h"
#include "campaign/frame_file.h"
#include "core/file.h"
#include "courier/install.h"
#include "seal/minisign.h"
#include "seal/seal.h"

enum { WIDTH = 128, HEIGHT = 64, POSTERS = 2, PNG_MAX = 65536 };

struct world {
    struct minisign_secret key;
    struct conf conf;
    struct install_target target;
    struct install_result result;
    char folder[64];
};

/* -- the cut -------------------------------------------------------------------------------------
 * cut_after: steps until the process ends as by a power cut; -1: never. Files created and not yet
 * synced lose their content then, as a file system may do. */

enum { FILES_MAX = 32 };

static int cut_after = -1;
static char unsynced[FILES_MAX][PATH_MAX];

static void lose_unsynced(void)
{
    for (int i = 0; i < FILES_MAX; i++) {
        if (unsynced[i][0] && truncate(unsynced[i], 0) != 0 && errno != ENOENT)
            _exit(8);
    }
}

static void step(void)
{
    if (cut_after < 0 || cut_after-- > 0)
        return;
    lose_unsynced();
    _exit(9);
}

static void path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, PATH_MAX - 1);
    path[len > 0 ? len : 0] = '\0';
}

static void path_at(int dir_fd, const char *name, char path[PATH_MAX])
{
    path_of(dir_fd, path);
    size_t len = strlen(path);
    snprintf(path + len, PATH_MAX - len, "/%s", name);
}

static void note(const char *was, const char *is)
{
    for (int i = 0; i < FILES_MAX; i++) {
        if (strcmp(unsynced[i], was) == 0) {
            snprintf(unsynced[i], PATH_MAX, "%s", is);
            return;
        }
    }
}

/* The same for what lies in a folder that gets another name. */
static void note_folder(const char *was, const char *is)
{
    size_t len = strlen(was);
    for (int i = 0; i < FILES_MAX; i++) {
        char rest[PATH_MAX];
        if (strncmp(unsynced[i], was, len) != 0 || unsynced[i][len] != '/')
            continue;
        snprintf(rest, sizeof rest, "%s", unsynced[i] + len);
        snprintf(unsynced[i], PATH_MAX, "%.2000s%.2000s", is, rest);
    }
}

int __real_openat(int dir_fd, const char *name, int flags, ...);
int __wrap_openat(int dir_fd, const char *name, int flags, ...);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_renameat(int from_fd, const char *from, int to_fd, const char *to);
int __wrap_renameat(int from_fd, const char *from, int to_fd, const char *to);
int __real_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int __real_symlinkat(const char *target, int dir_fd, const char *name);
int __wrap_symlinkat(const char *target, int dir_fd, const char *name);
int __real_unlinkat(int dir_fd, const char *name, int flags);
int __wrap_unlinkat(int dir_fd, const char *name, int flags);
int __real_mkdirat(int dir_fd, const char *name, mode_t mode);
int __wrap_mkdirat(int dir_fd, const char *name, mode_t mode);

int __wrap_openat(int dir_fd, const char *name, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (!(flags & O_CREAT))
        return __real_openat(dir_fd, name, flags);
    step();
    int fd = __real_openat(dir_fd, name, flags, mode);
    if (fd >= 0 && cut_after >= 0) {
        char path[PATH_MAX];
        path_of(fd, path);
        note(path, ""); /* a new try at the same name */
        note("", path);
    }
    return fd;
}

int __wrap_fsync(int fd)
{
    char path[PATH_MAX];
    step();
    path_of(fd, path);
    note(path, "");
    return __real_fsync(fd);
}

int __wrap_renameat(int from_fd, const char *from, int to_fd, const char *to)
{
    char was[PATH_MAX], is[PATH_MAX];
    step();
    path_at(from_fd, from, was);
    path_at(to_fd, to, is);
    note(was, is);
    return __real_renameat(from_fd, from, to_fd, to);
}

int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    char was[PATH_MAX], is[PATH_MAX];
    step();
    path_at(from_fd, from, was);
    path_at(to_fd, to, is);
    note_folder(was, is);
    return __real_renameat2(from_fd, from, to_fd, to, flags);
}

int __wrap_symlinkat(const char *target, int dir_fd, const char *name)
{
    step();
    return __real_symlinkat(target, dir_fd, name);
}

int __wrap_unlinkat(int dir_fd, const char *name, int flags)
{
    step();
    return __real_unlinkat(dir_fd, name, flags);
}

int __wrap_mkdirat(int dir_fd, const char *name, mode_t mode)
{
    step();
    return __real_mkdirat(dir_fd, name, mode);
}

/* -- making campaigns -----------------------------------------------------------------------------
 */

/* A PNG of this size, grey level and noise from seed. */
static size_t make_png(int width, int height, unsigned seed, char png[PNG_MAX])
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = PNG_FORMAT_RGB};
    png_alloc_size_t len = PNG_MAX;
    uint8_t *pixels = malloc((size_t)width * (size_t)height * 3);
    for (int i = 0; i < width * height * 3; i++)
        pixels[i] = (uint8_t)((unsigned)i / 64 + seed);
    assert_true(png_image_write_to_memory(&image, png, &len, 0, pixels, 0, NULL));
    free(pixels);
    return len;
}

static void hash(const void *bytes, size_t len, char text[MANIFEST_HASH_TEXT])
{
    uint8_t digest[SEAL_DIGEST_BYTES];
    seal_digest(bytes, len, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

static void sign(struct world *world, const char *folder, const char *manifest)
{
    char signature[MINISIGN_FILE_MAX];
    int fd = file_open_dir(AT_FDCWD, folder);
    assert_true(fd >= 0);
    minisign_sign(&world->key, manifest, strlen(manifest), "test", signature);
    assert_true(file_write(fd, "manifest.json", manifest, strlen(manifest)));
    assert_true(file_write(fd, "manifest.json.minisig", signature, strlen(signature)));
    close(fd);
}

struct picture {
    const char *bytes;
    size_t len;
};

/* Publishes `version` with these pictures to a folder. */
static void publish_pictures(struct world *world, const char *folder, int version,
                             const struct picture pictures[POSTERS])
{
    char text[4096], posters[1024] = "", blobs[1024] = "", name[MANIFEST_HASH_TEXT];
    int fd = file_open_dir(AT_FDCWD, folder), blobs_fd = file_open_dir(fd, "blobs");
    for (int i = 0; i < POSTERS; i++) {
        size_t p = strlen(posters), b = strlen(blobs);
        hash(pictures[i].bytes, pictures[i].len, name);
        assert_true(file_write(blobs_fd, name, pictures[i].bytes, pictures[i].len));
        snprintf(posters + p, sizeof posters - p,
                 "%s{\"id\": \"p%d\", \"alt\": \"a\", \"pictures\": {\"led-128x64\": \"%s\"}}",
                 i ? "," : "", i, name);
        snprintf(blobs + b, sizeof blobs - b, "%s{\"hash\": \"%s\", \"bytes\": %zu}", i ? "," : "",
                 name, pictures[i].len);
    }
    snprintf(text, sizeof text,
             "{\"format\": 1, \"id\": \"t\", \"version\": %d, \"issued\": \"2020-08-20\","
             " \"expires\": \"2020-12-31\", \"title\": \"t\", \"notice\": {\"version\": \"1\","
             " \"text\": \"n\"}, \"themes\": [{\"id\": \"o\", \"name\": \"o\"}],"
             " \"posters\": [%s], \"blobs\": [%s]}",
             version, posters, blobs);
    close(blobs_fd);
    close(fd);
    sign(world, folder, text);
}

/* The first picture is the same in all versions, the second differs. */
static void publish(struct world *world, const char *folder, int version)
{
    static char first[PNG_MAX], second[PNG_MAX];
    struct picture pictures[POSTERS] = {{first, make_png(WIDTH, HEIGHT, 0, first)}, {second, 0}};
    pictures[1].len = make_png(WIDTH, HEIGHT, (unsigned)version, second);
    publish_pictures(world, folder, version, pictures);
}

static enum manifest_verdict install(struct world *world, const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(fd >= 0);
    enum manifest_verdict verdict = install_campaign(&world->target, fd, &world->result);
    close(fd);
    return verdict;
}

/* The version that the face would show, all its rows read; 0 if it would show none. */
static int64_t shown(struct world *world)
{
    struct catalogue *catalogue = malloc(sizeof *catalogue);
    int64_t version = 0;
    if (catalogue_open(catalogue, world->target.state_fd, &world->conf)) {
        version = catalogue->manifest.version;
        assert_int_equal(catalogue->manifest.posters, POSTERS);
        for (int i = 0; i < POSTERS; i++) {
            char name[FRAME_NAME_MAX];
            frame_file_name(name, catalogue->manifest.poster[i].hash, WIDTH, HEIGHT, 0);
            struct frame_file *file = frame_file_open(catalogue->frames_fd, name, WIDTH, HEIGHT);
            assert_non_null(file);
            const uint32_t *row = frame_file_row(file, HEIGHT - 1);
            assert_non_null(row);
            int64_t level = (HEIGHT - 1) * WIDTH * 3 / 64 + (i == 0 ? 0 : version);
            assert_int_equal(row[0] >> 16, level & 0xff);
            frame_file_close(file);
        }
    }
    catalogue_close(catalogue);
    free(catalogue);
    return version;
}

static int count_files(const char *folder)
{
    char command[128], text[32] = "";
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
    FILE *pipe = popen(command, "r");
    assert_non_null(fgets(text, sizeof text, pipe));
    pclose(pipe);
    return (int)strtol(text, NULL, 10);
}

static int enter(void **state)
{
    static struct world world;
    char secret[MINISIGN_FILE_MAX], public[MINISIGN_FILE_MAX];
    world = (struct world){.folder = "/tmp/jianyan-install-XXXXXX"};
    *state = &world;
    if (!seal_init() || !mkdtemp(world.folder) || chdir(world.folder) != 0 ||
        !conf_load(&world.conf, NULL))
        return -1;
    minisign_generate(&world.key, secret, public);
    minisign_public_print(&world.key.public, world.conf.trust_key);
    world.conf.profile = conf_profile_find("led-128x64");
    world.target = (struct install_target){
        .state_fd = file_open_dir(AT_FDCWD, "state"), .conf = &world.conf, .decoder = DECODER};
    publish(&world, "one", 1);
    publish(&world, "two", 2);
    return install(&world, "one") == MANIFEST_GOOD ? 0 : -1;
}

static int leave(void **state)
{
    struct world *world = *state;
    char command[128];
    close(world->target.state_fd);
    snprintf(command, sizeof command, "rm -rf '%s'", world->folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

/* -- tests ----------------------------------------------------------------------------------------
 */

static void test_install__shows_what_was_published(void **state)
{
    struct world *world = *state;
    assert_int_equal(shown(world), 1);
    assert_int_equal(install_running_version(world->target.state_fd), 1);
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_true(world->result.changed);
    assert_int_equal(world->result.version, 2);
    assert_int_equal(shown(world), 2);
}

static void test_catalogue__leaves_out_what_has_no_frame(void **state)
{
    struct world *world = *state;
    struct catalogue *catalogue = calloc(1, sizeof *catalogue);
    char name[FRAME_NAME_MAX], path[FRAME_NAME_MAX + 16];
    assert_true(catalogue_open(catalogue, world->target.state_fd, &world->conf));
    frame_file_name(name, catalogue->manifest.poster[0].hash, WIDTH, HEIGHT, 0);
    catalogue_close(catalogue);
    snprintf(path, sizeof path, "state/frames/%s", name);
    assert_int_equal(truncate(path, 40), 0);
    assert_true(catalogue_open(catalogue, world->target.state_fd, &world->conf));
    assert_int_equal(catalogue->manifest.posters, 1);
    assert_string_equal(catalogue->manifest.poster[0].id, "p1");
    catalogue_close(catalogue);
    assert_int_equal(system("rm state/frames/*"), 0);
    assert_false(catalogue_open(catalogue, world->target.state_fd, &world->conf));
    assert_false(catalogue->installed);
    catalogue_close(catalogue);
    free(catalogue);
}

static void test_catalogue__trusts_no_folder(void **state)
{
    struct world *world = *state;
    struct manifest *manifest = malloc(sizeof *manifest);
    assert_true(catalogue_manifest(world->target.state_fd, &world->conf, manifest));
    assert_int_equal(manifest->version, 1);
    assert_int_equal(system("printf ' ' >>state/current/manifest.json"), 0);
    assert_false(catalogue_manifest(world->target.state_fd, &world->conf, manifest));
    assert_int_equal(shown(world), 0);
    assert_int_equal(unlink("state/current"), 0);
    assert_int_equal(shown(world), 0);
    free(manifest);
}

/* Signs version 2 with these members as well. */
static void change_two(struct world *world, const char *members)
{
    char text[8192];
    size_t len;
    publish(world, "two", 2);
    char *bytes = file_read(AT_FDCWD, "two/manifest.json", MANIFEST_BYTES_MAX, &len);
    snprintf(text, sizeof text, "{%s, %s", members, bytes + 1);
    sign(world, "two", text);
    free(bytes);
}

static void test_catalogue__shows_nothing_that_is_switched_off(void **state)
{
    struct world *world = *state;
    struct manifest *manifest = malloc(sizeof *manifest);
    change_two(world, "\"enabled\": false");
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 0);
    assert_true(catalogue_manifest(world->target.state_fd, &world->conf, manifest));
    assert_false(manifest->enabled);
    free(manifest);
}

/* Switched off for walls in one county: this one, once somebody says that it stands there. */
static void test_catalogue__shows_nothing_that_is_switched_off_here(void **state)
{
    struct world *world = *state;
    change_two(world, "\"off\": [{\"counties\": [\"500112\"], \"classes\": [\"wall\"]}]");
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 2);
    snprintf(world->conf.county, sizeof world->conf.county, "500112");
    assert_int_equal(shown(world), 2);
    world->conf.placed = true;
    assert_int_equal(shown(world), 0);
    world->conf.profile = conf_profile_find("led-192x96");
    assert_int_equal(shown(world), 0);
}

/* -- a roll-out -- */

static void test_install__waits_until_a_roll_out_comes_here(void **state)
{
    struct world *world = *state;
    uint8_t lot[64];
    change_two(world, "\"rollout\": 0");
    assert_int_equal(install(world, "two"), MANIFEST_LATER);
    assert_int_equal(shown(world), 1);
    int fd = openat(world->target.state_fd, "lot", O_RDONLY);
    assert_int_equal(read(fd, lot, sizeof lot), 16);
    close(fd);
    assert_int_equal(install(world, "two"), MANIFEST_LATER);
    assert_int_equal(system("test $(stat -c %a state/lot) = 600"), 0);
    world->target.by_hand = true; /* whoever stands before it knows better */
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 2);
}

/* Two devices of which the first is among the first half: each stays on its side. */
static void test_install__the_lot_of_a_device_stays(void **state)
{
    struct world *world = *state;
    int in = 0, out = 0;
    change_two(world, "\"rollout\": 50");
    for (int i = 0; i < 64 && (in == 0 || out == 0); i++) {
        unlinkat(world->target.state_fd, "lot", 0);
        assert_int_equal(system("rm -rf saved && cp -a state saved"), 0);
        enum manifest_verdict first = install(world, "two");
        enum manifest_verdict again = install(world, "two");
        assert_int_equal(first, again);
        in += first == MANIFEST_GOOD;
        out += first == MANIFEST_LATER;
        assert_int_equal(system("rm -rf state/* && cp -a saved/. state/"), 0);
    }
    assert_true(in > 0 && out > 0);
}

static void test_install__a_stop_waits_for_no_roll_out(void **state)
{
    struct world *world = *state;
    change_two(world, "\"rollout\": 0, \"off\": [{\"classes\": [\"home\"]}]");
    assert_int_equal(install(world, "two"), MANIFEST_LATER);
    change_two(world, "\"rollout\": 0, \"off\": [{\"classes\": [\"wall\"]}]");
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 0);
}

/* Where it stands was set on the spot, after board.conf was written. */
static void test_install__a_stop_knows_where_the_device_was_set_up(void **state)
{
    struct world *world = *state;
    static const char settings[] = "county = 500112\n";
    change_two(world, "\"rollout\": 0, \"off\": [{\"counties\": [\"500112\"]}]");
    assert_int_equal(install(world, "two"), MANIFEST_LATER);
    assert_true(file_write(world->target.state_fd, "settings", settings, sizeof settings - 1));
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
}

/* -- going back -- */

static bool back(struct world *world)
{
    int64_t from = 0;
    return install_back(&world->target, &world->result, &from);
}

static void test_install__goes_back_to_the_one_before(void **state)
{
    struct world *world = *state;
    assert_false(back(world)); /* there is only one */
    assert_int_equal(shown(world), 1);
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_true(back(world));
    assert_int_equal(shown(world), 1);
    assert_int_equal(count_files("state/campaigns"), 1);
    assert_int_equal(count_files("state/frames"), 2);
    assert_false(back(world));
    assert_int_equal(shown(world), 1);
}

static void test_install__what_was_taken_back_does_not_come_again(void **state)
{
    struct world *world = *state;
    publish(world, "three", 3);
    publish(world, "four", 4);
    assert_int_equal(install(world, "three"), MANIFEST_GOOD);
    assert_true(back(world));
    assert_int_equal(install(world, "three"), MANIFEST_TAKEN_BACK);
    assert_int_equal(install(world, "two"), MANIFEST_TAKEN_BACK); /* nor what was skipped then */
    assert_int_equal(install(world, "one"), MANIFEST_GOOD);       /* runs */
    assert_int_equal(shown(world), 1);
    assert_int_equal(install(world, "four"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 4);
    assert_true(back(world));
    assert_int_equal(shown(world), 1);
}

static void test_install__goes_back_to_nothing_damaged(void **state)
{
    struct world *world = *state;
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(system("cp -a state saved; printf x >>state/campaigns/1/manifest.json"), 0);
    assert_false(back(world));
    assert_int_equal(shown(world), 2);
    assert_int_equal(system("rm -r state/* && cp -a saved/. state/ && rm state/frames/*"), 0);
    assert_false(back(world)); /* and neither picture of it is there */
    assert_int_equal(install_running_version(world->target.state_fd), 2);
}

/* Posters that share a picture are not fewer pictures missing. */
static void test_install__goes_back_to_no_posters_without_picture(void **state)
{
    struct world *world = *state;
    static char png[PNG_MAX];
    struct picture same = {png, make_png(WIDTH, HEIGHT, 9, png)};
    const struct picture pictures[POSTERS] = {same, same};
    publish_pictures(world, "three", 3, pictures);
    publish(world, "four", 4);
    assert_int_equal(install(world, "three"), MANIFEST_GOOD);
    assert_int_equal(install(world, "four"), MANIFEST_GOOD);
    assert_int_equal(system("rm state/frames/*"), 0);
    assert_false(back(world));
    assert_int_equal(install_running_version(world->target.state_fd), 4);
}

static void test_install__another_key_forgets_what_was_taken_back(void **state)
{
    struct world *world = *state;
    char secret[MINISIGN_FILE_MAX], public[MINISIGN_FILE_MAX];
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_true(back(world));
    minisign_generate(&world->key, secret, public);
    minisign_public_print(&world->key.public, world->conf.trust_key);
    publish(world, "new", 2);
    assert_int_equal(install(world, "new"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 2);
}

static void test_install__again_changes_nothing(void **state)
{
    struct world *world = *state;
    assert_int_equal(install(world, "one"), MANIFEST_GOOD);
    assert_false(world->result.changed);
    assert_int_equal(shown(world), 1);
    assert_int_equal(count_files("state/campaigns"), 1);
    assert_int_equal(count_files("state/frames"), 2);
}

static void test_install__again_mends_a_damaged_frame(void **state)
{
    struct world *world = *state;
    assert_int_equal(system("for f in state/frames/*; do printf x | dd of=$f bs=1 seek=40 "
                            "conv=notrunc status=none; done"),
                     0);
    assert_int_equal(install(world, "one"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 1);
}

static void test_install__keeps_the_previous_version_alone(void **state)
{
    struct world *world = *state;
    publish(world, "three", 3);
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(install(world, "three"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 3);
    assert_int_equal(count_files("state/campaigns"), 2);
    assert_int_equal(access("state/campaigns/2/manifest.json", F_OK), 0);
    assert_int_equal(count_files("state/frames"), 3); /* the shared one, 2's and 3's */
}

static void test_install__needs_only_blobs_it_has_no_frame_of(void **state)
{
    struct world *world = *state;
    const struct manifest_blob *wanted[MANIFEST_POSTERS_MAX];
    struct manifest *manifest = malloc(sizeof *manifest);
    char why[MANIFEST_TEXT_MAX];
    size_t len;
    char *bytes = file_read(AT_FDCWD, "two/manifest.json", MANIFEST_BYTES_MAX, &len);
    assert_int_equal(manifest_parse(bytes, len, "led-128x64", manifest, why), MANIFEST_GOOD);
    assert_int_equal(install_wanted(&world->target, manifest, wanted), 1);
    assert_string_equal(wanted[0]->hash, manifest->poster[1].hash);
    char command[256];
    snprintf(command, sizeof command, "rm two/blobs/%s", manifest->poster[0].hash);
    assert_int_equal(system(command), 0);
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 2);
    free(manifest);
    free(bytes);
}

static void test_install__refuses_an_older_version(void **state)
{
    struct world *world = *state;
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(install(world, "one"), MANIFEST_OLDER);
    assert_string_equal(world->result.why, "1 is below 2");
    assert_int_equal(shown(world), 2);
}

static void test_install__takes_the_same_version_signed_anew(void **state)
{
    struct world *world = *state;
    static char png[PNG_MAX], other[PNG_MAX];
    const struct picture pictures[POSTERS] = {{png, make_png(WIDTH, HEIGHT, 0, png)},
                                              {other, make_png(WIDTH, HEIGHT, 1, other)}};
    size_t len;
    publish_pictures(world, "again", 1, pictures);
    char *text = file_read(AT_FDCWD, "again/manifest.json", MANIFEST_BYTES_MAX, &len);
    text[len - 1] = ' '; /* one more space before the last brace: other bytes, same meaning */
    char longer[8192];
    snprintf(longer, sizeof longer, "%s}", text);
    free(text);
    sign(world, "again", longer);
    assert_int_equal(install(world, "again"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 1);
    assert_int_equal(count_files("state/campaigns"), 1);
    assert_int_equal(system("cmp -s again/manifest.json state/current/manifest.json"), 0);
}

static void test_install__another_trust_key_begins_anew(void **state)
{
    struct world *world = *state;
    char secret[MINISIGN_FILE_MAX], public[MINISIGN_FILE_MAX];
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    minisign_generate(&world->key, secret, public);
    publish(world, "new", 1);
    assert_int_equal(install(world, "new"), MANIFEST_OTHER_KEY);
    assert_int_equal(shown(world), 2);
    minisign_public_print(&world->key.public, world->conf.trust_key);
    assert_int_equal(install(world, "new"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 1);
}

static void test_install__refuses_without_a_good_signature(void **state)
{
    struct world *world = *state;
    assert_true(file_write(AT_FDCWD, "two/manifest.json.minisig", "", 0));
    assert_int_equal(install(world, "two"), MANIFEST_UNSIGNED);
    assert_true(file_write(AT_FDCWD, "two/manifest.json.minisig", "garbage\n\n", 9));
    assert_int_equal(install(world, "two"), MANIFEST_UNSIGNED);
    assert_int_equal(unlink("two/manifest.json.minisig"), 0);
    assert_int_equal(install(world, "two"), MANIFEST_UNSIGNED);
    assert_int_equal(system("cp one/manifest.json.minisig two/"), 0);
    assert_int_equal(install(world, "two"), MANIFEST_ALTERED);
    publish(world, "two", 2);
    world->conf.trust_key[0] = '\0';
    assert_int_equal(install(world, "two"), MANIFEST_NO_TRUST_KEY);
    minisign_public_print(&world->key.public, world->conf.trust_key);
    assert_int_equal(shown(world), 1);
}

static void flip(const char *name, size_t at)
{
    char byte;
    int fd = open(name, O_RDWR | O_CLOEXEC);
    assert_int_equal(pread(fd, &byte, 1, (off_t)at), 1);
    byte = (char)(byte ^ 1 << at % 7);
    assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
    close(fd);
}

static void test_install__refuses_every_altered_byte(void **state)
{
    struct world *world = *state;
    struct stat st;
    assert_int_equal(stat("two/manifest.json", &st), 0);
    for (size_t at = 0; at < (size_t)st.st_size; at += 3) {
        flip("two/manifest.json", at);
        assert_int_equal(install(world, "two"), MANIFEST_ALTERED);
        flip("two/manifest.json", at);
    }
    assert_int_equal(stat("two/manifest.json.minisig", &st), 0);
    for (size_t at = strlen("untrusted comment: "); at < (size_t)st.st_size; at++) {
        flip("two/manifest.json.minisig", at);
        enum manifest_verdict verdict = install(world, "two");
        flip("two/manifest.json.minisig", at);
        if (verdict == MANIFEST_GOOD) { /* the untrusted comment is not signed */
            assert_true(at < 80);
            assert_int_equal(system("rm -r state/campaigns/2 && ln -sfn campaigns/1 state/current"),
                             0);
        }
    }
    assert_int_equal(shown(world), 1);
}

static void test_install__refuses_missing_and_altered_blobs(void **state)
{
    struct world *world = *state;
    assert_int_equal(system("for f in two/blobs/*; do printf x >>$f; done"), 0);
    assert_int_equal(install(world, "two"), MANIFEST_BLOB_ALTERED);
    publish(world, "two", 2);
    assert_int_equal(system("for f in two/blobs/*; do printf x | dd of=$f bs=1 seek=50 "
                            "conv=notrunc status=none; done"),
                     0);
    assert_int_equal(install(world, "two"), MANIFEST_BLOB_ALTERED);
    assert_int_equal(system("for f in two/blobs/*; do rm $f; ln -s /dev/zero $f; done"), 0);
    assert_int_equal(install(world, "two"), MANIFEST_BLOB_MISSING);
    assert_int_equal(system("rm -r two/blobs"), 0);
    assert_int_equal(install(world, "two"), MANIFEST_BLOB_MISSING);
    assert_non_null(strstr(world->result.why, "blobs/"));
    assert_int_equal(shown(world), 1);
    assert_int_equal(count_files("state/frames"), 2);
}

/* A correctly signed campaign with a hostile second picture. */
static void expect_picture_refused(struct world *world, const void *bytes, size_t len)
{
    static char first[PNG_MAX];
    const struct picture pictures[POSTERS] = {{first, make_png(WIDTH, HEIGHT, 0, first)},
                                              {bytes, len}};
    publish_pictures(world, "hostile", 9, pictures);
    assert_int_equal(install(world, "hostile"), MANIFEST_PICTURE_BAD);
    assert_true(world->result.why[0] != '\0');
    assert_int_equal(shown(world), 1);
    assert_int_equal(count_files("state/frames"), 2);
    assert_int_equal(count_files("state/campaigns"), 1);
}

static void test_install__refuses_hostile_pictures(void **state)
{
    struct world *world = *state;
    char png[PNG_MAX];
    size_t len = make_png(WIDTH, HEIGHT, 77, png);
    expect_picture_refused(world, png, len / 2);
    expect_picture_refused(world, png, 20);
    expect_picture_refused(world, "x", 1);
    expect_picture_refused(world, "\xff\xd8\xff\xe0garbage", 11);
    expect_picture_refused(world, png, make_png(HEIGHT, WIDTH, 1, png)); /* another size */
    len = make_png(WIDTH, HEIGHT, 77, png);
    png[len / 2] = (char)(png[len / 2] ^ 0x40); /* a wrong checksum inside */
    expect_picture_refused(world, png, len);
    len = make_png(WIDTH, HEIGHT, 77, png);
    memset(png + 16, 0xff, 8);
    png[16] = png[20] = 0x7f; /* 2^31 pixels a side */
    expect_picture_refused(world, png, len);
}

static void write_decoder(struct world *world, const char *script)
{
    assert_true(file_write(AT_FDCWD, "decoder", script, strlen(script)));
    assert_int_equal(chmod("decoder", 0755), 0);
    world->target.decoder = "./decoder";
}

static void test_install__survives_a_helper_that_fails(void **state)
{
    struct world *world = *state;
    write_decoder(world, "#!/bin/sh\nkill -9 $$\n");
    assert_int_equal(install(world, "two"), MANIFEST_PICTURE_BAD);
    assert_string_equal(world->result.why, "the decoder was ended by signal 9");
    write_decoder(world, "#!/bin/sh\necho no frame at all\n");
    assert_int_equal(install(world, "two"), MANIFEST_PICTURE_BAD);
    assert_string_equal(world->result.why, "the decoder wrote no sound frame");
    write_decoder(world, "#!/bin/sh\necho the reason >&2\nyes | head -c 99999 >&2\nexit 1\n");
    assert_int_equal(install(world, "two"), MANIFEST_PICTURE_BAD);
    assert_string_equal(world->result.why, "the reason");
    world->target.decoder = "./not there";
    assert_int_equal(install(world, "two"), MANIFEST_PICTURE_BAD);
    assert_int_equal(shown(world), 1);
    assert_int_equal(count_files("state/frames"), 2);
}

/* What systemd does with jianyan-decode.socket: a decoder for each connection, at its input. */
static void serve(int listen_fd, const char *program)
{
    for (;;) {
        int fd = accept(listen_fd, NULL, NULL);
        if (fd >= 0 && fork() == 0) {
            dup2(fd, STDIN_FILENO);
            execl(program, program, "served", (char *)NULL);
            _exit(127);
        }
        if (fd >= 0)
            close(fd);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            continue;
    }
}

/* Begins to serve; who does. */
static pid_t start_service(const char *program)
{
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "decode.sock"};
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    unlink(address.sun_path);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 4), 0);
    pid_t pid = fork();
    if (pid == 0)
        serve(fd, program);
    close(fd);
    return pid;
}

static void stop_service(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void test_install__takes_a_decoder_that_is_a_service(void **state)
{
    struct world *world = *state;
    assert_int_equal(setenv("JIANYAN_DECODE_SOCKET", "decode.sock", 1), 0);
    world->target.decoder = NULL;
    assert_int_equal(install(world, "two"), MANIFEST_PICTURE_BAD); /* nobody is there */
    assert_string_equal(world->result.why, "cannot start jianyan-decode");
    pid_t service = start_service("/bin/false");
    assert_int_equal(install(world, "two"), MANIFEST_PICTURE_BAD);
    assert_string_equal(world->result.why, "the decoder was ended by signal 9");
    stop_service(service);
    service = start_service(DECODER);
    expect_picture_refused(world, "no picture", 10);
    assert_non_null(strstr(world->result.why, "neither PNG nor JPEG"));
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(shown(world), 2);
    stop_service(service);
    unsetenv("JIANYAN_DECODE_SOCKET");
}

/* By hand and by the courier at the same time. */
static void test_install__two_at_once_leave_the_newer(void **state)
{
    struct world *world = *state;
    int status;
    publish(world, "three", 3);
    write_decoder(world, "#!/bin/sh\nsleep 1\nexec " DECODER " \"$@\"\n");
    pid_t slow = fork();
    if (slow == 0)
        _exit((int)install(world, "two"));
    usleep(300000);
    world->target.decoder = DECODER;
    assert_int_equal(install(world, "three"), MANIFEST_GOOD);
    assert_int_equal(waitpid(slow, &status, 0), slow);
    assert_int_equal(status, 0);
    assert_int_equal(shown(world), 3);
    assert_int_equal(count_files("state/campaigns"), 2);
}

static void test_install__says_when_storage_is_full(void **state)
{
    struct world *world = *state;
    struct rlimit before, small;
    int full = 0;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    signal(SIGXFSZ, SIG_IGN);
    /* first the picture's copy finds no room, then its frame, then the papers, then nothing */
    for (small.rlim_cur = 40;; small.rlim_cur += 40, full++) {
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        enum manifest_verdict verdict = install(world, "two");
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        if (verdict == MANIFEST_GOOD)
            break;
        assert_int_equal(verdict, MANIFEST_NO_SPACE);
        assert_int_equal(shown(world), 1);
        assert_int_equal(count_files("state/campaigns"), 1);
    }
    assert_true(full > 5);
    assert_int_equal(shown(world), 2);
    publish(world, "two", 3);
    write_decoder(world, "#!/bin/sh\nexit 3\n");
    assert_int_equal(install(world, "two"), MANIFEST_NO_SPACE);
    assert_int_equal(shown(world), 2);
}

/* The status of a child that installs `folder` and is cut after `steps`. */
static int install_cut(struct world *world, const char *folder, int steps)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        cut_after = steps;
        _exit(install(world, folder) == MANIFEST_GOOD ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void cut_everywhere(struct world *world, const char *folder, int before, int after)
{
    int steps = 0, status;
    do {
        assert_int_equal(system("rm -rf saved && cp -a state saved"), 0);
        status = install_cut(world, folder, steps++);
        int64_t version = shown(world);
        assert_true(status == 0 || status == 9);
        assert_true(version == before || version == after);
        assert_int_equal(install(world, folder), MANIFEST_GOOD); /* the next try mends it */
        assert_int_equal(shown(world), after);
        assert_int_equal(count_files("state/campaigns"), before == after ? 1 : 2);
        assert_int_equal(count_files("state/frames"), before == after ? 2 : 3);
        if (status == 9) {
            assert_int_equal(system("rm -rf state/* && cp -a saved/. state/"), 0);
            assert_int_equal(shown(world), before);
        }
    } while (status == 9);
    assert_true(steps > 10);
    print_message("cut at %d steps\n", steps);
}

static void test_install__cut_anywhere_shows_old_or_new(void **state)
{
    cut_everywhere(*state, "two", 1, 2);
}

static void test_install__cut_anywhere_replacing_the_same_version(void **state)
{
    struct world *world = *state;
    size_t len;
    char longer[8192];
    /* Before Linux 3.15 there is a moment without either; what is installed again heals it. */
    if (renameat2(AT_FDCWD, "none", AT_FDCWD, "none", RENAME_EXCHANGE) != 0 && errno != ENOENT)
        skip();
    publish(world, "again", 1);
    char *text = file_read(AT_FDCWD, "again/manifest.json", MANIFEST_BYTES_MAX, &len);
    snprintf(longer, sizeof longer, " %s", text);
    free(text);
    sign(world, "again", longer);
    cut_everywhere(world, "again", 1, 1);
}

/* Cut anywhere on the way back, it shows the one or the other; and what was left comes again only
 * where it still runs. */
static void test_install__cut_anywhere_going_back(void **state)
{
    struct world *world = *state;
    int steps = 0, status = 9;
    assert_int_equal(install(world, "two"), MANIFEST_GOOD);
    assert_int_equal(system("cp -a state saved"), 0);
    for (; status == 9; steps++) {
        assert_int_equal(system("rm -rf state/* && cp -a saved/. state/"), 0);
        pid_t pid = fork();
        if (pid == 0) {
            cut_after = steps;
            _exit(back(world) ? 0 : 1);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        assert_true(status == 0 || status == 9);
        int64_t version = shown(world);
        assert_true(version == 1 || version == 2);
        assert_int_equal(install(world, "two"), version == 1 ? MANIFEST_TAKEN_BACK : MANIFEST_GOOD);
        assert_int_equal(back(world), version == 2);
        assert_int_equal(shown(world), 1);
    }
    assert_true(steps > 5);
    print_message("cut at %d steps\n", steps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_install__shows_what_was_published, enter, leave),
        cmocka_unit_test_setup_teardown(test_catalogue__leaves_out_what_has_no_frame, enter, leave),
        cmocka_unit_test_setup_teardown(test_catalogue__trusts_no_folder, enter, leave),
        cmocka_unit_test_setup_teardown(test_catalogue__shows_nothing_that_is_switched_off, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_install__again_changes_nothing, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__again_mends_a_damaged_frame, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__keeps_the_previous_version_alone, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_install__needs_only_blobs_it_has_no_frame_of, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_install__refuses_an_older_version, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__takes_the_same_version_signed_anew, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_install__another_trust_key_begins_anew, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__refuses_without_a_good_signature, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_install__refuses_every_altered_byte, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__refuses_missing_and_altered_blobs, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_install__refuses_hostile_pictures, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__survives_a_helper_that_fails, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__takes_a_decoder_that_is_a_service, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_install__two_at_once_leave_the_newer, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__says_when_storage_is_full, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__cut_anywhere_shows_old_or_new, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__cut_anywhere_replacing_the_same_version,
                                        enter, leave),
        cmocka_unit_test_setup_teardown(test_catalogue__shows_nothing_that_is_switched_off_here,
                                        enter, leave),
        cmocka_unit_test_setup_teardown(test_install__waits_until_a_roll_out_comes_here, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_install__the_lot_of_a_device_stays, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__a_stop_waits_for_no_roll_out, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__a_stop_knows_where_the_device_was_set_up,
                                        enter, leave),
        cmocka_unit_test_setup_teardown(test_install__goes_back_to_the_one_before, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__what_was_taken_back_does_not_come_again,
                                        enter, leave),
        cmocka_unit_test_setup_teardown(test_install__goes_back_to_nothing_damaged, enter, leave),
        cmocka_unit_test_setup_teardown(test_install__goes_back_to_no_posters_without_picture,
                                        enter, leave),
        cmocka_unit_test_setup_teardown(test_install__another_key_forgets_what_was_taken_back,
                                        enter, leave),
        cmocka_unit_test_setup_teardown(test_install__cut_anywhere_going_back, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
