/* What the keeper does for the screens of set-up and service. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/fault.h"
#include "tests/keeper/driver.h"

static int set_up(void **state)
{
    struct driver *driver = calloc(1, sizeof *driver);
    driver_init(driver, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    *state = driver;
    return 0;
}

static int tear_down(void **state)
{
    struct driver *driver = *state;
    if (driver->config[0])
        unlink(driver->config);
    driver_fini(driver);
    free(driver);
    return 0;
}

static void use_conf(struct driver *driver, const char *text)
{
    snprintf(driver->config, sizeof driver->config, "%s.conf", driver->state);
    FILE *file = fopen(driver->config, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int come(struct driver *driver, enum post_role role)
{
    assert_true(driver_start(driver));
    int fd = driver_connect(driver, role);
    assert_true(fd >= 0);
    return fd;
}

static void go(struct driver *driver, int fd)
{
    close(fd);
    assert_int_equal(driver_end(driver, SIGTERM), 0);
}

/* What the keeper says is set: in answer to `asked`, or by itself where that is NULL. */
static struct post_message settings(struct driver *driver, int face,
                                    const struct post_message *asked)
{
    struct post_message answer;
    assert_true(!asked || driver_send(driver, face, asked));
    assert_true(driver_wait(driver, face, POST_SETTINGS, &answer));
    assert_string_equal(answer.settings.token, ""); /* never goes to the face */
    return answer;
}

static struct post_message wish(const char *county, const char *token)
{
    struct post_message message = {.type = POST_SETTINGS};
    snprintf(message.settings.county, sizeof message.settings.county, "%s", county);
    snprintf(message.settings.token, sizeof message.settings.token, "%s", token);
    return message;
}

static struct post_message key(const char *token)
{
    struct post_message message = {.type = POST_UNLOCK};
    snprintf(message.unlock.token, sizeof message.unlock.token, "%s", token);
    return message;
}

static void test_service__keeps_what_was_set_at_home(void **state)
{
    struct driver *driver = *state;
    struct stat st;
    char path[600];
    int face = come(driver, POST_FACE);
    struct post_message told = settings(driver, face, NULL), asked = wish("500112", "AB-12");
    assert_false(told.settings.set || told.settings.locked);
    told = settings(driver, face, &asked);
    assert_true(told.settings.set);
    assert_string_equal(told.settings.county, "500112");
    asked = wish("50011", "");
    told = settings(driver, face, &asked); /* no county: what there is stays */
    assert_string_equal(told.settings.county, "500112");
    go(driver, face);
    snprintf(path, sizeof path, "%s/enrolment", driver->state);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    face = come(driver, POST_FACE);
    told = settings(driver, face, NULL);
    assert_true(told.settings.set && !told.settings.locked);
    assert_string_equal(told.settings.county, "500112");
    asked = wish("500229", ""); /* the token stays */
    told = settings(driver, face, &asked);
    assert_string_equal(told.settings.county, "500229");
    struct post_message facts = {.type = POST_ASK_FACTS};
    assert_true(driver_send(driver, face, &facts) && driver_wait(driver, face, POST_FACTS, &facts));
    assert_true(facts.facts.has_token);
    go(driver, face);
}

static void test_service__a_kiosk_that_was_set_up_is_locked(void **state)
{
    struct driver *driver = *state;
    use_conf(driver, "profile = kiosk-1080p\n");
    int face = come(driver, POST_FACE);
    struct post_message told = settings(driver, face, NULL), asked = wish("500112", "KEY-1");
    assert_false(told.settings.locked);
    told = settings(driver, face, &asked);
    assert_true(told.settings.set && told.settings.locked);
    asked = wish("500229", "");
    told = settings(driver, face, &asked);
    assert_string_equal(told.settings.county, "500112");
    asked = key("");
    assert_true(settings(driver, face, &asked).settings.locked);
    asked = key("KEY-1");
    assert_false(settings(driver, face, &asked).settings.locked);
    asked = wish("500229", "");
    told = settings(driver, face, &asked);
    assert_string_equal(told.settings.county, "500229");
    assert_true(told.settings.locked); /* once only */
    asked = key("KEY-2");
    for (int i = 0; i < 5; i++)
        assert_true(settings(driver, face, &asked).settings.locked);
    asked = key("KEY-1"); /* guessing has ended that until the next start */
    assert_true(settings(driver, face, &asked).settings.locked);
    go(driver, face);
    face = come(driver, POST_FACE);
    assert_true(settings(driver, face, NULL).settings.locked);
    assert_false(settings(driver, face, &asked).settings.locked);
    go(driver, face);
}

static void test_service__without_a_token_a_kiosk_stays_as_it_is(void **state)
{
    struct driver *driver = *state;
    use_conf(driver, "profile = kiosk-1080p\n");
    int face = come(driver, POST_FACE);
    struct post_message asked = wish("500112", "");
    assert_false(settings(driver, face, NULL).settings.set);
    assert_true(settings(driver, face, &asked).settings.locked);
    asked = key("");
    assert_true(settings(driver, face, &asked).settings.locked);
    go(driver, face);
}

static void report(struct driver *driver, int fd, uint32_t number, const char *what)
{
    struct post_message message = {.type = POST_FAULT, .fault = {.number = number}};
    snprintf(message.fault.what, sizeof message.fault.what, "%s", what);
    assert_true(driver_send(driver, fd, &message));
}

static void test_service__tells_each_kind_of_fault_once(void **state)
{
    struct driver *driver = *state;
    const struct post_message ask = {.type = POST_ASK_FACTS};
    struct post_message answer;
    int face = come(driver, POST_FACE), courier = driver_connect(driver, POST_COURIER);
    assert_true(courier >= 0);
    report(driver, face, FAULT_NO_DICTIONARY, "no base.dict");
    for (int i = 0; i < 3; i++)
        report(driver, face, FAULT_NO_CAMPAIGN, i == 2 ? "the last" : "another");
    assert_true(driver_send(driver, face, &ask));
    assert_true(driver_wait(driver, face, POST_FACTS, &answer));
    assert_string_equal(answer.facts.keeper, JIANYAN_VERSION);
    assert_string_equal(answer.facts.courier, JIANYAN_VERSION);
    assert_true(answer.facts.disk_free_mb > 0);
    assert_int_equal(answer.facts.contact_ms, 0);
    assert_int_equal(answer.facts.faults, 2);
    unsigned times[2] = {0, 0};
    for (int i = 0; i < 2; i++) {
        assert_true(driver_wait(driver, face, POST_FAULT_NOTE, &answer));
        assert_true(answer.note.first_ms > 0 && answer.note.last_ms >= answer.note.first_ms);
        times[answer.note.number == FAULT_NO_CAMPAIGN] = answer.note.times;
        if (answer.note.number == FAULT_NO_CAMPAIGN)
            assert_string_equal(answer.note.what, "the last");
    }
    assert_int_equal(times[0], 1);
    assert_int_equal(times[1], 3);
    close(courier);
    go(driver, face);
    face = come(driver, POST_FACE); /* they are kept */
    assert_true(driver_send(driver, face, &ask));
    assert_true(driver_wait(driver, face, POST_FACTS, &answer));
    assert_int_equal(answer.facts.faults, 2);
    assert_string_equal(answer.facts.courier, ""); /* not connected */
    go(driver, face);
}

static void test_service__notes_the_last_contact(void **state)
{
    struct driver *driver = *state;
    const struct post_message ask = {.type = POST_ASK_FACTS};
    struct post_message answer = {.type = POST_COURIER_STATUS, .courier = {POST_NET_OK, ""}};
    int face = come(driver, POST_FACE), courier = driver_connect(driver, POST_COURIER);
    assert_true(courier >= 0 && driver_send(driver, courier, &answer));
    do {
        assert_true(driver_wait(driver, face, POST_STATUS, &answer));
    } while (answer.status.net != POST_NET_OK);
    assert_true(driver_send(driver, face, &ask));
    assert_true(driver_wait(driver, face, POST_FACTS, &answer));
    assert_true(answer.facts.contact_ms > 0);
    close(courier);
    go(driver, face);
}

/* -- letters set aside -- */

static void refuse(struct driver *driver, int courier, unsigned n)
{
    static uint8_t room[POST_LETTER_MAX];
    struct post_message letter = driver_letter(driver, n, room);
    struct post_message message = {.type = POST_REFUSED, .refused = {.http_status = 422}};
    memcpy(message.refused.id, letter.put.id, POST_ID_BYTES);
    assert_int_equal(driver_next(driver, courier), (int)n);
    assert_true(driver_send(driver, courier, &message));
    assert_int_equal(driver_next(driver, courier), -1);
}

static void test_service__tries_a_refused_letter_again_with_each_campaign(void **state)
{
    struct driver *driver = *state;
    const struct post_message installed = {.type = POST_INSTALLED, .installed = {"8"}};
    int face = come(driver, POST_FACE), courier = driver_connect(driver, POST_COURIER);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    for (int i = 0; i < 2; i++) {
        refuse(driver, courier, 1);
        assert_true(driver_send(driver, courier, &installed));
    }
    assert_int_equal(driver_next(driver, courier), 1);
    assert_true(driver_deliver(driver, courier, 1, true));
    assert_true(driver_expect(driver, face, 0, 1, POST_STORE_OK));
    assert_int_equal(driver->seen.status.refused, 0);
    close(courier);
    go(driver, face);
}

static void test_service__tries_a_refused_letter_again_for_another_intake(void **state)
{
    struct driver *driver = *state;
    int face = come(driver, POST_FACE), courier = driver_connect(driver, POST_COURIER);
    assert_int_equal(driver_put(driver, face, 1), POST_SAVE_OK);
    refuse(driver, courier, 1);
    close(courier);
    go(driver, face);
    courier = come(driver, POST_COURIER); /* nothing is new */
    assert_int_equal(driver->seen.status.refused, 1);
    assert_int_equal(driver_next(driver, courier), -1);
    go(driver, courier);
    use_conf(driver, "intake_url = https://intake.example/\n");
    courier = come(driver, POST_COURIER);
    assert_int_equal(driver->seen.status.refused, 0);
    refuse(driver, courier, 1);
    go(driver, courier);
    courier = come(driver, POST_COURIER); /* once */
    assert_int_equal(driver->seen.status.refused, 1);
    go(driver, courier);
}

static void test_service__counts_the_letters_of_today(void **state)
{
    struct driver *driver = *state;
    int face = come(driver, POST_FACE);
    for (unsigned n = 1; n <= 3; n++)
        assert_int_equal(driver_put(driver, face, n), POST_SAVE_OK);
    assert_int_equal(driver_put(driver, face, 3), POST_SAVE_OK); /* the same once more */
    go(driver, face);
    face = come(driver, POST_FACE); /* the day does not begin anew with a start */
    uint32_t day = driver->seen.status.day;
    assert_int_equal(driver->seen.status.today, 3);
    assert_int_equal(driver_put(driver, face, 4), POST_SAVE_OK);
    assert_true(driver_expect(driver, face, 4, 0, POST_STORE_OK));
    if (driver->seen.status.day == day) /* and not just past midnight */
        assert_int_equal(driver->seen.status.today, 4);
    go(driver, face);
}

#define with_keeper(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        with_keeper(test_service__keeps_what_was_set_at_home),
        with_keeper(test_service__a_kiosk_that_was_set_up_is_locked),
        with_keeper(test_service__without_a_token_a_kiosk_stays_as_it_is),
        with_keeper(test_service__tells_each_kind_of_fault_once),
        with_keeper(test_service__notes_the_last_contact),
        with_keeper(test_service__tries_a_refused_letter_again_with_each_campaign),
        with_keeper(test_service__tries_a_refused_letter_again_for_another_intake),
        with_keeper(test_service__counts_the_letters_of_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
