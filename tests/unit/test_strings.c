#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/utf8.h"
#include "strings/strings.h"

#include <string.h>

static void test_strings__every_name_has_words(void **state)
{
    (void)state;
    for (int i = 0; i < STR_COUNT; i++) {
        const char *text = str_text((enum str)i);
        assert_non_null(text);
        assert_true(text[0] != '\0');
        assert_true(utf8_is_valid(text, strlen(text)));
    }
}

static void test_strings__names_are_filled_in_order(void **state)
{
    (void)state;
    char out[64];
    const char *const values[3] = {"12", "200", NULL};
    assert_string_equal(str_fill(out, sizeof out, STR_COMPOSE_COUNT, values), "12/200");
    assert_string_equal(str_fill(out, sizeof out, STR_COMPOSE_COUNT, (const char *const[3]){0}),
                        "/");
}

static void test_strings__values_with_braces_stay_as_they_are(void **state)
{
    (void)state;
    char out[64];
    const char *const values[3] = {"{limit}", "%s", NULL};
    assert_string_equal(str_fill(out, sizeof out, STR_COMPOSE_COUNT, values), "{limit}/%s");
}

static void test_strings__a_small_buffer_cuts_at_a_whole_character(void **state)
{
    (void)state;
    char out[64];
    for (size_t size = 1; size < sizeof out; size++) {
        str_number(out, size, STR_POSTER_COUNTDOWN, 30);
        assert_true(strlen(out) < size);
        assert_true(utf8_is_valid(out, strlen(out)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings__every_name_has_words),
        cmocka_unit_test(test_strings__names_are_filled_in_order),
        cmocka_unit_test(test_strings__values_with_braces_stay_as_they_are),
        cmocka_unit_test(test_strings__a_small_buffer_cuts_at_a_whole_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
