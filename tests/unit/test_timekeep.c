/* The intake's signed time, as the keeper takes it: the judgement alone, then the real keeper on a
 * simulated folder whose clock knows nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/common/listen.h"
#include "core/clock.h"
#include "core/file.h"
#include "keeper/timekeep.h"
#include "tests/keeper/driver.h"

#define SEPTEMBER INT64_C(1598923800000) /* 2020-09-01T09:30:00+08:00 */
#define DAY       INT64_C(86400000)

/* -- the judgement -- */

struct bench {
    struct seal_intake_secret intake;
    struct timekeep timekeep;
    uint8_t signature[SEAL_SIGNATURE_BYTES];
};

static struct bench bench(void)
{
    struct bench made = {0};
    assert_true(seal_init());
    seal_intake_generate(&made.intake);
    timekeep_know(&made.timekeep, made.intake.known.kid, made.intake.known.receipt_public);
    timekeep_ask(&made.timekeep, 1000);
    return made;
}

/* What an honest intake answers to the nonce that is out. */
static const uint8_t *answer(struct bench *bench, int64_t wall_ms)
{
    seal_sign_time(&bench->intake, bench->timekeep.nonce, wall_ms, bench->signature);
    return bench->signature;
}

static enum timekeep_verdict judge(struct bench *bench, int64_t wall_ms, int64_t steady_ms)
{
    return timekeep_judge(&bench->timekeep, wall_ms, bench->signature, steady_ms);
}

static void test_timekeep__takes_an_answer_once(void **state)
{
    struct bench at = bench();
    (void)state;
    answer(&at, SEPTEMBER);
    assert_int_equal(judge(&at, SEPTEMBER, 1500), TIMEKEEP_RIGHT);
    assert_int_equal(judge(&at, SEPTEMBER, 1600), TIMEKEEP_UNASKED);
}

static void test_timekeep__an_old_answer_fits_no_new_nonce(void **state)
{
    struct bench at = bench();
    (void)state;
    answer(&at, SEPTEMBER);
    timekeep_ask(&at.timekeep, 2000);
    assert_int_equal(judge(&at, SEPTEMBER, 2100), TIMEKEEP_FORGED);
    answer(&at, SEPTEMBER); /* and the nonce it was tried with is used up */
    assert_int_equal(judge(&at, SEPTEMBER, 2200), TIMEKEEP_UNASKED);
}

static void test_timekeep__a_held_back_answer_is_refused(void **state)
{
    struct bench at = bench();
    (void)state;
    answer(&at, SEPTEMBER);
    assert_int_equal(judge(&at, SEPTEMBER, 1000 + TIMEKEEP_ANSWER_MS + 1), TIMEKEEP_LATE);
    at = bench();
    answer(&at, SEPTEMBER);
    assert_int_equal(judge(&at, SEPTEMBER, 1000 + TIMEKEEP_ANSWER_MS), TIMEKEEP_RIGHT);
}

static void test_timekeep__another_key_another_time_another_bit(void **state)
{
    struct bench at = bench(), other = bench();
    (void)state;
    seal_sign_time(&other.intake, at.timekeep.nonce, SEPTEMBER, at.signature);
    assert_int_equal(judge(&at, SEPTEMBER, 1500), TIMEKEEP_FORGED);
    timekeep_ask(&at.timekeep, 1000);
    answer(&at, SEPTEMBER);
    assert_int_equal(judge(&at, SEPTEMBER + 1, 1500), TIMEKEEP_FORGED);
    timekeep_ask(&at.timekeep, 1000);
    answer(&at, SEPTEMBER);
    at.signature[63] ^= 1;
    assert_int_equal(judge(&at, SEPTEMBER, 1500), TIMEKEEP_FORGED);
}

static void test_timekeep__an_intake_that_is_lost_in_time_tells_none(void **state)
{
    static const int64_t wrong[] = {-1, 0, CLOCK_BUILD_MS - 1, CLOCK_END_MS, INT64_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct bench at = bench();
        answer(&at, wrong[i]);
        assert_int_equal(judge(&at, wrong[i], 1500), TIMEKEEP_BEFORE_US);
    }
}

static void test_timekeep__without_a_key_nothing_is_believed(void **state)
{
    struct bench at = bench();
    const uint8_t none[SEAL_PUBLIC_BYTES] = {0};
    (void)state;
    timekeep_know(&at.timekeep, "", none);
    answer(&at, SEPTEMBER);
    assert_int_equal(judge(&at, SEPTEMBER, 1500), TIMEKEEP_UNASKED);
}

/* -- the keeper -- */

static void put_clock(const struct driver *driver, int64_t wall_ms, enum clock_state belief)
{
    struct clock_file file = {0};
    const struct clock_now now = {.mono_ms = 100000, .wall_ms = wall_ms, .state = belief};
    int fd = open(driver->state, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    clock_file_write_apart(&file, now, false, SEPTEMBER);
    assert_true(file_write(fd, "clock", &file, sizeof file));
    assert_true(file_write(fd, "simulated", "seed=1\n", 7));
    close(fd);
}

static int set_up(void **state)
{
    struct driver *driver = calloc(1, sizeof *driver);
    driver_init(driver, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    put_clock(driver, 100000, CLOCK_UNKNOWN);
    *state = driver;
    return 0;
}

static int tear_down(void **state)
{
    driver_fini(*state);
    free(*state);
    return 0;
}

static int come(struct driver *driver, enum post_role role)
{
    assert_true(driver_start(driver));
    int fd = driver_connect(driver, role);
    assert_true(fd >= 0);
    return fd;
}

static void tell_intake(struct driver *driver, int face)
{
    struct post_message message = {.type = POST_INTAKE};
    struct post_message facts, ask = {.type = POST_ASK_FACTS};
    const struct seal_intake *known = &driver->intake.known;
    snprintf(message.intake.kid, sizeof message.intake.kid, "%s", known->kid);
    memcpy(message.intake.receipt_key, known->receipt_public, POST_KEY_BYTES);
    assert_true(driver_send(driver, face, &message));
    assert_true(driver_send(driver, face, &ask)); /* answered when the one before is read */
    assert_true(driver_wait(driver, face, POST_FACTS, &facts));
}

/* The supervisor counts boots without a contact in it. */
static int boots(const struct driver *driver, bool make)
{
    char path[600];
    snprintf(path, sizeof path, "%s/boots", driver->state);
    int fd = make ? open(path, O_WRONLY | O_CREAT, 0644) : -1;
    if (fd >= 0)
        close(fd);
    return access(path, F_OK);
}

static struct post_message ask_nonce(struct driver *driver, int courier)
{
    const struct post_message ask = {.type = POST_ASK_TIME};
    struct post_message nonce;
    assert_true(driver_send(driver, courier, &ask));
    assert_true(driver_wait(driver, courier, POST_NONCE, &nonce));
    return nonce;
}

/* Signed over that nonce; what the keeper says of it. */
static struct post_message tell_time(struct driver *driver, int courier,
                                     const struct post_message *nonce)
{
    struct post_message time = {.type = POST_TIME, .time.wall_ms = SEPTEMBER}, clock;
    seal_sign_time(&driver->intake, nonce->nonce.nonce, SEPTEMBER, time.time.signature);
    assert_true(driver_send(driver, courier, &time));
    assert_true(driver_wait(driver, courier, POST_CLOCK, &clock));
    return clock;
}

static void test_keeper__passes_on_what_it_has_verified(void **state)
{
    struct driver *driver = *state;
    struct post_message clock;
    int face = come(driver, POST_FACE), courier = driver_connect(driver, POST_COURIER);
    assert_true(courier >= 0);
    struct post_message nonce = ask_nonce(driver, courier);
    assert_string_equal(nonce.nonce.kid, ""); /* nobody has said who the intake is */
    tell_intake(driver, face);
    nonce = ask_nonce(driver, courier);
    assert_string_equal(nonce.nonce.kid, driver->intake.known.kid);
    assert_int_equal(boots(driver, true), 0);
    clock = tell_time(driver, courier, &nonce);
    assert_true(clock.clock.right);
    assert_int_not_equal(boots(driver, false), 0);
    assert_int_equal(clock.clock.wall_ms, SEPTEMBER);
    assert_int_equal(clock.clock.steady_ms, 100000);
    assert_true(driver_wait(driver, face, POST_CLOCK, &clock));
    assert_true(clock.clock.right);
    /* The same once more is none; what was right stays, for those who come later, too. */
    assert_int_equal(boots(driver, true), 0);
    clock = tell_time(driver, courier, &nonce);
    assert_false(clock.clock.right);
    assert_int_equal(boots(driver, false), 0); /* that was nobody */
    close(face);
    face = driver_connect(driver, POST_FACE);
    assert_true(face >= 0);
    assert_true(driver_wait(driver, face, POST_CLOCK, &clock));
    assert_true(clock.clock.right);
    assert_int_equal(clock.clock.wall_ms, SEPTEMBER);
    close(face);
    close(courier);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
}

static void test_keeper__what_is_kept_is_dated_by_it(void **state)
{
    struct driver *driver = *state;
    int face = come(driver, POST_FACE), courier = driver_connect(driver, POST_COURIER);
    assert_true(courier >= 0);
    tell_intake(driver, face);
    assert_int_equal(driver->seen.status.day, clock_day(100000));
    struct post_message nonce = ask_nonce(driver, courier);
    assert_true(tell_time(driver, courier, &nonce).clock.right);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    assert_true(driver_expect(driver, face, 1, 0, POST_STORE_OK));
    assert_int_equal(driver->seen.status.day, clock_day(SEPTEMBER));
    assert_int_equal(driver->seen.status.today, 1);
    close(face);
    close(courier);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
}

static void make_real(const struct driver *driver)
{
    static const char *const names[] = {"simulated", "clock"};
    char path[600];
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", driver->state, names[i]);
        assert_int_equal(unlink(path), 0);
    }
}

/* The next order that the keeper gives to whoever may set the clock; "" if none comes. */
static const char *next_order(int fd, pid_t keeper, char text[LISTEN_TEXT_MAX])
{
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    while (poll(&readable, 1, 20000) == 1) {
        if (listen_next(fd, keeper, text))
            return text;
    }
    return "";
}

/* On a real folder whoever may set the machine's clock is told to, once it is verified. */
static void test_keeper__orders_the_clock_to_be_set(void **state)
{
    struct driver *driver = *state;
    char name[LISTEN_NAME_MAX], text[LISTEN_TEXT_MAX], wanted[64];
    int listen_fd = listen_open(name);
    assert_true(listen_fd >= 0);
    make_real(driver);
    assert_int_equal(setenv("NOTIFY_SOCKET", name, 1), 0);
    int face = come(driver, POST_FACE), courier = driver_connect(driver, POST_COURIER);
    unsetenv("NOTIFY_SOCKET");
    assert_true(courier >= 0);
    tell_intake(driver, face);
    struct post_message nonce = ask_nonce(driver, courier);
    nonce.nonce.nonce[0] ^= 1;
    assert_false(tell_time(driver, courier, &nonce).clock.right); /* nothing is ordered */
    nonce = ask_nonce(driver, courier);
    struct post_message clock = tell_time(driver, courier, &nonce);
    assert_true(clock.clock.right);
    snprintf(wanted, sizeof wanted, "X_TIME=%lld %lld", (long long)SEPTEMBER,
             (long long)clock.clock.steady_ms);
    assert_string_equal(next_order(listen_fd, driver->pid, text), wanted);
    close(listen_fd);
    close(face);
    close(courier);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
}

/* On a real folder: what a signed campaign says about the date outlives the power. */
static void test_keeper__keeps_the_floor(void **state)
{
    struct driver *driver = *state;
    struct post_message message = {.type = POST_INTAKE, .intake.issued_ms = SEPTEMBER};
    struct post_message facts, ask = {.type = POST_ASK_FACTS};
    make_real(driver);
    int face = come(driver, POST_FACE);
    int64_t before = clock_floor_read(driver->state);
    assert_true(driver_send(driver, face, &message));
    assert_true(driver_send(driver, face, &ask));
    assert_true(driver_wait(driver, face, POST_FACTS, &facts));
    int64_t after = clock_floor_read(driver->state);
    /* A machine whose clock NTP keeps has noted today's date already. */
    assert_true(after >= SEPTEMBER || before >= SEPTEMBER);
    message.intake.issued_ms = SEPTEMBER - DAY; /* an older campaign lowers nothing */
    assert_true(driver_send(driver, face, &message));
    assert_true(driver_send(driver, face, &ask));
    assert_true(driver_wait(driver, face, POST_FACTS, &facts));
    assert_true(clock_floor_read(driver->state) >= after);
    close(face);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timekeep__takes_an_answer_once),
        cmocka_unit_test(test_timekeep__an_old_answer_fits_no_new_nonce),
        cmocka_unit_test(test_timekeep__a_held_back_answer_is_refused),
        cmocka_unit_test(test_timekeep__another_key_another_time_another_bit),
        cmocka_unit_test(test_timekeep__an_intake_that_is_lost_in_time_tells_none),
        cmocka_unit_test(test_timekeep__without_a_key_nothing_is_believed),
        cmocka_unit_test_setup_teardown(test_keeper__passes_on_what_it_has_verified, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keeper__what_is_kept_is_dated_by_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keeper__orders_the_clock_to_be_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keeper__keeps_the_floor, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
