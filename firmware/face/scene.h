/* A scene: one screen a person sees. A const table of what it does; what it remembers stands in
 * struct app. scenes.def lists them all once. */
#ifndef JIANYAN_FACE_SCENE_H
#define JIANYAN_FACE_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform.h"
#include "ui/canvas.h"

struct app;

struct scene {
    const char *name; /* as describe and scripts spell it */

    /* It comes up; it goes away. Neither draws. */
    void (*enter)(struct app *app);
    void (*leave)(struct app *app);

    /* A key: true when consumed; what is left goes to the app (EXIT, 大字). Only `compose` is given
     * releases, and repeats of other keys than arrows. */
    bool (*key)(struct app *app, const struct screen_event *event);

    /* A touch. */
    void (*tap)(struct app *app, int x, int y);

    /* Does what is due at app->now and says when it is due again (mono_ms; INT64_MAX: never). */
    int64_t (*tick)(struct app *app);

    /* Pure: reads the state, issues verbs. */
    void (*draw)(struct canvas *canvas, const struct app *app);

    /* What the focus ring is on, in words of docs/screen-protocol.md; "" for nothing. */
    void (*focus)(const struct app *app, char *out, size_t size);
};

enum scene_id {
#define SCENE(name) SCENE_##name,
#include "face/scenes.def"
#undef SCENE
    SCENE_COUNT
};

#define SCENE(name) extern const struct scene scene_##name;
#include "face/scenes.def"
#undef SCENE

const struct scene *scene_of(enum scene_id id);

#endif
