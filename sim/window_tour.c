/* The tour in the window: the script share/jianyan/tour.keys at a pace that people can follow. */
#include <stdio.h>

#include "sim/report.h"
#include "sim/runner.h"
#include "sim/window_parts.h"

enum { PACE_MS = 330 };

static void light_key(void *data, enum key key, bool down)
{
    struct window *window = data;
    window->state.lit[key] = down;
}

static void set_caption(void *data, enum str words, const char *english)
{
    struct window *window = data;
    window->state.caption = str_text(words);
    window->state.english = english;
}

/* Whenever anything moves: what people do, and what they see. */
static void look_after(struct sim *sim, void *data)
{
    struct window *window = data;
    window_take_events(window);
    if (window->closed) {
        sim->interrupted = sim->taken_over = true;
        return;
    }
    window_paint(window);
}

bool window_take_over(struct window *window)
{
    if (!window->state.touring)
        return false;
    window->sim->interrupted = window->sim->taken_over = true;
    return true;
}

void window_set_touring(struct window *window, bool touring)
{
    window->state.touring = touring;
    window->state.caption = window->state.english = NULL;
    window->closed = !window_fit(window) || window->closed;
}

static bool load_tour(struct window *window)
{
    char share[4096], path[4200];
    if (window->tour.path)
        return true;
    conf_data_dir(&window->sim->settings->conf, share, sizeof share);
    snprintf(path, sizeof path, "%s/tour.keys", share);
    return script_load(&window->tour, path);
}

/* True if it went through to its end. */
static bool play(struct window *window)
{
    struct sim *sim = window->sim;
    struct runner runner;
    const struct runner_watch watch = {.pace_ms = PACE_MS,
                                       .no_shots = true,
                                       .key = light_key,
                                       .caption = set_caption,
                                       .data = window};
    sim->meddle = look_after;
    sim->meddle_data = window;
    bool done = runner_run(&runner, sim, &window->tour, &watch);
    sim->meddle = NULL;
    if (sim->taken_over)
        sim->interrupted = sim->taken_over = false;
    return done;
}

void window_play_tour(struct window *window)
{
    bool done = load_tour(window) && play(window);
    if (window->closed || window->sim->interrupted)
        return;
    proxy_set(&window->sim->proxy, NET_ONLINE);
    if (!done)
        window_set_touring(window, false);
    window_next_visitor(window);
    window->input_at_ms = host_ms();
}
