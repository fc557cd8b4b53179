#include "ui/glyphs.h"

#include <SDL_ttf.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/utf8.h"
#include "ui/font_file.h"

/* The cache: classes of slots by picture size, the least recently used slot of a class gives way.
 * Memory of slots never used is never touched. */
enum { CLASSES = 5, SLOTS = 1296, BUCKETS = 2048, NOBODY = 0xffff, ADVANCES = 2048, RULER = 1000 };

static const struct {
    uint32_t bytes, count;
} classes[CLASSES] = {{1024, 384}, {2304, 384}, {4608, 256}, {9216, 256}, {65025, 16}};

struct slot {
    uint64_t key; /* 0: empty */
    uint32_t used;
    uint16_t next; /* in its bucket */
    struct glyph glyph;
    uint8_t *room;
};

struct advance {
    uint32_t key; /* code point and weight; 0: empty */
    int units;    /* thousandths of the size */
};

struct fonts {
    TTF_Font *rulers[2]; /* at 1000 px: advances */
    TTF_Font *pens[2];   /* at the size last drawn */
    int sizes[2];
    uint32_t clock;
    unsigned drawn;
    uint16_t buckets[BUCKETS];
    struct slot slots[SLOTS];
    struct advance advances[ADVANCES];
    uint8_t *memory;
};

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

static bool open_weight(struct fonts *fonts, const char *data_dir, int weight)
{
    static const char *const names[] = {"regular", "bold"};
    char path[4096];
    snprintf(path, sizeof path, "%s/fonts/%s.otf", data_dir, names[weight]);
    fonts->sizes[weight] = 32;
    fonts->rulers[weight] = open_font(path, RULER);
    if (fonts->rulers[weight])
        fonts->pens[weight] = open_font(path, fonts->sizes[weight]);
    return fonts->pens[weight];
}

static bool make_slots(struct fonts *fonts)
{
    size_t bytes = 0, slot = 0;
    for (size_t i = 0; i < CLASSES; i++)
        bytes += (size_t)classes[i].bytes * classes[i].count;
    fonts->memory = malloc(bytes);
    if (!fonts->memory) {
        log_error("fonts", "no memory for the glyph cache");
        return false;
    }
    uint8_t *room = fonts->memory;
    for (size_t i = 0; i < CLASSES; i++) {
        for (uint32_t j = 0; j < classes[i].count; j++, room += classes[i].bytes)
            fonts->slots[slot++].room = room;
    }
    memset(fonts->buckets, 0xff, sizeof fonts->buckets);
    return true;
}

struct fonts *fonts_open(const char *data_dir)
{
    if (TTF_Init() != 0) {
        log_error("fonts", "no font engine: %s", TTF_GetError());
        return NULL;
    }
    struct fonts *fonts = calloc(1, sizeof *fonts);
    if (fonts && make_slots(fonts) && open_weight(fonts, data_dir, WEIGHT_REGULAR) &&
        open_weight(fonts, data_dir, WEIGHT_BOLD))
        return fonts;
    if (fonts)
        fonts_close(fonts);
    else
        TTF_Quit();
    return NULL;
}

void fonts_close(struct fonts *fonts)
{
    if (!fonts)
        return;
    for (int weight = WEIGHT_REGULAR; weight <= WEIGHT_BOLD; weight++) {
        if (fonts->pens[weight])
            TTF_CloseFont(fonts->pens[weight]);
        if (fonts->rulers[weight])
            TTF_CloseFont(fonts->rulers[weight]);
    }
    TTF_Quit();
    free(fonts->memory);
    free(fonts);
}

bool fonts_have(struct fonts *fonts, uint32_t c)
{
    return TTF_GlyphIsProvided32(fonts->rulers[WEIGHT_REGULAR], c) != 0;
}

unsigned glyphs_drawn(const struct fonts *fonts)
{
    return fonts->drawn;
}

/* Controls, joiners, direction marks, variation selectors: they have no picture of their own. */
static bool is_silent(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

/* The font that has c: bold falls back to regular, which has the typing dictionary. Nobody has it:
 * 〓, the printers' sign for a missing type. */
static enum weight choose(struct fonts *fonts, enum weight weight, uint32_t *c)
{
    if (weight == WEIGHT_BOLD && !TTF_GlyphIsProvided32(fonts->rulers[WEIGHT_BOLD], *c))
        weight = WEIGHT_REGULAR;
    if (weight == WEIGHT_REGULAR && !fonts_have(fonts, *c))
        *c = 0x3013;
    return weight;
}

static int measure(struct fonts *fonts, enum weight weight, uint32_t c)
{
    int units = 0;
    weight = choose(fonts, weight, &c);
    if (TTF_GlyphMetrics32(fonts->rulers[weight], c, NULL, NULL, NULL, NULL, &units) != 0)
        return 0;
    return units;
}

int glyphs_advance(struct fonts *fonts, enum weight weight, int size, uint32_t c)
{
    if (is_silent(c))
        return 0;
    if (utf8_is_han(c))
        return size;
    uint32_t key = c << 1 | (uint32_t)weight;
    struct advance *advance = &fonts->advances[(key * 2654435761u) >> 21];
    if (advance->key != key)
        *advance = (struct advance){key, measure(fonts, weight, c)};
    return (advance->units * size + RULER / 2) / RULER;
}

static uint64_t key_of(enum weight weight, int size, uint32_t c)
{
    return (uint64_t)c << 16 | (uint64_t)size << 8 | (uint64_t)weight << 1 | 1;
}

static uint16_t *bucket_of(struct fonts *fonts, uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    return &fonts->buckets[hash >> 53];
}

static void unlink_slot(struct fonts *fonts, uint16_t index)
{
    uint16_t *at = bucket_of(fonts, fonts->slots[index].key);
    while (*at != index)
        at = &fonts->slots[*at].next;
    *at = fonts->slots[index].next;
    fonts->slots[index].key = 0;
}

/* A slot with room for that many bytes, emptied. */
static uint16_t take_slot(struct fonts *fonts, uint32_t bytes)
{
    uint16_t first = 0, class = 0;
    while (class < CLASSES - 1 && classes[class].bytes < bytes)
        first = (uint16_t)(first + classes[class ++].count);
    uint16_t oldest = first;
    for (uint16_t i = first; i < first + classes[class].count; i++) {
        if (fonts->slots[i].used < fonts->slots[oldest].used)
            oldest = i;
    }
    if (fonts->slots[oldest].key)
        unlink_slot(fonts, oldest);
    return oldest;
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

static void copy_ink(struct slot *slot, const SDL_Surface *surface, struct rect ink)
{
    for (int y = 0; y < ink.h; y++)
        memcpy(slot->room + (ptrdiff_t)y * ink.w,
               (const uint8_t *)surface->pixels + (ptrdiff_t)(ink.y + y) * surface->pitch + ink.x,
               (size_t)ink.w);
}

/* One glyph by the font engine, as an 8-bit picture whose pen starts at *x, *y. NULL if it has no
 * ink or cannot be drawn. */
static SDL_Surface *draw(struct fonts *fonts, enum weight weight, int size, uint32_t c, int *x,
                         int *y)
{
    static const SDL_Color black = {0, 0, 0, 255}, white = {255, 255, 255, 255};
    int left, top;
    weight = choose(fonts, weight, &c);
    TTF_Font *font = fonts->pens[weight];
    if (fonts->sizes[weight] != size && TTF_SetFontSize(font, size) != 0)
        return NULL;
    fonts->sizes[weight] = size;
    fonts->drawn++;
    if (TTF_GlyphMetrics32(font, c, &left, NULL, NULL, &top, NULL) != 0)
        return NULL;
    /* What reaches out of the line box to the left or above moves the pen, in SDL_ttf. */
    int ascent = TTF_FontAscent(font);
    *x = left < 0 ? -left : 0;
    *y = top > ascent ? top : ascent;
    return TTF_RenderGlyph32_Shaded(font, c, white, black);
}

static uint16_t add_slot(struct fonts *fonts, enum weight weight, int size, uint32_t c)
{
    int x = 0, y = 0;
    SDL_Surface *surface = draw(fonts, weight, size, c, &x, &y);
    struct rect ink = surface ? ink_of(surface) : (struct rect){0, 0, 0, 0};
    if (rect_is_empty(ink) || (uint32_t)(ink.w * ink.h) > classes[CLASSES - 1].bytes)
        ink = (struct rect){0, 0, 0, 0};
    uint16_t index = take_slot(fonts, (uint32_t)(ink.w * ink.h));
    struct slot *slot = &fonts->slots[index];
    slot->key = key_of(weight, size, c);
    slot->glyph = (struct glyph){(int16_t)(ink.x - x), (int16_t)(y - ink.y), (uint16_t)ink.w,
                                 (uint16_t)ink.h, slot->room};
    if (surface)
        copy_ink(slot, surface, ink);
    SDL_FreeSurface(surface);
    uint16_t *bucket = bucket_of(fonts, slot->key);
    slot->next = *bucket;
    *bucket = index;
    return index;
}

struct glyph glyphs_find(struct fonts *fonts, enum weight weight, int size, uint32_t c)
{
    if (is_silent(c) || c == ' ' || size < 1 || size > GLYPH_SIZE_MAX)
        return (struct glyph){0};
    uint64_t key = key_of(weight, size, c);
    uint16_t at = *bucket_of(fonts, key);
    while (at != NOBODY && fonts->slots[at].key != key)
        at = fonts->slots[at].next;
    if (at == NOBODY)
        at = add_slot(fonts, weight, size, c);
    fonts->slots[at].used = ++fonts->clock;
    return fonts->slots[at].glyph;
}
