/* Cross-fades: no frame is black or stale. */
#include "face/fade.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/canvas.h"
#include "ui/mix.h"
#include "with_fonts.h"

enum { WIDTH = 40, HEIGHT = 24, PIXELS = WIDTH * HEIGHT, CHANGES = 10000 };

static const struct rect all = {0, 0, WIDTH, HEIGHT};
static const struct rect card = {24, 8, 12, 12};

/* A fade without a file: its picture is put in by hand. */
struct show {
    struct fade fade;
    uint32_t picture[PIXELS];
    uint64_t key;
};

static const uint32_t *picture_row(int y, void *data)
{
    return (uint32_t *)data + (size_t)y * WIDTH;
}

/* As the poster scene does it, with a card over the picture. */
static void draw(struct canvas *canvas, void *data)
{
    struct show *show = data;
    if (show->fade.steps > 0)
        canvas_mix(canvas, all, show->key + (uint64_t)show->fade.step, show->fade.part, picture_row,
                   show->picture);
    else
        canvas_image(canvas, all, show->key, picture_row, show->picture);
    canvas_fill(canvas, card, 0xFFFFFF);
}

static unsigned random_next(unsigned *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void assert_between(uint32_t seen, uint32_t from, uint32_t to)
{
    for (int shift = 0; shift < 24; shift += 8) {
        uint32_t s = seen >> shift & 255, a = from >> shift & 255, b = to >> shift & 255;
        assert_true((a <= b && s >= a && s <= b) || (a > b && s <= a && s >= b));
    }
}

static void assert_frame(const uint32_t *frame, const uint32_t *from, const uint32_t *to)
{
    for (int i = 0; i < PIXELS; i++) {
        if (rect_contains(card, i % WIDTH, i / WIDTH))
            assert_int_equal(frame[i], 0xFFFFFF);
        else
            assert_between(frame[i], from[i], to[i]);
    }
}

/* The arithmetic of fade_tick(), with its own clock; the picture is already in memory. */
static void begin(struct show *show, int64_t length_ms, int64_t now_ms)
{
    show->fade = (struct fade){.pixels = show->picture,
                               .width = WIDTH,
                               .height = HEIGHT,
                               .began_ms = now_ms,
                               .steps = (int)(length_ms / FADE_STEP_MS)};
}

static void test_fade__ten_thousand_changes_have_no_wrong_frame(void **state)
{
    static struct show show;
    static uint32_t frame[PIXELS], from[PIXELS];
    struct canvas *canvas = canvas_new((struct frame){frame, WIDTH, HEIGHT, WIDTH}, *state);
    struct rect rects[CANVAS_RECTS_MAX];
    unsigned seed = 7;
    int64_t now_ms = 0;
    canvas_render(canvas, draw, &show, rects);
    for (int change = 0; change < CHANGES; change++) {
        memcpy(from, show.picture, sizeof from);
        for (int i = 0; i < PIXELS; i++)
            show.picture[i] = random_next(&seed) & 0xFFFFFF;
        show.key += 1000;
        begin(&show, 80 + random_next(&seed) % 300, now_ms);
        while (show.fade.steps > 0) {
            int64_t step = (now_ms - show.fade.began_ms) / FADE_STEP_MS + 1;
            if (step >= show.fade.steps) /* fade_tick() would give the picture's memory back */
                show.fade = (struct fade){0};
            else
                assert_true(fade_tick(&show.fade, now_ms) > now_ms);
            canvas_render(canvas, draw, &show, rects);
            assert_frame(frame, from, show.picture);
            now_ms += 1 + random_next(&seed) % 70;
        }
        for (int i = 0; i < PIXELS; i++)
            assert_int_equal(frame[i], rect_contains(card, i % WIDTH, i / WIDTH) ? 0xFFFFFF
                                                                                 : show.picture[i]);
    }
    canvas_free(canvas);
}

static void test_mix__ends_exactly_and_never_runs_away(void **state)
{
    (void)state;
    for (uint32_t a = 0; a < 256; a++) {
        for (uint32_t b = 0; b < 256; b++) {
            uint32_t pixel = a * 0x010101, to = b * 0x010101;
            for (int left = 10; left > 0; left--) {
                uint32_t before = pixel;
                mix_row(&pixel, &to, 1, MIX_FULL / left);
                assert_between(pixel, before, to);
            }
            assert_int_equal(pixel, to);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fade__ten_thousand_changes_have_no_wrong_frame),
        cmocka_unit_test(test_mix__ends_exactly_and_never_runs_away),
    };
    return cmocka_run_group_tests(tests, with_fonts_open, with_fonts_close);
}
