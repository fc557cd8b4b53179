#include "face/fade.h"

#include <string.h>
#include <sys/mman.h>

#include "ui/mix.h"

static size_t bytes_of(const struct fade *fade)
{
    return (size_t)fade->width * (size_t)fade->height * sizeof *fade->pixels;
}

bool fade_is_on(const struct fade *fade)
{
    return fade->pixels != NULL;
}

void fade_end(struct fade *fade)
{
    if (fade->pixels)
        munmap(fade->pixels, bytes_of(fade));
    *fade = (struct fade){0};
}

static bool read_picture(struct fade *fade, struct frame_file *to)
{
    for (int y = 0; y < fade->height; y++) {
        const uint32_t *row = frame_file_row(to, y);
        if (!row)
            return false;
        memcpy(fade->pixels + (size_t)y * (size_t)fade->width, row,
               (size_t)fade->width * sizeof *row);
    }
    return true;
}

void fade_begin(struct fade *fade, struct frame_file *to, int width, int height, int64_t length_ms,
                int64_t now_ms)
{
    fade_end(fade);
    if (length_ms > FADE_LONGEST_MS)
        length_ms = FADE_LONGEST_MS;
    if (length_ms < 2 * FADE_STEP_MS)
        return;
    fade->width = width;
    fade->height = height;
    fade->steps = (int)(length_ms / FADE_STEP_MS);
    fade->began_ms = now_ms;
    void *memory =
        mmap(NULL, bytes_of(fade), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    fade->pixels = memory;
    if (!read_picture(fade, to))
        fade_end(fade);
}

/* From step a of n to step b the rest shrinks from (n − a) to (n − b) parts. */
int64_t fade_tick(struct fade *fade, int64_t now_ms)
{
    if (!fade->pixels)
        return INT64_MAX;
    int64_t step = (now_ms - fade->began_ms) / FADE_STEP_MS + 1;
    if (step >= fade->steps) {
        fade_end(fade);
        return INT64_MAX;
    }
    if (step > fade->step) {
        fade->part = (int)((step - fade->step) * MIX_FULL / (fade->steps - fade->step));
        fade->step = (int)step;
    }
    return fade->began_ms + (int64_t)fade->step * FADE_STEP_MS;
}

const uint32_t *fade_row(int y, void *data)
{
    const struct fade *fade = data;
    return fade->pixels + (size_t)y * (size_t)fade->width;
}
