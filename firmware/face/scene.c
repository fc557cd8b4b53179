#include "face/scene.h"

const struct scene *scene_of(enum scene_id id)
{
    static const struct scene *const scenes[SCENE_COUNT] = {
#define SCENE(name) [SCENE_##name] = &scene_##name,
#include "face/scenes.def"
#undef SCENE
    };
    return scenes[id];
}
