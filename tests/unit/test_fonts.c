/* No tofu and nothing clipped: the fonts have every character that can come to the screen, and each
 * stands inside its line at every size that a profile uses. */
#include "ui/glyphs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/utf8.h"
#include "ime/dict.h"
#include "strings/strings.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "with_fonts.h"

enum { TABLE = 8105, EXTREMES = 24, MEASURED_AT = 200 };

/* The characters of 通用规范汉字表, as Unihan has them: "U+4E00 kTGH 2013:1". */
static size_t read_table(uint32_t table[TABLE])
{
    char line[256], field[32];
    size_t count = 0;
    unsigned c;
    FILE *file = popen("bzip2 -dc " UNIHAN, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "U+%x %31s", &c, field) == 2 && strcmp(field, "kTGH") == 0) {
            assert_true(count < TABLE);
            table[count++] = c;
        }
    }
    assert_int_equal(pclose(file), 0);
    return count;
}

static void assert_has(struct fonts *fonts, const char *text, size_t len)
{
    for (size_t i = 0, used; i < len; i += used) {
        uint32_t c = utf8_decode(text + i, len - i, &used);
        if (c >= 0x20 && !fonts_have(fonts, c))
            fail_msg("no glyph for U+%04X in '%.*s'", c, (int)len, text);
    }
}

static void test_fonts__have_every_standard_character(void **state)
{
    static uint32_t table[TABLE];
    assert_int_equal(read_table(table), TABLE);
    for (size_t i = 0; i < TABLE; i++) {
        if (!fonts_have(*state, table[i]))
            fail_msg("no glyph for U+%04X", table[i]);
    }
}

static void test_fonts__have_every_character_of_our_texts(void **state)
{
    static char campaign[1 << 20];
    for (int id = 0; id < STR_COUNT; id++)
        assert_has(*state, str_text((enum str)id), strlen(str_text((enum str)id)));
    FILE *file = fopen(CAMPAIGN, "r");
    assert_non_null(file);
    size_t len = fread(campaign, 1, sizeof campaign, file);
    fclose(file);
    assert_true(len > 0 && len < sizeof campaign);
    assert_has(*state, campaign, len);
}

static void test_fonts__have_every_character_one_can_type(void **state)
{
    struct dict dict;
    assert_true(dict_open(&dict, DATA_DIR "/base.dict"));
    for (uint32_t entry = 0; entry < dict.entry_count; entry++) {
        char text[DICT_WORD_BYTES + 1];
        size_t len = dict_write(&dict, entry, text);
        assert_has(*state, text, len);
    }
    dict_close(&dict);
}

/* What reaches highest and lowest, in thousandths of the size. */
struct reach {
    uint32_t c;
    int up, down;
};

static int by_up(const void *a, const void *b)
{
    return ((const struct reach *)b)->up - ((const struct reach *)a)->up;
}

static int by_down(const void *a, const void *b)
{
    return ((const struct reach *)b)->down - ((const struct reach *)a)->down;
}

/* The characters that come nearest to the edges of their lines. */
static size_t find_extremes(struct fonts *fonts, enum weight weight, uint32_t out[2 * EXTREMES])
{
    static uint32_t table[TABLE];
    static struct reach reach[TABLE];
    size_t count = read_table(table);
    for (size_t i = 0; i < count; i++) {
        struct glyph glyph = glyphs_find(fonts, weight, MEASURED_AT, table[i]);
        reach[i] = (struct reach){table[i], glyph.top, glyph.height - glyph.top};
        assert_true(glyph.width > 0 && glyph.height > 0);
    }
    qsort(reach, count, sizeof reach[0], by_up);
    for (size_t i = 0; i < EXTREMES; i++)
        out[i] = reach[i].c;
    qsort(reach, count, sizeof reach[0], by_down);
    for (size_t i = 0; i < EXTREMES; i++)
        out[EXTREMES + i] = reach[i].c;
    return 2 * EXTREMES;
}

/* text_line() puts the em box (0.88 above, 0.12 below the base line) in the middle of the line. */
static void assert_inside(struct fonts *fonts, const struct style *style, uint32_t c)
{
    struct glyph glyph = glyphs_find(fonts, style->weight, style->size, c);
    int baseline = style->line / 2 + (style->size * 38 + 50) / 100;
    if (glyph.top > baseline || glyph.height - glyph.top > style->line - baseline)
        fail_msg("U+%04X does not fit into its line at %d px", c, style->size);
}

static void test_fonts__keep_inside_their_lines_on_every_profile(void **state)
{
    static const char *const profiles[] = {"stb-720p", "stb-1080p", "kiosk-1080p", "kiosk-wide",
                                           "pal-576"};
    uint32_t extremes[2][2 * EXTREMES];
    size_t count = find_extremes(*state, WEIGHT_REGULAR, extremes[WEIGHT_REGULAR]);
    find_extremes(*state, WEIGHT_BOLD, extremes[WEIGHT_BOLD]);
    for (size_t p = 0; p < sizeof profiles / sizeof profiles[0]; p++) {
        for (int large = 0; large < 2; large++) {
            struct theme theme;
            theme_init(&theme, conf_profile_find(profiles[p]), large, PALETTE_DAY);
            for (int role = 0; role < ROLE_COUNT; role++) {
                for (size_t i = 0; i < count; i++)
                    assert_inside(*state, &theme.types[role],
                                  extremes[theme.types[role].weight][i]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fonts__have_every_standard_character),
        cmocka_unit_test(test_fonts__have_every_character_of_our_texts),
        cmocka_unit_test(test_fonts__have_every_character_one_can_type),
        cmocka_unit_test(test_fonts__keep_inside_their_lines_on_every_profile),
    };
    return cmocka_run_group_tests(tests, with_fonts_open, with_fonts_close);
}
