/* The keypad with its letters, the buttons beside it, and what the other keys do just now. */
#include "face/scenes/compose_draw.h"

#include "face/scenes/page.h"

/* -- the keypad -- */

static const char *star_word(const struct compose *compose)
{
    return str_text(compose->mode == COMPOSE_LETTERS ? STR_COMPOSE_HINT_CASE
                                                     : STR_COMPOSE_HINT_PUNCT);
}

/* OK's other place: what it does now. */
static const char *hash_word(const struct compose *compose)
{
    return str_text(compose_takes(compose) ? STR_COMPOSE_HINT_TAKE : STR_COMPOSE_HINT_NEXT);
}

static const char *one_word(const struct compose *compose)
{
    bool takes = compose->mode == COMPOSE_LETTERS ? compose->tap_digit != 0 : compose->total > 0;
    if (!takes)
        return str_text(STR_COMPOSE_HINT_PUNCT);
    return str_text(compose->mode == COMPOSE_LETTERS ? STR_COMPOSE_HINT_TAKE
                                                     : STR_COMPOSE_HINT_FIRST);
}

static const char *zero_word(const struct compose *compose)
{
    return str_text(compose->mode == COMPOSE_LETTERS ? STR_COMPOSE_HINT_SPACE
                                                     : STR_COMPOSE_HINT_PICK);
}

static const char *digit_word(const struct compose *compose, int digit)
{
    static const char *const letters[10] = {"",    "",    "ABC",  "DEF", "GHI",
                                            "JKL", "MNO", "PQRS", "TUV", "WXYZ"};
    if (compose->base == COMPOSE_DIGITS)
        return "";
    if (digit == 0)
        return zero_word(compose);
    return digit == 1 ? one_word(compose) : letters[digit];
}

static const char *key_word(const struct compose *compose, enum key key)
{
    if (key == KEY_STAR)
        return star_word(compose);
    if (key == KEY_HASH)
        return hash_word(compose);
    return digit_word(compose, key_digit(key));
}

void compose_draw_keys(struct canvas *canvas, const struct app *app,
                       const struct compose_places *places)
{
    const struct compose *compose = &app->compose;
    for (size_t i = 0; i < COMPOSE_KEYS; i++) {
        enum key at = compose_key_at(i);
        int digit = key_digit(at);
        char symbol[2] = {digit >= 0 ? (char)('0' + digit) : at == KEY_STAR ? '*' : '#', '\0'};
        const struct widget_key key = {
            .symbol = symbol,
            .letters = key_word(compose, at),
            .lit = compose->down == at,
            .focused = compose_on_pad(compose) && compose->pad_at == i,
        };
        widget_key(canvas, &app->look, places->keys[i], &key);
    }
}

/* -- the buttons -- */

static const enum compose_mode bases[] = {COMPOSE_PINYIN, COMPOSE_DIGITS, COMPOSE_LETTERS};

enum { BASES = sizeof bases / sizeof bases[0] };

static size_t base_at(const struct compose *compose)
{
    size_t at = 0;
    while (at + 1 < BASES && bases[at] != compose->base)
        at++;
    return at;
}

static const char *base_name(const struct compose *compose, enum compose_mode base)
{
    if (base == COMPOSE_PINYIN)
        return str_text(STR_COMPOSE_MODE_PINYIN);
    if (base == COMPOSE_DIGITS)
        return str_text(STR_COMPOSE_MODE_123);
    return str_text(compose->upper ? STR_COMPOSE_MODE_ABC_UPPER : STR_COMPOSE_MODE_ABC);
}

static void draw_modes(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct compose *compose = &app->compose;
    const char *names[BASES];
    for (size_t i = 0; i < BASES; i++)
        names[i] = base_name(compose, bases[i]);
    const struct widget_modes modes = {
        .cap = {KEY_RED, str_text(STR_CAP_RED)},
        .names = names,
        .count = BASES,
        .chosen = base_at(compose),
        .focused = compose_on_pad(compose) && compose->pad_at == COMPOSE_PAD_KEYS,
    };
    widget_modes(canvas, &app->look, r, &modes);
}

static const char *button_label(const struct app *app, enum key key)
{
    switch (key) {
    case KEY_GREEN:
        return str_text(STR_COMPOSE_HINT_TEMPLATES);
    case KEY_YELLOW:
        return str_text(view_next_name(app));
    case KEY_BLUE:
        return str_text(app->hidden ? STR_COMPOSE_HINT_SHOW : STR_COMPOSE_HINT_HIDE);
    case KEY_MENU:
        return str_text(STR_COMPOSE_HINT_PHONE);
    case KEY_BACK:
        return str_text(STR_COMPOSE_DELETE);
    case KEY_OK:
        return hash_word(&app->compose);
    default:
        return "";
    }
}

static const char *button_cap(enum key key)
{
    switch (key) {
    case KEY_GREEN:
        return str_text(STR_CAP_GREEN);
    case KEY_YELLOW:
        return str_text(STR_CAP_YELLOW);
    case KEY_BLUE:
        return str_text(STR_CAP_BLUE);
    default:
        return str_text(STR_CAP_MENU);
    }
}

/* By remote control: each with the key that does it. */
static void draw_tools(struct canvas *canvas, const struct app *app,
                       const struct compose_places *places)
{
    draw_modes(canvas, app, places->buttons[0]);
    for (size_t i = 1; i < places->button_count; i++) {
        enum key key = compose_button_at(i);
        const struct widget_tool tool = {
            .cap = {key, button_cap(key)},
            .label = button_label(app, key),
            .focused = compose_on_pad(&app->compose) && app->compose.pad_at == COMPOSE_PAD_KEYS + i,
        };
        widget_tool(canvas, &app->look, places->buttons[i], &tool);
    }
}

static void draw_more(struct canvas *canvas, const struct app *app,
                      const struct compose_places *places)
{
    const struct compose *compose = &app->compose;
    const struct widget_key before = {
        .sign = SIGN_UP,
        .disabled = compose->first == 0,
    };
    const struct widget_key after = {
        .sign = SIGN_DOWN,
        .letters = str_text(STR_COMPOSE_HINT_MORE),
        .disabled = compose->first + compose->shown_count >= compose->total,
    };
    widget_key(canvas, &app->look, places->more[0], &before);
    widget_key(canvas, &app->look, places->more[1], &after);
}

/* By touch: what is touched needs no key caps. The first names what it leads to. */
static void draw_touched(struct canvas *canvas, const struct app *app,
                         const struct compose_places *places)
{
    const struct compose *compose = &app->compose;
    char change[64];
    str_fill(change, sizeof change, STR_COMPOSE_MODE_CHANGE,
             (const char *const[3]){base_name(compose, bases[(base_at(compose) + 1) % BASES])});
    for (size_t i = 0; i < COMPOSE_BUTTONS; i++) {
        enum key key = compose_button_at(i);
        const struct widget_button button = {
            .label = key == KEY_RED ? change : button_label(app, key),
            .primary = key == KEY_OK,
            .focused = compose_on_pad(compose) && compose->pad_at == COMPOSE_PAD_KEYS + i,
        };
        if (compose_button_is_free(places, i, compose->pick))
            widget_button(canvas, &app->look, places->buttons[i], &button);
    }
    if (!compose->pick)
        draw_more(canvas, app, places);
}

void compose_draw_buttons(struct canvas *canvas, const struct app *app,
                          const struct compose_places *places)
{
    if (app->look.portrait)
        draw_touched(canvas, app, places);
    else if (!app->compose.pick)
        draw_tools(canvas, app, places);
}

/* -- what keys do now -- */

static void add(struct widget_hint *hints, size_t *count, enum key key, enum str label)
{
    const char *word = key == KEY_BACK ? str_text(STR_CAP_BACK) : NULL;
    hints[(*count)++] = (struct widget_hint){{key, word}, str_text(label)};
}

void compose_draw_hints(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct compose *compose = &app->compose;
    struct widget_hint hints[4];
    size_t count = 0;
    if (compose->in_text) {
        add(hints, &count, KEY_LEFT, STR_COMPOSE_HINT_MOVE);
        add(hints, &count, KEY_BACK, STR_COMPOSE_HINT_DELETE);
        add(hints, &count, KEY_DOWN, STR_COMPOSE_HINT_TYPE);
    } else if (compose_on_pad(compose)) {
        add(hints, &count, KEY_OK, STR_COMPOSE_HINT_PRESS);
        add(hints, &count, KEY_BACK, STR_COMPOSE_HINT_DELETE);
        add(hints, &count, KEY_UP, STR_COMPOSE_HINT_TAKE);
    } else if (compose_takes(compose)) {
        add(hints, &count, KEY_OK, STR_COMPOSE_HINT_TAKE);
        add(hints, &count, KEY_BACK, STR_COMPOSE_HINT_DELETE);
        add(hints, &count, KEY_DOWN, STR_COMPOSE_HINT_MORE);
    } else {
        add(hints, &count, KEY_OK, STR_COMPOSE_HINT_NEXT);
        add(hints, &count, KEY_BACK, STR_COMPOSE_HINT_DELETE);
        add(hints, &count, KEY_UP, STR_COMPOSE_HINT_EDIT);
    }
    widget_help(canvas, &app->look, r, hints, count);
}
