/* Where the device stands, and the token it is to be enrolled by: chosen with arrows, kept by the
 * keeper. Comes up by itself on a device that does not know its place. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/setup_parts.h"

enum { ANSWER_MS = 15000 }; /* a slow card may need seconds for four syncs */

/* The present place has the focus. */
static void find_place(struct app *app)
{
    const struct county *place = counties_find(app->conf->county);
    app->setup.region = place ? place->region : REGION_CENTRAL;
    app->setup.place = place ? counties_index(place) : 0;
}

static void go(struct app *app, enum setup_step step)
{
    app->setup.step = step;
    app->setup.result = SETUP_ASKS;
    app->setup.letter = 0;
    app->setup.check_focus = 0;
}

static void enter(struct app *app)
{
    bool public = app->conf->profile->class == CONF_KIOSK;
    bool locked = app->device.told ? app->device.locked : public && app->device.set.set;
    memset(app->setup.token, 0, sizeof app->setup.token);
    find_place(app);
    go(app, locked ? SETUP_UNLOCK : SETUP_REGION);
    app_ask_facts(app); /* whether there is a token */
}

static void leave(struct app *app)
{
    explicit_bzero(app->setup.token, sizeof app->setup.token);
    app->setup.alone = false;
}

static void finish(struct app *app)
{
    app_return(app, app->setup.from);
}

/* -- asking the keeper -- */

static void ask(struct app *app)
{
    app->setup.sent = false;
    app->setup.asked_ms = app->now.mono_ms;
    app->setup.result = SETUP_WAITS;
}

/* Asks as soon as the keeper is there, and again where it went away before its answer. */
static void send(struct app *app)
{
    const struct county *place = setup_place(app);
    app->setup.answers = app->device.answers;
    if (app->setup.step == SETUP_UNLOCK)
        app->setup.sent = app_send_unlock(app, app->setup.token);
    else
        app->setup.sent =
            app_send_setup(app, place ? place->code : app->conf->county, app->setup.token);
}

/* What is kept now is what was wished for, or not. */
static void take_answer(struct app *app)
{
    const struct county *place = setup_place(app);
    const struct setup *set = &app->device.set;
    app->setup.answers = app->device.answers;
    if (app->setup.step == SETUP_UNLOCK) {
        memset(app->setup.token, 0, sizeof app->setup.token);
        go(app, app->device.locked ? SETUP_UNLOCK : SETUP_REGION);
        if (app->device.locked)
            app->setup.result = SETUP_WRONG;
        return;
    }
    bool kept = set->set && place && strcmp(set->county, place->code) == 0;
    app->setup.result = kept ? SETUP_SAVED : SETUP_FAILED;
    app->setup.check_focus = 0;
    if (kept)
        explicit_bzero(app->setup.token, sizeof app->setup.token);
}

/* -- letters -- */

static void type(struct app *app, char letter)
{
    size_t len = strlen(app->setup.token);
    if (len + 1 < sizeof app->setup.token)
        app->setup.token[len] = letter;
    app->setup.result = SETUP_ASKS;
}

static void delete_letter(struct app *app)
{
    size_t len = strlen(app->setup.token);
    if (len > 0)
        app->setup.token[len - 1] = '\0';
}

static void accept_token(struct app *app)
{
    const char *token = app->setup.token;
    if (app->setup.step == SETUP_UNLOCK)
        ask(app);
    else if (!token[0] || setup_token_is_valid(token))
        go(app, SETUP_CHECK);
    else
        app->setup.result = SETUP_WRONG;
}

static void accept_letter(struct app *app)
{
    if (app->setup.letter < SETUP_LETTERS)
        type(app, setup_letter(app->setup.letter));
    else if (app->setup.letter == SETUP_DELETE)
        delete_letter(app);
    else
        accept_token(app);
}

/* -- keys -- */

static void accept(struct app *app)
{
    switch (app->setup.step) {
    case SETUP_REGION:
        app->setup.place = 0;
        if (counties_find(app->conf->county) &&
            counties_find(app->conf->county)->region == app->setup.region)
            app->setup.place = counties_index(counties_find(app->conf->county));
        go(app, SETUP_COUNTY);
        break;
    case SETUP_COUNTY:
        go(app, SETUP_TOKEN);
        break;
    case SETUP_UNLOCK:
    case SETUP_TOKEN:
        accept_letter(app);
        break;
    case SETUP_CHECK:
        if (app->setup.result == SETUP_SAVED)
            finish(app);
        else if (app->setup.check_focus == 0)
            ask(app);
        else
            go(app, SETUP_REGION);
        break;
    }
}

/* One step back; what was typed goes first. */
static void back(struct app *app)
{
    bool typing = app->setup.step == SETUP_TOKEN || app->setup.step == SETUP_UNLOCK;
    if (typing && app->setup.token[0])
        delete_letter(app);
    else if (app->setup.step == SETUP_UNLOCK || app->setup.step == SETUP_REGION ||
             app->setup.result == SETUP_SAVED)
        finish(app);
    else
        go(app, app->setup.step - 1);
}

static void set_focus(struct app *app, size_t i)
{
    switch (app->setup.step) {
    case SETUP_REGION:
        app->setup.region = (enum county_region)i;
        break;
    case SETUP_COUNTY:
        app->setup.place = i;
        break;
    case SETUP_UNLOCK:
    case SETUP_TOKEN:
        app->setup.letter = i;
        break;
    case SETUP_CHECK:
        app->setup.check_focus = (int)i;
        break;
    }
}

/* Left and right walk on into the next row; up and down stay where there is none. */
static void walk(struct app *app, enum key key)
{
    size_t count = setup_cells(app), columns = setup_columns(app), at = setup_focus(app);
    size_t last = count - 1;
    if (key == KEY_LEFT)
        at -= at > 0;
    else if (key == KEY_RIGHT)
        at += at < last;
    else if (key == KEY_UP)
        at -= at >= columns ? columns : 0;
    else if (at + columns <= last)
        at += columns;
    else if (at / columns < last / columns)
        at = last;
    set_focus(app, at);
}

static bool key(struct app *app, const struct screen_event *event)
{
    bool typing = app->setup.step == SETUP_TOKEN || app->setup.step == SETUP_UNLOCK;
    app->setup.alone = false;
    if (app->setup.result == SETUP_WAITS)
        return event->key != KEY_EXIT && event->key != KEY_HOME && event->key != KEY_POWER;
    if (typing && app_is_home(app) && key_digit(event->key) >= 0) {
        type(app, (char)('0' + key_digit(event->key)));
        return true;
    }
    switch (event->key) {
    case KEY_OK:
        accept(app);
        return true;
    case KEY_BACK:
        back(app);
        return true;
    case KEY_UP:
    case KEY_DOWN:
    case KEY_LEFT:
    case KEY_RIGHT:
        walk(app, event->key);
        return true;
    default:
        return false;
    }
}

static void tap(struct app *app, int x, int y)
{
    app->setup.alone = false;
    for (size_t i = 0; app->setup.result != SETUP_WAITS && i < setup_cells(app); i++) {
        if (!rect_contains(setup_cell(app, i), x, y))
            continue;
        set_focus(app, i);
        accept(app);
        return;
    }
}

/* -- time -- */

static int64_t tick(struct app *app)
{
    int64_t over_ms = app->setup.asked_ms + ANSWER_MS;
    if (app->setup.alone && app_is_home(app)) { /* a boot screen: nobody is here */
        if (setup_seconds_left(app) == 0)
            app_television(app, KEY_NONE);
        return app->poster_ms +
               (app->conf->boot_seconds - setup_seconds_left(app) + 1) * INT64_C(1000);
    }
    bool asked = app->setup.result == SETUP_WAITS || app->setup.result == SETUP_FAILED;
    if (app->setup.result == SETUP_WAITS && !app->setup.sent)
        send(app);
    if (asked && app->device.answers != app->setup.answers)
        take_answer(app); /* also when it comes late: what is kept counts */
    else if (app->setup.result == SETUP_WAITS && app->now.mono_ms >= over_ms)
        app->setup.result = SETUP_FAILED;
    return app->setup.result == SETUP_WAITS ? over_ms : INT64_MAX;
}

static void focus(const struct app *app, char *out, size_t size)
{
    static const char *const steps[] = {"unlock", "region", "county", "token", "check"};
    static const char *const buttons[] = {"keep", "change"};
    const struct county *place = setup_place(app);
    size_t i = setup_focus(app);
    const char *step = steps[app->setup.step];
    if (app->setup.step == SETUP_COUNTY)
        snprintf(out, size, "%s %s", step, place ? place->code : "");
    else if (app->setup.step == SETUP_REGION)
        snprintf(out, size, "%s %zu", step, i);
    else if (app->setup.step == SETUP_CHECK)
        snprintf(out, size, "%s", app->setup.result == SETUP_SAVED ? "done" : buttons[i]);
    else if (i < SETUP_LETTERS)
        snprintf(out, size, "%s %c", step, setup_letter(i));
    else
        snprintf(out, size, "%s %s", step, i == SETUP_DELETE ? "delete" : "next");
}

const struct scene scene_setup = {
    .name = "setup",
    .enter = enter,
    .leave = leave,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = setup_draw,
    .focus = focus,
};
