#include "face/fade.h"

#include <string.h>
#include <sys/mman.h>

#include "ui/mix.h"

void fade_init(struct fade *fade, int width, int height)
{
    *fade = (struct fade){.width = width, .height = height};
}

static size_t pixels_of(const struct fade *fade)
{
    return (size_t)fade->width * (size_t)fade->height;
}

static size_t bytes_of(const struct fade *fade)
{
    return 2 * pixels_of(fade) * sizeof(uint32_t) + cross_room(fade->width, fade->height);
}

bool fade_is_on(const struct fade *fade)
{
    return fade->memory != NULL;
}

void fade_end(struct fade *fade)
{
    if (fade->memory)
        munmap(fade->memory, bytes_of(fade));
    fade_init(fade, fade->width, fade->height);
}

static bool read_side(const struct fade *fade, const struct fade_side *side, uint32_t *pixels)
{
    for (int y = 0; y < fade->height; y++, pixels += fade->width) {
        const uint32_t *row = side->row(y, side->data);
        if (!row)
            return false;
        memcpy(pixels, row, (size_t)fade->width * sizeof *row);
    }
    return true;
}

static bool allocate(struct fade *fade)
{
    size_t bytes = bytes_of(fade);
    if (bytes > FADE_BYTES_MAX)
        return false;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    fade->memory = memory == MAP_FAILED ? NULL : memory;
    return fade->memory != NULL;
}

static bool load(struct fade *fade, const struct fade_side *from, const struct fade_side *to)
{
    if (!allocate(fade))
        return false;
    uint32_t *first = fade->memory, *second = first + pixels_of(fade);
    uint8_t *differs = (uint8_t *)(second + pixels_of(fade));
    fade->cross = (struct cross){.from = first,
                                 .to = second,
                                 .width = fade->width,
                                 .height = fade->height,
                                 .from_key = from->key,
                                 .to_key = to->key,
                                 .differs = differs};
    if (!read_side(fade, from, first) || !read_side(fade, to, second))
        return false;
    cross_compare(&fade->cross, differs);
    return true;
}

void fade_begin(struct fade *fade, const struct fade_side *from, const struct fade_side *to,
                int64_t length_ms, int64_t now_ms)
{
    fade_end(fade);
    if (length_ms > FADE_LONGEST_MS)
        length_ms = FADE_LONGEST_MS;
    if (length_ms < 2 * FADE_STEP_MS)
        return;
    fade->steps = (int)(length_ms / FADE_STEP_MS);
    fade->began_ms = now_ms;
    if (!load(fade, from, to))
        fade_end(fade);
}

int64_t fade_tick(struct fade *fade, int64_t now_ms)
{
    if (!fade->memory)
        return INT64_MAX;
    int64_t step = (now_ms - fade->began_ms) / FADE_STEP_MS + 1;
    if (step >= fade->steps) {
        fade_end(fade);
        return INT64_MAX;
    }
    if (step > fade->step)
        fade->step = (int)step;
    fade->cross.part = fade->step * MIX_FULL / fade->steps;
    return fade->began_ms + (int64_t)fade->step * FADE_STEP_MS;
}
