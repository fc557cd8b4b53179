#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "face/draft.h"
#include "face/handover.h"

static const char page[] = "https://jianyan.example/h5/?ch=stb";

static void expect_digits(const char *text, const char *digits)
{
    char address[256], wanted[256];
    snprintf(address, sizeof address, "%s", page);
    snprintf(wanted, sizeof wanted, "%s#d=%s", page, digits);
    assert_true(handover_append(address, sizeof address, text));
    assert_string_equal(address, wanted);
}

/* The format is read by pages that are older or newer: these digits never change. The same stand in
 * tests/e2e/h5_carried. */
static void test_handover__two_characters_are_nine_digits(void **state)
{
    (void)state;
    expect_digits("", "");
    expect_digits("一", "00095"); /* 95 characters before it */
    expect_digits("a", "00065");
    expect_digits("一a", "003004155"); /* 95 × 31622 + 65 */
    expect_digits("希望", "132913788");
    expect_digits("希望。", "13291378821089");
    expect_digits("\U00020000", "99991929400000"); /* none of the ranges */
}

static void test_handover__says_when_there_is_no_room(void **state)
{
    char address[sizeof page + 3 + 9 + 5];
    (void)state;
    snprintf(address, sizeof address, "%s", page);
    assert_true(handover_append(address, sizeof address, "一二三"));
    snprintf(address, sizeof address, "%s", page);
    assert_false(handover_append(address, sizeof address - 1, "一二三"));
    assert_string_equal(address, page);
    assert_false(handover_append(address, sizeof page + 2, "一"));
    assert_string_equal(address, page);
}

/* 15 bits of a code for a character; a full text of a television stays short. */
static void test_handover__a_full_text_is_900_digits(void **state)
{
    static char text[DRAFT_CHARS_HOME * 3 + 1], address[2048];
    (void)state;
    for (int i = 0; i < DRAFT_CHARS_HOME; i++)
        strcat(text, "建");
    assert_true(handover_append(address, sizeof address, text));
    assert_int_equal(strlen(address), 3 + 900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_handover__two_characters_are_nine_digits),
        cmocka_unit_test(test_handover__says_when_there_is_no_room),
        cmocka_unit_test(test_handover__a_full_text_is_900_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
