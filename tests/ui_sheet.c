/* ui-sheet PROFILE PAGE OUT.png [large] [contrast|night]: one page of widgets as a picture. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "sheet.h"

static bool asked(int argc, char **argv, const char *word)
{
    for (int i = 4; i < argc; i++) {
        if (strcmp(argv[i], word) == 0)
            return true;
    }
    return false;
}

static bool draw(struct sheet *sheet, const char *path)
{
    struct picture picture = {sheet->theme.width, sheet->theme.height, NULL};
    picture.pixels = calloc((size_t)picture.width * (size_t)picture.height, sizeof(uint32_t));
    struct frame frame = {picture.pixels, picture.width, picture.height, picture.width};
    struct fonts *fonts = fonts_open(DATA_DIR);
    struct canvas *canvas = fonts ? canvas_new(frame, fonts) : NULL;
    struct rect rects[CANVAS_RECTS_MAX];
    if (canvas)
        canvas_render(canvas, sheet_draw, sheet, rects);
    bool done = canvas && picture_write(&picture, path);
    canvas_free(canvas);
    fonts_close(fonts);
    free(picture.pixels);
    return done;
}

int main(int argc, char **argv)
{
    const struct conf_profile *profile = argc > 3 ? conf_profile_find(argv[1]) : NULL;
    struct sheet sheet = {.page = argc > 2 ? atoi(argv[2]) : 0};
    if (!profile || sheet.page < 0 || sheet.page >= SHEET_PAGES) {
        fprintf(stderr, "usage: ui-sheet PROFILE PAGE OUT.png [large] [contrast|night]\n");
        return 2;
    }
    theme_init(&sheet.theme, profile, asked(argc, argv, "large"),
               asked(argc, argv, "contrast") ? PALETTE_CONTRAST
               : asked(argc, argv, "night")  ? PALETTE_NIGHT
                                             : PALETTE_DAY);
    return draw(&sheet, argv[3]) ? 0 : 1;
}
