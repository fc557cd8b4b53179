/* Glyph atlases: the same bits as the fonts give, and no picture depends on them. */
#include "ui/atlas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "stage.h"
#include "ui/text.h"

static const char *const profiles[] = {"stb-720p", "stb-1080p", "kiosk-1080p", "kiosk-wide",
                                       "pal-576"};
enum { PROFILES = sizeof profiles / sizeof profiles[0], STEP = 4093 };

static void path_of(char path[4096], const char *profile)
{
    snprintf(path, 4096, "%s/glyphs/%s.glyphs", DATA_DIR, profile);
}

static void assert_same_glyph(struct fonts *fonts, const struct atlas *atlas, uint64_t key)
{
    struct glyph baked;
    assert_true(atlas_find(atlas, key, &baked));
    struct glyph drawn = glyphs_find(fonts, (enum weight)(key >> 1 & 1), (int)(key >> 8 & 0xff),
                                     (uint32_t)(key >> 16));
    assert_int_equal(baked.left, drawn.left);
    assert_int_equal(baked.top, drawn.top);
    assert_int_equal(baked.width, drawn.width);
    assert_int_equal(baked.height, drawn.height);
    assert_memory_equal(baked.coverage, drawn.coverage, (size_t)drawn.width * drawn.height);
}

static void test_atlas__has_the_bits_of_the_fonts(void **state)
{
    (void)state;
    struct fonts *fonts = fonts_open(DATA_DIR);
    for (size_t i = 0; i < PROFILES; i++) {
        char path[4096];
        struct atlas atlas;
        path_of(path, profiles[i]);
        assert_true(atlas_open(&atlas, path));
        assert_true(atlas.glyph_count > 100 && atlas.advance_count > 200);
        for (uint32_t j = 0; j < atlas.glyph_count; j++)
            assert_same_glyph(fonts, &atlas, le64toh(atlas.glyphs[j].key));
        for (uint32_t j = 0; j < atlas.advance_count; j++) {
            uint32_t key = le32toh(atlas.advances[j].key);
            assert_int_equal(atlas_advance(&atlas, key),
                             glyphs_units(fonts, (enum weight)(key & 1), key >> 1));
        }
        struct glyph none;
        assert_false(atlas_find(&atlas, glyphs_key(WEIGHT_BOLD, 255, 0x9f98), &none));
        assert_int_equal(atlas_advance(&atlas, 0x9f98 << 1), -1);
        atlas_close(&atlas);
    }
    fonts_close(fonts);
}

/* A face with a campaign: its first picture opens no font; what happens next does, so that who
 * leaves the posters waits for none. */
static void test_atlas__the_first_picture_needs_no_font(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROFILES; i++) {
        static struct stage stage;
        const struct stage_setup setup = {.profile = profiles[i]};
        stage_open(&stage, &setup);
        assert_string_equal(stage_scene(&stage), "poster");
        assert_true(stage.fonts_slept);
        assert_true(glyphs_engine_is_awake(stage.app->fonts));
        unsigned drawn = glyphs_drawn(stage.app->fonts);
        stage_keys(&stage, "OK");
        assert_string_equal(stage_scene(&stage), "kind");
        assert_int_equal(glyphs_drawn(stage.app->fonts), drawn);
        stage_close(&stage);
    }
}

static unsigned char *read_all(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *len = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*len + 1);
    assert_int_equal(fread(bytes, 1, *len, file), *len);
    fclose(file);
    return bytes;
}

static bool opens(const char *path, const unsigned char *bytes, size_t len)
{
    struct atlas atlas;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
    bool open = atlas_open(&atlas, path);
    assert_true(open || !atlas.bytes);
    atlas_close(&atlas);
    return open;
}

static void test_atlas__refuses_what_is_damaged(void **state)
{
    (void)state;
    char whole[4096], path[] = "/tmp/jianyan-atlas-XXXXXX";
    struct atlas atlas;
    size_t len;
    path_of(whole, "pal-576");
    unsigned char *bytes = read_all(whole, &len);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_true(opens(path, bytes, len));
    for (size_t at = 0; at < len; at += at < 64 ? 1 : STEP) {
        bytes[at] ^= 0x10;
        assert_false(opens(path, bytes, len));
        bytes[at] ^= 0x10;
    }
    assert_false(opens(path, bytes, 0));
    assert_false(opens(path, bytes, 40));
    assert_false(opens(path, bytes, len - 1));
    bytes[len] = 0;
    assert_false(opens(path, bytes, len + 1));
    unlink(path);
    assert_false(atlas_open(&atlas, path));
    free(bytes);
}

/* A sum that fits does not make numbers fit. */
static void test_atlas__refuses_glyphs_outside_of_it(void **state)
{
    (void)state;
    char path[] = "/tmp/jianyan-atlas-XXXXXX";
    struct {
        struct atlas_header header;
        struct atlas_glyph glyph;
        uint8_t coverage[8];
    } file = {.header = {.magic = ATLAS_MAGIC, .glyphs = htole32(1), .bytes = htole64(sizeof file)},
              .glyph = {.width = htole16(2), .height = htole16(4)}};
    const unsigned char *bytes = (const unsigned char *)&file;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    for (uint32_t at = 0; at < 3; at++) {
        file.glyph.at = htole32(at);
        file.header.sum = htole64(
            atlas_sum(&file.header, bytes + sizeof file.header, sizeof file - sizeof file.header));
        assert_int_equal(opens(path, bytes, sizeof file), at == 0);
    }
    file.header.glyphs = htole32(UINT32_MAX);
    file.header.sum = htole64(
        atlas_sum(&file.header, bytes + sizeof file.header, sizeof file - sizeof file.header));
    assert_false(opens(path, bytes, sizeof file));
    unlink(path);
}

static void test_atlas__refuses_advances_no_glyph_has(void **state)
{
    (void)state;
    char path[] = "/tmp/jianyan-atlas-XXXXXX";
    struct {
        struct atlas_header header;
        struct atlas_advance advance;
    } file = {.header = {.magic = ATLAS_MAGIC, .advances = htole32(1), .bytes = htole64(40)}};
    static const uint32_t units[] = {1000, INT32_MAX, UINT32_MAX};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        file.advance.units = htole32(units[i]);
        file.header.sum = htole64(
            atlas_sum(&file.header, (const unsigned char *)&file.advance, sizeof file.advance));
        assert_int_equal(opens(path, (const unsigned char *)&file, sizeof file), i == 0);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_atlas__has_the_bits_of_the_fonts),
        cmocka_unit_test(test_atlas__the_first_picture_needs_no_font),
        cmocka_unit_test(test_atlas__refuses_what_is_damaged),
        cmocka_unit_test(test_atlas__refuses_glyphs_outside_of_it),
        cmocka_unit_test(test_atlas__refuses_advances_no_glyph_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
