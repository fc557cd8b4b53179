#include "face/scenes/compose_touch.h"

#include <string.h>

#include "core/utf8.h"
#include "face/scenes/compose_draw.h"
#include "face/scenes/compose_hint.h"
#include "face/scenes/page.h"

static bool tap_candidate(struct app *app, const struct compose_places *places, int x, int y)
{
    const struct compose *compose = &app->compose;
    bool choices = compose_has_choices(compose);
    for (size_t i = 0; i < compose->shown_count; i++) {
        struct rect place =
            choices ? places->choices[compose_cell_of(compose, i)] : places->candidates[i];
        if (!rect_contains(place, x, y))
            continue;
        app->compose.notice = STR_COUNT;
        compose_choose(&app->compose, i);
        return true;
    }
    return false;
}

static bool tap_more(struct app *app, const struct compose_places *places, int x, int y)
{
    for (int on = 0; on < 2 && !compose_has_choices(&app->compose); on++) {
        if (!rect_contains(places->more[on], x, y))
            continue;
        compose_page(&app->compose, on);
        return true;
    }
    return false;
}

static bool tap_key(struct app *app, const struct compose_places *places, int x, int y)
{
    bool choices = compose_has_choices(&app->compose);
    for (size_t i = 0; !choices && i < COMPOSE_KEYS; i++) {
        if (rect_contains(places->keys[i], x, y)) {
            app->compose.keyboard = false; /* these digits are a telephone's */
            app_press(app, compose_key_at(i));
            return true;
        }
    }
    for (size_t i = 0; i < COMPOSE_BUTTONS; i++) {
        if (compose_button_is_free(places, i, choices) && rect_contains(places->buttons[i], x, y)) {
            app_press(app, compose_button_now(&app->compose, i));
            return true;
        }
    }
    return false;
}

/* The caret goes where the finger is. A masked text has as many characters. */
static void tap_text(struct app *app, struct rect box_place, int x, int y)
{
    char masked[DRAFT_BYTES];
    const struct draft *draft = &app->compose.draft;
    struct widget_box box = compose_box(app, masked);
    size_t at = widget_box_at(app->fonts, &app->look, box_place, &box, x, y);
    size_t place = utf8_count(box.text, at);
    compose_place_caret(&app->compose, utf8_offset(draft->text, draft->len, place));
}

void compose_tap(struct app *app, int x, int y)
{
    struct compose_places places = compose_places(&app->look);
    compose_hint_end(app);
    if (app->phone) {
        app->phone = false;
        return;
    }
    if (tap_candidate(app, &places, x, y) || tap_more(app, &places, x, y) ||
        tap_key(app, &places, x, y))
        return;
    /* The numbered choices lie over the 0 that ends them: a finger touches beside them. */
    if (app->compose.pick)
        app_press(app, KEY_0);
    else if (rect_contains(places.status, x, y))
        compose_ask_syllable(&app->compose);
    else if (rect_contains(places.box, x, y) && !compose_has_choices(&app->compose))
        tap_text(app, places.box, x, y);
}
