/* The real keeper, over the post. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/fault.h"
#include "tests/keeper/driver.h"

enum { ANY = -1 };

static int set_up_on(void **state, const char *root)
{
    struct driver *driver = calloc(1, sizeof *driver);
    driver_init(driver, root);
    *state = driver;
    return 0;
}

/* In memory where there is such a folder: what a sync costs is not the question in most tests. */
static int set_up(void **state)
{
    return set_up_on(state, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
}

/* On a disk, where a kill may well fall into a sync. */
static int set_up_on_disk(void **state)
{
    return set_up_on(state, "/tmp");
}

static int tear_down(void **state)
{
    driver_fini(*state);
    free(*state);
    return 0;
}

static int connect_as(struct driver *driver, enum post_role role)
{
    int fd = driver_connect(driver, role);
    assert_true(fd >= 0);
    return fd;
}

/* A path below the state folder; good until the next call. */
static const char *below(const struct driver *driver, const char *name)
{
    static char path[800];
    snprintf(path, sizeof path, "%s/%s", driver->state, name);
    return path;
}

static void make_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static bool log_has(const struct driver *driver, const char *text)
{
    char command[1200];
    snprintf(command, sizeof command, "grep -q -- '%s' '%s'", text, driver->log);
    return system(command) == 0;
}

static bool closes(struct driver *driver, int fd)
{
    struct post_message message;
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    for (;;) {
        if (poll(&poll_fd, 1, 20000) <= 0)
            return false;
        enum post_result result = post_receive(fd, &message, &driver->in);
        if (result == POST_CLOSED)
            return true;
        if (result != POST_OK)
            return false;
    }
}

static void test_keeper__keeps_gives_out_and_strikes_off(void **state)
{
    struct driver *driver = *state;
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER);
    assert_int_equal(driver_next(driver, courier), -1);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    assert_true(driver_expect(driver, face, 1, 0, POST_STORE_OK));
    assert_int_equal(driver_next(driver, courier), 1);
    assert_false(driver_deliver(driver, courier, 1, false));
    assert_int_equal(driver_next(driver, courier), 1);
    assert_true(driver_deliver(driver, courier, 1, true));
    assert_int_equal(driver_next(driver, courier), -1);
    struct post_message told;
    assert_true(driver_wait(driver, face, POST_STATE, &told));
    assert_int_equal(told.state.state, POST_ARRIVED);
    assert_true(driver_expect(driver, face, 0, 1, POST_STORE_OK));
    assert_true(driver_deliver(driver, courier, 1, true));  /* the answer was lost: once more */
    assert_false(driver_deliver(driver, courier, 2, true)); /* never seen */
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    assert_true(driver_wait(driver, face, POST_STATE, &told));
    assert_int_equal(told.state.state, POST_ARRIVED);
    assert_int_equal(driver_next(driver, courier), -1);
    driver_end(driver, SIGKILL);
    close(face);
    close(courier);
    assert_true(driver_start(driver));
    face = connect_as(driver, POST_FACE);
    assert_int_equal(driver->seen.status.waiting, 0);
    assert_int_equal(driver->seen.status.delivered, 1);
    assert_int_equal(driver->seen.status.total, 1);
    close(face);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
}

static void test_keeper__an_id_names_one_letter(void **state)
{
    struct driver *driver = *state;
    static uint8_t one[POST_LETTER_MAX], other[POST_LETTER_MAX];
    struct post_message answer;
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    struct post_message first = driver_letter(driver, 1, one);
    struct post_message second = driver_letter(driver, 2, other);
    memcpy(second.put.id, first.put.id, POST_ID_BYTES);
    assert_true(driver_send(driver, face, &second));
    assert_true(driver_wait(driver, face, POST_SAVED, &answer));
    assert_int_equal(answer.saved.result, POST_SAVE_FAILED);
    other[7] ^= 1; /* no longer what its digest says */
    second = driver_letter(driver, 3, one);
    second.put.letter = other;
    assert_true(driver_send(driver, face, &second));
    assert_true(driver_wait(driver, face, POST_SAVED, &answer));
    assert_int_equal(answer.saved.result, POST_SAVE_FAILED);
    assert_int_equal(driver->seen.status.waiting, 1);
    assert_int_equal(driver->seen.status.total, 1);
    close(face);
}

static struct post_message about(struct driver *driver, enum post_type type, unsigned n)
{
    static uint8_t letter[POST_LETTER_MAX];
    struct post_message put = driver_letter(driver, n, letter), message = {.type = type};
    memcpy(message.refused.id, put.put.id, POST_ID_BYTES);
    return message;
}

static void test_keeper__oldest_first_and_later_goes_behind(void **state)
{
    struct driver *driver = *state;
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER);
    for (unsigned n = 1; n <= 3; n++)
        assert_int_equal(driver_put(driver, face, n), POST_SAVE_OK);
    struct post_message later = about(driver, POST_LATER, 1);
    assert_int_equal(driver_next(driver, courier), 1);
    assert_true(driver_send(driver, courier, &later));
    assert_int_equal(driver_next(driver, courier), 2);
    struct post_message refused = about(driver, POST_REFUSED, 2);
    assert_true(driver_send(driver, courier, &refused));
    assert_int_equal(driver_next(driver, courier), 3);
    struct post_message told;
    assert_true(driver_wait(driver, face, POST_STATE, &told));
    assert_int_equal(told.state.state, POST_SET_ASIDE);
    driver_end(driver, SIGKILL);
    close(face);
    close(courier);
    assert_true(driver_start(driver));
    courier = connect_as(driver, POST_COURIER);
    assert_int_equal(driver->seen.status.refused, 1);
    assert_int_equal(driver->seen.status.waiting, 2);
    assert_int_equal(driver_next(driver, courier), 3);
    assert_true(driver_deliver(driver, courier, 3, true));
    assert_int_equal(driver_next(driver, courier), 1);
    assert_true(driver_deliver(driver, courier, 1, true));
    assert_true(driver_deliver(driver, courier, 2, true)); /* set aside, but signed after all */
    assert_true(driver_expect(driver, courier, 0, 3, POST_STORE_OK));
    assert_int_equal(driver->seen.status.refused, 0);
    close(courier);
}

static void test_keeper__says_when_no_more_may_wait(void **state)
{
    struct driver *driver = *state;
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER);
    for (unsigned n = 1; n <= POST_WAITING_MAX; n++)
        assert_int_equal(driver_put(driver, face, n), POST_SAVE_OK);
    assert_int_equal(driver_put(driver, face, 5000), POST_SAVE_FULL);
    assert_int_equal(driver_put(driver, face, 7), POST_SAVE_OK); /* known: kept once */
    assert_true(driver_expect(driver, courier, POST_WAITING_MAX, 0, POST_STORE_OK));
    assert_int_equal(driver_next(driver, courier), 1);
    assert_true(driver_deliver(driver, courier, 1, true));
    assert_int_equal(driver_put(driver, face, 5000), POST_SAVE_OK);
    close(face);
    close(courier);
}

/* Talks nonsense for a while, seeded; the connection may be closed any time. */
static void talk_nonsense(struct driver *driver, unsigned seed)
{
    uint8_t junk[4096];
    int fd = post_connect(driver->state, (enum post_role)(1 + seed % 3), 0);
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (uint8_t)(seed * 131 + i * i * 7);
    if (seed % 2) {
        const uint8_t head[8] = {'J', 'Y', POST_VERSION, (uint8_t)(seed % 17), 20};
        memcpy(junk, head, sizeof head);
    }
    send(fd, junk, seed % 2 ? 28 : seed % sizeof junk, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (seed % 5)
        assert_true(fd < 0 || seed % 2 || closes(driver, fd));
    close(fd);
}

static void test_keeper__survives_peers_that_talk_nonsense(void **state)
{
    struct driver *driver = *state;
    int mute[40];
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    close(face);
    for (unsigned seed = 1; seed < 300; seed++)
        talk_nonsense(driver, seed);
    /* More connections than there are places, none of which says anything. */
    for (int i = 0; i < 40; i++) {
        struct post_message message;
        mute[i] =
            post_connect(driver->state, POST_CONDUCTOR, 0); /* refused: not a simulated folder */
        if (mute[i] >= 0 && i % 8 == 0)
            assert_false(driver_wait(driver, mute[i], POST_STATUS, &message));
    }
    face = connect_as(driver, POST_FACE);
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_OK);
    assert_true(driver_expect(driver, face, 2, 0, POST_STORE_OK));
    for (int i = 0; i < 40; i++)
        close(mute[i]);
    close(face);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
}

static void test_keeper__drops_a_peer_that_says_what_it_may_not(void **state)
{
    struct driver *driver = *state;
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER);
    const struct post_message next = {.type = POST_NEXT}, contact = {.type = POST_CONTACT};
    assert_true(driver_send(driver, face, &next));
    assert_true(closes(driver, face));
    assert_true(driver_send(driver, courier, &contact));
    assert_true(closes(driver, courier));
    close(face);
    close(courier);
}

static void test_keeper__drops_a_peer_that_does_not_read(void **state)
{
    struct driver *driver = *state;
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER);
    for (unsigned n = 1; n <= 20; n++)
        assert_int_equal(driver_put(driver, face, n), POST_SAVE_OK);
    const struct post_message next = {.type = POST_NEXT};
    for (int i = 0; i < 5000; i++) {
        enum post_result sent = post_send(courier, &next, &driver->out);
        if (sent == POST_CLOSED)
            break;
        if (sent == POST_AGAIN || i % 100 == 0) /* the face is served meanwhile */
            assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    }
    assert_true(closes(driver, courier));
    assert_true(log_has(driver, "does not read"));
    close(courier);
    courier = connect_as(driver, POST_COURIER);
    assert_int_equal(driver_next(driver, courier), 1);
    close(face);
    close(courier);
}

static void test_keeper__a_new_peer_takes_the_role(void **state)
{
    struct driver *driver = *state;
    assert_true(driver_start(driver));
    int old = connect_as(driver, POST_FACE), face = connect_as(driver, POST_FACE);
    assert_true(closes(driver, old));
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    close(old);
    close(face);
}

static void test_keeper__a_role_belongs_to_a_user(void **state)
{
    struct driver *driver = *state;
    struct post_message message;
    snprintf(driver->config, sizeof driver->config, "%s/board.conf", driver->state);
    make_file(driver->config, geteuid() == 0 ? "face_user = daemon\n" : "face_user = root\n");
    assert_true(driver_start(driver));
    int face = post_connect(driver->state, POST_FACE, 0);
    assert_false(driver_wait(driver, face, POST_STATUS, &message));
    close(face);
    close(connect_as(driver, POST_COURIER));
    driver_end(driver, SIGTERM);
    make_file(driver->config, "face_user = nobody-of-that-name\n");
    assert_false(driver_start(driver));
    assert_true(log_has(driver, "there is no user"));
}

static void test_keeper__there_is_one_only(void **state)
{
    struct driver *driver = *state;
    char command[2048];
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    snprintf(command, sizeof command, "'%s' --state '%s' 2>'%s.second'", driver->program,
             driver->state, driver->state);
    int status = system(command);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    snprintf(command, sizeof command,
             "grep -q 'another keeper' '%s.second' && test \"$(grep -vc ' confine: ' "
             "'%s.second')\" = 1 && "
             "rm '%s.second'",
             driver->state, driver->state, driver->state);
    assert_int_equal(system(command), 0);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    int other = connect_as(driver, POST_COURIER); /* the name is still the first one's */
    assert_int_equal(driver_next(driver, other), 1);
    close(other);
    close(face);
}

static void test_keeper__passes_on_contact_status_and_stop(void **state)
{
    struct driver *driver = *state;
    struct post_message message = {.type = POST_CONTACT};
    make_file(below(driver, "simulated"), "seed=1 start=1\n");
    assert_false(driver_start(driver)); /* marked as simulated, but without a clock */
    unlink(below(driver, "simulated"));
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER);
    message = (struct post_message){.type = POST_INSTALLED, .installed = {"12"}};
    assert_true(driver_send(driver, courier, &message));
    message = (struct post_message){.type = POST_COURIER_STATUS,
                                    .courier = {POST_NET_HELD, "403 Forbidden"}};
    assert_true(driver_send(driver, courier, &message));
    do {
        assert_true(driver_wait(driver, face, POST_STATUS, &message));
    } while (message.status.net != POST_NET_HELD);
    assert_string_equal(message.status.net_why, "403 Forbidden");
    assert_string_equal(message.status.campaign, "12");
    assert_int_equal(message.status.installs, 1);
    close(courier);
    do {
        assert_true(driver_wait(driver, face, POST_STATUS, &message));
    } while (message.status.net != POST_NET_UNKNOWN);
    assert_false(message.status.stop);
    make_file(below(driver, "stop"), "");
    assert_true(driver_wait(driver, face, POST_STATUS, &message));
    assert_true(message.status.stop);
    unlink(below(driver, "stop"));
    assert_true(driver_wait(driver, face, POST_STATUS, &message));
    assert_false(message.status.stop);
    close(face);
}

/* A folder whose clock stands still. */
static void simulate(const struct driver *driver)
{
    struct clock_file file = {0};
    int fd = open(below(driver, "clock"), O_WRONLY | O_CREAT, 0600);
    clock_file_write(&file,
                     (struct clock_now){.mono_ms = 1000,
                                        .wall_ms = INT64_C(1600000000000),
                                        .state = CLOCK_TRUSTED},
                     false);
    assert_int_equal(write(fd, &file, sizeof file), sizeof file);
    close(fd);
    make_file(below(driver, "simulated"), "seed=1 start=1\n");
}

static void test_keeper__answers_the_conductor_with_how_things_are(void **state)
{
    struct driver *driver = *state;
    struct post_message message = {.type = POST_CONTACT};
    simulate(driver);
    assert_true(driver_start(driver));
    int conductor = connect_as(driver, POST_CONDUCTOR), face = connect_as(driver, POST_FACE);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    do {
        assert_true(driver_wait(driver, conductor, POST_STATUS, &message));
    } while (message.status.waiting == 0);
    message.type = POST_CONTACT; /* nothing changes by it, and yet: */
    assert_true(driver_send(driver, conductor, &message));
    assert_true(driver_wait(driver, conductor, POST_STATUS, &message));
    assert_int_equal(message.status.waiting, 1);
    close(face);
    close(conductor);
}

/* The names in the state folder that begin like this. */
static int count_names(const struct driver *driver, const char *prefix)
{
    int count = 0;
    DIR *dir = opendir(driver->state);
    assert_non_null(dir);
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
        count += strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
    closedir(dir);
    return count;
}

static void overwrite(const char *path, off_t at, size_t len)
{
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(pwrite(fd, "\xA5", 1, at + (off_t)i), 1);
    close(fd);
}

static void test_keeper__sets_a_ruined_store_aside(void **state)
{
    struct driver *driver = *state;
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    close(face);
    driver_end(driver, SIGKILL);
    overwrite(below(driver, "store/letters.db"), 0, 4096);
    unlink(below(driver, "store/letters.db-wal"));
    assert_true(driver_start(driver));
    face = connect_as(driver, POST_FACE);
    assert_true(driver_expect(driver, face, 0, 0, POST_STORE_RENEWED));
    assert_int_equal(count_names(driver, "store.bad-"), 1);
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_OK);
    driver_end(driver, SIGKILL);
    close(face);
    assert_true(driver_start(driver));
    face = connect_as(driver, POST_FACE);
    assert_true(driver_expect(driver, face, 1, 0, POST_STORE_OK));
    close(face);
}

/* How many letters the keeper says it has taken out of a store that was set aside; -1: nothing. */
static int logged_taken(const struct driver *driver)
{
    char line[1024];
    int taken = -1;
    for (int i = 0; i < 100 && taken < 0; i++) {
        FILE *log = fopen(driver->log, "re");
        while (log && fgets(line, sizeof line, log)) {
            const char *number = strstr(line, " taken=");
            if (number)
                taken = (int)strtol(number + strlen(" taken="), NULL, 10);
        }
        if (log)
            fclose(log);
        if (taken < 0)
            usleep(100000);
    }
    return taken;
}

static void test_keeper__salvages_what_can_be_read(void **state)
{
    struct driver *driver = *state;
    enum { LETTERS = 40 };
    struct stat st;
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    for (unsigned n = 1; n <= LETTERS; n++)
        assert_int_equal(driver_put(driver, face, n), POST_SAVE_OK);
    sleep(2); /* real time: the idle checkpoint brings all into the database */
    driver_end(driver, SIGKILL);
    close(face);
    assert_int_equal(stat(below(driver, "store/letters.db"), &st), 0);
    overwrite(below(driver, "store/letters.db"), st.st_size / 4096 / 2 * 4096, 4096);
    unlink(below(driver, "store/letters.db-wal"));
    assert_true(driver_start(driver));
    face = connect_as(driver, POST_FACE);
    int courier = connect_as(driver, POST_COURIER);
    int taken = logged_taken(driver);
    assert_in_range(taken, LETTERS / 2, LETTERS - 1);
    /* Nobody has put or asked: it is told nevertheless, or nobody would ask for them. */
    assert_true(driver_expect(driver, courier, (uint32_t)taken, 0, POST_STORE_RENEWED));
    assert_int_equal(driver_put(driver, face, LETTERS + 1), POST_SAVE_OK);
    bool got[LETTERS + 2] = {false};
    for (int n = driver_next(driver, courier); n != -1; n = driver_next(driver, courier)) {
        assert_in_range(n, 1, LETTERS + 1); /* whole and right, and none twice */
        assert_false(got[n]);
        got[n] = true;
        assert_true(driver_deliver(driver, courier, (unsigned)n, true));
    }
    assert_true(got[LETTERS + 1]);
    close(face);
    close(courier);
}

static long log_lines(const struct driver *driver)
{
    long lines = 0;
    FILE *log = fopen(driver->log, "re");
    for (int c = log ? fgetc(log) : EOF; c != EOF; c = fgetc(log))
        lines += c == '\n';
    if (log)
        fclose(log);
    return lines;
}

/* Names like those of stores set aside that can be neither read, nor marked, nor removed; one that
 * can be read comes last. */
static void test_keeper__is_not_kept_busy_by_strange_folders(void **state)
{
    struct driver *driver = *state;
    char name[64];
    make_file(below(driver, "store.bad-0"), "");
    for (int i = 1; i <= 5; i++) {
        snprintf(name, sizeof name, "store.bad-%d", i);
        assert_int_equal(mkdir(below(driver, name), 0700), 0);
        snprintf(name, sizeof name, "store.bad-%d/kept", i);
        assert_int_equal(mkdir(below(driver, name), 0700), 0);
    }
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    sleep(1);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    assert_true(log_has(driver, "folder=store.bad-5 "));
    assert_in_range(log_lines(driver), 1, 40);
    close(face);
}

static void preload(struct driver *driver, const char *variable, const char *name)
{
    driver->preload = SHIM_LIBRARY;
    setenv(variable, below(driver, name), 1);
}

static void test_keeper__full_disk_is_said_before_any_thanks(void **state)
{
    struct driver *driver = *state;
    preload(driver, "JIANYAN_SHIM_DISK_FULL", "full");
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    make_file(below(driver, "full"), "");
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_NO_SPACE);
    assert_true(driver_expect(driver, face, 1, 0, POST_STORE_NO_SPACE));
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_NO_SPACE);
    /* Nothing can be marked either: then nothing is given out, or it would be sent for ever. */
    assert_int_equal(driver_next(driver, courier), 1);
    assert_true(driver_deliver(driver, courier, 1, true));
    assert_int_equal(driver_next(driver, courier), -1);
    unlink(below(driver, "full"));
    assert_true(driver_expect(driver, face, 1, 0, POST_STORE_OK)); /* by itself */
    assert_int_equal(driver_next(driver, courier), 1);
    assert_true(driver_deliver(driver, courier, 1, true));
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_OK);
    assert_true(driver_expect(driver, face, 1, 1, POST_STORE_OK));
    driver_end(driver, SIGKILL);
    make_file(below(driver, "full"), "");
    close(face);
    close(courier);
    assert_true(driver_start(driver)); /* full from the start */
    face = connect_as(driver, POST_FACE);
    assert_true(driver_expect(driver, face, 1, 1, POST_STORE_NO_SPACE));
    unlink(below(driver, "full"));
    assert_int_equal(driver_put(driver, face, 3), POST_SAVE_OK);
    assert_true(driver_expect(driver, face, 2, 1, POST_STORE_OK));
    close(face);
    unsetenv("JIANYAN_SHIM_DISK_FULL");
}

static void test_keeper__reserve_lets_the_queue_drain(void **state)
{
    struct driver *driver = *state;
    char quota[32];
    unsigned kept = 0;
    preload(driver, "JIANYAN_SHIM_QUOTA", "quota");
    snprintf(quota, sizeof quota, "%d", 256 * 1024 + 200 * 1024);
    make_file(below(driver, "quota"), quota);
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER), result;
    while ((result = driver_put(driver, face, kept + 1)) == POST_SAVE_OK)
        kept++;
    assert_int_equal(result, POST_SAVE_NO_SPACE);
    assert_in_range(kept, 5, 200);
    for (unsigned n = 1; n <= kept; n++) {
        assert_int_equal(driver_next(driver, courier), (int)n);
        assert_true(driver_deliver(driver, courier, n, true));
        assert_int_equal(driver_put(driver, face, 1000 + n), POST_SAVE_NO_SPACE);
    }
    assert_int_equal(driver_next(driver, courier), -1);
    assert_true(driver_expect(driver, face, 0, kept, POST_STORE_NO_SPACE));
    assert_true(log_has(driver, "gave up the reserve"));
    make_file(below(driver, "quota"), "99999999");
    assert_true(driver_expect(driver, face, 0, kept, POST_STORE_OK));
    assert_int_equal(access(below(driver, "store/reserve"), F_OK), 0);
    assert_int_equal(driver_put(driver, face, kept + 1), POST_SAVE_OK);
    close(face);
    close(courier);
    unsetenv("JIANYAN_SHIM_QUOTA");
}

static void test_keeper__read_only_store_is_said_and_heals(void **state)
{
    struct driver *driver = *state;
    preload(driver, "JIANYAN_SHIM_READ_ONLY", "read-only");
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    make_file(below(driver, "read-only"), "");
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_FAILED);
    assert_true(driver_expect(driver, face, 1, 0, POST_STORE_READ_ONLY));
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_FAILED);
    unlink(below(driver, "read-only"));
    assert_true(driver_expect(driver, face, 1, 0, POST_STORE_OK));
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_OK);
    assert_true(driver_expect(driver, face, 2, 0, POST_STORE_OK));
    assert_int_equal(count_names(driver, "store.bad-"), 0);
    close(face);
    unsetenv("JIANYAN_SHIM_READ_ONLY");
}

static int probe(struct driver *driver, int fd, bool write)
{
    const struct post_message ask = {.type = POST_PROBE, .probe.write = write};
    struct post_message answer;
    if (!driver_send(driver, fd, &ask) || !driver_wait(driver, fd, POST_PROBED, &answer))
        return -1;
    return (int)answer.probed.result;
}

static void test_keeper__tells_the_overseer_whether_it_could_keep(void **state)
{
    struct driver *driver = *state;
    preload(driver, "JIANYAN_SHIM_READ_ONLY", "read-only");
    assert_true(driver_start(driver));
    int overseer = connect_as(driver, POST_OVERSEER);
    assert_int_equal(probe(driver, overseer, false), POST_SAVE_OK);
    assert_int_equal(probe(driver, overseer, true), POST_SAVE_OK);
    make_file(below(driver, "read-only"), "");
    assert_int_equal(probe(driver, overseer, true), POST_SAVE_FAILED);
    assert_int_equal(probe(driver, overseer, false), POST_SAVE_FAILED); /* it knows by now */
    unlink(below(driver, "read-only"));
    assert_int_equal(probe(driver, overseer, true), POST_SAVE_OK);
    const struct post_message fault = {.type = POST_FAULT,
                                       .fault = {.number = FAULT_FIRMWARE_BACK, .what = "told"}};
    assert_true(driver_send(driver, overseer, &fault));
    assert_int_equal(probe(driver, overseer, false), POST_SAVE_OK); /* it was heard */
    assert_int_equal(driver_put(driver, overseer, 1), 99); /* it may ask that and no more */
    close(overseer);
    unsetenv("JIANYAN_SHIM_READ_ONLY");
}

static void test_keeper__failed_sync_is_no_acknowledgement(void **state)
{
    struct driver *driver = *state;
    preload(driver, "JIANYAN_SHIM_SYNC_ERROR", "sync-error");
    setenv("JIANYAN_SHIM_SYNC_ERROR_ONCE", below(driver, "sync-once"), 1);
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    make_file(below(driver, "sync-once"), "");
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_OK); /* opened again, tried again */
    assert_true(log_has(driver, "COMMIT failed"));
    assert_int_equal(access(below(driver, "sync-once"), F_OK), -1);
    make_file(below(driver, "sync-error"), "");
    assert_int_equal(driver_put(driver, face, 3), POST_SAVE_FAILED);
    assert_true(driver_expect(driver, face, 2, 0, POST_STORE_BROKEN));
    unlink(below(driver, "sync-error"));
    assert_true(driver_expect(driver, face, UINT32_MAX, 0, POST_STORE_OK));
    assert_int_equal(driver_put(driver, face, 3), POST_SAVE_OK);
    assert_true(driver_expect(driver, face, 3, 0, POST_STORE_OK));
    assert_int_equal(driver->seen.status.total, 3);
    close(face);
    unsetenv("JIANYAN_SHIM_SYNC_ERROR");
    unsetenv("JIANYAN_SHIM_SYNC_ERROR_ONCE");
}

static void test_keeper__plays_never_delay_a_letter(void **state)
{
    struct driver *driver = *state;
    make_file(below(driver, "plays"), "this is no folder");
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    const struct post_message play = {.type = POST_PLAY, .play = {"sannong-1", 1600000000000, 10}};
    const struct post_message fault = {.type = POST_FAULT, .fault = {7, "a key is stuck"}};
    for (int i = 0; i < 100; i++)
        assert_true(driver_send(driver, face, i % 3 ? &play : &fault));
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
    close(face);
    unlink(below(driver, "plays"));
    mkdir(below(driver, "plays"), 0700);
    make_file(below(driver, "plays/plays.db"), "neither is this a database, not at all");
    assert_true(driver_start(driver));
    face = connect_as(driver, POST_FACE);
    for (int i = 0; i < 100; i++)
        assert_true(driver_send(driver, face, i % 3 ? &play : &fault));
    assert_int_equal(driver_put(driver, face, 2), POST_SAVE_OK);
    close(face);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
    assert_int_equal(access(below(driver, "plays/plays.bad.db"), F_OK), 0);
    assert_int_equal(access(below(driver, "plays/plays.db"), F_OK), 0);
}

static void test_keeper__lives_below_a_long_path(void **state)
{
    struct driver *driver = *state;
    char command[1024];
    size_t len = strlen(driver->state);
    snprintf(driver->state + len, sizeof driver->state - len, "/%0120d", 1);
    snprintf(command, sizeof command, "mkdir -p '%s'", driver->state);
    assert_int_equal(system(command), 0);
    assert_true(driver_start(driver));
    int face = connect_as(driver, POST_FACE);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    close(face);
    driver_end(driver, SIGTERM);
    driver->state[len] = '\0';
}

/* Kills the keeper after so many microseconds, from a process of its own. */
static pid_t kill_later(struct driver *driver, unsigned micros)
{
    pid_t killer = fork();
    if (killer == 0) {
        usleep(micros);
        kill(driver->pid, SIGKILL);
        _exit(0);
    }
    return killer;
}

static void test_keeper__nothing_acknowledged_is_lost_to_kills(void **state)
{
    struct driver *driver = *state;
    enum { KILLS = 100 };
    unsigned put = 0, delivered = 0, tried = 0, dice = 12345;
    for (int i = 0; i < KILLS; i++) {
        assert_true(driver_start(driver));
        int face = connect_as(driver, POST_FACE), courier = connect_as(driver, POST_COURIER);
        dice = dice * 1103515245U + 12345U;
        pid_t killer = kill_later(driver, dice >> 16 & 0x1FFF);
        /* The same id is tried until it is acknowledged, over as many lives as it takes. */
        for (;;) {
            if (driver_put(driver, face, put + 1) != POST_SAVE_OK)
                break;
            put++;
            if (put % 3 == 0) {
                int n = driver_next(driver, courier);
                if (n == -3)
                    break;
                assert_in_range(n, delivered + 1, tried + 1); /* an answer may have been lost */
                tried = (unsigned)n;
                if (!driver_deliver(driver, courier, (unsigned)n, true))
                    break;
                delivered = (unsigned)n;
            }
        }
        waitpid(killer, NULL, 0);
        driver_end(driver, SIGKILL);
        close(face);
        close(courier);
    }
    driver_start(driver);
    int courier = connect_as(driver, POST_COURIER);
    assert_in_range(driver->seen.status.total, put, put + 1);
    unsigned last = 0;
    for (int n = driver_next(driver, courier); n != -1; n = driver_next(driver, courier)) {
        assert_true(n > (int)last); /* each once, in its order */
        if (last == 0)
            assert_in_range(n, delivered + 1, tried + 1);
        else
            assert_int_equal(n, last + 1);
        last = (unsigned)n;
        assert_true(driver_deliver(driver, courier, last, true));
    }
    assert_true(last >= put);
    assert_true(
        driver_expect(driver, courier, 0, (uint32_t)driver->seen.status.total, POST_STORE_OK));
    close(courier);
}

#define with_keeper(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        with_keeper(test_keeper__keeps_gives_out_and_strikes_off),
        with_keeper(test_keeper__an_id_names_one_letter),
        with_keeper(test_keeper__oldest_first_and_later_goes_behind),
        with_keeper(test_keeper__says_when_no_more_may_wait),
        with_keeper(test_keeper__survives_peers_that_talk_nonsense),
        with_keeper(test_keeper__drops_a_peer_that_says_what_it_may_not),
        with_keeper(test_keeper__drops_a_peer_that_does_not_read),
        with_keeper(test_keeper__a_new_peer_takes_the_role),
        with_keeper(test_keeper__a_role_belongs_to_a_user),
        with_keeper(test_keeper__there_is_one_only),
        with_keeper(test_keeper__passes_on_contact_status_and_stop),
        with_keeper(test_keeper__answers_the_conductor_with_how_things_are),
        with_keeper(test_keeper__sets_a_ruined_store_aside),
        with_keeper(test_keeper__salvages_what_can_be_read),
        with_keeper(test_keeper__is_not_kept_busy_by_strange_folders),
        with_keeper(test_keeper__full_disk_is_said_before_any_thanks),
        with_keeper(test_keeper__reserve_lets_the_queue_drain),
        with_keeper(test_keeper__read_only_store_is_said_and_heals),
        with_keeper(test_keeper__tells_the_overseer_whether_it_could_keep),
        with_keeper(test_keeper__failed_sync_is_no_acknowledgement),
        with_keeper(test_keeper__plays_never_delay_a_letter),
        with_keeper(test_keeper__lives_below_a_long_path),
        cmocka_unit_test_setup_teardown(test_keeper__nothing_acknowledged_is_lost_to_kills,
                                        set_up_on_disk, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
