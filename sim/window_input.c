/* Keys, mouse and the window's own events. */
#include "board/sdl/sdl_keys.h"
#include "sim/window_parts.h"

enum { REPEAT_FIRST_MS = 500, REPEAT_MS = 100 };

static int64_t box_ms(const struct window *window)
{
    return simclock_now(&window->sim->clock).mono_ms;
}

static void release(struct window *window)
{
    struct held *held = &window->held;
    if (held->key == KEY_NONE)
        return;
    int64_t now_ms = box_ms(window);
    link_send_key(&window->sim->link, held->key, KEY_RELEASE, (int)(now_ms - held->began_ms));
    recorder_key(&window->recorder, held->key, held->began_ms, now_ms);
    window->state.lit[held->key] = false;
    held->key = KEY_NONE;
}

/* `code`: the keyboard's key that does it; SDLK_UNKNOWN: the mouse. */
static void press(struct window *window, enum key key, SDL_Keycode code)
{
    struct sim *sim = window->sim;
    release(window);
    sim->keys++;
    int64_t now_ms = box_ms(window);
    window->held = (struct held){key, now_ms, now_ms + REPEAT_FIRST_MS, code};
    window->state.lit[key] = true;
    if (!sim->television)
        link_send_key(&sim->link, key, KEY_PRESS, 0);
    else if (key == KEY_POWER || key == KEY_HOME)
        sim_boot(sim);
}

int window_repeat(struct window *window, int timeout_ms)
{
    struct held *held = &window->held;
    if (held->key == KEY_NONE)
        return timeout_ms;
    int64_t now_ms = box_ms(window);
    if (now_ms >= held->repeat_ms) {
        link_send_key(&window->sim->link, held->key, KEY_REPEAT, (int)(now_ms - held->began_ms));
        held->repeat_ms = now_ms + REPEAT_MS;
    }
    int64_t left = held->repeat_ms - now_ms;
    return left < timeout_ms ? (int)left : timeout_ms;
}

/* The simulator's own keys; true if it was one. */
static bool own_key(struct window *window, const SDL_Keysym *key)
{
    static const struct {
        SDL_Keycode code;
        enum sim_action action;
    } keys[] = {{SDLK_F6, ACT_SCREEN}, {SDLK_F7, ACT_NET},       {SDLK_F8, ACT_CUT},
                {SDLK_F9, ACT_NEXT},   {SDLK_F10, ACT_ARRIVALS}, {SDLK_F5, ACT_TOUR},
                {SDLK_F11, ACT_FULL}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i].code != key->sym)
            continue;
        window_act(window, keys[i].action, (key->mod & KMOD_SHIFT) != 0);
        return true;
    }
    return false;
}

/* While the tour plays, whatever a person does ends it, and does nothing else. */
static bool takes_over(struct window *window, bool harmless)
{
    window->input_at_ms = host_ms();
    return !harmless && window_take_over(window);
}

static void key_down(struct window *window, const SDL_KeyboardEvent *event)
{
    enum key key = sdl_key(event->keysym);
    if (event->repeat || takes_over(window, event->keysym.sym == SDLK_F11) ||
        own_key(window, &event->keysym) || key == KEY_NONE)
        return;
    press(window, key, event->keysym.sym);
}

static void key_up(struct window *window, const SDL_KeyboardEvent *event)
{
    /* Not by the key it means: Shift may have been let go first. */
    if (event->keysym.sym == window->held.code)
        release(window);
}

/* A touch on the box's own screen. */
static void touch(struct window *window, int x, int y)
{
    struct rect screen = window->layout.screen;
    struct link *link = &window->sim->link;
    if (!rect_contains(screen, x, y) || !link_is_up(link))
        return;
    int to_x = (int)((int64_t)(x - screen.x) * link->width / screen.w);
    int to_y = (int)((int64_t)(y - screen.y) * link->height / screen.h);
    link_send_tap(link, to_x, to_y);
    recorder_tap(&window->recorder, to_x, to_y, box_ms(window));
}

static void mouse_down(struct window *window, const SDL_MouseButtonEvent *event)
{
    bool left = event->button == SDL_BUTTON_LEFT;
    const struct spot *spot = layout_at(&window->layout, event->x, event->y);
    if ((!left && event->button != SDL_BUTTON_RIGHT) ||
        takes_over(window, spot && spot->action == ACT_FULL))
        return;
    if (!spot && left)
        touch(window, event->x, event->y);
    else if (spot && spot->action == ACT_KEY && left)
        press(window, spot->key, SDLK_UNKNOWN);
    else if (spot && spot->action != ACT_KEY) {
        window->state.pressed = spot;
        window_act(window, spot->action, !left);
    }
}

static void mouse_up(struct window *window)
{
    window->state.pressed = NULL;
    if (window->held.code == SDLK_UNKNOWN)
        release(window);
}

static void window_event(struct window *window, const SDL_WindowEvent *event)
{
    switch (event->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        window->closed = !window_fit(window) || window->closed;
        break;
    case SDL_WINDOWEVENT_EXPOSED:
        SDL_UpdateWindowSurface(window->window);
        break;
    case SDL_WINDOWEVENT_FOCUS_LOST:
        release(window);
        break;
    default:
        break;
    }
}

void window_take_events(struct window *window)
{
    SDL_Event event;
    while (!window->closed && SDL_PollEvent(&event)) {
        switch (event.type) {
        case SDL_QUIT:
            window->closed = true;
            break;
        case SDL_KEYDOWN:
            key_down(window, &event.key);
            break;
        case SDL_KEYUP:
            key_up(window, &event.key);
            break;
        case SDL_MOUSEBUTTONDOWN:
            mouse_down(window, &event.button);
            break;
        case SDL_MOUSEBUTTONUP:
            mouse_up(window);
            break;
        case SDL_WINDOWEVENT:
            window_event(window, &event.window);
            break;
        default:
            break;
        }
    }
}
