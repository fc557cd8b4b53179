/* The screen as a window, or the whole of a display, through SDL: a software surface, and one poll
 * on the display's connection. SDL's own waits wake up a thousand times a second on some drivers,
 * and its default surfaces go through OpenGL (130 ms and 85 MB more at start). */
#include <SDL.h>
#include <SDL_syswm.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "board/common/click.h"
#include "board/common/hold.h"
#include "board/common/scale.h"
#include "board/screens.h"
#include "board/sdl/sdl_keys.h"
#include "core/log.h"

enum {
    COARSE_POLL_MS = 20, /* where the driver has nothing to poll on */
};

struct screen {
    const struct clock *clock; /* borrowed */
    SDL_Window *window;
    SDL_Surface *surface; /* the window's, owned by SDL */
    int display_fd;       /* -1: none to poll on */
    int wake_fd;          /* the face's, borrowed; -1: none */
    bool woken;           /* wake_fd was readable at the last poll */
    bool direct;          /* the frame is the surface's own memory */
    bool full;
    struct frame frame;
    SDL_Surface *canvas; /* around our own frame; NULL if direct */
    struct scale scale;  /* columns NULL: one to one */
    SDL_Rect place;      /* where the canvas stands in the window */
    struct hold hold;
    SDL_Keycode held_by; /* the keyboard's: Shift may be let go first, and then it means another */
    bool click_due;      /* wanted, and not opened yet */
    struct click *click;
};

static struct clock_now sdl_now(struct screen *screen)
{
    return clock_now(screen->clock);
}

/* The largest size with the canvas's shape that fits into w × h, never larger than the canvas. */
static SDL_Rect fit(const struct screen *screen, int w, int h)
{
    SDL_Rect r = {0, 0, screen->frame.width, screen->frame.height};
    if (r.w > w) {
        r.h = (int)((int64_t)r.h * w / r.w);
        r.w = w;
    }
    if (r.h > h) {
        r.w = (int)((int64_t)screen->frame.width * h / screen->frame.height);
        r.h = h;
    }
    return r;
}

static bool open_window(struct screen *screen)
{
    SDL_Rect space;
    Uint32 flags = screen->full ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0;
    if (SDL_GetDisplayUsableBounds(0, &space) != 0)
        space = (SDL_Rect){0, 0, screen->frame.width, screen->frame.height};
    SDL_Rect size = fit(screen, space.w, space.h);
    if (!screen->full && size.w < screen->frame.width)
        flags |= SDL_WINDOW_RESIZABLE;
    screen->window = SDL_CreateWindow("jianyan", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                      size.w, size.h, flags);
    return screen->window != NULL;
}

/* Takes the window's surface as it is now and settles how the canvas gets into it. */
static bool take_surface(struct screen *screen)
{
    screen->surface = SDL_GetWindowSurface(screen->window);
    if (!screen->surface)
        return false;
    int w = screen->surface->w, h = screen->surface->h;
    screen->place = fit(screen, w, h);
    screen->place.x = (w - screen->place.w) / 2;
    screen->place.y = (h - screen->place.h) / 2;
    scale_fini(&screen->scale);
    if (screen->place.w == screen->frame.width && screen->place.h == screen->frame.height)
        return true;
    return scale_init(&screen->scale, screen->frame.width, screen->frame.height, screen->place.w,
                      screen->place.h);
}

static bool is_xrgb(const SDL_Surface *surface)
{
    Uint32 format = surface->format->format;
    return (format == SDL_PIXELFORMAT_RGB888 || format == SDL_PIXELFORMAT_ARGB8888) &&
           surface->pitch % 4 == 0 && !SDL_MUSTLOCK(surface);
}

/* Draws straight into the window where shape and format allow it, else into a frame of our own. */
static bool make_frame(struct screen *screen)
{
    SDL_Surface *surface = screen->surface;
    screen->direct =
        is_xrgb(surface) && surface->w == screen->frame.width && surface->h == screen->frame.height;
    if (screen->direct) {
        screen->frame.pixels = surface->pixels;
        screen->frame.stride = surface->pitch / 4;
        return true;
    }
    screen->canvas = SDL_CreateRGBSurfaceWithFormat(0, screen->frame.width, screen->frame.height,
                                                    32, SDL_PIXELFORMAT_RGB888);
    if (!screen->canvas)
        return false;
    screen->frame.pixels = screen->canvas->pixels;
    screen->frame.stride = screen->canvas->pitch / 4;
    return true;
}

static int connection_fd(SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info))
        return -1;
#ifdef SDL_VIDEO_DRIVER_X11
    if (info.subsystem == SDL_SYSWM_X11)
        return ConnectionNumber(info.info.x11.display);
#endif
    return -1;
}

static void prepare_sdl(void)
{
    /* Our own typing needs no input method of the desktop; loading one takes 20 ms. */
    setenv("LC_ALL", "C", 1);
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetMainReady();
}

static void sdl_close(struct screen *screen, enum key handoff);

static struct screen *sdl_open(const struct screen_config *config)
{
    const char *argument = config->argument;
    if (argument && strcmp(argument, "full") != 0) {
        log_error("sdl", "unknown argument '%s'; use sdl or sdl:full", argument);
        return NULL;
    }
    struct screen *screen = calloc(1, sizeof *screen);
    if (!screen) {
        log_error("sdl", "out of memory");
        return NULL;
    }
    screen->clock = config->clock;
    screen->click_due = config->click;
    screen->full = argument != NULL;
    screen->frame.width = config->width;
    screen->frame.height = config->height;
    screen->wake_fd = -1;
    prepare_sdl();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0 || !open_window(screen) || !take_surface(screen) ||
        !make_frame(screen)) {
        log_error("sdl", "cannot open a window: %s", SDL_GetError());
        sdl_close(screen, KEY_NONE);
        return NULL;
    }
    SDL_StopTextInput();
    if (screen->full)
        SDL_ShowCursor(SDL_DISABLE);
    screen->display_fd = connection_fd(screen->window);
    return screen;
}

static void sdl_close(struct screen *screen, enum key handoff)
{
    (void)handoff; /* goes to standard output, by the face: a window has nobody to hand on to */
    if (!screen)
        return;
    click_close(screen->click);
    scale_fini(&screen->scale);
    SDL_FreeSurface(screen->canvas);
    if (screen->window)
        SDL_DestroyWindow(screen->window);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    free(screen);
}

static void key_event(struct screen *screen, enum key key, enum key_phase phase,
                      struct screen_event *event)
{
    if (phase == KEY_PRESS)
        click_play(screen->click);
    hold_note(&screen->hold, key, phase, sdl_now(screen).mono_ms, event);
}

/* A point of the window as one of the canvas; false if it is beside it. */
static bool tap_event(const struct screen *screen, int x, int y, struct screen_event *event)
{
    const SDL_Rect *place = &screen->place;
    if (x < place->x || y < place->y || x >= place->x + place->w || y >= place->y + place->h)
        return false;
    *event = (struct screen_event){.kind = SCREEN_TAP};
    event->x = (int)((int64_t)(x - place->x) * screen->frame.width / place->w);
    event->y = (int)((int64_t)(y - place->y) * screen->frame.height / place->h);
    return true;
}

static bool window_event(struct screen *screen, const SDL_WindowEvent *sdl,
                         struct screen_event *event)
{
    switch (sdl->event) {
    case SDL_WINDOWEVENT_EXPOSED:
        *event = (struct screen_event){.kind = SCREEN_EXPOSED};
        return true;
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        if (sdl->data1 == screen->surface->w && sdl->data2 == screen->surface->h)
            return false;
        /* A frame lent straight from the window is gone with its old size: the face must start
         * anew. With a frame of our own the picture is fitted again. */
        *event = (struct screen_event){.kind = SCREEN_EXPOSED};
        if (screen->direct || !take_surface(screen)) {
            log_info("sdl", "the display changed its size to %dx%d", sdl->data1, sdl->data2);
            event->kind = SCREEN_QUIT;
        }
        return true;
    case SDL_WINDOWEVENT_FOCUS_LOST:
        if (screen->hold.key == KEY_NONE)
            return false;
        key_event(screen, screen->hold.key, KEY_RELEASE, event);
        return true;
    default:
        return false;
    }
}

static bool keyboard_event(struct screen *screen, const SDL_KeyboardEvent *sdl,
                           struct screen_event *event)
{
    SDL_Keycode code = sdl->keysym.sym;
    bool down = sdl->type == SDL_KEYDOWN;
    bool ours = screen->hold.key != KEY_NONE && code == screen->held_by;
    enum key key = !down && ours ? screen->hold.key : sdl_key(sdl->keysym);
    if (key == KEY_NONE || sdl->repeat)
        return false;
    if (down)
        screen->held_by = code;
    key_event(screen, key, down ? KEY_PRESS : KEY_RELEASE, event);
    return true;
}

static bool translate(struct screen *screen, const SDL_Event *sdl, struct screen_event *event)
{
    switch (sdl->type) {
    case SDL_QUIT:
        *event = (struct screen_event){.kind = SCREEN_QUIT};
        return true;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        return keyboard_event(screen, &sdl->key, event);
    case SDL_MOUSEBUTTONDOWN:
        return sdl->button.button == SDL_BUTTON_LEFT &&
               tap_event(screen, sdl->button.x, sdl->button.y, event);
    case SDL_WINDOWEVENT:
        return window_event(screen, &sdl->window, event);
    default:
        return false;
    }
}

/* The next of what SDL holds; false if it holds nothing. */
static bool take_held(struct screen *screen, struct screen_event *event)
{
    SDL_Event sdl;
    while (SDL_PeepEvents(&sdl, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) > 0) {
        if (translate(screen, &sdl, event))
            return true;
    }
    return false;
}

/* The next thing there is; false if there is none, neither at SDL nor at the display's connection.
 * Not by SDL_PollEvent(): it ends with what it held at first, and a key that came with the answer
 * to a picture, and is read already, would lie there until the connection has something new. */
static bool take_event(struct screen *screen, struct screen_event *event)
{
    if (take_held(screen, event))
        return true;
    SDL_PumpEvents();
    return take_held(screen, event);
}

/* By now the first picture stands. */
static void open_click(struct screen *screen)
{
    if (screen->click_due)
        screen->click = click_open();
    screen->click_due = false;
}

static void sleep_until(struct screen *screen, int64_t due_ms)
{
    open_click(screen);
    int64_t repeat_ms = hold_due_ms(&screen->hold);
    if (repeat_ms < due_ms)
        due_ms = repeat_ms;
    int timeout_ms = clock_timeout_ms(screen->clock, due_ms);
    if (screen->display_fd < 0 && (timeout_ms < 0 || timeout_ms > COARSE_POLL_MS))
        timeout_ms = COARSE_POLL_MS;
    struct pollfd fds[] = {
        {screen->wake_fd, POLLIN, 0}, {screen->display_fd, POLLIN, 0}, /* -1 is ignored by poll */
    };
    int ready = poll(fds, 2, timeout_ms);
    screen->woken = ready > 0 && fds[0].revents != 0;
}

static void sdl_wait(struct screen *screen, int64_t due_ms, struct screen_event *event)
{
    *event = (struct screen_event){.kind = SCREEN_TIMEOUT};
    screen->woken = false;
    while (!take_event(screen, event) &&
           !hold_take_repeat(&screen->hold, sdl_now(screen).mono_ms, event)) {
        if (screen->woken) {
            event->kind = SCREEN_WAKE;
            break;
        }
        bool due = due_ms <= sdl_now(screen).mono_ms;
        sleep_until(screen, due_ms);
        if (due && !screen->woken)
            break;
    }
    event->mono_ms = sdl_now(screen).mono_ms;
}

static void sdl_wake(struct screen *screen, int fd)
{
    screen->wake_fd = fd;
}

static struct frame sdl_lend(struct screen *screen)
{
    return screen->frame;
}

/* Brings one rectangle of the canvas into the window's surface; which pixels of it changed. */
static SDL_Rect bring(struct screen *screen, struct rect r)
{
    SDL_Rect from = {r.x, r.y, r.w, r.h};
    SDL_Rect to = {r.x + screen->place.x, r.y + screen->place.y, r.w, r.h};
    if (screen->direct)
        return from;
    if (!screen->scale.columns) {
        SDL_Rect target = to;
        SDL_BlitSurface(screen->canvas, &from, screen->surface, &target);
        return to;
    }
    struct rect reach = scale_reach(&screen->scale, r);
    to = (SDL_Rect){reach.x + screen->place.x, reach.y + screen->place.y, reach.w, reach.h};
    if (!is_xrgb(screen->surface)) {
        SDL_Rect target = screen->place;
        SDL_BlitScaled(screen->canvas, NULL, screen->surface, &target);
        return screen->place;
    }
    int stride = screen->surface->pitch / 4;
    uint32_t *corner =
        (uint32_t *)screen->surface->pixels + (ptrdiff_t)screen->place.y * stride + screen->place.x;
    scale_run(&screen->scale, screen->frame.pixels, screen->frame.stride, corner, stride, reach);
    return to;
}

static void sdl_present(struct screen *screen, const struct rect *rects, size_t count)
{
    enum { BATCH = 64 };
    SDL_Rect changed[BATCH];
    while (count > 0) {
        int n = 0;
        for (; n < BATCH && count > 0; n++, count--)
            changed[n] = bring(screen, *rects++);
        if (SDL_UpdateWindowSurfaceRects(screen->window, changed, n) != 0)
            log_warn("sdl", "cannot show the picture: %s", SDL_GetError());
    }
}

static void sdl_describe(struct screen *screen, const char *json, size_t len)
{
    (void)screen; /* nobody listens behind a window */
    (void)json;
    (void)len;
}

const struct screen_ops screen_sdl = {
    .name = "sdl",
    .open = sdl_open,
    .close = sdl_close,
    .now = sdl_now,
    .wait = sdl_wait,
    .wake = sdl_wake,
    .lend = sdl_lend,
    .present = sdl_present,
    .describe = sdl_describe,
};
