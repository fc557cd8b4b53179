#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <SDL.h>
#include <unistd.h>

#include "board/screens.h"
#include "board/common/scale.h"
#include "board/sdl/sdl_keys.h"

enum { WIDTH = 64, HEIGHT = 48 };

static void test_screens__are_found_by_name(void **state)
{
    const char *argument;
    (void)state;
    assert_ptr_equal(screens_find("sdl:full", &argument), &screen_sdl);
    assert_string_equal(argument, "full");
    assert_ptr_equal(screens_find("socket:/a:b", &argument), &screen_socket);
    assert_string_equal(argument, "/a:b");
    assert_ptr_equal(screens_find("sdl", &argument), &screen_sdl);
    assert_null(argument);
    assert_non_null(screens_find(NULL, &argument));
    assert_null(screens_find("s", &argument));
    assert_null(screens_find("sdlx", &argument));
    assert_null(screens_find("", &argument));
}

static void test_scale__keeps_even_areas_and_means(void **state)
{
    uint32_t from[40 * 30], to[31 * 17], one;
    struct scale scale;
    (void)state;
    for (size_t i = 0; i < 40 * 30; i++)
        from[i] = 0x00F7F3EA;
    assert_true(scale_init(&scale, 40, 30, 31, 17));
    scale_run(&scale, from, 40, to, 31, (struct rect){0, 0, 31, 17});
    for (size_t i = 0; i < 31 * 17; i++)
        assert_int_equal(to[i], 0x00F7F3EA);
    scale_fini(&scale);
    const uint32_t four[] = {0x00FF0000, 0x000000FF, 0x0000FF00, 0x00000000};
    assert_true(scale_init(&scale, 2, 2, 1, 1));
    scale_run(&scale, four, 2, &one, 1, (struct rect){0, 0, 1, 1});
    assert_int_equal(one, 0x00404040);
    scale_fini(&scale);
    assert_false(scale_init(&scale, 0, 2, 1, 1));
}

static void test_scale__reach_covers_every_touched_pixel(void **state)
{
    uint32_t from[50 * 20] = {0}, before[33 * 29], after[33 * 29];
    struct scale scale;
    (void)state;
    assert_true(scale_init(&scale, 50, 20, 33, 29));
    const struct rect all = {0, 0, 33, 29};
    scale_run(&scale, from, 50, before, 33, all);
    for (int at = 0; at < 50 * 20; at += 7) {
        struct rect dot = {at % 50, at / 50, 1, 1};
        from[at] = 0x00FFFFFF;
        scale_run(&scale, from, 50, after, 33, all);
        from[at] = 0;
        struct rect reach = scale_reach(&scale, dot);
        for (int i = 0; i < 33 * 29; i++) {
            if (!rect_contains(reach, i % 33, i / 33))
                assert_int_equal(before[i], after[i]);
        }
    }
    scale_fini(&scale);
}

static struct screen *open_dummy(struct clock *clock)
{
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    assert_true(clock_init(clock, "/nonexistent"));
    struct screen_config config = {.width = WIDTH, .height = HEIGHT, .clock = clock};
    struct screen *screen = screen_sdl.open(&config);
    assert_non_null(screen);
    return screen;
}

static void push_key(SDL_EventType type, SDL_Keycode code)
{
    SDL_Event event = {0};
    event.type = type;
    event.key.keysym.sym = code;
    SDL_PushEvent(&event);
}

static struct screen_event next_key(struct screen *screen)
{
    struct screen_event event;
    do
        screen_sdl.wait(screen, INT64_MAX, &event);
    while (event.kind == SCREEN_EXPOSED);
    return event;
}

static void test_sdl__turns_a_keyboard_into_a_remote(void **state)
{
    struct clock clock;
    (void)state;
    struct screen *screen = open_dummy(&clock);
    push_key(SDL_KEYDOWN, SDLK_RETURN);
    push_key(SDL_KEYDOWN, SDLK_F12); /* no key of ours */
    struct screen_event event = next_key(screen);
    assert_int_equal(event.key, KEY_OK);
    assert_int_equal(event.phase, KEY_PRESS);
    event = next_key(screen); /* held: repeats come by themselves */
    assert_int_equal(event.phase, KEY_REPEAT);
    assert_true(event.hold_ms >= 500);
    push_key(SDL_KEYUP, SDLK_RETURN);
    do
        event = next_key(screen);
    while (event.phase == KEY_REPEAT);
    assert_int_equal(event.key, KEY_OK);
    assert_int_equal(event.phase, KEY_RELEASE);
    screen_sdl.close(screen, KEY_NONE);
}

/* A due time in the past takes what is there, and that is all that is there. */
static void test_sdl__a_key_behind_a_key_is_not_left_lying(void **state)
{
    struct clock clock;
    struct screen_event event;
    (void)state;
    struct screen *screen = open_dummy(&clock);
    push_key(SDL_KEYDOWN, SDLK_RETURN);
    assert_int_equal(next_key(screen).phase, KEY_PRESS);
    push_key(SDL_KEYUP, SDLK_RETURN); /* while the picture was presented */
    screen_sdl.wait(screen, 0, &event);
    assert_int_equal(event.kind, SCREEN_KEY);
    assert_int_equal(event.phase, KEY_RELEASE);
    screen_sdl.close(screen, KEY_NONE);
}

static void test_sdl__every_key_of_the_remote_has_a_key(void **state)
{
    static const Uint16 held[] = {KMOD_NONE, KMOD_LSHIFT, KMOD_LCTRL};
    bool found[KEY_COUNT] = {0};
    (void)state;
    for (int code = 0; code < 0x200 * 3; code++) {
        Uint16 mod = held[code / 0x200];
        SDL_Keysym plain = {.sym = code % 0x200, .mod = mod};
        SDL_Keysym scan = {.sym = SDL_SCANCODE_TO_KEYCODE(code % 0x200), .mod = mod};
        found[sdl_key(plain)] = true;
        found[sdl_key(scan)] = true;
    }
    for (int key = KEY_OK; key < KEY_COUNT; key++)
        assert_true(found[key]);
    SDL_Keysym star = {.sym = SDLK_8, .mod = KMOD_LSHIFT};
    assert_int_equal(sdl_key(star), KEY_STAR);
    SDL_Keysym locked = {.sym = SDLK_a, .mod = KMOD_CAPS};
    assert_int_equal(key_char(sdl_key(locked)), 'A');
    locked.mod |= KMOD_RSHIFT;
    assert_int_equal(key_char(sdl_key(locked)), 'a');
    SDL_Keysym digit = {.sym = SDLK_7, .mod = KMOD_CAPS}, other = {.sym = SDLK_a, .mod = KMOD_LALT};
    assert_int_equal(sdl_key(digit), KEY_7);
    assert_int_equal(sdl_key(other), KEY_NONE); /* the window system's */
}

/* Shift is often let go before the letter: the key that was pressed is the one that ends. */
static void test_sdl__a_capital_ends_as_it_began(void **state)
{
    struct clock clock;
    (void)state;
    struct screen *screen = open_dummy(&clock);
    SDL_Event down = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_q, .mod = KMOD_LSHIFT}}};
    SDL_PushEvent(&down);
    push_key(SDL_KEYUP, SDLK_q);
    assert_int_equal(key_char(next_key(screen).key), 'Q');
    struct screen_event event = next_key(screen);
    assert_int_equal(event.phase, KEY_RELEASE);
    assert_int_equal(key_char(event.key), 'Q');
    screen_sdl.close(screen, KEY_NONE);
}

static void test_sdl__wakes_on_the_given_descriptor_and_shows_pictures(void **state)
{
    struct clock clock;
    struct screen_event event;
    int wake[2];
    (void)state;
    struct screen *screen = open_dummy(&clock);
    struct frame frame = screen_sdl.lend(screen);
    assert_int_equal(frame.width, WIDTH);
    frame.pixels[0] = 0x00FFFFFF;
    screen_sdl.present(screen, &(struct rect){0, 0, WIDTH, HEIGHT}, 1);
    assert_int_equal(pipe(wake), 0);
    screen_sdl.wake(screen, wake[0]);
    assert_int_equal(write(wake[1], "x", 1), 1);
    do
        screen_sdl.wait(screen, INT64_MAX, &event);
    while (event.kind == SCREEN_EXPOSED);
    assert_int_equal(event.kind, SCREEN_WAKE);
    screen_sdl.wake(screen, -1);
    do
        screen_sdl.wait(screen, screen_sdl.now(screen).mono_ms + 5, &event);
    while (event.kind == SCREEN_EXPOSED);
    assert_int_equal(event.kind, SCREEN_TIMEOUT);
    close(wake[0]);
    close(wake[1]);
    screen_sdl.close(screen, KEY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens__are_found_by_name),
        cmocka_unit_test(test_scale__keeps_even_areas_and_means),
        cmocka_unit_test(test_scale__reach_covers_every_touched_pixel),
        cmocka_unit_test(test_sdl__turns_a_keyboard_into_a_remote),
        cmocka_unit_test(test_sdl__a_key_behind_a_key_is_not_left_lying),
        cmocka_unit_test(test_sdl__every_key_of_the_remote_has_a_key),
        cmocka_unit_test(test_sdl__a_capital_ends_as_it_began),
        cmocka_unit_test(test_sdl__wakes_on_the_given_descriptor_and_shows_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
