#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "ui/canvas.h"
#include "ui/glyphs.h"
#include "ui/text.h"
#include "with_fonts.h"

enum { W = 256, H = 160, MARGIN = 24, STRIDE = W + 2 * MARGIN, ITEMS = 12, GUARD = 0x5ad5ad };
enum { ROUNDS = 10000 };

/* A frame in the middle of guarded memory. */
struct board {
    uint32_t memory[STRIDE * (H + 2 * MARGIN)];
};

static struct frame frame_of(struct board *board)
{
    return (struct frame){board->memory + MARGIN * STRIDE + MARGIN, W, H, STRIDE};
}

static void guard(struct board *board)
{
    for (size_t i = 0; i < sizeof board->memory / sizeof board->memory[0]; i++)
        board->memory[i] = GUARD;
}

static void assert_guarded(const struct board *board)
{
    for (int y = 0; y < H + 2 * MARGIN; y++) {
        bool inside_y = y >= MARGIN && y < MARGIN + H;
        for (int x = 0; x < STRIDE; x++) {
            if (!(inside_y && x >= MARGIN && x < MARGIN + W))
                assert_int_equal(board->memory[y * STRIDE + x], GUARD);
        }
    }
}

enum what { FILL, ROUND, RING, STROKE, LINE, BLOCK, IMAGE, QR, WHATS };

struct item {
    enum what what;
    struct rect r, clip;
    int a, b;
    colour c;
    const char *text;
};

struct scene {
    uint32_t random;
    struct item items[ITEMS];
};

static int draw_lots(struct scene *scene, int below)
{
    scene->random = scene->random * 1664525 + 1013904223;
    return (int)((scene->random >> 8) % (uint32_t)below);
}

static struct rect any_rect(struct scene *scene)
{
    return (struct rect){draw_lots(scene, W + 80) - 60, draw_lots(scene, H + 80) - 60,
                         draw_lots(scene, 150), draw_lots(scene, 110)};
}

static void renew(struct scene *scene, struct item *item)
{
    static const char *const texts[] = {"您的建议已保存。",
                                        "OK 601路",
                                        "gjpqy Áç",
                                        "一二三四五，六七",
                                        "HTTPS://JY.EXAMPLE/S/7KQ2M9",
                                        "1"};
    *item = (struct item){
        .what = (enum what)draw_lots(scene, WHATS),
        .r = any_rect(scene),
        .clip = draw_lots(scene, 3) ? (struct rect){-99, -99, 999, 999} : any_rect(scene),
        .a = draw_lots(scene, 40),
        .b = draw_lots(scene, 12),
        .c = (colour)draw_lots(scene, 0x1000000),
        .text = texts[draw_lots(scene, 6)],
    };
}

static const uint32_t *image_row(int y, void *data)
{
    static uint32_t row[512];
    const struct item *item = data;
    if (y == item->a)
        return NULL;
    for (int x = 0; x < 512; x++)
        row[x] = (item->c + (uint32_t)(x * y)) & 0xffffff;
    return row;
}

static void draw_code(struct canvas *canvas, struct rect r, const char *text)
{
    canvas_qr(canvas, r, &(struct code){text, 1, 1, 0xffffff});
}

static void draw_item(struct canvas *canvas, struct item *item)
{
    struct style style = {(enum weight)(item->a & 1), 12 + item->b, 16 + item->b, item->c, false};
    enum align align = (enum align)(item->a % 3);
    switch (item->what) {
    case FILL:
        canvas_fill(canvas, item->r, item->c);
        break;
    case ROUND:
        canvas_round(canvas, item->r, item->a, item->c);
        break;
    case RING:
        canvas_ring(canvas, item->r, item->a, item->b, item->c);
        break;
    case STROKE:
        canvas_stroke(canvas, item->r.x, item->r.y, item->r.w, item->r.h, item->b, item->c);
        break;
    case LINE:
        text_line(canvas, item->r, &style, align, item->text);
        break;
    case BLOCK:
        text_block(canvas, item->r, &style, align, item->text);
        break;
    case IMAGE:
        canvas_image(canvas, item->r, item->c * UINT64_C(64) + (uint64_t)item->a, image_row, item);
        break;
    default:
        draw_code(canvas, item->r, item->a & 1 ? "HTTPS://JY.EXAMPLE/S/7KQ2M9" : "HELLO");
        break;
    }
}

static void draw_scene(struct canvas *canvas, void *data)
{
    struct scene *scene = data;
    canvas_fill(canvas, (struct rect){0, 0, W, H}, 0x808080);
    for (int i = 0; i < ITEMS; i++) {
        struct rect before = canvas_clip(canvas, scene->items[i].clip);
        draw_item(canvas, &scene->items[i]);
        canvas_unclip(canvas, before);
    }
}

static void copy_rect(struct frame to, struct frame from, struct rect r)
{
    for (int y = r.y; y < r.y + r.h; y++)
        memcpy(to.pixels + y * to.stride + r.x, from.pixels + y * from.stride + r.x,
               (size_t)r.w * sizeof(uint32_t));
}

static void assert_sane(const struct rect *rects, size_t count)
{
    assert_true(count <= CANVAS_RECTS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct rect r = rects[i];
        assert_false(rect_is_empty(r));
        assert_true(r.x >= 0 && r.y >= 0 && r.x + r.w <= W && r.y + r.h <= H);
        for (size_t j = 0; j < i; j++)
            assert_true(rect_is_empty(rect_intersect(r, rects[j])));
    }
}

static void test_canvas__incremental_picture_equals_full_repaint(void **state)
{
    static struct board part, full, shown;
    static struct scene scene = {.random = 2020};
    struct fonts *fonts = *state;
    guard(&part);
    guard(&full);
    guard(&shown);
    struct canvas *a = canvas_new(frame_of(&part), fonts);
    struct canvas *b = canvas_new(frame_of(&full), fonts);
    for (int i = 0; i < ITEMS; i++)
        renew(&scene, &scene.items[i]);
    for (int round = 0; round < ROUNDS; round++) {
        struct rect rects[CANVAS_RECTS_MAX];
        size_t count = canvas_render(a, draw_scene, &scene, rects);
        assert_sane(rects, count);
        for (size_t i = 0; i < count; i++)
            copy_rect(frame_of(&shown), frame_of(&part), rects[i]);
        canvas_invalidate(b);
        canvas_render(b, draw_scene, &scene, rects);
        assert_true(memcmp(part.memory, full.memory, sizeof full.memory) == 0);
        assert_true(memcmp(shown.memory, full.memory, sizeof full.memory) == 0);
        for (int i = draw_lots(&scene, 3); i >= 0; i--)
            renew(&scene, &scene.items[draw_lots(&scene, ITEMS)]);
    }
    assert_guarded(&part);
    assert_guarded(&full);
    canvas_free(a);
    canvas_free(b);
}

static void test_canvas__unchanged_picture_has_no_damage(void **state)
{
    static struct board board;
    static struct scene scene = {.random = 7};
    struct rect rects[CANVAS_RECTS_MAX];
    struct canvas *canvas = canvas_new(frame_of(&board), *state);
    for (int i = 0; i < ITEMS; i++)
        renew(&scene, &scene.items[i]);
    assert_int_equal(canvas_render(canvas, draw_scene, &scene, rects), 1);
    assert_int_equal(canvas_render(canvas, draw_scene, &scene, rects), 0);
    canvas_invalidate(canvas);
    assert_int_equal(canvas_render(canvas, draw_scene, &scene, rects), 1);
    assert_int_equal(rects[0].w * rects[0].h, W * H);
    canvas_free(canvas);
}

/* A rehearsal leaves neither pixels nor notes behind, but every glyph ready. */
static void test_canvas__rehearsal_leaves_glyphs_alone(void **state)
{
    static struct board board, kept;
    static struct scene first = {.random = 3}, second = {.random = 4};
    struct rect rects[CANVAS_RECTS_MAX];
    struct canvas *canvas = canvas_new(frame_of(&board), *state);
    for (int i = 0; i < ITEMS; i++) {
        renew(&first, &first.items[i]);
        renew(&second, &second.items[i]);
    }
    canvas_render(canvas, draw_scene, &first, rects);
    size_t texts = canvas_texts(canvas);
    kept = board;
    canvas_rehearse(canvas, draw_scene, &second);
    unsigned drawn = glyphs_drawn(*state);
    assert_memory_equal(&board, &kept, sizeof board);
    assert_int_equal(canvas_texts(canvas), texts);
    assert_int_equal(canvas_render(canvas, draw_scene, &first, rects), 0);
    canvas_render(canvas, draw_scene, &second, rects);
    assert_int_equal(glyphs_drawn(*state), drawn);
    canvas_free(canvas);
}

/* Two far corners change; what lies between is not painted again. */
static void draw_corners(struct canvas *canvas, void *data)
{
    colour c = *(colour *)data;
    canvas_fill(canvas, (struct rect){0, 0, W, H}, 0);
    canvas_fill(canvas, (struct rect){0, 0, 8, 8}, c);
    canvas_fill(canvas, (struct rect){W - 8, H - 8, 8, 8}, c);
}

static void test_canvas__damage_is_close_to_what_changed(void **state)
{
    static struct board board;
    struct rect rects[CANVAS_RECTS_MAX];
    struct canvas *canvas = canvas_new(frame_of(&board), *state);
    colour c = 1;
    canvas_render(canvas, draw_corners, &c, rects);
    c = 2;
    assert_int_equal(canvas_render(canvas, draw_corners, &c, rects), 2);
    assert_int_equal(rects[0].w * rects[0].h + rects[1].w * rects[1].h, 2 * 32 * 32);
    canvas_free(canvas);
}

static void draw_notes(struct canvas *canvas, void *data)
{
    static const struct style style = {WEIGHT_REGULAR, 16, 20, 0, false};
    canvas_fill(canvas, (struct rect){0, 0, W, H}, 0xffffff);
    text_line(canvas, (struct rect){0, 0, 40, 20}, &style, ALIGN_LEFT, "写得很长的一句话");
    text_block(canvas, (struct rect){0, 20, 40, 60}, &style, ALIGN_LEFT, "两行\n以上");
    text_line(canvas, (struct rect){0, 0, 40, 20}, &style, ALIGN_LEFT, "");
    if (data)
        draw_code(canvas, (struct rect){100, 0, 150, 150}, data);
}

static void test_canvas__notes_texts_and_code_for_describe(void **state)
{
    static struct board board;
    struct rect rects[CANVAS_RECTS_MAX];
    struct canvas *canvas = canvas_new(frame_of(&board), *state);
    canvas_render(canvas, draw_notes, "HELLO", rects);
    assert_int_equal(canvas_texts(canvas), 2);
    assert_string_equal(canvas_text(canvas, 0), "写得很长的一句话");
    assert_string_equal(canvas_text(canvas, 1), "两行\n以上");
    assert_string_equal(canvas_text(canvas, 2), "");
    assert_string_equal(canvas_qr_text(canvas), "HELLO");
    canvas_render(canvas, draw_notes, NULL, rects);
    assert_null(canvas_qr_text(canvas));
    canvas_free(canvas);
}

static void test_canvas__refuses_a_frame_that_cannot_be(void **state)
{
    uint32_t pixel;
    assert_null(canvas_new((struct frame){&pixel, 0, 1, 1}, *state));
    assert_null(canvas_new((struct frame){&pixel, 2, 1, 1}, *state));
    assert_null(canvas_new((struct frame){&pixel, 1, 100000, 1}, *state));
    canvas_free(NULL);
}

/* Coverage of a shape, counted over the picture: its area to within a pixel's share. */
static double area_drawn(const struct board *board)
{
    double sum = 0;
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++)
            sum += board->memory[(y + MARGIN) * STRIDE + MARGIN + x] & 0xff;
    }
    return sum / 255;
}

static void draw_disc(struct canvas *canvas, void *data)
{
    int radius = *(int *)data;
    struct rect r = {10, 10, 120, 120};
    canvas_fill(canvas, (struct rect){0, 0, W, H}, 0);
    canvas_round(canvas, r, 60, 0xffffff);
    if (radius) {
        canvas_fill(canvas, (struct rect){0, 0, W, H}, 0);
        canvas_ring(canvas, r, 60, radius, 0xffffff);
    }
}

static void test_canvas__round_shapes_have_their_area(void **state)
{
    static struct board board;
    struct rect rects[CANVAS_RECTS_MAX];
    struct canvas *canvas = canvas_new(frame_of(&board), *state);
    int width = 0;
    canvas_render(canvas, draw_disc, &width, rects);
    assert_true(area_drawn(&board) > 11309 - 8 && area_drawn(&board) < 11309 + 8);
    width = 10; /* 60² − 50² */
    canvas_render(canvas, draw_disc, &width, rects);
    assert_true(area_drawn(&board) > 3456 - 8 && area_drawn(&board) < 3456 + 8);
    canvas_free(canvas);
}

/* Allocations of our own code, counted by the linker's --wrap. */
static unsigned allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    allocations++;
    return __real_realloc(old, size);
}

static void test_canvas__draws_without_allocating_once_warm(void **state)
{
    static struct board board;
    static struct scene scenes[2] = {{.random = 3}, {.random = 4}};
    struct rect rects[CANVAS_RECTS_MAX];
    struct canvas *canvas = canvas_new(frame_of(&board), *state);
    unsigned drawn = 0;
    assert_true(allocations > 0);
    for (int round = 0; round < 40; round++) {
        struct scene *scene = &scenes[round & 1];
        for (int i = 0; round < 2 && i < ITEMS; i++)
            renew(scene, &scene->items[i]);
        assert_true(canvas_render(canvas, draw_scene, scene, rects) > 0);
        if (round == 1) {
            allocations = 0;
            drawn = glyphs_drawn(*state);
        }
    }
    assert_int_equal(allocations, 0);
    assert_int_equal(glyphs_drawn(*state), drawn);
    canvas_free(canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_canvas__incremental_picture_equals_full_repaint),
        cmocka_unit_test(test_canvas__unchanged_picture_has_no_damage),
        cmocka_unit_test(test_canvas__rehearsal_leaves_glyphs_alone),
        cmocka_unit_test(test_canvas__damage_is_close_to_what_changed),
        cmocka_unit_test(test_canvas__notes_texts_and_code_for_describe),
        cmocka_unit_test(test_canvas__refuses_a_frame_that_cannot_be),
        cmocka_unit_test(test_canvas__round_shapes_have_their_area),
        cmocka_unit_test(test_canvas__draws_without_allocating_once_warm),
    };
    return cmocka_run_group_tests(tests, with_fonts_open, with_fonts_close);
}
