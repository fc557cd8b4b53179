#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/utf8.h"
#include "ime/ime.h"
#include "ime/stroke.h"

/* Typing by strokes: 1 横 2 竖 3 撇 4 点 5 折, 6 any. */

enum { STANDARD = 8105, DEEPEST = 60, FLIPS = 2000, CUTS = 60 };

static const struct ime_options options = {IME_STROKE, true, true};

static int set_up(void **state)
{
    *state = ime_open(JIANYAN_SHARE, &options);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    ime_close(*state);
    return 0;
}

static void type(struct ime *ime, const char *strokes)
{
    for (; *strokes; strokes++)
        assert_true(ime_key(ime, *strokes - '0'));
}

static int find(struct ime *ime, const char *text)
{
    struct ime_candidate candidate;
    for (size_t i = 0; ime_candidate(ime, i, &candidate); i++) {
        if (strcmp(candidate.text, text) == 0)
            return (int)i;
    }
    return -1;
}

/* Every way of one character, each typed to its end. */
struct reach {
    struct ime *ime;
    const char *character;
    int deepest;
};

static void reach(const char *strokes, void *data)
{
    struct reach *reach = data;
    struct ime_candidate candidate;
    ime_reset(reach->ime, true);
    type(reach->ime, strokes);
    int place = find(reach->ime, reach->character);
    if (place < 0)
        fail_msg("%s is not reached by %s", reach->character, strokes);
    assert_true(ime_candidate(reach->ime, (size_t)place, &candidate));
    assert_int_equal(candidate.used, (int)strlen(strokes));
    assert_false(candidate.tolerant);
    reach->deepest = place > reach->deepest ? place : reach->deepest;
}

static void test_ime_strokes__every_standard_character(void **state)
{
    char line[512], field[16], text[5];
    unsigned long character = 0;
    int found = 0;
    struct reach reached = {*state, text, 0};
    FILE *file = fopen(MAPPINGS, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "U+%lx %15s", &character, field) != 2 || strcmp(field, "kTGH") != 0)
            continue;
        text[utf8_encode((uint32_t)character, text)] = '\0';
        if (ime_strokes(*state, text, reach, &reached) == 0)
            fail_msg("%s has no strokes", text);
        found++;
    }
    fclose(file);
    assert_int_equal(found, STANDARD);
    assert_in_range(reached.deepest, 1, DEEPEST);
}

static void test_ime_strokes__a_wildcard_stands_for_any(void **state)
{
    struct ime *ime = *state;
    ime_reset(ime, true);
    type(ime, "4521212511"); /* 请 is 4511212511 */
    assert_int_equal(find(ime, "请"), -1);
    ime_reset(ime, true);
    type(ime, "4561212511");
    assert_in_range(find(ime, "请"), 0, 4);
    ime_reset(ime, true);
    type(ime, "6666666"); /* seven strokes, whichever */
    assert_true(find(ime, "我") >= 0);
    assert_true(find(ime, "人") == -1);
}

static void test_ime_strokes__words_that_may_follow_come_with_them(void **state)
{
    struct ime *ime = *state;
    char text[IME_TEXT_MAX];
    ime_reset(ime, true);
    ime_context(ime, "请转告人民");
    type(ime, "12"); /* 政 begins so */
    assert_in_range(find(ime, "政府"), 0, 9);
    assert_true(ime_pick(ime, (size_t)find(ime, "政府"), text));
    assert_string_equal(ime_digits(ime), "");
    assert_true(ime_undo(ime));
    assert_string_equal(ime_digits(ime), "12");
    assert_true(ime_back(ime));
    assert_true(ime_back(ime));
    assert_false(ime_back(ime));
    assert_true(ime_count(ime) > 0); /* predictions, as with pinyin */
}

static void test_ime_strokes__layouts_change_at_any_time(void **state)
{
    struct ime *ime = *state;
    ime_reset(ime, true);
    ime_context(ime, "人民");
    type(ime, "312");
    assert_false(ime_key(ime, 7));
    assert_false(ime_key(ime, 0));
    assert_false(ime_letter(ime, 'a'));
    assert_true(ime_set_layout(ime, IME_NINE));
    assert_string_equal(ime_digits(ime), "");
    assert_true(find(ime, "政府") >= 0); /* the context is still there */
    assert_false(ime_key(ime, 1));
    assert_true(ime_key(ime, 9) && ime_key(ime, 4));
    assert_true(ime_set_layout(ime, IME_STROKE));
    assert_string_equal(ime_digits(ime), "");
    for (int i = 0; i < IME_DIGITS_MAX; i++)
        assert_true(ime_key(ime, 1 + i % 6));
    assert_false(ime_key(ime, 1));
    assert_int_equal(ime_count(ime), 0);
}

static void test_ime_strokes__damage_is_seen(void **state)
{
    struct stroke stroke;
    size_t len = 0;
    uint64_t random = 5;
    unsigned char *bytes =
        (unsigned char *)file_read(AT_FDCWD, JIANYAN_SHARE "/stroke.dict", 1 << 22, &len);
    (void)state;
    assert_non_null(bytes);
    assert_null(stroke_attach(&stroke, bytes, len));
    for (int i = 0; i < FLIPS; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407U;
        size_t at = (size_t)(random >> 33) % (i % 2 ? len : 64);
        bytes[at] ^= (unsigned char)(1U << (i % 8));
        assert_non_null(stroke_attach(&stroke, bytes, len));
        bytes[at] ^= (unsigned char)(1U << (i % 8));
    }
    for (int i = 0; i < CUTS; i++) {
        size_t kept = i < 30 ? (size_t)i * 4 : len * (size_t)i / CUTS;
        unsigned char *cut = malloc(kept + 1); /* so that a read behind it is noticed */
        assert_non_null(cut);
        memcpy(cut, bytes, kept);
        assert_non_null(stroke_attach(&stroke, cut, kept));
        free(cut);
    }
    free(bytes);
}

/* A folder with the words alone types pinyin, and says that there are no strokes. */
static void test_ime_strokes__are_optional(void **state)
{
    char folder[] = "/tmp/jianyan-ime-XXXXXX", path[64];
    const struct ime_options nine = {IME_NINE, true, true};
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/base.dict", folder);
    assert_int_equal(symlink(JIANYAN_SHARE "/base.dict", path), 0);
    struct ime *ime = ime_open(folder, &nine);
    assert_non_null(ime);
    assert_false(ime_set_layout(ime, IME_STROKE));
    assert_true(ime_key(ime, 9));
    assert_true(ime_count(ime) > 0);
    assert_int_equal(ime_strokes(ime, "人", NULL, NULL), 0);
    ime_close(ime);
    assert_null(ime_open(folder, &options));
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ime_strokes__every_standard_character),
        cmocka_unit_test(test_ime_strokes__a_wildcard_stands_for_any),
        cmocka_unit_test(test_ime_strokes__words_that_may_follow_come_with_them),
        cmocka_unit_test(test_ime_strokes__layouts_change_at_any_time),
        cmocka_unit_test(test_ime_strokes__damage_is_seen),
        cmocka_unit_test(test_ime_strokes__are_optional),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
