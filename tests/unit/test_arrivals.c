/* What the simulator's window reads from the intake: bounded, and never worse off by a bad answer.
 */
#include "sim/arrivals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"

static void answer(struct arrivals *arrivals, const char *text)
{
    arrivals_read(arrivals, text, strlen(text));
}

static void item(char *out, size_t size, const char *receipt, const char *text)
{
    snprintf(out, size,
             "{\"receipt\":\"%s\",\"created\":\"2020-09-01T09:31:00+08:00\",\"theme\":\"x\","
             "\"channel\":\"y\",\"text\":\"%s\"}",
             receipt, text);
}

static void test_arrivals__keeps_what_came(void **state)
{
    struct arrivals arrivals;
    char one[2048], all[4096];
    (void)state;
    arrivals_init(&arrivals);
    item(one, sizeof one, "4837403978379390", "abc");
    snprintf(all, sizeof all, HEAD "{\"count\":1,\"newest\":[%s]}", one);
    answer(&arrivals, all);
    assert_int_equal(arrivals.count, 1);
    assert_string_equal(arrivals.newest[0].receipt, "4837403978379390");
    assert_string_equal(arrivals.newest[0].time, "09:31");
    assert_string_equal(arrivals.newest[0].text, "abc");
    unsigned changes = arrivals.changes;
    answer(&arrivals, all);
    assert_int_equal(arrivals.changes, changes);
    arrivals_close(&arrivals);
}

static void test_arrivals__hides_earlier_visitors(void **state)
{
    struct arrivals arrivals;
    char one[2048], all[8192];
    (void)state;
    arrivals_init(&arrivals);
    item(one, sizeof one, "4837403978379390", "abc");
    snprintf(all, sizeof all, HEAD "{\"count\":1,\"newest\":[%s]}", one);
    answer(&arrivals, all);
    arrivals_next_visitor(&arrivals);
    assert_int_equal(arrivals.count, 0);
    snprintf(all, sizeof all, HEAD "{\"count\":2,\"newest\":[%s,%s]}", one, one);
    answer(&arrivals, all);
    assert_int_equal(arrivals.count, 1);
    assert_int_equal(arrivals.total, 2);
    arrivals_close(&arrivals);
}

static void test_arrivals__cuts_long_texts_at_a_character(void **state)
{
    struct arrivals arrivals;
    char text[1501] = "", one[2048], all[4096];
    (void)state;
    for (int i = 0; i < 500; i++)
        memcpy(text + (size_t)i * 3, "\xe8\xb7\xaf", 4);
    arrivals_init(&arrivals);
    item(one, sizeof one, "4837403978379390", text);
    snprintf(all, sizeof all, HEAD "{\"count\":1,\"newest\":[%s]}", one);
    answer(&arrivals, all);
    assert_int_equal(strlen(arrivals.newest[0].text), (ARRIVALS_TEXT - 1) / 3 * 3);
    arrivals_close(&arrivals);
}

static void test_arrivals__bears_bad_answers(void **state)
{
    static const char *const bad[] = {
        "",
        "HTTP/1.1 403 Forbidden\r\n\r\n{\"count\":1,\"newest\":[]}",
        HEAD,
        HEAD "[]",
        HEAD "{\"count\":-1,\"newest\":[]}",
        HEAD "{\"count\":1,\"newest\":7}",
        HEAD "{\"count\":1,\"newest\":[",
    };
    struct arrivals arrivals;
    (void)state;
    arrivals_init(&arrivals);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        answer(&arrivals, bad[i]);
        assert_int_equal(arrivals.changes, 0);
    }
    answer(&arrivals, HEAD "{\"count\":2,\"newest\":[7,{\"text\":1}]}");
    assert_int_equal(arrivals.count, 2);
    assert_string_equal(arrivals.newest[1].text, "");
    arrivals_close(&arrivals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arrivals__keeps_what_came),
        cmocka_unit_test(test_arrivals__hides_earlier_visitors),
        cmocka_unit_test(test_arrivals__cuts_long_texts_at_a_character),
        cmocka_unit_test(test_arrivals__bears_bad_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
