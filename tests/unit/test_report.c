/* The front's way to the rear. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "board/common/report.h"

struct stage {
    char folder[32];
    int state_fd;
};

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    *stage = (struct stage){.folder = "/tmp/jianyan-report-XXXXXX"};
    assert_non_null(mkdtemp(stage->folder));
    stage->state_fd = open(stage->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *state = stage;
    return stage->state_fd >= 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    close(stage->state_fd);
    rmdir(stage->folder);
    free(stage);
    return 0;
}

static void hears(int front_fd, const char *expected)
{
    char text[REPORT_TEXT_MAX];
    assert_true(report_next(front_fd, text));
    assert_string_equal(text, expected);
}

static void test_report__reaches_the_rear_of_its_folder(void **state)
{
    const struct stage *stage = *state;
    char text[REPORT_TEXT_MAX];
    int front = -1;
    assert_false(report_say(&front, stage->state_fd, REPORT_ALIVE)); /* there is no rear yet */
    int listen_fd = report_listen(stage->state_fd);
    assert_true(listen_fd >= 0);
    assert_int_equal(report_listen(stage->state_fd), -1); /* there is one only */
    assert_int_equal(report_accept(listen_fd), -1);
    assert_true(report_say(&front, stage->state_fd, REPORT_ALIVE));
    assert_true(report_say(&front, stage->state_fd, REPORT_READY));
    int heard = report_accept(listen_fd);
    assert_true(heard >= 0);
    hears(heard, REPORT_ALIVE);
    hears(heard, REPORT_READY);
    hears(heard, "");
    close(front);
    assert_false(report_next(heard, text));
    close(heard);
    close(listen_fd);
}

static void test_report__finds_the_next_rear(void **state)
{
    const struct stage *stage = *state;
    int front = -1, listen_fd = report_listen(stage->state_fd);
    assert_true(report_say(&front, stage->state_fd, REPORT_ALIVE));
    int heard = report_accept(listen_fd);
    close(heard);
    close(listen_fd);
    assert_false(report_say(&front, stage->state_fd, REPORT_ALIVE)); /* it is gone */
    listen_fd = report_listen(stage->state_fd);
    assert_true(report_say(&front, stage->state_fd, REPORT_READY));
    heard = report_accept(listen_fd);
    hears(heard, REPORT_READY);
    close(front);
    close(heard);
    close(listen_fd);
}

/* A rear that hangs must not hang the front. */
static void test_report__never_waits(void **state)
{
    const struct stage *stage = *state;
    int front = -1, listen_fd = report_listen(stage->state_fd), sent = 0;
    while (report_say(&front, stage->state_fd, REPORT_ALIVE))
        assert_true(++sent < 1000000);
    assert_true(front >= 0);
    close(front);
    close(listen_fd);
}

#define with_folder(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(test_report__reaches_the_rear_of_its_folder),
        with_folder(test_report__finds_the_next_rear),
        with_folder(test_report__never_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
