/* The keypad with its letters, the buttons beside it, and what the other keys do just now. */
#include "face/scenes/compose_draw.h"

#include "face/scenes/compose_hint.h"
#include "face/scenes/page.h"

enum { BASES_MAX = 4 };

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

/* In strokes three keys have nothing to do. */
static bool is_stroke(const struct compose *compose, int digit)
{
    return compose->base == COMPOSE_STROKES && digit >= 1 && digit <= 6;
}

static bool is_idle(const struct compose *compose, int digit)
{
    return compose->base == COMPOSE_STROKES && digit > 6;
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
    int digit = key_digit(key);
    if (is_stroke(compose, digit))
        return str_text((enum str)(STR_COMPOSE_STROKE_NAME_1 + (digit - 1)));
    if (key == KEY_STAR)
        return star_word(compose);
    if (key == KEY_HASH)
        return hash_word(compose);
    return digit_word(compose, digit);
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
            .mark =
                is_stroke(compose, digit) ? (enum sign)(SIGN_STROKE_1 + (digit - 1)) : SIGN_NONE,
            .letters = is_idle(compose, digit) ? "" : key_word(compose, at),
            .lit = compose->down == at || (digit >= 0 && compose_hint_digit(app) == digit),
            .disabled = is_idle(compose, digit),
            .focused = compose_on_pad(compose) && compose->pad_at == i,
        };
        widget_key(canvas, &app->look, places->keys[i], &key);
    }
}

/* -- the buttons -- */

static const char *base_name(const struct compose *compose, enum compose_mode base)
{
    if (base == COMPOSE_PINYIN)
        return str_text(STR_COMPOSE_MODE_PINYIN);
    if (base == COMPOSE_STROKES)
        return str_text(STR_COMPOSE_MODE_STROKES);
    if (base == COMPOSE_DIGITS)
        return str_text(STR_COMPOSE_MODE_123);
    return str_text(compose->upper ? STR_COMPOSE_MODE_ABC_UPPER : STR_COMPOSE_MODE_ABC);
}

static void draw_modes(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct compose *compose = &app->compose;
    const char *names[BASES_MAX];
    size_t count = 0, chosen = 0;
    enum compose_mode first = compose->ime ? COMPOSE_PINYIN : COMPOSE_DIGITS, base = first;
    do {
        if (base == compose->base)
            chosen = count;
        names[count++] = base_name(compose, base);
        base = compose_next_base(compose, base);
    } while (base != first && count < BASES_MAX);
    const struct widget_modes modes = {
        .cap = {KEY_RED, str_text(STR_CAP_RED)},
        .names = names,
        .count = count,
        .chosen = chosen,
        .focused = compose_on_pad(compose) && compose->pad_at == COMPOSE_PAD_KEYS,
    };
    widget_modes(canvas, &app->look, r, &modes);
}

/* BACK takes back the least there is. */
static enum str back_word(const struct compose *compose)
{
    if (compose->mode == COMPOSE_TEMPLATES)
        return compose->sentence.step == SENTENCE_PLACE ? STR_SENTENCE_LEAVE : STR_SENTENCE_BACK;
    bool list = compose->mode == COMPOSE_PUNCT || compose->mode == COMPOSE_SYLLABLES;
    return list || compose->pick ? STR_COMPOSE_HINT_CLOSE : STR_COMPOSE_DELETE;
}

/* BACK in the first step is what GREEN does: one of the two is enough. */
static bool is_idle_button(const struct compose *compose, enum key key)
{
    return key == KEY_BACK && compose->mode == COMPOSE_TEMPLATES &&
           compose->sentence.step == SENTENCE_PLACE;
}

static const char *button_label(const struct app *app, enum key key)
{
    switch (key) {
    case KEY_GREEN:
        return str_text(app->compose.mode == COMPOSE_TEMPLATES ? STR_SENTENCE_LEAVE
                                                               : STR_COMPOSE_HINT_TEMPLATES);
    case KEY_YELLOW:
        return str_text(view_next_name(app));
    case KEY_BLUE:
        return str_text(app->hidden ? STR_COMPOSE_HINT_SHOW : STR_COMPOSE_HINT_HIDE);
    case KEY_MENU:
        return str_text(STR_COMPOSE_HINT_PHONE);
    case KEY_BACK:
        return str_text(is_idle_button(&app->compose, key) ? STR_SENTENCE_BACK
                                                           : back_word(&app->compose));
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

/* Its label is shorter where it would have to be much smaller. */
static struct widget_tool tool_at(struct canvas *canvas, const struct app *app, struct rect r,
                                  size_t i)
{
    enum key key = compose_button_at(i);
    struct widget_tool tool = {
        .cap = {key, button_cap(key)},
        .label = button_label(app, key),
        .focused = compose_on_pad(&app->compose) && app->compose.pad_at == COMPOSE_PAD_KEYS + i,
    };
    tool.size = widget_tool_size(canvas, &app->look, r, &tool);
    if (key != KEY_MENU || tool.size * 100 >= app->look.types[ROLE_BODY].size * 85)
        return tool;
    tool.label = str_text(STR_COMPOSE_HINT_PHONE_SHORT);
    tool.size = widget_tool_size(canvas, &app->look, r, &tool);
    return tool;
}

/* By remote control: each with the key that does it, all in one size. */
static void draw_tools(struct canvas *canvas, const struct app *app,
                       const struct compose_places *places)
{
    struct widget_tool tools[COMPOSE_BUTTONS];
    int least = app->look.types[ROLE_BODY].size;
    draw_modes(canvas, app, places->buttons[0]);
    for (size_t i = 1; i < places->button_count; i++) {
        tools[i] = tool_at(canvas, app, places->buttons[i], i);
        least = tools[i].size < least ? tools[i].size : least;
    }
    for (size_t i = 1; i < places->button_count; i++) {
        tools[i].size = least;
        widget_tool(canvas, &app->look, places->buttons[i], &tools[i]);
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
             (const char *const[3]){base_name(compose, compose_next_base(compose, compose->base))});
    for (size_t i = 0; i < COMPOSE_BUTTONS; i++) {
        enum key key = compose_button_now(compose, i);
        const struct widget_button button = {
            .label = key == KEY_RED ? change : button_label(app, key),
            .primary = key == KEY_OK,
            .disabled = is_idle_button(compose, key),
            .focused = compose_on_pad(compose) && compose->pad_at == COMPOSE_PAD_KEYS + i,
        };
        if (compose_button_is_free(places, i, compose_has_choices(compose)))
            widget_button(canvas, &app->look, places->buttons[i], &button);
    }
    if (!compose_has_choices(compose))
        draw_more(canvas, app, places);
}

void compose_draw_buttons(struct canvas *canvas, const struct app *app,
                          const struct compose_places *places)
{
    if (app->look.portrait)
        draw_touched(canvas, app, places);
    else if (!compose_has_choices(&app->compose))
        draw_tools(canvas, app, places);
}

/* -- what keys do now -- */

static void add(struct widget_hint *hints, size_t *count, enum key key, enum str label)
{
    const char *word = key == KEY_BACK    ? str_text(STR_CAP_BACK)
                       : key == KEY_GREEN ? str_text(STR_CAP_GREEN)
                                          : NULL;
    hints[(*count)++] = (struct widget_hint){{key, word}, str_text(label)};
}

void compose_draw_choice_hints(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct compose *compose = &app->compose;
    struct widget_hint hints[4];
    size_t count = 0;
    add(hints, &count, KEY_OK, STR_THEME_HELP_OK);
    add(hints, &count, KEY_BACK, back_word(compose));
    if (compose->mode == COMPOSE_TEMPLATES && compose->sentence.step != SENTENCE_PLACE)
        add(hints, &count, KEY_GREEN, STR_SENTENCE_LEAVE);
    widget_help(canvas, &app->look, r, hints, count);
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
        add(hints, &count, KEY_BACK, back_word(compose));
        if (compose_may_ask_syllable(compose) && compose->selected == 0)
            add(hints, &count, KEY_LEFT, STR_COMPOSE_HINT_READING);
        else
            add(hints, &count, KEY_DOWN, STR_COMPOSE_HINT_MORE);
    } else {
        add(hints, &count, KEY_OK, STR_COMPOSE_HINT_NEXT);
        add(hints, &count, KEY_BACK, STR_COMPOSE_HINT_DELETE);
        add(hints, &count, KEY_UP, STR_COMPOSE_HINT_EDIT);
    }
    widget_help(canvas, &app->look, r, hints, count);
}
