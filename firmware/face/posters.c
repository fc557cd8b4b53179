#include "face/posters.h"

#include <string.h>

/* FNV-1a over the picture's hash: the same picture has the same key. */
static uint64_t key_of(const struct manifest_poster *poster)
{
    uint64_t key = UINT64_C(0xcbf29ce484222325);
    for (const char *c = poster->hash; *c; c++)
        key = (key ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    return key;
}

/* The light is part of what is seen: the low bits of the key give way to it. */
static uint64_t lit_key(uint64_t key, int light)
{
    return (key & ~UINT64_C(0x1ff)) | (uint64_t)light;
}

static struct frame_file *open_picture(const struct catalogue *catalogue, size_t at,
                                       struct posters *posters)
{
    char name[FRAME_NAME_MAX];
    const struct manifest_poster *poster = &catalogue->manifest.poster[at];
    frame_file_name(name, poster->hash, posters->width, posters->height, 0);
    return frame_file_open(catalogue->frames_fd, name, posters->width, posters->height);
}

void posters_init(struct posters *posters, int width, int height, int64_t fade_ms)
{
    *posters = (struct posters){
        .width = width, .height = height, .light = FRAME_LIGHT_FULL, .fade_ms = fade_ms};
    fade_init(&posters->fade, width, height);
}

const uint32_t *posters_row(int y, void *data)
{
    const struct posters *posters = data;
    return frame_file_row(posters->file, y);
}

/* Turns to the first poster from `at` on whose picture opens; false if none does, and then nothing
 * has changed. */
static bool turn(struct posters *posters, const struct catalogue *catalogue, size_t at,
                 int64_t now_ms)
{
    size_t count = catalogue->installed ? catalogue->manifest.posters : 0;
    for (size_t tries = 0; tries < count; tries++, at++) {
        struct frame_file *file = open_picture(catalogue, at % count, posters);
        if (!file)
            continue;
        posters->file = file;
        posters->at = at % count;
        posters->since_ms = now_ms;
        posters->key = lit_key(key_of(&catalogue->manifest.poster[posters->at]), posters->light);
        frame_file_light(file, posters->light);
        return true;
    }
    return false;
}

bool posters_show(struct posters *posters, const struct catalogue *catalogue, size_t at,
                  int64_t now_ms)
{
    posters_close(posters);
    return turn(posters, catalogue, at, now_ms);
}

void posters_light(struct posters *posters, int light)
{
    if (light == posters->light)
        return;
    fade_end(&posters->fade);
    posters->light = light;
    posters->key = lit_key(posters->key, light);
    if (posters->file)
        frame_file_light(posters->file, light);
}

static int64_t stay_ms(const struct posters *posters, const struct catalogue *catalogue)
{
    int seconds = catalogue->manifest.poster[posters->at].seconds;
    return (seconds > 0 ? seconds : 1) * INT64_C(1000);
}

int64_t posters_due_ms(const struct posters *posters, const struct catalogue *catalogue)
{
    if (!posters->file || catalogue->manifest.posters < 2)
        return INT64_MAX;
    return posters->since_ms + stay_ms(posters, catalogue);
}

/* As the campaign or else the board says, and over before the next poster is due. */
static int64_t fade_length_ms(const struct posters *posters, const struct catalogue *catalogue)
{
    int own_ms = catalogue->manifest.poster[posters->at].fade_ms;
    int64_t length_ms = own_ms >= 0 && posters->fade_ms > 0 ? own_ms : posters->fade_ms;
    int64_t most_ms = stay_ms(posters, catalogue) / 2;
    return length_ms < most_ms ? length_ms : most_ms;
}

bool posters_tick(struct posters *posters, const struct catalogue *catalogue, int64_t now_ms)
{
    if (now_ms < posters_due_ms(posters, catalogue))
        return false;
    struct posters before = *posters;
    fade_end(&posters->fade);
    if (!turn(posters, catalogue, posters->at + 1, now_ms)) {
        posters_close(posters);
        return false;
    }
    const struct fade_side from = {posters_row, &before, before.key};
    const struct fade_side to = {posters_row, posters, posters->key};
    fade_begin(&posters->fade, &from, &to, fade_length_ms(posters, catalogue), now_ms);
    frame_file_close(before.file);
    return true;
}

void posters_close(struct posters *posters)
{
    fade_end(&posters->fade);
    frame_file_close(posters->file);
    posters->file = NULL;
}
