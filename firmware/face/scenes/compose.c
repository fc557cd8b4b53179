/* Writing: what is written above, candidates in the middle, the keypad and what keys do below. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/compose_draw.h"
#include "face/scenes/compose_hint.h"
#include "face/scenes/compose_pad.h"
#include "face/scenes/compose_touch.h"
#include "face/scenes/page.h"

static void enter(struct app *app)
{
    app->compose.source = (struct sentence_source){
        .manifest = app_manifest(app),
        .county = app->conf->county,
        .theme = app_theme_id(app, app->theme),
    };
    app->phone = false;
    compose_settle(&app->compose);
    if (!app->ime)
        app->compose.notice = STR_COMPOSE_NOTICE_DICTIONARY;
    compose_hint_begin(app);
}

static void leave(struct app *app)
{
    compose_settle(&app->compose);
    compose_hint_end(app);
    canvas_forget_codes(app->canvas); /* the phone's may carry the text */
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
    if (pressed)
        compose_hint_end(app);
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
        if (pressed && key_digit(event->key) >= 0) {
            app->compose.digits = true;
            app->compose.pad = false;
        }
        if (compose_pad_key(app, event))
            return true;
        enum compose_answer said = compose_key(&app->compose, event);
        answer(app, said);
        return said != COMPOSE_IGNORED;
    }
    }
}

static int64_t tick(struct app *app)
{
    compose_tick(&app->compose, app->now.mono_ms);
    int64_t hint_ms = compose_hint_tick(app), letter_ms = compose_due_ms(&app->compose);
    return hint_ms < letter_ms ? hint_ms : letter_ms;
}

static void focus(const struct app *app, char *out, size_t size)
{
    const struct compose *compose = &app->compose;
    if (app->phone)
        snprintf(out, size, "phone");
    else if (compose->in_text)
        snprintf(out, size, "text");
    else if (compose_on_pad(compose) && compose->pad_at < COMPOSE_PAD_KEYS)
        snprintf(out, size, "key %s", key_name(compose_key_at(compose->pad_at)));
    else if (compose_on_pad(compose))
        snprintf(out, size, "key %s",
                 key_name(compose_button_at(compose->pad_at - COMPOSE_PAD_KEYS)));
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
    .tap = compose_tap,
    .tick = tick,
    .draw = compose_draw,
    .focus = focus,
};
