/* The screen as the memory of /dev/fb0: for kernels without DRM, and boxes whose driver has no
 * better way. Drawn to at once; nothing is flipped. */
#include <stdlib.h>

#include "board/common/seat.h"
#include "board/fbdev/fb_memory.h"
#include "board/screens.h"
#include "core/log.h"

static const char first_device[] = "/dev/fb0";

struct screen {
    struct seat seat;
    struct view view;
    struct fb_memory memory;
    bool framed; /* what is beside the canvas is black */
    bool stays;
};

static void fbdev_close(struct screen *screen, enum key handoff);

static void set_dark(void *data, bool dark)
{
    struct screen *screen = data;
    fb_blank(&screen->memory, dark);
}

static struct screen *fbdev_open(const struct screen_config *config)
{
    struct hardware hardware;
    if (!hardware_read(&hardware, config->argument))
        return NULL;
    struct screen *screen = calloc(1, sizeof *screen);
    if (!screen || !view_init(&screen->view, config->width, config->height)) {
        log_error("fbdev", "out of memory");
        free(screen);
        return NULL;
    }
    screen->stays = config->stays;
    screen->memory.fd = -1;
    bool open = seat_open(&screen->seat, config, &hardware, &screen->view, set_dark, screen);
    open = open && fb_open(&screen->memory, hardware.device[0] ? hardware.device : first_device);
    if (!open ||
        !view_fit(&screen->view, screen->memory.width, screen->memory.height, hardware.turn)) {
        fbdev_close(screen, KEY_NONE);
        return NULL;
    }
    return screen;
}

static void fbdev_close(struct screen *screen, enum key handoff)
{
    (void)handoff; /* goes to standard output, by the face */
    if (!screen)
        return;
    seat_close(&screen->seat, screen->stays);
    fb_close(&screen->memory);
    view_fini(&screen->view);
    free(screen);
}

static struct clock_now fbdev_now(struct screen *screen)
{
    return clock_now(screen->seat.clock);
}

static void fbdev_wait(struct screen *screen, int64_t due_ms, struct screen_event *event)
{
    seat_wait(&screen->seat, due_ms, event);
}

static void fbdev_wake(struct screen *screen, int fd)
{
    screen->seat.wake_fd = fd;
}

static struct frame fbdev_lend(struct screen *screen)
{
    return screen->view.canvas;
}

/* The border only goes black together with the first picture: what the boot loader showed stands
 * until then. */
static void fbdev_present(struct screen *screen, const struct rect *rects, size_t count)
{
    for (size_t i = 0; i < count; i++)
        view_copy(&screen->view, &screen->memory.target, view_reach(&screen->view, rects[i]));
    if (!screen->framed)
        view_frame(&screen->view, &screen->memory.target);
    screen->framed = true;
}

static void fbdev_describe(struct screen *screen, const char *json, size_t len)
{
    (void)screen; /* nobody listens behind glass */
    (void)json;
    (void)len;
}

const struct screen_ops screen_fbdev = {
    .name = "fbdev",
    .open = fbdev_open,
    .close = fbdev_close,
    .now = fbdev_now,
    .wait = fbdev_wait,
    .wake = fbdev_wake,
    .lend = fbdev_lend,
    .present = fbdev_present,
    .describe = fbdev_describe,
};
