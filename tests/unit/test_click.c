/* The click, into a file instead of a sound card. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/common/click.h"
#include "board/screens.h"

struct card {
    char dir[32], conf[64], sound[64];
};

/* A sound card that writes down what it is given. */
static int set_up(void **state)
{
    struct card *card = calloc(1, sizeof *card);
    snprintf(card->dir, sizeof card->dir, "/tmp/jianyan-click-XXXXXX");
    if (!mkdtemp(card->dir))
        return -1;
    snprintf(card->conf, sizeof card->conf, "%s/asound.conf", card->dir);
    snprintf(card->sound, sizeof card->sound, "%s/sound", card->dir);
    FILE *file = fopen(card->conf, "w");
    fprintf(file,
            "pcm.silence { type null }\n"
            "pcm.default { type file slave.pcm silence file \"%s\" format raw }\n",
            card->sound);
    fclose(file);
    setenv("ALSA_CONFIG_PATH", card->conf, 1);
    *state = card;
    return 0;
}

static int tear_down(void **state)
{
    struct card *card = *state;
    unlink(card->conf);
    unlink(card->sound);
    rmdir(card->dir);
    free(card);
    return 0;
}

/* Frames that the card was given; how many of them are not silent. */
static size_t listen(const struct card *card, size_t *loud)
{
    int16_t frame;
    size_t frames = 0;
    FILE *file = fopen(card->sound, "r");
    *loud = 0;
    while (file && fread(&frame, sizeof frame, 1, file) == 1) {
        frames++;
        *loud += frame > 100 || frame < -100;
    }
    if (file)
        fclose(file);
    return frames;
}

static void test_click__each_key_sounds(void **state)
{
    const struct card *card = *state;
    size_t loud;
    struct click *click = click_open();
    assert_non_null(click);
    for (int i = 0; i < 5; i++)
        click_play(click);
    click_close(click);
    assert_int_equal(listen(card, &loud), 5 * 480);
    assert_true(loud > 5 * 100);
}

static void test_click__without_a_card_there_is_silence(void **state)
{
    (void)state;
    setenv("ALSA_CONFIG_PATH", "/nonexistent", 1);
    assert_null(click_open());
    click_play(NULL);
    click_close(NULL);
}

/* A whole screen: pressed keys click, held ones only once; without key_click no card is opened. */
static size_t press_keys(const struct card *card, bool click)
{
    struct screen_event event;
    struct clock clock;
    size_t loud;
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    assert_true(clock_init(&clock, "/nonexistent"));
    const struct screen_config config = {
        .width = 64, .height = 48, .clock = &clock, .click = click};
    struct screen *screen = screen_sdl.open(&config);
    assert_non_null(screen);
    do
        screen_sdl.wait(screen, 0, &event);
    while (event.kind != SCREEN_TIMEOUT);
    for (int i = 0; i < 2; i++) {
        SDL_Event key = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_UP}}};
        SDL_PushEvent(&key);
        key.key.repeat = 1;
        SDL_PushEvent(&key);
        key = (SDL_Event){.key = {.type = SDL_KEYUP, .keysym = {.sym = SDLK_UP}}};
        SDL_PushEvent(&key);
    }
    do
        screen_sdl.wait(screen, 0, &event);
    while (event.kind != SCREEN_TIMEOUT);
    screen_sdl.close(screen, KEY_NONE);
    clock_fini(&clock);
    return listen(card, &loud);
}

static void test_click__a_screen_clicks_when_asked_to(void **state)
{
    assert_int_equal(press_keys(*state, false), 0);
    assert_int_equal(access(((struct card *)*state)->sound, F_OK), -1);
    assert_int_equal(press_keys(*state, true), 2 * 480);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_click__each_key_sounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_click__without_a_card_there_is_silence, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_click__a_screen_clicks_when_asked_to, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
