#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "golden.h"
#include "sheet.h"
#include "ui/layout.h"
#include "ui/poster_places.h"
#include "with_fonts.h"

/* Light of a colour by WCAG 2. */
static double light(colour c)
{
    double sum = 0;
    static const double share[] = {0.0722, 0.7152, 0.2126};
    for (int i = 0; i < 3; i++) {
        double v = (c >> (8 * i) & 255) / 255.0;
        sum += share[i] * (v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(const struct theme *theme, enum token a, enum token b)
{
    double x = light(theme->colours[a]), y = light(theme->colours[b]);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static void test_theme__colours_can_be_read(void **state)
{
    static const struct {
        enum token text, ground;
        double least;
    } pairs[] = {
        {TOKEN_INK, TOKEN_PAPER, 12},      {TOKEN_INK, TOKEN_CARD, 12},
        {TOKEN_INK, TOKEN_TINT, 7},        {TOKEN_INK, TOKEN_MIST, 7},
        {TOKEN_QUIET, TOKEN_PAPER, 7},     {TOKEN_QUIET, TOKEN_CARD, 7},
        {TOKEN_QUIET, TOKEN_TINT, 7},      {TOKEN_ON_JADE, TOKEN_JADE, 4.5},
        {TOKEN_ON_JADE, TOKEN_RIVER, 4.5}, {TOKEN_ON_JADE, TOKEN_ALARM, 4.5},
        {TOKEN_ALARM, TOKEN_PAPER, 4.5},   {TOKEN_ALARM, TOKEN_CARD, 4.5},
        {TOKEN_JADE, TOKEN_CARD, 4.5},     {TOKEN_FOCUS, TOKEN_PAPER, 4.5},
        {TOKEN_GOOD, TOKEN_PAPER, 4.5},    {TOKEN_ON_LABEL, TOKEN_LABEL, 12},
    };
    (void)state;
    for (enum palette palette = 0; palette < PALETTE_COUNT; palette++) {
        struct theme theme;
        theme_init(&theme, conf_profile_find("stb-720p"), false, palette);
        for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
            double found = contrast(&theme, pairs[i].text, pairs[i].ground);
            if (found < pairs[i].least)
                fail_msg("contrast %.2f of token %d on %d, palette %d", found, pairs[i].text,
                         pairs[i].ground, palette);
        }
    }
}

static void test_theme__sizes_follow_the_table_and_its_floors(void **state)
{
    struct theme theme;
    (void)state;
    theme_init(&theme, conf_profile_find("stb-1080p"), false, PALETTE_DAY);
    assert_int_equal(theme.types[ROLE_TITLE].size, 72);
    assert_int_equal(theme.types[ROLE_WRITE].size, 64);
    assert_int_equal(theme.types[ROLE_HELP].size, 36);
    assert_true(theme.ring == 6 && theme.ring_gap == 4 && theme.button == 96);
    theme_init(&theme, conf_profile_find("stb-1080p"), true, false);
    assert_int_equal(theme.types[ROLE_BODY].size, 65);
    theme_init(&theme, conf_profile_find("stb-720p"), false, PALETTE_DAY);
    assert_int_equal(theme.types[ROLE_HELP].size, 24);
    assert_int_equal(theme.types[ROLE_SMALL].size, 24);
    theme_init(&theme, conf_profile_find("pal-576"), false, PALETTE_DAY);
    assert_int_equal(theme.types[ROLE_HELP].size, 22);
    assert_int_equal(theme.safe.x, 50);
    theme_init(&theme, conf_profile_find("kiosk-1080p"), false, PALETTE_DAY);
    assert_true(theme.portrait && theme.touch && theme.button == 120);
}

static void test_layout__cuts_without_losing_a_pixel(void **state)
{
    (void)state;
    struct rect r = {10, 20, 100, 50};
    struct rect top = layout_cut_top(&r, 10, 4);
    assert_true(top.y == 20 && top.h == 10 && r.y == 34 && r.h == 36);
    struct rect right = layout_cut_right(&r, 30, 5);
    assert_true(right.x == 80 && right.w == 30 && r.w == 65);
    struct rect more = layout_cut_bottom(&r, 500, 5);
    assert_true(more.h == 36 && r.h == 0);
    struct rect row = {3, 0, 101, 10};
    int end = 3 - 7;
    for (int i = 0; i < 6; i++) {
        struct rect part = layout_column(row, 6, i, 7);
        assert_true(part.w == 11 && (part.x == end + 7 || part.x == end + 8));
        end = part.x + part.w;
    }
    assert_int_equal(end, 104);
}

static void assert_apart(const struct theme *theme, const struct rect *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct rect inside = rect_intersect(places[i], theme->safe);
        assert_false(rect_is_empty(places[i]));
        assert_memory_equal(&inside, &places[i], sizeof inside);
        for (size_t j = 0; j < i; j++)
            assert_true(rect_is_empty(rect_intersect(places[i], places[j])));
    }
}

static void test_poster_places__lie_apart_inside_the_safe_area(void **state)
{
    static const char *const profiles[] = {"stb-720p", "stb-1080p", "kiosk-1080p", "kiosk-wide",
                                           "pal-576"};
    (void)state;
    for (size_t i = 0; i < 10; i++) {
        struct theme theme;
        theme_init(&theme, conf_profile_find(profiles[i / 2]), i & 1, false);
        struct poster_places poster = poster_places(&theme);
        assert_apart(&theme, (struct rect[]){poster.qr, poster.help}, 2);
        assert_true(poster.strip.y + poster.strip.h == theme.height);
        assert_true(poster.help.y >= poster.strip.y && poster.help.h >= theme.help * 9 / 10);
    }
}

static void assert_sheet(struct fonts *fonts, const char *profile, int mode, int page)
{
    struct sheet sheet = {.page = page};
    theme_init(&sheet.theme, conf_profile_find(profile), mode & 1,
               mode & 2 ? PALETTE_CONTRAST : PALETTE_DAY);
    struct picture picture = {sheet.theme.width, sheet.theme.height, NULL};
    picture.pixels = calloc((size_t)picture.width * (size_t)picture.height, sizeof(uint32_t));
    struct frame frame = {picture.pixels, picture.width, picture.height, picture.width};
    struct canvas *canvas = canvas_new(frame, fonts);
    struct rect rects[CANVAS_RECTS_MAX];
    canvas_render(canvas, sheet_draw, &sheet, rects);
    char name[64];
    static const char *const modes[] = {"", "-large", "-contrast", "-large-contrast"};
    snprintf(name, sizeof name, "widgets-%d-%s%s", page, profile, modes[mode]);
    bool equal = golden_check(&picture, name);
    canvas_free(canvas);
    free(picture.pixels);
    assert_true(equal);
}

static void test_widgets__look_as_agreed(void **state)
{
    for (int page = 0; page < SHEET_PAGES; page++)
        assert_sheet(*state, "stb-720p", 0, page);
    assert_sheet(*state, "kiosk-1080p", 0, 1);
    assert_sheet(*state, "pal-576", 0, 0);
    assert_sheet(*state, "stb-720p", 3, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_theme__colours_can_be_read),
        cmocka_unit_test(test_theme__sizes_follow_the_table_and_its_floors),
        cmocka_unit_test(test_layout__cuts_without_losing_a_pixel),
        cmocka_unit_test(test_poster_places__lie_apart_inside_the_safe_area),
        cmocka_unit_test(test_widgets__look_as_agreed),
    };
    return cmocka_run_group_tests(tests, with_fonts_open, with_fonts_close);
}
