#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#include "ui/theme.h"
#include "ui/widgets.h"
#include "with_fonts.h"

/* What zbar reads off the frame; empty if it reads nothing. */
static void scan(struct frame frame, char *text, size_t size)
{
    size_t count = (size_t)frame.width * (size_t)frame.height;
    uint8_t *grey = malloc(count);
    for (int y = 0; y < frame.height; y++) {
        for (int x = 0; x < frame.width; x++) {
            uint32_t p = frame.pixels[y * frame.stride + x];
            grey[y * frame.width + x] =
                (uint8_t)(((p >> 16 & 255) * 77 + (p >> 8 & 255) * 151 + (p & 255) * 28) >> 8);
        }
    }
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_scanner_set_config(scanner, 0, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)frame.width, (unsigned)frame.height);
    zbar_image_set_data(image, grey, count, NULL);
    zbar_scan_image(scanner, image);
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    snprintf(text, size, "%s", symbol ? zbar_symbol_get_data(symbol) : "");
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    free(grey);
}

struct page {
    struct theme theme;
    struct rect r;
    const char *text;
    bool card, drawn;
};

static void draw(struct canvas *canvas, void *data)
{
    struct page *page = data;
    struct widget_qr qr = {"扫码参与", page->text, "主办单位"};
    canvas_fill(canvas, (struct rect){0, 0, page->theme.width, page->theme.height}, 0x0F6B5C);
    page->drawn = page->card ? widget_qr(canvas, &page->theme, page->r, &qr)
                             : canvas_qr(canvas, page->r,
                                         &(struct code){page->text, page->theme.pixel_w,
                                                        page->theme.pixel_h, 0xffffff});
}

/* Renders the page; what can be read goes to text. */
static void read_page(struct fonts *fonts, struct page *page, char *text, size_t size)
{
    int width = page->theme.width, height = page->theme.height;
    uint32_t *pixels = calloc((size_t)width * (size_t)height, sizeof *pixels);
    struct frame frame = {pixels, width, height, width};
    struct canvas *canvas = canvas_new(frame, fonts);
    struct rect rects[CANVAS_RECTS_MAX];
    canvas_render(canvas, draw, page, rects);
    if (page->drawn)
        assert_string_equal(canvas_qr_text(canvas), page->text);
    else
        assert_null(canvas_qr_text(canvas));
    scan(frame, text, size);
    canvas_free(canvas);
    free(pixels);
}

static struct page page_of(const char *profile)
{
    struct page page = {.card = true};
    theme_init(&page.theme, conf_profile_find(profile), false, PALETTE_DAY);
    return page;
}

static void test_qr__reads_back_from_the_card_on_every_screen(void **state)
{
    static const struct {
        const char *profile;
        struct rect r;
    } places[] = {
        {"stb-720p", {840, 260, 340, 380}},     {"stb-1080p", {1300, 400, 480, 580}},
        {"kiosk-1080p", {240, 1000, 600, 760}}, {"pal-576", {450, 250, 220, 260}},
        {"stb-720p", {900, 400, 200, 240}},
    };
    static const char *const texts[] = {"HTTPS://JY.CQJJ.GOV.CN/S/7KQ2M9XW4D",
                                        "https://example.org/h5/?s=7kq2m9&t=sannong#中文"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        for (size_t j = 0; j < 2; j++) {
            struct page page = page_of(places[i].profile);
            char found[256];
            page.r = places[i].r;
            page.text = texts[j];
            read_page(*state, &page, found, sizeof found);
            assert_true(page.drawn);
            assert_string_equal(found, texts[j]);
        }
    }
}

/* Two pixels a module and four of quiet zone can be read; the code stays inside its rectangle. */
static void test_qr__reads_back_at_every_size(void **state)
{
    for (int side = 66; side <= 600; side += 37) {
        struct page page = page_of("stb-720p");
        char found[256];
        page.card = false;
        page.r = (struct rect){20, 20, side, side};
        page.text = "HTTPS://JY.CQJJ.GOV.CN/S/7KQ2";
        read_page(*state, &page, found, sizeof found);
        assert_string_equal(found, page.text);
    }
}

static void test_qr__says_when_it_cannot_fit(void **state)
{
    static char huge[2000];
    struct page page = page_of("stb-720p");
    char found[64];
    memset(huge, 'x', sizeof huge - 1);
    page.card = false;
    page.text = "HTTPS://JY.CQJJ.GOV.CN/S/7KQ2";
    page.r = (struct rect){0, 0, 30, 200};
    read_page(*state, &page, found, sizeof found);
    assert_false(page.drawn);
    page.r = (struct rect){0, 0, 700, 700};
    page.text = huge;
    read_page(*state, &page, found, sizeof found);
    assert_false(page.drawn);
    huge[900] = '\0'; /* a version nobody could read off a screen */
    read_page(*state, &page, found, sizeof found);
    assert_false(page.drawn);
    page.text = "";
    read_page(*state, &page, found, sizeof found);
    assert_false(page.drawn);
}

/* The error correction of the code drawn for a text that needs `side` modules, as its format bits
 * say: M 0, L 1, H 2, Q 3. */
static int level_drawn(struct fonts *fonts, const char *text, int side)
{
    enum { MOST = 97 + 8 };
    static uint32_t pixels[MOST * MOST];
    int all = side + 8;
    struct page page = {.r = {0, 0, all, all}, .text = text};
    page.theme.width = page.theme.height = all;
    page.theme.pixel_w = page.theme.pixel_h = 1;
    struct canvas *canvas = canvas_new((struct frame){pixels, all, all, all}, fonts);
    struct rect rects[CANVAS_RECTS_MAX];
    canvas_render(canvas, draw, &page, rects);
    int bit14 = pixels[(4 + 8) * all + 4] == 0;
    int bit13 = pixels[(4 + 8) * all + 4 + 1] == 0;
    canvas_free(canvas);
    return (bit14 << 1 | bit13) ^ 2; /* the mask begins 10 */
}

/* Dark modules of version 2 with 29 characters: correction goes from L up to M (38 fit at M, 29 at
 * Q), which the format bits beside the upper left finder say: Q is 11, M is 00, before masking. */
static void test_qr__raises_correction_while_the_version_stays(void **state)
{
    static const struct {
        const char *text;
        int level; /* format bits: M 0, L 1, H 2, Q 3 */
    } table[] = {
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZABC", 3},               /* 29: V2-Q */
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZABCD", 0},              /* 30: V2-M */
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQ", 1}, /* 43: V2-L */
        {"ABCDEFGHIJ", 2},                                  /* 10: V1-H */
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_int_equal(level_drawn(*state, table[i].text, strlen(table[i].text) > 10 ? 25 : 21),
                         table[i].level);
}

/* What encode() need not try: no other level has room in the version that L needs. */
static void test_qr__tries_every_level_that_can_fit(void **state)
{
    static const int format_bits[] = {1, 0, 3, 2}; /* of L, M, Q, H */
    char text[420];
    for (size_t len = 1; len < sizeof text; len++) {
        memset(text, 'x', len);
        text[len] = '\0';
        QRcode *least = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
        int best = QR_ECLEVEL_L, width = least->width;
        for (int level = QR_ECLEVEL_M; level <= QR_ECLEVEL_H; level++) {
            QRcode *code =
                QRcode_encodeString(text, least->version, (QRecLevel)level, QR_MODE_8, 1);
            best = code && code->version == least->version ? level : best;
            QRcode_free(code);
        }
        QRcode_free(least);
        assert_int_equal(level_drawn(*state, text, width), format_bits[best]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_qr__reads_back_from_the_card_on_every_screen),
        cmocka_unit_test(test_qr__reads_back_at_every_size),
        cmocka_unit_test(test_qr__says_when_it_cannot_fit),
        cmocka_unit_test(test_qr__raises_correction_while_the_version_stays),
        cmocka_unit_test(test_qr__tries_every_level_that_can_fit),
    };
    return cmocka_run_group_tests(tests, with_fonts_open, with_fonts_close);
}
