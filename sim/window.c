#include "sim/window.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/report.h"
#include "sim/window_parts.h"
#include "strings/strings.h"

enum {
    BEAT_MS = 40, /* at least so often the window looks after itself */
    WIDTH = 1340,
    HEIGHT = 728,
    LEAST_WIDTH = 800,
    LEAST_HEIGHT = 440,
    FRAME_LINES = 36, /* what a title bar may take */
    NEXT_STEPS = 2000,
    ALONE_MS = 120000, /* after so long without a person the tour begins again */
};

/* Long enough for every scene of the profile's class to give up on who was there. */
static int64_t longest_idle_ms(const struct conf_profile *profile)
{
    return (profile->class == CONF_KIOSK ? 6 : 12) * (int64_t)60000;
}

static void record(struct window *window, const char *verb, const char *value)
{
    char step[128];
    snprintf(step, sizeof step, "%s%s", verb, value);
    recorder_step(&window->recorder, step, simclock_now(&window->sim->clock).mono_ms);
}

static void show_busy(struct window *window, bool busy)
{
    window->state.busy = busy;
    window_paint(window);
}

/* The time after which it is noticed that somebody has left goes by, from one due thing to the
 * next. */
void window_next_visitor(struct window *window)
{
    struct sim *sim = window->sim;
    int64_t now_ms = simclock_now(&sim->clock).mono_ms;
    int64_t until_ms = now_ms + longest_idle_ms(sim->profile);
    for (int i = 0; i < NEXT_STEPS && now_ms < until_ms && !sim->television; i++) {
        for (int tries = 0; tries < 200 && !link_is_answered(&sim->link); tries++)
            sim_pump(sim, 5);
        if (strcmp(sim_scene(sim), "poster") == 0 && sim->profile->class != CONF_HOME)
            break;
        int64_t next_ms = sim->link.described.next_ms;
        if (next_ms <= now_ms)
            next_ms = now_ms + 50;
        sim_advance(sim, next_ms < until_ms ? next_ms : until_ms);
        now_ms = simclock_now(&sim->clock).mono_ms;
    }
    if (sim->television)
        sim_boot(sim);
    arrivals_next_visitor(&sim->arrivals);
}

static void switch_net(struct window *window, bool backwards)
{
    int step = backwards ? NET_COUNT - 1 : 1;
    enum net net = (enum net)((window->sim->proxy.net + (unsigned)step) % NET_COUNT);
    proxy_set(&window->sim->proxy, net);
    record(window, "net ", net_name(net));
}

static void switch_screen(struct window *window, bool backwards)
{
    static const char *const names[] = {"stb-720p", "stb-1080p", "kiosk-1080p", "kiosk-wide",
                                        "pal-576"};
    enum { NAMES = sizeof names / sizeof names[0] };
    int at = 0;
    for (int i = 0; i < NAMES; i++) {
        if (strcmp(names[i], window->sim->profile->name) == 0)
            at = i;
    }
    at = (at + (backwards ? NAMES - 1 : 1)) % NAMES;
    record(window, "# from here on another screen: ", names[at]);
    if (!sim_switch_profile(window->sim, conf_profile_find(names[at])) || !window_fit(window))
        window->closed = true;
}

static void switch_full(struct window *window)
{
    window->full = !window->full;
    if (window->full)
        SDL_GetWindowSize(window->window, &window->plain_w, &window->plain_h);
    SDL_SetWindowFullscreen(window->window, window->full ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    if (!window->full) /* without a window manager nobody else gives the size back */
        SDL_SetWindowSize(window->window, window->plain_w, window->plain_h);
    SDL_ShowCursor(window->full ? SDL_DISABLE : SDL_ENABLE);
    window->closed = !window_fit(window) || window->closed;
}

static void switch_arrivals(struct window *window)
{
    window->sim->arrivals_wanted = !window->sim->arrivals_wanted;
    window->closed = !window_fit(window) || window->closed;
}

void window_act(struct window *window, enum sim_action action, bool backwards)
{
    switch (action) {
    case ACT_FULL:
        switch_full(window);
        break;
    case ACT_SCREEN:
        show_busy(window, true);
        switch_screen(window, backwards);
        break;
    case ACT_NET:
        switch_net(window, backwards);
        break;
    case ACT_CUT:
        record(window, "cut", "");
        sim_cut(window->sim);
        break;
    case ACT_NEXT:
        show_busy(window, true);
        window_next_visitor(window);
        record(window, "# the next visitor", "");
        break;
    case ACT_ARRIVALS:
        switch_arrivals(window);
        break;
    case ACT_TOUR:
        window_set_touring(window, !window->state.touring);
        break;
    default:
        break;
    }
    window->state.busy = false;
}

static int connection_fd(SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
#ifdef SDL_VIDEO_DRIVER_X11
    if (SDL_GetWindowWMInfo(window, &info) && info.subsystem == SDL_SYSWM_X11)
        return ConnectionNumber(info.info.x11.display);
#endif
    return -1;
}

static bool open_window(struct window *window)
{
    SDL_Rect space;
    setenv("LC_ALL", "C", 1); /* no input method of the desktop: keys are the remote's */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetMainReady();
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        report("cannot open a window: %s; --headless --script FILE needs none", SDL_GetError());
        return false;
    }
    if (SDL_GetDisplayUsableBounds(0, &space) != 0)
        space = (SDL_Rect){0, 0, WIDTH, HEIGHT + FRAME_LINES};
    int w = space.w < WIDTH ? space.w : WIDTH;
    int h = space.h - FRAME_LINES < HEIGHT ? space.h - FRAME_LINES : HEIGHT;
    window->window = SDL_CreateWindow(str_text(STR_SIM_TITLE), SDL_WINDOWPOS_CENTERED,
                                      SDL_WINDOWPOS_CENTERED, w, h, SDL_WINDOW_RESIZABLE);
    if (!window->window) {
        report("cannot open a window: %s", SDL_GetError());
        return false;
    }
    SDL_SetWindowMinimumSize(window->window, LEAST_WIDTH, LEAST_HEIGHT);
    SDL_StopTextInput();
    return true;
}

static bool prepare_drawing(struct window *window, const struct settings *settings)
{
    char share[4096];
    conf_data_dir(&settings->conf, share, sizeof share);
    window->fonts = fonts_open(share);
    theme_init(&window->theme, conf_profile_find("stb-720p"), false, PALETTE_DAY);
    return window->fonts != NULL && window_fit(window);
}

static bool start_recorder(struct window *window, const struct settings *settings)
{
    char comment[160], date[CLOCK_TEXT_MAX];
    if (!settings->record)
        return true;
    clock_format(settings->date_ms, date);
    snprintf(comment, sizeof comment, "recorded: --profile %s --date %s --seed %llu",
             settings->conf.profile->name, date, (unsigned long long)settings->seed);
    return recorder_open(&window->recorder, settings->record, comment,
                         simclock_now(&window->sim->clock).mono_ms);
}

static bool is_alone(const struct window *window)
{
    return window->tour_at_start && host_ms() - window->input_at_ms > ALONE_MS;
}

static void run(struct window *window)
{
    struct sim *sim = window->sim;
    if (window->tour_at_start)
        window_set_touring(window, true);
    while (!window->closed && !sim->interrupted) {
        window_take_events(window);
        if (window->closed)
            break;
        if (window->state.touring)
            window_play_tour(window);
        else if (is_alone(window))
            window_set_touring(window, true);
        int timeout_ms = window_repeat(window, BEAT_MS);
        window_paint(window);
        sim_pump(sim, timeout_ms);
    }
    recorder_close(&window->recorder, simclock_now(&sim->clock).mono_ms);
}

bool window_run(struct sim *sim, const struct settings *settings)
{
    struct window *window = calloc(1, sizeof *window);
    bool done = false;
    if (!window)
        return false;
    window->sim = sim;
    window->tour_at_start = settings->tour;
    sim->arrivals_wanted = settings->tour && !settings->intake;
    if (open_window(window) && prepare_drawing(window, settings)) {
        show_busy(window, true);
        done = sim_start(sim) && start_recorder(window, settings);
        window->state.busy = false;
        sim->extra_fd = connection_fd(window->window);
        if (done)
            run(window);
    }
    window_drop_drawing(window);
    script_free(&window->tour);
    fonts_close(window->fonts);
    if (window->window)
        SDL_DestroyWindow(window->window);
    SDL_Quit();
    free(window);
    return done;
}
