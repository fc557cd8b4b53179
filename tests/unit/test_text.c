#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "ui/breaks.h"
#include "ui/glyphs.h"
#include "ui/text.h"
#include "with_fonts.h"

static const struct style plain = {WEIGHT_REGULAR, 20, 28, 0, false};

static void test_text__breaks_by_the_table(void **state)
{
    static const struct {
        uint32_t before, after;
        bool may;
    } table[] = {
        {0x6211, 0x4eec, true},  /* 我|们 */
        {0x6211, 0xff0c, false}, /* 我， */
        {0xff0c, 0x6211, true},  /* ，|我 */
        {0x201c, 0x6211, false}, /* “我 */
        {0x6211, 0x201d, false}, /* 我” */
        {0x6211, 0x201c, true},  /* 我|“ */
        {0x300a, 0x6211, false}, /* 《我 */
        {0x2026, 0x2026, false}, /* …… */
        {0x2014, 0x2014, false}, /* —— */
        {'a', 'b', false},       {'5', '0', false},    {'5', '%', false},
        {' ', 'b', true},        {'b', ' ', false},    {0x6211, '5', true},
        {'5', 0x6211, true},     {0xffe5, '5', false}, /* ￥5 */
        {'5', 0x2103, false},                          /* 5℃ */
        {'.', 'c', false},                             /* inside an address */
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_int_equal(breaks_between(table[i].before, table[i].after), table[i].may);
    assert_true(breaks_thin_space(0x6211, '5') && breaks_thin_space('a', 0x6211));
    assert_false(breaks_thin_space(0x6211, ',') || breaks_thin_space('a', 'b'));
}

/* Where lines end shows in the height and in where the caret goes. */
static int lines_of(struct fonts *fonts, int width, const char *text)
{
    return text_block_height(fonts, width, &plain, text) / plain.line;
}

static void test_text__counts_lines(void **state)
{
    struct fonts *fonts = *state;
    assert_int_equal(lines_of(fonts, 100, ""), 0);
    assert_int_equal(lines_of(fonts, 100, "一二三四五"), 1);
    assert_int_equal(lines_of(fonts, 100, "一二三四五六"), 2);
    assert_int_equal(lines_of(fonts, 100, "一二\n三"), 2);
    assert_int_equal(lines_of(fonts, 100, "一二三四五。"), 2);
    assert_int_equal(lines_of(fonts, 100, "一二三四五      "), 1);
    int four = text_width(fonts, &plain, "wwww", 4);
    assert_int_equal(lines_of(fonts, four, "wwwwwwwwwwww"), 3);
    assert_int_equal(lines_of(fonts, four, "ww wwww ww"), 3);
    assert_int_equal(lines_of(fonts, 1, "一二"), 2);
    assert_int_equal(lines_of(fonts, -5, "一。"), 2);
}

struct place {
    const char *text;
    size_t at;
    int x, y;
};

static void test_text__caret_stands_where_the_next_character_comes(void **state)
{
    static const struct place places[] = {
        {"", 0, 0, 0},
        {"一二三", 0, 0, 0},
        {"一二三", 3, 20, 0},
        {"一二三", 9, 60, 0},
        {"一二三四五六", 15, 0, 1},  /* before 六, which begins the second line */
        {"一二三四五六", 18, 20, 1}, /* after it */
        {"一二三四五", 15, 100, 0},  /* a full line: at its end */
        {"一二三四五。", 12, 0, 1},  /* 五。 went down together */
        {"一\n", 4, 0, 1},
        {"一\n二", 3, 20, 0},
        {"一\n\n二", 5, 0, 2},
    };
    struct rect r = {7, 9, 100, 500};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        int x = -1, y = -1;
        text_block_caret(*state, r, &plain, places[i].text, places[i].at, &x, &y);
        assert_int_equal(x, 7 + places[i].x);
        assert_int_equal(y, 9 + places[i].y * plain.line);
    }
}

static void test_text__widths_add_up(void **state)
{
    struct style style = plain, digits = plain;
    digits.tabular = true;
    assert_int_equal(text_width(*state, &style, "一二", 6), 40);
    int letter = text_width(*state, &style, "a", 1);
    assert_int_equal(text_width(*state, &style, "一a", 4), 20 + letter + 2);
    assert_int_equal(text_width(*state, &digits, "1111", 4),
                     text_width(*state, &digits, "0858", 4));
    assert_int_equal(text_width(*state, &style, "\xe2\x80\x8b\n", 4), 0);
    assert_true(text_width(*state, &style, "\xff\xfe", 2) > 0);
}

/* Random bytes never hang, never read past the end, never draw outside. */
static void test_text__survives_garbage(void **state)
{
    uint32_t random = 1;
    for (int round = 0; round < 2000; round++) {
        char text[64];
        size_t len = (size_t)(round % 60);
        for (size_t i = 0; i < len; i++) {
            random = random * 1664525 + 1013904223;
            text[i] = (char)(random >> 24 ? random >> 24 : 1);
        }
        text[len] = '\0';
        int x, y, height = text_block_height(*state, (int)(random >> 25), &plain, text);
        text_block_caret(*state, (struct rect){0, 0, 50, 50}, &plain, text, len, &x, &y);
        assert_true(height >= 0 && height <= (int)len * plain.line && x >= 0 && x <= 50);
    }
}

static void test_fonts__have_gb2312_and_know_what_they_lack(void **state)
{
    iconv_t to_utf8 = iconv_open("UTF-8", "GB2312");
    int count = 0;
    for (int code = 0xa1a1; code <= 0xf7fe; code++) {
        char in[2] = {(char)(code >> 8), (char)code}, out[8];
        char *from = in, *to = out;
        size_t in_left = 2, out_left = sizeof out, used;
        if ((code & 0xff) < 0xa1 || iconv(to_utf8, &from, &in_left, &to, &out_left) != 0)
            continue;
        uint32_t c = utf8_decode(out, sizeof out - out_left, &used);
        if (!fonts_have(*state, c))
            fail_msg("no glyph for U+%04X", (unsigned)c);
        count++;
    }
    iconv_close(to_utf8);
    assert_int_equal(count, 7445);
    assert_false(fonts_have(*state, 0x1f600));
    assert_false(fonts_have(*state, 0x10ffff));
}

/* Every character the typing dictionary can commit has a glyph. */
static void test_fonts__have_the_dictionary(void **state)
{
    FILE *file = fopen(DICTIONARY, "r");
    char line[512];
    bool body = false;
    int words = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char *tab = strchr(line, '\t');
        if (body && tab) {
            size_t len = (size_t)(tab - line);
            words++;
            for (size_t i = 0, used; i < len; i += used)
                assert_true(fonts_have(*state, utf8_decode(line + i, len - i, &used)));
        }
        body = body || strncmp(line, "...", 3) == 0;
    }
    fclose(file);
    assert_true(words > 50000);
}

static void test_fonts__missing_files_are_said(void **state)
{
    (void)state;
    assert_null(fonts_open("/nowhere"));
    fonts_close(NULL);
}

static bool same(struct glyph a, const struct glyph *b, const uint8_t *pixels)
{
    return a.left == b->left && a.top == b->top && a.width == b->width && a.height == b->height &&
           memcmp(a.coverage, pixels, (size_t)a.width * a.height) == 0;
}

/* Far more glyphs than slots: what is found again is what was drawn first. */
static void test_glyphs__cache_gives_the_same_picture_after_eviction(void **state)
{
    enum { KEPT = 40 };
    static struct glyph first[KEPT];
    static uint8_t pixels[KEPT][4096];
    for (uint32_t i = 0; i < KEPT; i++) {
        first[i] = glyphs_find(*state, WEIGHT_REGULAR, 40, 0x4e00 + i);
        assert_true(first[i].width * first[i].height <= 4096);
        memcpy(pixels[i], first[i].coverage, (size_t)first[i].width * first[i].height);
    }
    unsigned drawn = glyphs_drawn(*state);
    for (uint32_t i = 0; i < KEPT; i++)
        assert_true(
            same(glyphs_find(*state, WEIGHT_REGULAR, 40, 0x4e00 + i), &first[i], pixels[i]));
    assert_int_equal(glyphs_drawn(*state), drawn);
    for (uint32_t i = 0; i < 3000; i++)
        glyphs_find(*state, WEIGHT_REGULAR, 40, 0x5000 + i);
    assert_true(glyphs_drawn(*state) > drawn + 2000);
    drawn = glyphs_drawn(*state);
    for (uint32_t i = 0; i < KEPT; i++)
        assert_true(
            same(glyphs_find(*state, WEIGHT_REGULAR, 40, 0x4e00 + i), &first[i], pixels[i]));
    /* All but a few thin ones (一), whose class of slots has few guests. */
    assert_true(glyphs_drawn(*state) > drawn + KEPT - 5);
}

/* What is used all the time stays while others come and go. */
static void test_glyphs__least_recently_used_gives_way(void **state)
{
    glyphs_find(*state, WEIGHT_BOLD, 24, 0x4eba);
    for (uint32_t i = 0; i < 1000; i++) {
        glyphs_find(*state, WEIGHT_BOLD, 24, 0x5000 + i);
        unsigned drawn = glyphs_drawn(*state);
        glyphs_find(*state, WEIGHT_BOLD, 24, 0x4eba);
        assert_int_equal(glyphs_drawn(*state), drawn);
    }
}

/* The em box we centre by (0.88 above, 0.12 below) holds every Han character, to within a pixel or
 * two; nothing is cut by lines as high as our types have them. */
static void test_glyphs__han_stays_in_its_line(void **state)
{
    for (uint32_t c = 0x4e00; c < 0x9fa0; c += 3) {
        if (!fonts_have(*state, c))
            continue;
        struct glyph glyph = glyphs_find(*state, WEIGHT_BOLD, 50, c);
        assert_true(glyph.width > 0 && glyph.top <= 46 && glyph.height - glyph.top <= 8);
        assert_true(glyph.left >= -2 && glyph.left + glyph.width <= 52);
        assert_int_equal(glyphs_advance(*state, WEIGHT_BOLD, 50, c), 50);
    }
}

static void test_glyphs__missing_is_drawn_as_geta(void **state)
{
    struct glyph geta = glyphs_find(*state, WEIGHT_REGULAR, 30, 0x3013);
    struct glyph none = glyphs_find(*state, WEIGHT_REGULAR, 30, 0x1f600);
    assert_true(none.width > 0 && none.width == geta.width && none.height == geta.height);
    assert_int_equal(glyphs_find(*state, WEIGHT_REGULAR, 0, 'a').width, 0);
    assert_int_equal(glyphs_find(*state, WEIGHT_REGULAR, 256, 'a').width, 0);
    assert_true(glyphs_find(*state, WEIGHT_REGULAR, 255, 0x9f98).width > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__breaks_by_the_table),
        cmocka_unit_test(test_text__counts_lines),
        cmocka_unit_test(test_text__caret_stands_where_the_next_character_comes),
        cmocka_unit_test(test_text__widths_add_up),
        cmocka_unit_test(test_text__survives_garbage),
        cmocka_unit_test(test_fonts__have_gb2312_and_know_what_they_lack),
        cmocka_unit_test(test_fonts__have_the_dictionary),
        cmocka_unit_test(test_fonts__missing_files_are_said),
        cmocka_unit_test(test_glyphs__cache_gives_the_same_picture_after_eviction),
        cmocka_unit_test(test_glyphs__least_recently_used_gives_way),
        cmocka_unit_test(test_glyphs__han_stays_in_its_line),
        cmocka_unit_test(test_glyphs__missing_is_drawn_as_geta),
    };
    return cmocka_run_group_tests(tests, with_fonts_open, with_fonts_close);
}
