/* A cross-fade: from one picture to another, in small steps. Holds both in memory while it lasts
 * and gives it back at its end; a step allocates nothing and costs little more than a copy. */
#ifndef JIANYAN_FACE_FADE_H
#define JIANYAN_FACE_FADE_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/cross.h"

enum {
    FADE_STEP_MS = 40,
    FADE_LONGEST_MS = 4000,
    FADE_BYTES_MAX = 17 << 20, /* two pictures of 1080p; where more would be needed it cuts */
};

/* A picture as canvas_image() takes it. */
struct fade_side {
    const uint32_t *(*row)(int y, void *data);
    void *data;
    uint64_t key;
};

struct fade {
    int width, height;
    void *memory;       /* both pictures, and where they differ; NULL: no fade is under way */
    struct cross cross; /* the step to be drawn */
    int64_t began_ms;
    int steps, step; /* in all; the one to be drawn */
};

void fade_init(struct fade *fade, int width, int height);

/* Begins one of that length. Nothing happens (a cut) where it has no room for two steps, a picture
 * cannot be read, or memory is short. The sides are only read here. */
void fade_begin(struct fade *fade, const struct fade_side *from, const struct fade_side *to,
                int64_t length_ms, int64_t now_ms);

/* Ends it; what is drawn next is the picture itself. */
void fade_end(struct fade *fade);

/* Brings it up to now. When the next step is due; INT64_MAX when it is over. */
int64_t fade_tick(struct fade *fade, int64_t now_ms);

bool fade_is_on(const struct fade *fade);

#endif
