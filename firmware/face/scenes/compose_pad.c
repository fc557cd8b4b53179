#include "face/scenes/compose_pad.h"

#include <stdlib.h>

#include "face/scenes/compose_places.h"

enum {
    REMOTE_BUTTONS = 5, /* those after them are for fingers */
    RIGHT_KEY = 2,      /* the 3, at the right end of the upper row */
};

static struct rect place_at(const struct compose_places *places, size_t i)
{
    return i < COMPOSE_PAD_KEYS ? places->keys[i] : places->buttons[i - COMPOSE_PAD_KEYS];
}

/* How far `to` lies from `from` that way; going astray counts thrice. Negative: not that way. */
static int distance(struct rect from, struct rect to, enum key arrow)
{
    int dx = to.x + to.w / 2 - from.x - from.w / 2, dy = to.y + to.h / 2 - from.y - from.h / 2;
    bool upright = arrow == KEY_UP || arrow == KEY_DOWN;
    int on = upright ? dy : dx, astray = abs(upright ? dx : dy);
    if (arrow == KEY_UP || arrow == KEY_LEFT)
        on = -on;
    return on * 2 <= (upright ? from.h : from.w) ? -1 : on + 3 * astray;
}

/* The next place that way; false if there is none. */
static bool walk(struct app *app, enum key arrow)
{
    struct compose *compose = &app->compose;
    struct compose_places places = compose_places(&app->look);
    struct rect from = place_at(&places, compose->pad_at);
    int nearest = -1;
    for (size_t i = 0; i < COMPOSE_PAD_KEYS + REMOTE_BUTTONS; i++) {
        int far = distance(from, place_at(&places, i), arrow);
        if (far < 0 || (nearest >= 0 && far >= nearest))
            continue;
        nearest = far;
        compose->pad_at = i;
    }
    return nearest >= 0;
}

/* Above the keypad are the candidates, above them the text. From the key on the right one comes to
 * the right end of the row: what stands there is nearer so. */
static void leave_upwards(struct compose *compose)
{
    size_t row = compose->shown_count < COMPOSE_ROW ? compose->shown_count : COMPOSE_ROW;
    bool right = compose->pad_at == RIGHT_KEY;
    compose->pad_at = COMPOSE_PAD_HOME;
    if (row > 0)
        compose->selected = right ? (int)row - 1 : 0;
    else
        compose->in_text = compose->draft.len > 0;
}

static bool press_button(struct app *app, enum key key)
{
    if (key != KEY_RED) /* one looks for a way of typing by pressing it again */
        app->compose.pad_at = COMPOSE_PAD_HOME;
    app_press(app, key);
    return true;
}

/* OK down: what it presses stays pressed as long. */
static bool press(struct app *app, const struct screen_event *event)
{
    struct compose *compose = &app->compose;
    size_t at = compose->pad_at;
    if (compose->can_restore)
        return false; /* OK brings the text back */
    if (at >= COMPOSE_PAD_KEYS)
        return press_button(app, compose_button_at(at - COMPOSE_PAD_KEYS));
    struct screen_event meant = *event;
    meant.key = compose_key_at(at);
    compose->keyboard = false; /* these digits are a telephone's */
    compose->pad_at = COMPOSE_PAD_HOME;
    if (meant.key == KEY_HASH && !compose_digits(compose)[0])
        return false; /* finished */
    if (meant.key == KEY_HASH) {
        compose_choose(compose, 0);
        return true;
    }
    compose->pad_key = meant.key;
    compose_key(compose, &meant);
    return true;
}

bool compose_pad_key(struct app *app, const struct screen_event *event)
{
    struct compose *compose = &app->compose;
    bool arrow = event->key >= KEY_UP && event->key <= KEY_RIGHT;
    if (event->key == KEY_OK && event->phase != KEY_PRESS && compose->pad_key != KEY_NONE) {
        struct screen_event meant = *event;
        meant.key = compose->pad_key;
        if (event->phase == KEY_RELEASE)
            compose->pad_key = KEY_NONE;
        compose_key(compose, &meant);
        return true;
    }
    if (!compose_on_pad(compose) || event->phase == KEY_RELEASE)
        return false;
    if (arrow && !walk(app, event->key) && event->key == KEY_UP)
        leave_upwards(compose);
    return arrow || (event->key == KEY_OK && event->phase == KEY_PRESS && press(app, event));
}
