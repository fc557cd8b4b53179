/* The screen through the kernel's mode setting: no window system, no GPU. Two buffers in the
 * display's memory; the face draws into ordinary memory (reading back from the display's is slow),
 * what changed is copied into the buffer that is not shown, and the two are flipped. The frame lent
 * stays where it is when displays come and go. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board/common/seat.h"
#include "board/common/stale.h"
#include "board/common/uevent.h"
#include "board/fbdev/fb_memory.h"
#include "board/kms/kms_device.h"
#include "board/screens.h"
#include "core/log.h"

enum {
    AGAIN_MS = 1000, /* while another program has the display */
    FLIP_MS = 1000,  /* a flip that is not done by then never will be */
};

struct screen {
    struct seat seat;
    struct view view;
    struct hardware hardware;
    int fd, uevent_fd;
    bool connected; /* output, buffers and the view's place are good */
    struct kms_output output;
    struct kms_buffer buffers[2];
    struct stale stale[2];
    int front;       /* of buffers: the one shown */
    uint32_t before; /* what the output showed before us; 0: nothing of use */
    bool shown;      /* the output shows our front buffer */
    bool changed;    /* the back buffer lacks something that was presented */
    bool flipping;
    int64_t flip_ms; /* since when */
    bool mastered;   /* the display was ours at the last try */
    bool failing;    /* the last try failed, and that was said */
    bool stays;
};

/* -- showing -- */

static void show(struct screen *screen);

static void flip_done(void *data)
{
    struct screen *screen = data;
    if (!kms_take_flip(screen->fd))
        return;
    screen->flipping = false;
    if (screen->changed)
        show(screen);
}

static void try_again(void *data)
{
    struct screen *screen = data;
    show(screen);
}

static void draw_back(struct screen *screen, int back)
{
    struct stale *stale = &screen->stale[back];
    for (size_t i = 0; i < stale->count; i++)
        view_copy(&screen->view, &screen->buffers[back].target, stale->rects[i]);
    stale->count = 0;
}

/* The driver cannot flip, or not now: setting the output does the same, a little slower. */
static enum kms_result bring_forward(struct screen *screen, int back)
{
    uint32_t fb = screen->buffers[back].fb;
    if (screen->shown) {
        enum kms_result result = kms_flip(screen->fd, &screen->output, fb);
        screen->flipping = result == KMS_DONE;
        screen->flip_ms = seat_now_ms(&screen->seat);
        if (result != KMS_FAILED)
            return result;
    }
    return kms_show(screen->fd, &screen->output, fb);
}

static void note_result(struct screen *screen, enum kms_result result)
{
    bool mastered = result != KMS_NOT_MASTER;
    if (!mastered && screen->mastered)
        log_warn("kms", "another program has the display; waiting for it");
    if (mastered && !screen->mastered)
        vt_hold(&screen->seat.vt);
    if (result == KMS_FAILED && !screen->failing)
        log_error("kms", "cannot show the picture on output=%s: %s", screen->output.name,
                  strerror(errno));
    screen->mastered = mastered;
    screen->failing = result == KMS_FAILED;
    screen->shown = result == KMS_DONE;
    if (result != KMS_DONE)
        screen->seat.timer_ms = seat_now_ms(&screen->seat) + AGAIN_MS;
}

/* Brings what was presented to the glass, unless a flip is still under way: then it follows. */
static void show(struct screen *screen)
{
    int back = !screen->front;
    if (!screen->connected || screen->flipping || screen->seat.power.dark)
        return;
    draw_back(screen, back);
    enum kms_result result = bring_forward(screen, back);
    note_result(screen, result);
    screen->changed = result != KMS_DONE;
    if (result == KMS_DONE)
        screen->front = back;
}

/* What changed in the dark is drawn when there is light again. */
static void set_dark(void *data, bool dark)
{
    struct screen *screen = data;
    if (!screen->connected)
        return;
    kms_set_dark(screen->fd, &screen->output, dark);
    screen->shown = false;
    show(screen);
}

/* -- displays that come and go -- */

static void drop_output(struct screen *screen)
{
    for (int i = 0; i < 2; i++)
        kms_free_buffer(screen->fd, &screen->buffers[i]);
    screen->connected = screen->shown = screen->flipping = false;
}

static void take_output(struct screen *screen, const struct kms_output *output)
{
    screen->output = *output;
    screen->before = kms_shown(screen->fd, output);
    screen->connected = view_fit(&screen->view, output->mode.hdisplay, output->mode.vdisplay,
                                 screen->hardware.turn) &&
                        kms_make_buffer(screen->fd, &output->mode, &screen->buffers[0]) &&
                        kms_make_buffer(screen->fd, &output->mode, &screen->buffers[1]);
    if (!screen->connected) {
        drop_output(screen);
        return;
    }
    for (int i = 0; i < 2; i++) {
        view_frame(&screen->view, &screen->buffers[i].target);
        stale_all(&screen->stale[i], screen->view.place);
    }
    log_info("kms", "output=%s mode=%ux%u@%u", output->name, output->mode.hdisplay,
             output->mode.vdisplay, output->mode.vrefresh);
}

static bool is_same(const struct kms_output *a, const struct kms_output *b)
{
    return a->connector == b->connector && a->mode.hdisplay == b->mode.hdisplay &&
           a->mode.vdisplay == b->mode.vdisplay && a->mode.vrefresh == b->mode.vrefresh &&
           a->mode.flags == b->mode.flags;
}

/* Looks what is connected now. The same display again is set anew: it may have been switched off
 * and have forgotten. */
static void look(struct screen *screen)
{
    struct kms_output output;
    bool found = kms_find_output(screen->fd, &screen->hardware, screen->view.canvas.width,
                                 screen->view.canvas.height, &output);
    if (!found && screen->connected)
        log_info("kms", "unplugged output=%s", screen->output.name);
    if (screen->connected && (!found || !is_same(&output, &screen->output)))
        drop_output(screen);
    if (found && !screen->connected)
        take_output(screen, &output);
    screen->shown = false;
    screen->changed = true;
}

static void display_changed(void *data)
{
    struct screen *screen = data;
    if (!uevent_take(screen->uevent_fd, "drm"))
        return;
    look(screen);
    if (screen->connected && screen->mastered)
        show(screen);
}

/* -- the contract -- */

static void kms_close(struct screen *screen, enum key handoff);

static bool open_all(struct screen *screen, const struct screen_config *config)
{
    if (!seat_open(&screen->seat, config, &screen->hardware, &screen->view, set_dark, screen))
        return false;
    screen->fd = kms_open(&screen->hardware, false);
    if (screen->fd < 0)
        return false;
    screen->uevent_fd = uevent_open();
    look(screen);
    if (!screen->connected)
        log_warn("kms", "no display is connected; waiting for one");
    seat_watch(&screen->seat, screen->fd, flip_done, NULL, screen);
    seat_watch(&screen->seat, screen->uevent_fd, display_changed, NULL, screen);
    screen->seat.timer = try_again;
    screen->seat.timer_data = screen;
    return true;
}

static struct screen *kms_open_screen(const struct screen_config *config)
{
    struct screen *screen = calloc(1, sizeof *screen);
    if (!screen || !view_init(&screen->view, config->width, config->height)) {
        log_error("kms", "out of memory");
        free(screen);
        return NULL;
    }
    seat_init(&screen->seat);
    screen->fd = screen->uevent_fd = -1;
    screen->mastered = true;
    screen->stays = config->stays;
    if (hardware_read(&screen->hardware, config->argument) && open_all(screen, config))
        return screen;
    kms_close(screen, KEY_NONE);
    return NULL;
}

/* Puts the last picture into the text console's buffer and shows that one, so that nothing goes
 * dark when ours is freed. */
static void leave_in_console(struct screen *screen)
{
    char path[64];
    struct fb_memory memory;
    if (!kms_find_fbdev(screen->fd, path, sizeof path) || !fb_open(&memory, path))
        return;
    if (memory.width == screen->view.screen_w && memory.height == screen->view.screen_h) {
        view_frame(&screen->view, &memory.target);
        view_copy(&screen->view, &memory.target, screen->view.place);
        fb_settle(&memory);
        if (screen->before)
            kms_show(screen->fd, &screen->output, screen->before);
    }
    fb_close(&memory);
}

static void leave_picture(struct screen *screen)
{
    if (!screen->connected || !screen->shown)
        return;
    leave_in_console(screen);
    struct kms_buffer *front = &screen->buffers[screen->front];
    if (kms_leave_buffer(screen->fd, front))
        front->fb = 0;
}

static void kms_close(struct screen *screen, enum key handoff)
{
    (void)handoff; /* goes to standard output, by the face */
    if (!screen)
        return;
    if (screen->stays)
        leave_picture(screen);
    drop_output(screen);
    if (screen->uevent_fd >= 0)
        close(screen->uevent_fd);
    if (screen->fd >= 0)
        close(screen->fd);
    seat_close(&screen->seat, screen->stays);
    view_fini(&screen->view);
    free(screen);
}

static struct clock_now kms_now(struct screen *screen)
{
    return clock_now(screen->seat.clock);
}

static void kms_wait(struct screen *screen, int64_t due_ms, struct screen_event *event)
{
    seat_wait(&screen->seat, due_ms, event);
}

static void kms_wake(struct screen *screen, int fd)
{
    screen->seat.wake_fd = fd;
}

static struct frame kms_lend(struct screen *screen)
{
    return screen->view.canvas;
}

static void kms_present(struct screen *screen, const struct rect *rects, size_t count)
{
    for (size_t i = 0; i < count && screen->connected; i++) {
        struct rect reach = view_reach(&screen->view, rects[i]);
        stale_add(&screen->stale[0], reach);
        stale_add(&screen->stale[1], reach);
        screen->changed = true;
    }
    if (screen->flipping && seat_now_ms(&screen->seat) - screen->flip_ms > FLIP_MS)
        screen->flipping = screen->shown = false;
    if (screen->changed && screen->mastered)
        show(screen);
}

static void kms_describe(struct screen *screen, const char *json, size_t len)
{
    (void)screen; /* nobody listens behind glass */
    (void)json;
    (void)len;
}

bool screen_kms_is_there(void)
{
    const struct hardware any = {0};
    int fd = kms_open(&any, true);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

const struct screen_ops screen_kms = {
    .name = "kms",
    .open = kms_open_screen,
    .close = kms_close,
    .now = kms_now,
    .wait = kms_wait,
    .wake = kms_wake,
    .lend = kms_lend,
    .present = kms_present,
    .describe = kms_describe,
};
