/* Writing: what is written above, candidates in the middle, the keypad and what keys do below. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/compose_draw.h"
#include "face/scenes/page.h"

static void enter(struct app *app)
{
    app->phone = false;
    compose_settle(&app->compose);
    if (!app->ime)
        app->compose.notice = STR_COMPOSE_NOTICE_DICTIONARY;
}

static void leave(struct app *app)
{
    compose_settle(&app->compose);
}

static void answer(struct app *app, enum compose_answer answer)
{
    if (answer == COMPOSE_DONE)
        app_go(app, SCENE_review);
    else if (answer == COMPOSE_LEAVE)
        app_go(app, SCENE_kind);
}

/* The page for the phone: any key that is pressed goes back to the text. */
static bool key_phone(struct app *app, const struct screen_event *event)
{
    bool leaves = event->key == KEY_EXIT || event->key == KEY_HOME || event->key == KEY_POWER;
    if (event->phase == KEY_PRESS && !leaves)
        app->phone = false;
    return !leaves;
}

static bool key(struct app *app, const struct screen_event *event)
{
    bool pressed = event->phase == KEY_PRESS;
    if (app->phone)
        return key_phone(app, event);
    switch (event->key) {
    case KEY_MENU:
        app->phone = app->phone || pressed;
        return true;
    case KEY_BLUE:
        app->hidden = app->hidden != pressed;
        return true;
    case KEY_YELLOW:
    case KEY_EXIT:
    case KEY_HOME:
    case KEY_POWER:
        return false;
    default: {
        enum compose_answer said = compose_key(&app->compose, event);
        answer(app, said);
        return said != COMPOSE_IGNORED;
    }
    }
}

static bool tap_candidate(struct app *app, const struct compose_places *places, int x, int y)
{
    bool pick = app->compose.pick;
    size_t most = pick ? COMPOSE_PICK : COMPOSE_ROW;
    for (size_t i = 0; i < most && i < app->compose.shown_count; i++) {
        if (!rect_contains(pick ? places->choices[i] : places->candidates[i], x, y))
            continue;
        app->compose.notice = STR_COUNT;
        compose_choose(&app->compose, i);
        return true;
    }
    return false;
}

static void tap(struct app *app, int x, int y)
{
    struct compose_places places = compose_places(&app->look);
    if (app->phone) {
        app->phone = false;
        return;
    }
    if (tap_candidate(app, &places, x, y))
        return;
    for (size_t i = 0; places.keypad && !app->compose.pick && i < COMPOSE_KEYS; i++) {
        if (rect_contains(places.keys[i], x, y)) {
            app_press(app, compose_key_at(i));
            return;
        }
    }
    for (size_t i = app->compose.pick ? COMPOSE_SIDE : 0; i < places.button_count; i++) {
        if (rect_contains(places.buttons[i], x, y)) {
            app_press(app, compose_button_at(i));
            return;
        }
    }
    /* The numbered choices lie over the 0 that ends them: a finger touches beside them. */
    if (app->compose.pick)
        app_press(app, KEY_0);
}

static int64_t tick(struct app *app)
{
    compose_tick(&app->compose, app->now.mono_ms);
    return compose_due_ms(&app->compose);
}

static void focus(const struct app *app, char *out, size_t size)
{
    const struct compose *compose = &app->compose;
    if (app->phone)
        snprintf(out, size, "phone");
    else if (compose->in_text)
        snprintf(out, size, "text");
    else if (compose->selected >= 0)
        snprintf(out, size, "candidate %d", compose->selected + 1);
    else
        out[0] = '\0';
}

const struct scene scene_compose = {
    .name = "compose",
    .enter = enter,
    .leave = leave,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = compose_draw,
    .focus = focus,
};
