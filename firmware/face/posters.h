/* The posters in turn: each stays its seconds, then the next fades in. */
#ifndef JIANYAN_FACE_POSTERS_H
#define JIANYAN_FACE_POSTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "campaign/catalogue.h"
#include "campaign/frame_file.h"
#include "face/fade.h"

struct posters {
    int width, height;       /* canvas, px */
    size_t at;               /* the one shown */
    int64_t since_ms;        /* since when */
    struct frame_file *file; /* its picture, owned; NULL: none can be shown */
    uint64_t key;            /* tells pictures apart for damage tracking */
    int light;               /* of FRAME_LIGHT_FULL: they are dimmed at night */
    int64_t fade_ms;         /* how long a fade takes where the campaign says nothing; 0: cuts */
    struct fade fade;
};

void posters_init(struct posters *posters, int width, int height, int64_t fade_ms);

/* Shows the first poster from `at` on whose picture opens, at once; false if none does. */
bool posters_show(struct posters *posters, const struct catalogue *catalogue, size_t at,
                  int64_t now_ms);

/* Shows all posters in this light from now on, in 256ths; a fade ends where it changes. */
void posters_light(struct posters *posters, int light);

/* When the next poster is due; INT64_MAX if there is only one. The steps of a fade are
 * fade_tick()'s. */
int64_t posters_due_ms(const struct posters *posters, const struct catalogue *catalogue);

/* Moves on if it is due, and begins to fade. True if another poster is shown now. */
bool posters_tick(struct posters *posters, const struct catalogue *catalogue, int64_t now_ms);

/* Row y of the picture shown, as canvas_image() takes it; data is a struct posters. */
const uint32_t *posters_row(int y, void *data);

void posters_close(struct posters *posters);

#endif
