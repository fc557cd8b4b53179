/* A telephone number, if one likes: typed in the first step, and in the second what the office may
 * do, each agreed to by itself. A side door of `review`, open only where the office has a key that
 * the number can be sealed to. */
#include <stdio.h>

#include "face/scenes/contact_parts.h"

static void enter(struct app *app)
{
    app->contact_page = (struct contact_page){.step = CONTACT_NUMBER};
    if (contact_len(&app->contact) > 0)
        app->contact_page.at = CONTACT_NEXT;
}

static void finish(struct app *app)
{
    app_go(app, SCENE_review);
}

static void drop(struct app *app)
{
    contact_wipe(&app->contact);
    finish(app);
}

/* -- the number -- */

static void type(struct app *app, char digit)
{
    app->contact_page.unlikely = false;
    contact_put(&app->contact, digit);
}

static void take_back(struct app *app)
{
    app->contact_page.unlikely = false;
    contact_delete(&app->contact);
}

/* An empty number is fine; one that no line can have is looked at once more. */
static void next(struct app *app)
{
    bool none = contact_len(&app->contact) == 0;
    app->contact_page.unlikely = !none && !contact_is_number(&app->contact);
    if (app->contact_page.unlikely)
        return;
    app->contact_page.step = CONTACT_CONSENT;
    app->contact_page.at = none ? CONTACT_PUBLISH : CONTACT_CALL;
}

static void press(struct app *app, size_t cell)
{
    if (cell == CONTACT_DELETE)
        take_back(app);
    else if (cell == CONTACT_NEXT)
        next(app);
    else if (cell == CONTACT_LEAVE)
        drop(app);
    else
        type(app, "1234567890"[cell == CONTACT_ZERO ? 9 : cell]);
}

/* Over three columns; on a column a last row of one. */
static void walk_keys(struct app *app, enum key key)
{
    size_t *at = &app->contact_page.at;
    bool leave = *at == CONTACT_LEAVE;
    if (key == KEY_UP && *at >= 3)
        *at -= leave ? 2 : 3;
    else if (key == KEY_DOWN && *at + 3 < CONTACT_KEYS)
        *at += 3;
    else if (key == KEY_DOWN && app->look.portrait)
        *at = CONTACT_LEAVE;
    else if (key == KEY_LEFT && *at % 3 > 0 && !leave)
        *at -= 1;
    else if (key == KEY_RIGHT && *at % 3 < 2 && !leave)
        *at += 1;
}

static bool number_key(struct app *app, enum key key)
{
    if (key >= KEY_0 && key <= KEY_9) {
        type(app, (char)('0' + (key - KEY_0)));
        app->contact_page.at = CONTACT_NEXT; /* OK goes on, for who has keys with digits */
        return true;
    }
    switch (key) {
    case KEY_UP:
    case KEY_DOWN:
    case KEY_LEFT:
    case KEY_RIGHT:
        walk_keys(app, key);
        return true;
    case KEY_OK:
        press(app, app->contact_page.at);
        return true;
    case KEY_STAR:
    case KEY_DEL:
        take_back(app);
        return true;
    case KEY_HASH:
        next(app);
        return true;
    case KEY_BACK:
        finish(app);
        return true;
    default:
        return false;
    }
}

/* -- what the office may do -- */

static void accept(struct app *app)
{
    struct contact *contact = &app->contact;
    switch (app->contact_page.at) {
    case CONTACT_CALL:
        contact->may_call = !contact->may_call && contact_is_number(contact);
        break;
    case CONTACT_PUBLISH:
        contact->may_publish = !contact->may_publish;
        break;
    case CONTACT_DONE:
        finish(app);
        break;
    default:
        drop(app);
        break;
    }
}

static void walk_lines(struct app *app, enum key key)
{
    size_t *at = &app->contact_page.at;
    if (key == KEY_LEFT || key == KEY_RIGHT) {
        if (*at >= CONTACT_DONE)
            *at = key == KEY_LEFT ? CONTACT_DONE : CONTACT_DROP;
    } else if (key == KEY_DOWN && *at < CONTACT_DONE) {
        *at += 1;
    } else if (key == KEY_UP && *at > CONTACT_CALL) {
        *at = *at >= CONTACT_DONE ? CONTACT_PUBLISH : CONTACT_CALL;
    }
}

static bool consent_key(struct app *app, enum key key)
{
    switch (key) {
    case KEY_UP:
    case KEY_DOWN:
    case KEY_LEFT:
    case KEY_RIGHT:
        walk_lines(app, key);
        return true;
    case KEY_OK:
        accept(app);
        return true;
    case KEY_BACK:
        app->contact_page = (struct contact_page){.step = CONTACT_NUMBER, .at = CONTACT_NEXT};
        return true;
    default:
        return false;
    }
}

static bool key(struct app *app, const struct screen_event *event)
{
    if (event->key == KEY_BLUE) {
        app->hidden = !app->hidden;
        return true;
    }
    if (app->contact_page.step == CONTACT_NUMBER)
        return number_key(app, event->key);
    return consent_key(app, event->key);
}

static void tap(struct app *app, int x, int y)
{
    struct contact_places places = contact_places(app);
    for (size_t i = 0; i < CONTACT_KEYS; i++) {
        if (rect_contains(places.keys[i], x, y)) {
            app->contact_page.at = i;
            press(app, i);
            return;
        }
    }
    if (rect_contains(places.leave, x, y)) {
        drop(app);
        return;
    }
    for (size_t i = 0; i < CONTACT_LINES; i++) {
        if (rect_contains(places.lines[i], x, y)) {
            app->contact_page.at = i;
            accept(app);
            return;
        }
    }
}

/* A campaign without the office's key came in meanwhile: there is nobody to seal the number to. */
static int64_t tick(struct app *app)
{
    if (!app_takes_contact(app))
        drop(app);
    return INT64_MAX;
}

static void focus(const struct app *app, char *out, size_t size)
{
    static const char *const lines[CONTACT_LINES] = {"call", "publish", "done", "drop"};
    size_t at = app->contact_page.at;
    if (app->contact_page.step == CONTACT_CONSENT)
        snprintf(out, size, "%s", lines[at]);
    else if (at == CONTACT_DELETE || at >= CONTACT_NEXT)
        snprintf(out, size, "%s",
                 at == CONTACT_DELETE ? "delete"
                 : at == CONTACT_NEXT ? "next"
                                      : "drop");
    else
        snprintf(out, size, "key %zu", at == CONTACT_ZERO ? 0 : at + 1);
}

const struct scene scene_contact = {
    .name = "contact",
    .enter = enter,
    .leave = page_nothing,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = contact_draw,
    .focus = focus,
};
