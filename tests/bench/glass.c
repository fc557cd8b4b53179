#include "bench/glass.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>

struct view {
    XImage *image;
    XShmSegmentInfo shared;
};

struct glass {
    Display *display;
    Window root;
    int width, height;
    struct view whole, row;
};

double glass_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

void glass_sleep(double ms)
{
    const struct timespec ts = {(time_t)(ms / 1e3), (long)(ms * 1e6) % 1000000000L};
    nanosleep(&ts, NULL);
}

static bool open_view(struct glass *glass, struct view *view, int height)
{
    int screen = DefaultScreen(glass->display);
    view->image = XShmCreateImage(glass->display, DefaultVisual(glass->display, screen),
                                  (unsigned)DefaultDepth(glass->display, screen), ZPixmap, NULL,
                                  &view->shared, (unsigned)glass->width, (unsigned)height);
    if (!view->image || view->image->bytes_per_line != glass->width * 4)
        return false;
    size_t size = (size_t)glass->width * (size_t)height * 4;
    view->shared.shmid = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    view->shared.shmaddr = view->image->data = shmat(view->shared.shmid, NULL, 0);
    bool attached = XShmAttach(glass->display, &view->shared) && XSync(glass->display, False);
    shmctl(view->shared.shmid, IPC_RMID, NULL);
    return attached;
}

struct glass *glass_open(void)
{
    struct glass *glass = calloc(1, sizeof *glass);
    if (glass)
        glass->display = XOpenDisplay(NULL);
    if (glass && glass->display) {
        int screen = DefaultScreen(glass->display);
        glass->root = RootWindow(glass->display, screen);
        glass->width = DisplayWidth(glass->display, screen);
        glass->height = DisplayHeight(glass->display, screen);
        if (open_view(glass, &glass->whole, glass->height) && open_view(glass, &glass->row, 1))
            return glass;
    }
    fprintf(stderr, "glass: cannot look at display %s\n", XDisplayName(NULL));
    glass_close(glass);
    return NULL;
}

void glass_close(struct glass *glass)
{
    if (glass && glass->display)
        XCloseDisplay(glass->display);
    free(glass);
}

int glass_width(const struct glass *glass)
{
    return glass->width;
}

int glass_height(const struct glass *glass)
{
    return glass->height;
}

size_t glass_pixels(const struct glass *glass)
{
    return (size_t)glass->width * (size_t)glass->height;
}

static const uint32_t *take(struct glass *glass, struct view *view, int y)
{
    XShmGetImage(glass->display, glass->root, view->image, 0, y, AllPlanes);
    return (const uint32_t *)(const void *)view->image->data;
}

const uint32_t *glass_look(struct glass *glass)
{
    return take(glass, &glass->whole, 0);
}

const uint32_t *glass_row(struct glass *glass, int y)
{
    return take(glass, &glass->row, y);
}

bool glass_press(struct glass *glass, const char *key)
{
    KeySym symbol = XStringToKeysym(key);
    KeyCode code = symbol == NoSymbol ? 0 : XKeysymToKeycode(glass->display, symbol);
    if (code == 0) {
        fprintf(stderr, "glass: there is no key '%s'\n", key);
        return false;
    }
    XTestFakeKeyEvent(glass->display, code, True, CurrentTime);
    XTestFakeKeyEvent(glass->display, code, False, CurrentTime);
    XFlush(glass->display);
    return true;
}

static bool near(uint32_t a, uint32_t b, int shift, int tolerance)
{
    int difference = (int)(a >> shift & 0xFFU) - (int)(b >> shift & 0xFFU);
    return difference <= tolerance && -difference <= tolerance;
}

bool glass_alike(const uint32_t *a, const uint32_t *b, size_t pixels, int tolerance)
{
    for (size_t i = 0; i < pixels; i++) {
        if (((a[i] ^ b[i]) & 0xFFFFFFU) != 0 &&
            !(near(a[i], b[i], 16, tolerance) && near(a[i], b[i], 8, tolerance) &&
              near(a[i], b[i], 0, tolerance)))
            return false;
    }
    return true;
}

bool glass_settle(struct glass *glass, int still_ms)
{
    size_t bytes = glass_pixels(glass) * sizeof(uint32_t);
    uint32_t *last = malloc(bytes);
    double begin = glass_ms(), still_since = begin;
    if (!last)
        return false;
    memcpy(last, glass_look(glass), bytes);
    while (glass_ms() - still_since < still_ms && glass_ms() - begin < 10000) {
        glass_sleep(20);
        const uint32_t *now = glass_look(glass);
        if (memcmp(last, now, bytes) != 0) {
            still_since = glass_ms();
            memcpy(last, now, bytes);
        }
    }
    free(last);
    return glass_ms() - still_since >= still_ms;
}
