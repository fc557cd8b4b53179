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
#include "ime/dict.h"
#include "ime/ime.h"
#include "ime/lm.h"

/* A damaged dictionary is refused; one whose checksum was made to fit, by whoever means harm, is
 * refused or harmless. */

enum { FLIPS = 2000, FORGED = 120, CUTS = 60, KEYS = 60 };

struct subject {
    unsigned char *good, *bytes;
    size_t len;
    uint64_t random;
};

static uint32_t draw(struct subject *subject, uint32_t below)
{
    subject->random = subject->random * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (uint32_t)(subject->random >> 33) % below;
}

static int set_up(void **state)
{
    static char folder[] = "/tmp/jianyan-ime-XXXXXX";
    static struct subject subject = {.random = 7};
    subject.good =
        (unsigned char *)file_read(AT_FDCWD, JIANYAN_SHARE "/base.dict", 1 << 26, &subject.len);
    subject.bytes = malloc(subject.len);
    *state = &subject;
    return subject.good && subject.bytes && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    struct subject *subject = *state;
    char folder[64];
    free(subject->good);
    free(subject->bytes);
    if (!getcwd(folder, sizeof folder))
        return -1;
    unlink("base.dict");
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void forge_checksum(struct subject *subject)
{
    size_t checked = sizeof(struct data_header);
    uint64_t sum = data_checksum(subject->bytes + checked, subject->len - checked);
    memcpy(subject->bytes + offsetof(struct data_header, checksum), &sum, sizeof sum);
}

static void test_ime_damage__the_good_file_is_taken(void **state)
{
    struct subject *subject = *state;
    struct dict dict;
    assert_null(dict_attach(&dict, subject->good, subject->len));
    memcpy(subject->bytes, subject->good, subject->len);
    forge_checksum(subject);
    assert_memory_equal(subject->bytes, subject->good, subject->len);
}

static void test_ime_damage__every_flipped_bit_is_seen(void **state)
{
    struct subject *subject = *state;
    struct dict dict;
    for (int i = 0; i < FLIPS; i++) {
        size_t at = draw(subject, i % 2 ? 160 : (uint32_t)subject->len);
        unsigned char bit = (unsigned char)(1U << draw(subject, 8));
        subject->good[at] ^= bit;
        assert_non_null(dict_attach(&dict, subject->good, subject->len));
        subject->good[at] ^= bit;
    }
}

static void test_ime_damage__every_cut_is_seen(void **state)
{
    struct subject *subject = *state;
    struct dict dict;
    for (int i = 0; i < CUTS; i++) {
        size_t len = draw(subject, i < 20 ? 200 : (uint32_t)subject->len);
        unsigned char *cut = malloc(len + 1); /* so that a read behind it is noticed */
        assert_non_null(cut);
        memcpy(cut, subject->good, len);
        assert_non_null(dict_attach(&dict, cut, len));
        free(cut);
    }
}

/* Types, lists, picks at random on whatever base.dict in this folder holds. */
static void use(struct subject *subject)
{
    const struct ime_options options = {IME_NINE, draw(subject, 2) == 1, true};
    struct ime_candidate candidate;
    char text[IME_TEXT_MAX];
    struct ime *ime = ime_open(".", &options);
    for (int i = 0; ime && i < KEYS; i++) {
        ime_key(ime, 2 + (int)draw(subject, 8));
        size_t count = ime_count(ime);
        for (size_t c = 0; c < count; c += 1 + count / 20)
            ime_candidate(ime, c, &candidate);
        ime_reading(ime);
        if (count > 0 && draw(subject, 8) == 0)
            ime_pick(ime, draw(subject, (uint32_t)count), text);
        if (draw(subject, 30) == 0)
            ime_context(ime, "人民");
    }
    ime_close(ime);
}

static void test_ime_damage__forged_files_do_no_harm(void **state)
{
    struct subject *subject = *state;
    struct dict dict;
    size_t taken = 0;
    for (int i = 0; i < FORGED; i++) {
        memcpy(subject->bytes, subject->good, subject->len);
        int changes = 1 + (int)draw(subject, 4);
        for (int c = 0; c < changes; c++) {
            uint32_t value = draw(subject, 4) == 0 ? draw(subject, 1U << 30) : draw(subject, 300);
            size_t at = draw(subject, i % 3 ? (uint32_t)subject->len - 4 : 160);
            memcpy(subject->bytes + (i % 2 ? at : at / 4 * 4), &value, 1 + draw(subject, 4));
        }
        forge_checksum(subject);
        if (dict_attach(&dict, subject->bytes, subject->len) != NULL)
            continue;
        taken++;
        assert_true(file_write(AT_FDCWD, "base.dict", subject->bytes, subject->len));
        use(subject);
    }
    printf("%zu of %d forged files were taken, and did no harm\n", taken, FORGED);
    assert_true(taken > 0); /* else nothing was tried */
}

/* Word pairs are refused when a bit is wrong, when they are cut, and beside another base.dict. */
static void test_ime_damage__damaged_word_pairs_are_seen(void **state)
{
    struct subject *subject = *state;
    struct dict dict, other;
    struct lm lm;
    size_t len = 0;
    unsigned char *pairs =
        (unsigned char *)file_read(AT_FDCWD, JIANYAN_SHARE "/lm.dict", 1 << 26, &len);
    assert_non_null(pairs);
    assert_null(dict_attach(&dict, subject->good, subject->len));
    assert_null(lm_attach(&lm, pairs, len, &dict));
    for (int i = 0; i < FLIPS / 10; i++) {
        size_t at = draw(subject, i % 2 ? 80 : (uint32_t)len);
        pairs[at] ^= 4;
        assert_non_null(lm_attach(&lm, pairs, len, &dict));
        pairs[at] ^= 4;
    }
    assert_non_null(lm_attach(&lm, pairs, len - 4, &dict));
    memcpy(subject->bytes, subject->good, subject->len);
    subject->bytes[subject->len - 4] ^= 1; /* a word to begin with: another one */
    forge_checksum(subject);
    assert_null(dict_attach(&other, subject->bytes, subject->len));
    assert_string_equal(lm_attach(&lm, pairs, len, &other), "was made for another base.dict");
    free(pairs);
}

/* Without lm.dict, or with a damaged one, typing goes on with what is left. */
static void test_ime_damage__typing_goes_on_without_word_pairs(void **state)
{
    const struct ime_options options = {IME_NINE, true, true};
    struct subject *subject = *state;
    assert_true(file_write(AT_FDCWD, "base.dict", subject->good, subject->len));
    for (int damaged = 0; damaged < 2; damaged++) {
        struct ime *ime = ime_open(".", &options);
        assert_non_null(ime);
        assert_true(ime_key(ime, 9) && ime_key(ime, 4) && ime_count(ime) > 0);
        ime_close(ime);
        assert_true(file_write(AT_FDCWD, "lm.dict", subject->good, subject->len));
    }
    unlink("lm.dict");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ime_damage__the_good_file_is_taken),
        cmocka_unit_test(test_ime_damage__every_flipped_bit_is_seen),
        cmocka_unit_test(test_ime_damage__every_cut_is_seen),
        cmocka_unit_test(test_ime_damage__forged_files_do_no_harm),
        cmocka_unit_test(test_ime_damage__damaged_word_pairs_are_seen),
        cmocka_unit_test(test_ime_damage__typing_goes_on_without_word_pairs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
