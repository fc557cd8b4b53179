#include "ui/glyphs.h"

#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/utf8.h"
#include "ui/atlas.h"
#include "ui/engine.h"

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
    struct engine *engine;
    struct atlas atlas; /* asked before the engine is */
    uint32_t clock;
    unsigned drawn;
    uint16_t buckets[BUCKETS];
    struct slot slots[SLOTS];
    struct advance advances[ADVANCES];
    uint8_t *memory;
};

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
    struct fonts *fonts = calloc(1, sizeof *fonts);
    if (fonts && make_slots(fonts) && (fonts->engine = engine_open(data_dir)))
        return fonts;
    fonts_close(fonts);
    return NULL;
}

bool fonts_use_atlas(struct fonts *fonts, const char *path)
{
    atlas_close(&fonts->atlas);
    return atlas_open(&fonts->atlas, path);
}

bool fonts_ready(struct fonts *fonts)
{
    return engine_ready(fonts->engine);
}

void fonts_close(struct fonts *fonts)
{
    if (!fonts)
        return;
    engine_close(fonts->engine);
    atlas_close(&fonts->atlas);
    free(fonts->memory);
    free(fonts);
}

bool fonts_have(struct fonts *fonts, uint32_t c)
{
    return engine_has(fonts->engine, WEIGHT_REGULAR, c);
}

bool glyphs_engine_is_awake(const struct fonts *fonts)
{
    return engine_is_awake(fonts->engine);
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
    if (weight == WEIGHT_BOLD && !engine_has(fonts->engine, WEIGHT_BOLD, *c))
        weight = WEIGHT_REGULAR;
    if (weight == WEIGHT_REGULAR && !fonts_have(fonts, *c))
        *c = 0x3013;
    return weight;
}

int glyphs_units(struct fonts *fonts, enum weight weight, uint32_t c)
{
    int units = atlas_advance(&fonts->atlas, glyphs_advance_key(weight, c));
    if (units >= 0)
        return units;
    weight = choose(fonts, weight, &c);
    return engine_units(fonts->engine, weight, c);
}

int glyphs_advance(struct fonts *fonts, enum weight weight, int size, uint32_t c)
{
    if (is_silent(c))
        return 0;
    if (utf8_is_han(c))
        return size;
    uint32_t key = glyphs_advance_key(weight, c);
    struct advance *advance = &fonts->advances[(key * 2654435761u) >> 21];
    if (advance->key != key)
        *advance = (struct advance){key, glyphs_units(fonts, weight, c)};
    return (advance->units * size + RULER / 2) / RULER;
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

static uint16_t add_slot(struct fonts *fonts, enum weight weight, int size, uint32_t c)
{
    uint64_t key = glyphs_key(weight, size, c);
    weight = choose(fonts, weight, &c);
    struct glyph glyph = engine_draw(fonts->engine, weight, size, c);
    uint32_t bytes = (uint32_t)glyph.width * glyph.height;
    fonts->drawn++;
    if (bytes > classes[CLASSES - 1].bytes)
        glyph = (struct glyph){0};
    uint16_t index = take_slot(fonts, (uint32_t)glyph.width * glyph.height);
    struct slot *slot = &fonts->slots[index];
    slot->key = key;
    slot->glyph = glyph;
    slot->glyph.coverage = slot->room;
    if (glyph.width > 0)
        engine_copy(fonts->engine, slot->room);
    uint16_t *bucket = bucket_of(fonts, key);
    slot->next = *bucket;
    *bucket = index;
    return index;
}

struct glyph glyphs_find(struct fonts *fonts, enum weight weight, int size, uint32_t c)
{
    struct glyph baked;
    if (is_silent(c) || c == ' ' || size < 1 || size > GLYPH_SIZE_MAX)
        return (struct glyph){0};
    uint64_t key = glyphs_key(weight, size, c);
    uint16_t at = *bucket_of(fonts, key);
    while (at != NOBODY && fonts->slots[at].key != key)
        at = fonts->slots[at].next;
    if (at == NOBODY && atlas_find(&fonts->atlas, key, &baked))
        return baked;
    if (at == NOBODY)
        at = add_slot(fonts, weight, size, c);
    fonts->slots[at].used = ++fonts->clock;
    return fonts->slots[at].glyph;
}

void glyphs_each(const struct fonts *fonts,
                 void (*visit)(uint64_t key, const struct glyph *glyph, void *data), void *data)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (fonts->slots[i].key)
            visit(fonts->slots[i].key, &fonts->slots[i].glyph, data);
    }
}
