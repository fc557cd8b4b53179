/* Drawing the window: a canvas for the panel, one for the stage, and the box's picture scaled. */
#include <stdio.h>
#include <string.h>

#include "sim/report.h"
#include "sim/window_parts.h"

static void free_canvas(struct canvas **canvas)
{
    if (*canvas)
        canvas_free(*canvas);
    *canvas = NULL;
}

void window_drop_drawing(struct window *window)
{
    free_canvas(&window->panel);
    free_canvas(&window->stage);
    SDL_FreeSurface(window->back);
    window->back = NULL;
    scale_fini(&window->scale);
    window->shown_w = window->shown_h = 0;
}

/* A canvas over one rectangle of the back surface. */
static struct canvas *canvas_over(struct window *window, struct rect r)
{
    int stride = window->back->pitch / 4;
    const struct frame frame = {
        .pixels = (uint32_t *)window->back->pixels + (ptrdiff_t)r.y * stride + r.x,
        .width = r.w,
        .height = r.h,
        .stride = stride,
    };
    return canvas_new(frame, window->fonts);
}

/* A PAL picture is shown 4 : 3, whatever its pixels. */
static void shape_of(const struct conf_profile *profile, int *w, int *h)
{
    bool pal = profile->width == 720 && profile->height == 576;
    *w = pal ? 4 : profile->width;
    *h = pal ? 3 : profile->height;
}

bool window_fit(struct window *window)
{
    int shape_w, shape_h;
    window_drop_drawing(window);
    window->surface = SDL_GetWindowSurface(window->window);
    if (!window->surface) {
        report("cannot draw into the window: %s", SDL_GetError());
        return false;
    }
    int w = window->surface->w, h = window->surface->h;
    shape_of(window->sim->profile, &shape_w, &shape_h);
    const struct layout_wish wish = {.shape_w = shape_w,
                                     .shape_h = shape_h,
                                     .full = window->full,
                                     .arrivals = window->sim->arrivals_wanted,
                                     .caption = window->state.touring};
    layout_compute(&window->layout, w, h, &wish);
    window->back = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_RGB888);
    if (!window->back) {
        report("cannot draw: %s", SDL_GetError());
        return false;
    }
    window->stage = canvas_over(window, window->layout.stage);
    if (!window->full)
        window->panel = canvas_over(window, window->layout.panel);
    window->state.pressed = NULL;
    memset(&window->painted, 0, sizeof window->painted);
    return window->stage && (window->full || window->panel);
}

static void show(struct window *window, struct rect r)
{
    SDL_Rect part = {r.x, r.y, r.w, r.h}, target = part;
    SDL_BlitSurface(window->back, &part, window->surface, &target);
    SDL_UpdateWindowSurfaceRects(window->window, &part, 1);
}

static void render(struct window *window, struct canvas *canvas, struct rect at,
                   void (*draw)(struct canvas *, void *))
{
    struct rect changed[CANVAS_RECTS_MAX];
    size_t count = canvas_render(canvas, draw, &window->state, changed);
    for (size_t i = 0; i < count; i++) {
        changed[i].x += at.x;
        changed[i].y += at.y;
        show(window, changed[i]);
    }
    if (count > 0 && canvas == window->stage)
        window->picture_lost = true;
}

static bool fit_scale(struct window *window)
{
    const struct link *link = &window->sim->link;
    if (window->shown_w == link->width && window->shown_h == link->height)
        return true;
    scale_fini(&window->scale);
    window->shown_w = link->width;
    window->shown_h = link->height;
    return scale_init(&window->scale, link->width, link->height, window->layout.screen.w,
                      window->layout.screen.h);
}

/* The box's picture, as far as it has changed. */
static void paint_picture(struct window *window)
{
    struct link *link = &window->sim->link;
    struct rect changed = link_take_changes(link);
    if (!link_is_up(link) || window->sim->television || !fit_scale(window))
        return;
    if (window->picture_lost)
        changed = (struct rect){0, 0, link->width, link->height};
    window->picture_lost = false;
    struct rect part = scale_reach(&window->scale, changed), at = window->layout.screen;
    if (rect_is_empty(part))
        return;
    int stride = window->back->pitch / 4;
    uint32_t *corner = (uint32_t *)window->back->pixels + (ptrdiff_t)at.y * stride + at.x;
    scale_run(&window->scale, link->pixels, link->stride, corner, stride, part);
    show(window, (struct rect){at.x + part.x, at.y + part.y, part.w, part.h});
}

static void note_state(struct window *window)
{
    struct sim *sim = window->sim;
    struct panel_state *state = &window->state;
    state->layout = &window->layout;
    state->theme = &window->theme;
    state->net = sim->proxy.net;
    state->profile = sim->profile->name;
    state->known = sim->witness.known;
    state->waiting = sim->witness.status.waiting;
    state->delivered = sim->witness.status.delivered;
    state->wall_ms = sim->clock.file ? simclock_now(&sim->clock).wall_ms / 60000 * 60000 : 0;
    state->full = window->full;
    state->television = sim->television;
    state->handoff = sim->handoff;
    state->came = &sim->arrivals;
    state->came_changes = sim->arrivals.changes;
    memset(state->arrivals, 0, sizeof state->arrivals);
    memset(state->phone, 0, sizeof state->phone);
    if (sim->intake_port)
        snprintf(state->arrivals, sizeof state->arrivals, "http://127.0.0.1:%u/arrivals",
                 sim->intake_port);
    if (sim->intake_port && sim->lan[0])
        snprintf(state->phone, sizeof state->phone, "http://%s:%u/h5/", sim->lan, sim->intake_port);
}

static bool is_same(const struct panel_state *a, const struct panel_state *b)
{
    return a->layout == b->layout && a->pressed == b->pressed && a->net == b->net &&
           a->profile == b->profile && a->waiting == b->waiting && a->delivered == b->delivered &&
           a->known == b->known && a->busy == b->busy && a->full == b->full &&
           a->wall_ms == b->wall_ms && a->television == b->television && a->handoff == b->handoff &&
           a->came_changes == b->came_changes && a->touring == b->touring &&
           a->caption == b->caption && a->english == b->english &&
           memcmp(a->lit, b->lit, sizeof a->lit) == 0 && strcmp(a->arrivals, b->arrivals) == 0 &&
           strcmp(a->phone, b->phone) == 0;
}

void window_paint(struct window *window)
{
    note_state(window);
    if (!is_same(&window->state, &window->painted)) {
        render(window, window->stage, window->layout.stage, panel_draw_stage);
        if (window->panel)
            render(window, window->panel, window->layout.panel, panel_draw);
        window->painted = window->state;
    }
    paint_picture(window);
}
