#include "board/common/click.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/log.h"

enum {
    RATE = 48000,
    FRAMES = RATE / 100, /* 10 ms */
    WAVE = RATE / 2000,  /* frames of one swing: 2 kHz */
    LOUD = 8000,         /* of 32767, at the beginning */
    LATENCY_US = 20000,
};

/* What is used of ALSA, by the names it has there. */
#define FUNCTIONS(X)                                                                               \
    X(snd_pcm_open)                                                                                \
    X(snd_pcm_set_params)                                                                          \
    X(snd_pcm_drop)                                                                                \
    X(snd_pcm_prepare)                                                                             \
    X(snd_pcm_writei)                                                                              \
    X(snd_pcm_start)                                                                               \
    X(snd_pcm_close)                                                                               \
    X(snd_config_update_free_global)                                                               \
    X(snd_strerror)

struct click {
    snd_pcm_t *pcm;
    int16_t sound[FRAMES];
#define MEMBER(name) __typeof__(name) *(name);
    FUNCTIONS(MEMBER)
#undef MEMBER
};

/* The library stays loaded until the program ends. */
static bool load(struct click *click)
{
    void *library = dlopen("libasound.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        log_warn("click", "no sound: %s", dlerror());
        return false;
    }
#define LOAD(name)                                                                                 \
    *(void **)&click->name = dlsym(library, #name);                                                \
    if (!click->name) {                                                                            \
        log_warn("click", "no sound: libasound has no %s", #name);                                 \
        return false;                                                                              \
    }
    FUNCTIONS(LOAD)
#undef LOAD
    return true;
}

/* Up and down in straight lines, dying away: no mathematics library, the same everywhere. */
static void make_sound(struct click *click)
{
    int loud = LOUD;
    for (int i = 0; i < FRAMES; i++) {
        int at = i % WAVE, up = at < WAVE / 2 ? at : WAVE - at;
        click->sound[i] = (int16_t)(loud * (4 * up - WAVE) / WAVE);
        loud = loud * 127 / 128;
    }
}

struct click *click_open(void)
{
    struct click *click = calloc(1, sizeof *click);
    if (!click || !load(click)) {
        free(click);
        return NULL;
    }
    make_sound(click);
    int error =
        click->snd_pcm_open(&click->pcm, "default", SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK);
    if (error == 0)
        error = click->snd_pcm_set_params(click->pcm, SND_PCM_FORMAT_S16,
                                          SND_PCM_ACCESS_RW_INTERLEAVED, 1, RATE, 1, LATENCY_US);
    if (error == 0)
        return click;
    log_warn("click", "no sound: %s", click->snd_strerror(error));
    click_close(click);
    return NULL;
}

void click_play(struct click *click)
{
    if (!click)
        return;
    /* From any state, also after it has run dry: a fresh start with the whole click. */
    click->snd_pcm_drop(click->pcm);
    if (click->snd_pcm_prepare(click->pcm) == 0 &&
        click->snd_pcm_writei(click->pcm, click->sound, FRAMES) > 0)
        click->snd_pcm_start(click->pcm);
}

void click_close(struct click *click)
{
    if (!click)
        return;
    if (click->pcm)
        click->snd_pcm_close(click->pcm);
    click->snd_config_update_free_global();
    free(click);
}
