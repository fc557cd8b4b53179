#include "ui/engine.h"

#include <SDL_ttf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/rect.h"
#include "ui/font_file.h"

enum { RULER = 1000, PATH_BYTES = 4096, FIRST_SIZE = 32 };

struct engine {
    char paths[2][PATH_BYTES];
    bool begun;          /* the engine runs */
    bool broken;         /* a font is none: no more is opened */
    TTF_Font *rulers[2]; /* at 1000 px: advances; opened when the first is asked for */
    TTF_Font *pens[2];   /* at the size last drawn */
    int sizes[2];
    SDL_Surface *drawn; /* the last glyph; NULL: it has no ink */
    struct rect ink;
};

static bool find_font(struct engine *engine, const char *data_dir, int weight)
{
    static const char *const names[] = {"regular", "bold"};
    char *path = engine->paths[weight];
    snprintf(path, PATH_BYTES, "%s/fonts/%s.otf", data_dir, names[weight]);
    if (access(path, R_OK) == 0)
        return true;
    log_error("fonts", "cannot read %s: %s", path, strerror(errno));
    return false;
}

struct engine *engine_open(const char *data_dir)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (engine && find_font(engine, data_dir, WEIGHT_REGULAR) &&
        find_font(engine, data_dir, WEIGHT_BOLD))
        return engine;
    free(engine);
    return NULL;
}

void engine_close(struct engine *engine)
{
    if (!engine)
        return;
    SDL_FreeSurface(engine->drawn);
    for (int weight = WEIGHT_REGULAR; weight <= WEIGHT_BOLD; weight++) {
        if (engine->pens[weight])
            TTF_CloseFont(engine->pens[weight]);
        if (engine->rulers[weight])
            TTF_CloseFont(engine->rulers[weight]);
    }
    if (engine->begun)
        TTF_Quit();
    free(engine);
}

static TTF_Font *open_font(const char *path, int size)
{
    SDL_RWops *stream = font_file_open(path);
    TTF_Font *font = stream ? TTF_OpenFontRW(stream, 1, size) : NULL;
    if (stream && !font)
        log_error("fonts", "%s is no font: %s", path, TTF_GetError());
    if (!font)
        return NULL;
    TTF_SetFontHinting(font, TTF_HINTING_NONE);
    TTF_SetFontKerning(font, 0);
    return font;
}

/* The font at the size last drawn, opened when it is first asked for; NULL if it is none. */
static TTF_Font *pen(struct engine *engine, enum weight weight)
{
    if (engine->pens[weight] || engine->broken)
        return engine->pens[weight];
    if (!engine->begun && TTF_Init() != 0)
        log_error("fonts", "no font engine: %s", TTF_GetError());
    else
        engine->begun = true;
    engine->sizes[weight] = FIRST_SIZE;
    if (engine->begun)
        engine->pens[weight] = open_font(engine->paths[weight], FIRST_SIZE);
    engine->broken = !engine->pens[weight];
    return engine->pens[weight];
}

bool engine_ready(struct engine *engine)
{
    return pen(engine, WEIGHT_REGULAR) != NULL;
}

bool engine_is_awake(const struct engine *engine)
{
    return engine->begun;
}

bool engine_has(struct engine *engine, enum weight weight, uint32_t c)
{
    TTF_Font *font = pen(engine, weight);
    return font && TTF_GlyphIsProvided32(font, c) != 0;
}

int engine_units(struct engine *engine, enum weight weight, uint32_t c)
{
    int units = 0;
    if (!pen(engine, weight))
        return 0;
    if (!engine->rulers[weight])
        engine->rulers[weight] = open_font(engine->paths[weight], RULER);
    if (!engine->rulers[weight] ||
        TTF_GlyphMetrics32(engine->rulers[weight], c, NULL, NULL, NULL, NULL, &units) != 0)
        return 0;
    return units;
}

/* The part of a rendered surface that has ink. */
static struct rect ink_of(const SDL_Surface *surface)
{
    int x0 = surface->w, y0 = surface->h, x1 = 0, y1 = 0;
    for (int y = 0; y < surface->h; y++) {
        const uint8_t *row = (const uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch;
        for (int x = 0; x < surface->w; x++) {
            if (!row[x])
                continue;
            x0 = x < x0 ? x : x0;
            x1 = x + 1 > x1 ? x + 1 : x1;
            y0 = y < y0 ? y : y0;
            y1 = y + 1;
        }
    }
    return (struct rect){x0, y0, x1 - x0, y1 - y0};
}

/* An 8-bit picture whose pen starts at *x, *y. NULL if it cannot be drawn. */
static SDL_Surface *render(struct engine *engine, enum weight weight, int size, uint32_t c, int *x,
                           int *y)
{
    static const SDL_Color black = {0, 0, 0, 255}, white = {255, 255, 255, 255};
    int left, top;
    TTF_Font *font = pen(engine, weight);
    if (!font)
        return NULL;
    if (engine->sizes[weight] != size && TTF_SetFontSize(font, size) != 0)
        return NULL;
    engine->sizes[weight] = size;
    if (TTF_GlyphMetrics32(font, c, &left, NULL, NULL, &top, NULL) != 0)
        return NULL;
    /* What reaches out of the line box to the left or above moves the pen, in SDL_ttf. */
    int ascent = TTF_FontAscent(font);
    *x = left < 0 ? -left : 0;
    *y = top > ascent ? top : ascent;
    return TTF_RenderGlyph32_Shaded(font, c, white, black);
}

struct glyph engine_draw(struct engine *engine, enum weight weight, int size, uint32_t c)
{
    int x = 0, y = 0;
    SDL_FreeSurface(engine->drawn);
    engine->drawn = render(engine, weight, size, c, &x, &y);
    engine->ink = engine->drawn ? ink_of(engine->drawn) : (struct rect){0, 0, 0, 0};
    const struct rect *ink = &engine->ink;
    if (rect_is_empty(*ink))
        return (struct glyph){0};
    return (struct glyph){(int16_t)(ink->x - x), (int16_t)(y - ink->y), (uint16_t)ink->w,
                          (uint16_t)ink->h, NULL};
}

void engine_copy(const struct engine *engine, uint8_t *room)
{
    const struct rect *ink = &engine->ink;
    for (int y = 0; engine->drawn && y < ink->h; y++)
        memcpy(room + (ptrdiff_t)y * ink->w,
               (const uint8_t *)engine->drawn->pixels +
                   (ptrdiff_t)(ink->y + y) * engine->drawn->pitch + ink->x,
               (size_t)ink->w);
}
