/* A cross-fade: from what stands on the screen to a picture, in small steps. Holds the picture in
 * memory while it lasts, so that a step costs little more than a copy. */
#ifndef JIANYAN_FACE_FADE_H
#define JIANYAN_FACE_FADE_H

#include <stdbool.h>
#include <stdint.h>

#include "campaign/frame_file.h"

enum { FADE_STEP_MS = 40, FADE_LONGEST_MS = 4000 };

struct fade {
    uint32_t *pixels; /* the picture it leads to; NULL: no fade is under way */
    int width, height;
    int64_t began_ms;
    int steps, step; /* in all; drawn now */
    int part;        /* of 256: from the step before to this one */
};

/* Begins one of that length. Nothing happens (a cut) where it has no room for two steps, the
 * picture cannot be read, or memory is short. */
void fade_begin(struct fade *fade, struct frame_file *to, int width, int height, int64_t length_ms,
                int64_t now_ms);

/* Ends it; what is drawn next is the picture itself. */
void fade_end(struct fade *fade);

/* Brings it up to now. When the next step is due; INT64_MAX when it is over. */
int64_t fade_tick(struct fade *fade, int64_t now_ms);

bool fade_is_on(const struct fade *fade);

/* Row y of the picture; data is a struct fade. For canvas_mix(). */
const uint32_t *fade_row(int y, void *data);

#endif
