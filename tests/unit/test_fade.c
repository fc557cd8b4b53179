/* Cross-fades: no frame is black, stale or mixed twice, whatever lies over the pictures. */
#include "face/fade.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/canvas.h"
#include "ui/mix.h"
#include "with_fonts.h"

enum { WIDTH = 80, HEIGHT = 72, PIXELS = WIDTH * HEIGHT, CHANGES = 10000, RADIUS = 6 };

static const struct rect all = {0, 0, WIDTH, HEIGHT};
static const struct rect card = {24, 8, 30, 20};
/* Where the two pictures of every change are the same: more than one cell of the canvas. */
static const struct rect same = {30, 30, 50, 42};

/* As the poster scene shows it: a picture or a fade, and a card with round corners whose colour
 * changes within a step as the seconds of a countdown do. */
struct show {
    struct fade fade;
    uint32_t picture[PIXELS];
    uint64_t key;
    colour card;
};

static const uint32_t *picture_row(int y, void *data)
{
    return (uint32_t *)data + (size_t)y * WIDTH;
}

static void draw(struct canvas *canvas, void *data)
{
    struct show *show = data;
    if (fade_is_on(&show->fade))
        canvas_cross(canvas, &show->fade.cross);
    else
        canvas_image(canvas, all, show->key, picture_row, show->picture);
    canvas_round(canvas, card, RADIUS, show->card);
}

static unsigned random_next(unsigned *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void next_picture(struct show *show, unsigned *seed)
{
    for (int i = 0; i < PIXELS; i++) {
        if (!rect_contains(same, i % WIDTH, i / WIDTH))
            show->picture[i] = random_next(seed) & 0xFFFFFF;
    }
    show->key++;
}

/* The frame as it has to be, made anew: the ground by the definition of a mix, the card on it by a
 * canvas that has never drawn anything else. */
struct ideal {
    struct canvas *canvas;
    uint32_t *frame;
    uint32_t ground[PIXELS];
    colour card;
};

static void draw_ideal(struct canvas *canvas, void *data)
{
    struct ideal *ideal = data;
    canvas_image(canvas, all, 1, picture_row, ideal->ground);
    canvas_round(canvas, card, RADIUS, ideal->card);
}

static uint32_t mixed(uint32_t from, uint32_t to, uint32_t part)
{
    uint32_t pixel = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        uint32_t a = from >> shift & 255, b = to >> shift & 255;
        pixel |= (a * (MIX_FULL - part) + b * part) / MIX_FULL << shift;
    }
    return pixel;
}

static void assert_frame(struct ideal *ideal, const struct show *show, const uint32_t *frame,
                         const uint32_t *from)
{
    struct rect rects[CANVAS_RECTS_MAX];
    bool fading = fade_is_on(&show->fade);
    uint32_t part = fading ? (uint32_t)show->fade.cross.part : MIX_FULL;
    assert_true(!fading || (part > 0 && part < MIX_FULL));
    for (int i = 0; i < PIXELS; i++)
        ideal->ground[i] = mixed(from[i], show->picture[i], part);
    ideal->card = show->card;
    canvas_invalidate(ideal->canvas);
    canvas_render(ideal->canvas, draw_ideal, ideal, rects);
    assert_memory_equal(frame, ideal->frame, PIXELS * sizeof *frame);
}

/* What both pictures share is painted for the card alone. */
static void assert_still(const struct rect *rects, size_t count)
{
    const struct rect inside = {32, 32, WIDTH - 32, HEIGHT - 32};
    for (size_t i = 0; i < count; i++)
        assert_true(rect_is_empty(rect_intersect(rects[i], inside)));
}

static void test_fade__ten_thousand_changes_have_no_wrong_frame(void **state)
{
    static struct show show = {.card = 0xFFFFFF};
    static struct ideal ideal;
    static uint32_t frame[PIXELS], ideal_frame[PIXELS], from[PIXELS];
    struct canvas *canvas = canvas_new((struct frame){frame, WIDTH, HEIGHT, WIDTH}, *state);
    ideal.canvas = canvas_new((struct frame){ideal_frame, WIDTH, HEIGHT, WIDTH}, *state);
    ideal.frame = ideal_frame;
    struct rect rects[CANVAS_RECTS_MAX];
    unsigned seed = 7;
    int64_t now_ms = 0;
    fade_init(&show.fade, WIDTH, HEIGHT);
    canvas_render(canvas, draw, &show, rects);
    for (int change = 0; change < CHANGES; change++) {
        memcpy(from, show.picture, sizeof from);
        const struct fade_side before = {picture_row, from, show.key};
        next_picture(&show, &seed);
        const struct fade_side after = {picture_row, show.picture, show.key};
        fade_begin(&show.fade, &before, &after, 80 + random_next(&seed) % 300, now_ms);
        assert_true(fade_is_on(&show.fade));
        while (fade_is_on(&show.fade)) {
            int64_t due_ms = fade_tick(&show.fade, now_ms);
            assert_true(due_ms > now_ms);
            show.card = random_next(&seed) % 4 ? show.card : random_next(&seed) & 0xFFFFFF;
            size_t count = canvas_render(canvas, draw, &show, rects);
            if (fade_is_on(&show.fade))
                assert_still(rects, count);
            assert_frame(&ideal, &show, frame, from);
            now_ms += 1 + random_next(&seed) % 70;
        }
    }
    canvas_free(ideal.canvas);
    canvas_free(canvas);
}

static const uint32_t *no_row(int y, void *data)
{
    return y < HEIGHT / 2 ? picture_row(y, data) : NULL;
}

/* What cannot be read, is too short or too large is a cut: nothing is held. */
static void test_fade__cuts_where_it_cannot_fade(void **state)
{
    (void)state;
    static uint32_t picture[PIXELS];
    const struct fade_side whole = {picture_row, picture, 1}, torn = {no_row, picture, 2};
    struct fade fade;
    fade_init(&fade, WIDTH, HEIGHT);
    fade_begin(&fade, &whole, &torn, 400, 0);
    assert_false(fade_is_on(&fade));
    fade_begin(&fade, &torn, &whole, 400, 0);
    assert_false(fade_is_on(&fade));
    fade_begin(&fade, &whole, &whole, 2 * FADE_STEP_MS - 1, 0);
    assert_false(fade_is_on(&fade));
    assert_int_equal(fade_tick(&fade, 1), INT64_MAX);
    fade_init(&fade, 4096, 4096);
    fade_begin(&fade, &whole, &whole, 400, 0);
    assert_false(fade_is_on(&fade));
}

static void test_mix__is_exact_and_stays_between(void **state)
{
    (void)state;
    for (uint32_t a = 0; a < 256; a++) {
        for (uint32_t b = 0; b < 256; b++) {
            uint32_t from = a << 16 | b << 8 | a, to = b << 16 | a << 8 | b, out;
            for (int part = 0; part <= MIX_FULL; part++) {
                mix_row(&out, &from, &to, 1, part);
                assert_int_equal(out, mixed(from, to, (uint32_t)part));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fade__ten_thousand_changes_have_no_wrong_frame),
        cmocka_unit_test(test_fade__cuts_where_it_cannot_fade),
        cmocka_unit_test(test_mix__is_exact_and_stays_between),
    };
    return cmocka_run_group_tests(tests, with_fonts_open, with_fonts_close);
}
