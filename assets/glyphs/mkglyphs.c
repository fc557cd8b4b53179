/* mkglyphs SHARE PROFILE OUT: draws every scene of the face as that profile shows it, from the
 * fonts in SHARE, and writes the glyphs it needed as an atlas (firmware/ui/atlas_format.h): our own
 * texts, and all of ASCII as the first picture has it, where a campaign puts the name of its host.
 */
#include <endian.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/utf8.h"
#include "face/app.h"
#include "face/overlay.h"
#include "ui/atlas_format.h"
#include "ui/glyphs.h"

enum { GLYPHS_MAX = 4096, CODES = 0x20000, HOST = '~' };

struct screen {
    struct frame frame;
};

struct baked {
    uint64_t key;
    struct glyph glyph; /* coverage owned */
};

struct atlas_maker {
    struct app *app;
    struct baked *glyphs;
    size_t count;
};

static void die(const char *what)
{
    fprintf(stderr, "mkglyphs: %s\n", what);
    exit(EXIT_FAILURE);
}

/* -- a screen that nobody looks at -- */

static struct clock_now now(struct screen *screen)
{
    (void)screen;
    return (struct clock_now){.state = CLOCK_UNKNOWN};
}

static struct frame lend(struct screen *screen)
{
    return screen->frame;
}

static const struct screen_ops nobody = {.name = "nobody", .now = now, .lend = lend};

/* -- drawing -- */

static void keep(uint64_t key, const struct glyph *glyph, void *data)
{
    struct atlas_maker *maker = data;
    size_t bytes = (size_t)glyph->width * glyph->height;
    for (size_t i = 0; i < maker->count; i++) {
        if (maker->glyphs[i].key == key)
            return;
    }
    uint8_t *coverage = malloc(bytes + 1);
    if (!coverage || maker->count == GLYPHS_MAX)
        die("too many glyphs");
    memcpy(coverage, glyph->coverage, bytes);
    struct baked *baked = &maker->glyphs[maker->count++];
    *baked = (struct baked){key, *glyph};
    baked->glyph.coverage = coverage;
}

static void draw(struct canvas *canvas, void *data)
{
    const struct app *app = data;
    scene_of(app->scene)->draw(canvas, app);
    overlay_draw(canvas, app);
}

static void draw_all(struct atlas_maker *maker)
{
    canvas_rehearse(maker->app->canvas, draw, maker->app);
    glyphs_each(maker->app->fonts, keep, maker);
}

/* What a scene can look like beyond its first sight. */
static void draw_states(struct atlas_maker *maker, enum scene_id scene)
{
    struct app *app = maker->app;
    app->scene = scene;
    scene_of(scene)->enter(app);
    draw_all(maker);
    app->idle_left_s = 30;
    draw_all(maker);
    app->idle_left_s = -1;
    for (enum kind_view view = KIND_CHOICE; scene == SCENE_kind && view <= KIND_BLOCKED; view++) {
        app->kind_view = view;
        app->blocked = STR_BLOCKED_FULL;
        draw_all(maker);
    }
    for (enum save save = SAVE_NONE; save <= SAVE_DELIVERED; save++) {
        app->sending.save = save;
        draw_all(maker);
    }
    app->sending.save = SAVE_NONE;
    app->kind_view = KIND_CHOICE;
}

/* All of ASCII in the styles of the host's name, which are those of HOST. */
static void draw_ascii(struct atlas_maker *maker)
{
    size_t drawn = maker->count;
    for (size_t i = 0; i < drawn; i++) {
        if (maker->glyphs[i].key >> 16 != HOST)
            continue;
        enum weight weight = (enum weight)(maker->glyphs[i].key >> 1 & 1);
        int size = (int)(maker->glyphs[i].key >> 8 & 0xff);
        for (uint32_t c = '!'; c <= '~'; c++)
            glyphs_find(maker->app->fonts, weight, size, c);
    }
    glyphs_each(maker->app->fonts, keep, maker);
}

/* The poster as a campaign has it, at every second of the countdown. */
static void draw_poster(struct atlas_maker *maker)
{
    maker->app->campaign_on = true;
    draw_states(maker, SCENE_poster);
    for (; maker->app->now.mono_ms < maker->app->conf->boot_seconds * 1000;
         maker->app->now.mono_ms += 1000)
        draw_all(maker);
}

/* In plain type, which every visitor finds; and what most of them see. */
static void draw_scenes(struct atlas_maker *maker)
{
    static const enum scene_id scenes[] = {SCENE_kind, SCENE_compose, SCENE_review, SCENE_receipt};
    struct app *app = maker->app;
    snprintf(app->sending.receipt, sizeof app->sending.receipt, "0123456789012345");
    snprintf(app->sending.code, sizeof app->sending.code, "678901");
    draw_states(maker, SCENE_poster); /* the built-in one */
    draw_poster(maker);
    draw_ascii(maker);
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
        draw_states(maker, scenes[i]);
}

/* -- writing -- */

static void put(FILE *file, const void *bytes, size_t len)
{
    if (fwrite(bytes, 1, len, file) != len)
        die("cannot write");
}

/* Every sign that is not Han has a width of its own. */
static uint32_t put_advances(FILE *file, struct fonts *fonts)
{
    uint32_t count = 0;
    for (uint32_t c = ' '; c < CODES; c++) {
        if (utf8_is_han(c) || !fonts_have(fonts, c))
            continue;
        for (enum weight weight = WEIGHT_REGULAR; weight <= WEIGHT_BOLD; weight++) {
            int units = glyphs_units(fonts, weight, c);
            const struct atlas_advance advance = {htole32(glyphs_advance_key(weight, c)),
                                                  htole32((uint32_t)units)};
            put(file, &advance, sizeof advance);
            count++;
        }
    }
    return count;
}

static int by_key(const void *a, const void *b)
{
    uint64_t left = ((const struct baked *)a)->key, right = ((const struct baked *)b)->key;
    return (left > right) - (left < right);
}

static void put_glyphs(FILE *file, const struct atlas_maker *maker)
{
    uint32_t at = 0;
    for (size_t i = 0; i < maker->count; i++) {
        const struct glyph *glyph = &maker->glyphs[i].glyph;
        const struct atlas_glyph entry = {.key = htole64(maker->glyphs[i].key),
                                          .left = (int16_t)htole16((uint16_t)glyph->left),
                                          .top = (int16_t)htole16((uint16_t)glyph->top),
                                          .width = htole16(glyph->width),
                                          .height = htole16(glyph->height),
                                          .at = htole32(at)};
        put(file, &entry, sizeof entry);
        at += (uint32_t)glyph->width * glyph->height;
    }
    for (size_t i = 0; i < maker->count; i++) {
        const struct glyph *glyph = &maker->glyphs[i].glyph;
        put(file, glyph->coverage, (size_t)glyph->width * glyph->height);
    }
}

static void write_atlas(struct atlas_maker *maker, const char *path)
{
    char *bytes = NULL;
    size_t len = 0;
    struct atlas_header header = {.magic = ATLAS_MAGIC};
    FILE *file = open_memstream(&bytes, &len);
    if (!file)
        die("out of memory");
    qsort(maker->glyphs, maker->count, sizeof *maker->glyphs, by_key);
    header.advances = htole32(put_advances(file, maker->app->fonts));
    header.glyphs = htole32((uint32_t)maker->count);
    put_glyphs(file, maker);
    fclose(file);
    header.bytes = htole64(sizeof header + len);
    header.sum = htole64(atlas_sum(&header, (const unsigned char *)bytes, len));
    file = fopen(path, "wb");
    if (!file)
        die("cannot write");
    put(file, &header, sizeof header);
    put(file, bytes, len);
    if (fclose(file) != 0)
        die("cannot write");
    free(bytes);
}

/* -- the face -- */

static struct app *open_face(struct conf *conf, const char *share, const char *profile)
{
    static struct screen screen;
    static struct clock clock;
    if (!conf_load(conf, NULL) || !(conf->profile = conf_profile_find(profile)) || !seal_init())
        die("no such profile");
    snprintf(conf->data_dir, sizeof conf->data_dir, "%s", share);
    snprintf(conf->h5_url, sizeof conf->h5_url, "https://%c/", HOST);
    screen.frame =
        (struct frame){NULL, conf->profile->width, conf->profile->height, conf->profile->width};
    const struct app_setup setup = {.ops = &nobody,
                                    .screen = &screen,
                                    .conf = conf,
                                    .clock = &clock,
                                    .state_dir = "/nonexistent",
                                    .state_fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                                    .signal_fd = -1};
    struct app *app = app_new(&setup);
    if (!app)
        die("the face does not start");
    return app;
}

int main(int argc, char **argv)
{
    static struct conf conf;
    struct atlas_maker maker = {0};
    if (argc != 4) {
        fprintf(stderr, "usage: mkglyphs SHARE PROFILE OUT\n");
        return 2;
    }
    unlink(argv[3]); /* an old one would be asked first */
    maker.glyphs = calloc(GLYPHS_MAX, sizeof *maker.glyphs);
    if (!maker.glyphs)
        die("out of memory");
    maker.app = open_face(&conf, argv[1], argv[2]);
    draw_scenes(&maker);
    write_atlas(&maker, argv[3]);
    for (size_t i = 0; i < maker.count; i++)
        free((void *)maker.glyphs[i].glyph.coverage);
    free(maker.glyphs);
    app_free(maker.app);
    return EXIT_SUCCESS;
}
