/* From the canvas to a screen's memory: every way of lying, every kind of pixel, two buffers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "board/common/stale.h"
#include "board/common/view.h"

enum { W = 7, H = 5, SCREEN_W = 11, SCREEN_H = 9 };

static uint32_t colour(int x, int y)
{
    return (uint32_t)(0x100000 + y * 256 + x);
}

static void paint(struct view *view)
{
    for (int y = 0; y < view->canvas.height; y++) {
        for (int x = 0; x < view->canvas.width; x++)
            view->canvas.pixels[y * view->canvas.stride + x] = colour(x, y);
    }
}

/* The canvas pixel at x, y as it must lie after a turn, told the long way: the picture's upper edge
 * is to the right after one quarter. */
static void place_by_hand(int turn, int x, int y, int *on_x, int *on_y)
{
    for (int w = W, h = H; turn > 0; turn--) {
        int old_x = x, old_w = w;
        x = h - 1 - y;
        y = old_x;
        w = h;
        h = old_w;
    }
    *on_x = x;
    *on_y = y;
}

static void test_view__turns_and_centres(void **state)
{
    (void)state;
    for (int turn = 0; turn < 4; turn++) {
        uint32_t memory[SCREEN_W * SCREEN_H];
        struct view view;
        const struct view_target target = {memory, sizeof memory[0] * SCREEN_W, VIEW_XRGB8888};
        assert_true(view_init(&view, W, H));
        paint(&view);
        assert_true(view_fit(&view, SCREEN_W, SCREEN_H, turn));
        memset(memory, 0xEE, sizeof memory);
        view_frame(&view, &target);
        view_copy(&view, &target, view.place);
        int seen = 0;
        for (int y = 0; y < H; y++) {
            for (int x = 0; x < W; x++, seen++) {
                int on_x, on_y, back_x, back_y;
                place_by_hand(turn, x, y, &on_x, &on_y);
                on_x += view.place.x;
                on_y += view.place.y;
                assert_int_equal(memory[on_y * SCREEN_W + on_x], colour(x, y));
                assert_true(view_point(&view, on_x, on_y, &back_x, &back_y));
                assert_int_equal(back_x, x);
                assert_int_equal(back_y, y);
            }
        }
        for (int i = 0; i < SCREEN_W * SCREEN_H; i++) {
            int x, y;
            if (!view_point(&view, i % SCREEN_W, i / SCREEN_W, &x, &y)) {
                assert_int_equal(memory[i], 0);
                seen++;
            }
        }
        assert_int_equal(seen, SCREEN_W * SCREEN_H);
        view_fini(&view);
    }
}

static void test_view__a_part_is_copied_alone(void **state)
{
    (void)state;
    for (int turn = 0; turn < 4; turn++) {
        uint32_t memory[SCREEN_W * SCREEN_H] = {0};
        struct view view;
        const struct view_target target = {memory, sizeof memory[0] * SCREEN_W, VIEW_XRGB8888};
        assert_true(view_init(&view, W, H));
        paint(&view);
        assert_true(view_fit(&view, SCREEN_W, SCREEN_H, turn));
        const struct rect part = {2, 1, 3, 2};
        view_copy(&view, &target, view_reach(&view, part));
        for (int i = 0; i < SCREEN_W * SCREEN_H; i++) {
            int x = -1, y = -1;
            bool inside = view_point(&view, i % SCREEN_W, i / SCREEN_W, &x, &y);
            uint32_t expected = inside && rect_contains(part, x, y) ? colour(x, y) : 0;
            assert_int_equal(memory[i], expected);
        }
        view_fini(&view);
    }
}

static void test_view__smaller_screens_show_all_of_it(void **state)
{
    enum { SMALL_W = 90, SMALL_H = 51 };
    static uint32_t memory[SMALL_W * SMALL_H];
    struct view view;
    int x, y;
    (void)state;
    const struct view_target target = {memory, sizeof memory[0] * SMALL_W, VIEW_XRGB8888};
    assert_true(view_init(&view, 128, 72));
    for (int i = 0; i < 128 * 72; i++)
        view.canvas.pixels[i] = 0x00336699;
    for (int turn = 0; turn < 4; turn++) {
        assert_true(view_fit(&view, SMALL_W, SMALL_H, turn));
        assert_true(view.place.w <= SMALL_W && view.place.h <= SMALL_H);
        assert_true(view.place.w == SMALL_W || view.place.h == SMALL_H);
        memset(memory, 0, sizeof memory);
        view_copy(&view, &target, view_reach(&view, (struct rect){0, 0, 128, 72}));
        for (int i = 0; i < SMALL_W * SMALL_H; i++) {
            bool inside = view_point(&view, i % SMALL_W, i / SMALL_W, &x, &y);
            assert_int_equal(memory[i], inside ? 0x00336699 : 0);
        }
    }
    assert_true(view_fit(&view, 128, 72, 0)); /* and back to its own size */
    assert_ptr_equal(view.source.pixels, view.canvas.pixels);
    view_fini(&view);
}

static void copy_one(uint32_t pixel, enum view_pixel kind, void *to, int x, int y)
{
    struct view view;
    uint8_t memory[4 * 4 * 4] = {0};
    size_t bytes = view_pixel_bytes(kind);
    const struct view_target target = {memory, 4 * bytes, kind};
    assert_true(view_init(&view, 4, 4));
    view.canvas.pixels[y * 4 + x] = pixel;
    assert_true(view_fit(&view, 4, 4, 0));
    view_copy(&view, &target, (struct rect){x, y, 1, 1});
    memcpy(to, memory + ((size_t)y * 4 + (size_t)x) * bytes, bytes);
    view_fini(&view);
}

static void test_view__every_kind_of_pixel(void **state)
{
    uint32_t wide;
    uint8_t bytes[3];
    (void)state;
    copy_one(0x00123456, VIEW_XRGB8888, &wide, 1, 2);
    assert_int_equal(wide, 0x00123456);
    copy_one(0x00123456, VIEW_XBGR8888, &wide, 1, 2);
    assert_int_equal(wide, 0x00563412);
    copy_one(0x00123456, VIEW_RGB888, bytes, 1, 2);
    assert_int_equal(bytes[0], 0x56);
    assert_int_equal(bytes[1], 0x34);
    assert_int_equal(bytes[2], 0x12);
}

/* Sixteen neighbours together are as bright as they should be, to an eighth of a level; black and
 * white are themselves everywhere. */
static void test_view__sixteen_bits_are_dithered_without_a_tint(void **state)
{
    (void)state;
    for (int level = 0; level <= 0xFF; level++) {
        uint32_t grey = (uint32_t)level << 16 | (uint32_t)level << 8 | (uint32_t)level;
        int red = 0, green = 0;
        for (int i = 0; i < 16; i++) {
            uint16_t narrow;
            copy_one(grey, VIEW_RGB565, &narrow, i % 4, i / 4);
            assert_int_equal(narrow >> 11, narrow & 31);
            red += narrow >> 11;
            green += narrow >> 5 & 63;
            if (level == 0)
                assert_int_equal(narrow, 0);
            if (level == 0xFF)
                assert_int_equal(narrow, 0xFFFF);
        }
        assert_in_range(red * 255 - level * 31 * 16 + 2 * 255, 0, 4 * 255);
        assert_in_range(green * 255 - level * 63 * 16 + 2 * 255, 0, 4 * 255);
    }
}

/* -- two buffers -- */

static bool is_covered(const struct stale *stale, int x, int y)
{
    for (size_t i = 0; i < stale->count; i++) {
        if (rect_contains(stale->rects[i], x, y))
            return true;
    }
    return false;
}

static void test_stale__never_loses_a_pixel(void **state)
{
    enum { SIDE = 64 };
    (void)state;
    srand(7);
    for (int round = 0; round < 200; round++) {
        struct stale stale = {0};
        bool added[SIDE][SIDE] = {{0}};
        for (int i = rand() % 40; i >= 0; i--) {
            struct rect r = {rand() % SIDE, rand() % SIDE, rand() % 20, rand() % 20};
            r = rect_intersect(r, (struct rect){0, 0, SIDE, SIDE});
            stale_add(&stale, r);
            for (int k = 0; k < r.w * r.h; k++)
                added[r.y + k / r.w][r.x + k % r.w] = true;
        }
        assert_true(stale.count <= STALE_MAX);
        for (int k = 0; k < SIDE * SIDE; k++) {
            if (added[k / SIDE][k % SIDE])
                assert_true(is_covered(&stale, k % SIDE, k / SIDE));
        }
    }
}

static void test_stale__what_is_covered_already_takes_no_room(void **state)
{
    struct stale stale = {0};
    (void)state;
    stale_all(&stale, (struct rect){0, 0, 100, 100});
    stale_add(&stale, (struct rect){10, 10, 5, 5});
    stale_add(&stale, (struct rect){0, 0, 0, 5});
    assert_int_equal(stale.count, 1);
}

/* Random changes, shown in turn in two buffers: the one shown is the canvas, always. */
static void test_stale__two_buffers_keep_up_with_the_canvas(void **state)
{
    enum { SIDE = 48 };
    static uint32_t buffers[2][SIDE * SIDE];
    struct stale stale[2];
    struct view view;
    int back = 0;
    (void)state;
    srand(11);
    assert_true(view_init(&view, SIDE, SIDE));
    assert_true(view_fit(&view, SIDE, SIDE, 0));
    stale_all(&stale[0], view.place);
    stale_all(&stale[1], view.place);
    for (int round = 0; round < 500; round++, back = !back) {
        for (int i = rand() % 6; i > 0; i--) {
            struct rect r = {rand() % 40, rand() % 40, 1 + rand() % 8, 1 + rand() % 8};
            for (int k = 0; k < r.w * r.h; k++)
                view.canvas.pixels[(r.y + k / r.w) * SIDE + r.x + k % r.w] = (uint32_t)rand();
            stale_add(&stale[0], r);
            stale_add(&stale[1], r);
        }
        const struct view_target target = {buffers[back], SIDE * sizeof(uint32_t), VIEW_XRGB8888};
        for (size_t i = 0; i < stale[back].count; i++)
            view_copy(&view, &target, stale[back].rects[i]);
        stale[back].count = 0;
        assert_memory_equal(buffers[back], view.canvas.pixels, sizeof buffers[back]);
    }
    view_fini(&view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_view__turns_and_centres),
        cmocka_unit_test(test_view__a_part_is_copied_alone),
        cmocka_unit_test(test_view__smaller_screens_show_all_of_it),
        cmocka_unit_test(test_view__every_kind_of_pixel),
        cmocka_unit_test(test_view__sixteen_bits_are_dithered_without_a_tint),
        cmocka_unit_test(test_stale__never_loses_a_pixel),
        cmocka_unit_test(test_stale__what_is_covered_already_takes_no_room),
        cmocka_unit_test(test_stale__two_buffers_keep_up_with_the_canvas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
