#include "face/self_test.h"

#include <string.h>

#include "core/log.h"
#include "core/utf8.h"
#include "ime/ime.h"
#include "ui/canvas.h"
#include "ui/text.h"

enum { WIDTH = 320, HEIGHT = 80, SIZE = 40 };

static const struct rect all = {0, 0, WIDTH, HEIGHT};
static const colour paper = 0xFFFFFF, ink = 0x000000;

/* Digits of a word of two syllables that every dictionary has, xi wang. */
static bool type(const char *data_dir, struct ime_candidate *word)
{
    const struct ime_options options = {.layout = IME_NINE};
    struct ime *ime = ime_open(data_dir, &options);
    bool found = ime != NULL;
    for (const char *digit = "949264"; found && *digit; digit++)
        found = ime_key(ime, *digit - '0');
    found = found && ime_candidate(ime, 0, word) && word->used == 6;
    if (ime && !found)
        log_error("self-test", "the dictionary does not know what was typed");
    ime_close(ime);
    return found;
}

static void draw_word(struct canvas *canvas, void *word)
{
    const struct style style = {
        .weight = WEIGHT_REGULAR, .size = SIZE, .line = SIZE, .colour = ink};
    canvas_fill(canvas, all, paper);
    text_line(canvas, all, &style, ALIGN_LEFT, word);
}

static bool has_ink(const uint32_t *pixels)
{
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++) {
        if ((pixels[i] & 0xFFFFFF) == ink)
            return true;
    }
    return false;
}

static bool draw(const char *data_dir, char *word)
{
    uint32_t pixels[WIDTH * HEIGHT] = {0};
    struct rect rects[CANVAS_RECTS_MAX];
    const struct frame frame = {pixels, WIDTH, HEIGHT, WIDTH};
    struct fonts *fonts = fonts_open(data_dir);
    struct canvas *canvas = fonts && fonts_ready(fonts) ? canvas_new(frame, fonts) : NULL;
    bool drawn = false;
    if (canvas) {
        memset(pixels, 0xFF, sizeof pixels);
        canvas_render(canvas, draw_word, word, rects);
        drawn = has_ink(pixels);
        if (!drawn)
            log_error("self-test", "the fonts draw nothing");
    }
    canvas_free(canvas);
    fonts_close(fonts);
    return drawn;
}

bool self_test(const struct conf *conf)
{
    char data_dir[CONF_VALUE_MAX];
    struct ime_candidate word;
    conf_data_dir(conf, data_dir, sizeof data_dir);
    return type(data_dir, &word) && draw(data_dir, word.text);
}
