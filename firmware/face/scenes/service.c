/* For whoever looks after the device: what it is, how it fares, which faults it met and what to do,
 * its keys and its picture. Opened by INFO three times; shows nothing that people wrote. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/service_parts.h"

enum { ASK_MS = 10000, LEAVE_MS = 1000 };

static void enter(struct app *app)
{
    app->service = (struct service_page){
        .from = app->service.from, .x = -1, .y = -1, .asked_ms = app->now.mono_ms};
    app_ask_facts(app);
}

static void finish(struct app *app)
{
    app_return(app, app->service.from);
}

/* -- the key test -- */

static void begin_inside(struct app *app)
{
    struct service_page *page = &app->service;
    page->inside = true;
    page->picture = 0;
    page->held_ms = page->exits = 0;
    page->x = page->y = -1;
    memset(page->pressed, 0, sizeof page->pressed);
}

static void note_key(struct service_page *page, enum key key)
{
    memmove(page->pressed + 1, page->pressed, sizeof page->pressed - sizeof page->pressed[0]);
    page->pressed[0] = key;
    page->exits = key == KEY_EXIT ? page->exits + 1 : 0;
    page->x = page->y = -1;
}

static void test_key(struct app *app, const struct screen_event *event)
{
    struct service_page *page = &app->service;
    if (event->phase == KEY_PRESS)
        note_key(page, event->key);
    if (event->key == page->pressed[0])
        page->held_ms = event->hold_ms;
    bool held = event->key == KEY_BACK && event->phase == KEY_REPEAT && event->hold_ms >= LEAVE_MS;
    if (held || page->exits == 2)
        page->inside = false;
}

/* -- pictures -- */

static bool picture_key(struct app *app, enum key key)
{
    struct service_page *page = &app->service;
    switch (key) {
    case KEY_BACK:
        page->inside = false;
        return true;
    case KEY_LEFT:
    case KEY_UP:
        page->picture = (page->picture + SERVICE_PICTURES_COUNT - 1) % SERVICE_PICTURES_COUNT;
        return true;
    case KEY_OK:
    case KEY_RIGHT:
    case KEY_DOWN:
        page->picture = (page->picture + 1) % SERVICE_PICTURES_COUNT;
        return true;
    default:
        return false;
    }
}

/* -- the pages -- */

static void choose_tab(struct app *app, enum service_tab tab)
{
    app->service.tab = tab;
    app->service.at = 0;
}

/* A page of the table, or a fault, up or down. */
static void scroll(struct app *app, bool down)
{
    struct service_fact facts[SERVICE_FACTS_MAX];
    size_t step = 1, last = app->device.notes > 0 ? app->device.notes - 1 : 0;
    if (app->service.tab == SERVICE_STATE) {
        size_t count = service_facts(app, facts);
        step = service_lines(&app->look, count);
        last = (count - 1) / step * step;
    } else if (app->service.tab != SERVICE_FAULTS) {
        return;
    }
    if (down && app->service.at + step <= last)
        app->service.at += step;
    else if (!down)
        app->service.at -= app->service.at < step ? app->service.at : step;
}

static bool page_key(struct app *app, enum key key)
{
    enum service_tab tab = app->service.tab;
    switch (key) {
    case KEY_BACK:
        finish(app);
        return true;
    case KEY_LEFT:
        choose_tab(app, (tab + SERVICE_TABS - 1) % SERVICE_TABS);
        return true;
    case KEY_RIGHT:
        choose_tab(app, (tab + 1) % SERVICE_TABS);
        return true;
    case KEY_UP:
    case KEY_DOWN:
        scroll(app, key == KEY_DOWN);
        return true;
    case KEY_OK:
        if (tab == SERVICE_KEYS || tab == SERVICE_PICTURES)
            begin_inside(app);
        return true;
    default:
        return false;
    }
}

static bool key(struct app *app, const struct screen_event *event)
{
    if (!app->service.inside)
        return page_key(app, event->key);
    if (app->service.tab == SERVICE_PICTURES)
        return picture_key(app, event->key);
    test_key(app, event);
    return true;
}

static void tap_page(struct app *app, int x, int y)
{
    const struct theme *look = &app->look;
    enum service_tab tab = app->service.tab;
    struct rect body = service_body(look);
    for (size_t i = 0; i < SERVICE_TABS; i++) {
        if (rect_contains(service_tab(look, i), x, y))
            choose_tab(app, (enum service_tab)i);
    }
    if (rect_contains(service_leave(look), x, y))
        finish(app);
    else if (rect_contains(body, x, y) && (tab == SERVICE_KEYS || tab == SERVICE_PICTURES))
        begin_inside(app);
    else if (rect_contains(body, x, y))
        scroll(app, y >= body.y + body.h / 2);
}

/* In the key test a touch shows where it was seen; the pictures end after the last one. */
static void tap(struct app *app, int x, int y)
{
    if (!app->service.inside) {
        tap_page(app, x, y);
    } else if (app->service.tab == SERVICE_KEYS) {
        app->service.x = x;
        app->service.y = y;
    } else if (++app->service.picture == SERVICE_PICTURES_COUNT) {
        app->service.inside = false;
    }
}

/* What the keeper knows is asked for anew while somebody looks. A shorter list of faults or a
 * larger type may have moved what was looked at. */
static int64_t tick(struct app *app)
{
    struct service_fact facts[SERVICE_FACTS_MAX];
    size_t count =
        app->service.tab == SERVICE_STATE ? service_facts(app, facts) : app->device.notes;
    if (app->service.at >= count)
        app->service.at = 0;
    if (app->now.mono_ms - app->service.asked_ms >= ASK_MS) {
        app->service.asked_ms = app->now.mono_ms;
        app_ask_facts(app);
    }
    return app->service.asked_ms + ASK_MS;
}

static void focus(const struct app *app, char *out, size_t size)
{
    static const char *const tabs[SERVICE_TABS] = {"state", "faults", "keys", "pictures"};
    const struct service_page *page = &app->service;
    if (page->inside && page->tab == SERVICE_PICTURES)
        snprintf(out, size, "picture %zu", page->picture);
    else if (page->inside)
        snprintf(out, size, "key %s", key_name(page->pressed[0]));
    else
        snprintf(out, size, "%s", tabs[page->tab]);
}

const struct scene scene_service = {
    .name = "service",
    .enter = enter,
    .leave = page_nothing,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = service_draw,
    .focus = focus,
};
