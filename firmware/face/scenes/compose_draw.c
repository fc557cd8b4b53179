#include "face/scenes/compose_draw.h"

#include <stdio.h>
#include <string.h>

#include "face/scenes/page.h"

static const char *mode_name(const struct compose *compose)
{
    switch (compose->mode) {
    case COMPOSE_PINYIN:
        return str_text(STR_COMPOSE_MODE_PINYIN);
    case COMPOSE_PUNCT:
        return str_text(STR_COMPOSE_MODE_PUNCT);
    case COMPOSE_TEMPLATES:
        return str_text(STR_COMPOSE_MODE_TEMPLATES);
    case COMPOSE_DIGITS:
        return str_text(STR_COMPOSE_MODE_123);
    case COMPOSE_LETTERS:
        break;
    }
    return str_text(compose->upper ? STR_COMPOSE_MODE_ABC_UPPER : STR_COMPOSE_MODE_ABC);
}

static void draw_header(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct theme *look = &app->look;
    char right[160];
    struct style title = theme_style(look, ROLE_STRONG, TOKEN_INK);
    struct style mode = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    snprintf(right, sizeof right, "%s · %s", app_theme_name(app, app->theme),
             mode_name(&app->compose));
    int width = text_width(canvas_fonts(canvas), &mode, right, strlen(right));
    struct rect place = layout_cut_right(&r, width < r.w / 2 ? width : r.w / 2, look->gap);
    text_line(canvas, place, &mode, ALIGN_RIGHT, right);
    text_line(canvas, r, &title, ALIGN_LEFT, str_text(STR_COMPOSE_TITLE));
}

/* As many dots as characters. */
static size_t mask(const struct draft *draft, char *out, size_t size)
{
    static const char dot[] = "\xE2\x97\x8F"; /* U+25CF */
    size_t count = draft_count(draft), step = sizeof dot - 1;
    for (size_t i = 0; i < count && (i + 1) * step < size; i++)
        memcpy(out + i * step, dot, step);
    out[count * step < size ? count * step : 0] = '\0';
    return draft_place(draft) * step;
}

static void draw_box(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct draft *draft = &app->compose.draft;
    char masked[DRAFT_BYTES], count[32], now[16], limit[16];
    snprintf(now, sizeof now, "%zu", draft_count(draft));
    snprintf(limit, sizeof limit, "%zu", draft->limit);
    struct widget_box box = {
        .text = draft->text,
        .caret = draft->caret,
        .placeholder = str_text(app->ime ? STR_COMPOSE_PLACEHOLDER : STR_COMPOSE_PLACEHOLDER_PLAIN),
        .count = str_fill(count, sizeof count, STR_COMPOSE_COUNT,
                          (const char *const[3]){now, limit, NULL}),
        .focused = app->compose.in_text,
    };
    if (app->hidden) {
        box.caret = mask(draft, masked, sizeof masked);
        box.text = masked;
    }
    widget_box(canvas, &app->look, r, &box);
}

static void draw_message(struct canvas *canvas, const struct app *app, struct rect r)
{
    char text[160];
    struct style style = theme_style(&app->look, ROLE_HELP, TOKEN_INK);
    style.weight = WEIGHT_BOLD;
    str_number(text, sizeof text, app->compose.notice, (long)app->compose.draft.limit);
    text_line(canvas, r, &style, ALIGN_LEFT, text);
}

/* Left: how the digits are read, or a message. Right: where in the list we are. */
static void draw_status(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct compose *compose = &app->compose;
    struct style quiet = theme_style(&app->look, ROLE_HELP, TOKEN_QUIET);
    struct style reading = theme_style(&app->look, ROLE_HELP, TOKEN_JADE);
    reading.weight = WEIGHT_BOLD;
    quiet.tabular = true;
    char place[96] = "", from[16], to[16], total[16];
    bool room = compose->notice == STR_COUNT && !(app->large && compose->pick);
    if (room && compose->total > compose->shown_count) {
        snprintf(from, sizeof from, "%zu", compose->first + 1);
        snprintf(to, sizeof to, "%zu", compose->first + compose->shown_count);
        snprintf(total, sizeof total, "%zu", compose->total);
        str_fill(place, sizeof place, STR_COMPOSE_PAGE, (const char *const[3]){from, to, total});
    }
    int width = text_width(canvas_fonts(canvas), &quiet, place, strlen(place));
    text_line(canvas, layout_cut_right(&r, width, app->look.gap), &quiet, ALIGN_RIGHT, place);
    if (compose->notice != STR_COUNT)
        draw_message(canvas, app, r);
    else if (compose->pick)
        text_line(canvas, r, &reading, ALIGN_LEFT, str_text(STR_COMPOSE_PICK));
    else
        text_line(canvas, r, &reading, ALIGN_LEFT, compose_reading(compose));
}

static void draw_candidates(struct canvas *canvas, const struct app *app,
                            const struct compose_places *places)
{
    const struct compose *compose = &app->compose;
    for (int i = 0; i < COMPOSE_ROW; i++) {
        bool there = i < (int)compose->shown_count;
        char number[2] = {(char)('1' + i), '\0'};
        const struct widget_candidate candidate = {
            .number = there && i == 0 ? number : NULL,
            .text = there ? compose->shown[i].text : NULL,
            .reading = there ? compose->shown[i].reading : NULL,
            .focused = there && i == compose->selected,
            .numbered = i == 0,
        };
        widget_candidate(canvas, &app->look, places->candidates[i], &candidate);
    }
}

/* In pick mode nine cells stand as the keys that choose them. */
static void draw_choices(struct canvas *canvas, const struct app *app,
                         const struct compose_places *places)
{
    const struct compose *compose = &app->compose;
    /* Three rows of 大字 have no room on a wide screen. */
    const struct theme *look = app->look.portrait ? &app->look : &app->plain;
    for (size_t i = 0; i < COMPOSE_PICK; i++) {
        bool there = i < compose->shown_count;
        char number[2] = {(char)('1' + i), '\0'};
        const struct widget_candidate candidate = {
            .number = number,
            .text = there ? compose->shown[i].text : NULL,
            .reading = there ? compose->shown[i].reading : NULL,
            .numbered = there,
            .focused = (int)i == compose->selected,
        };
        widget_candidate(canvas, look, places->choices[i], &candidate);
    }
}

static const char *letters_of(const struct compose *compose, enum key key)
{
    static const char *const letters[10] = {"",    "",    "ABC",  "DEF", "GHI",
                                            "JKL", "MNO", "PQRS", "TUV", "WXYZ"};
    int digit = key_digit(key);
    bool plain = compose->mode == COMPOSE_DIGITS;
    if (key == KEY_STAR)
        return str_text(compose->mode == COMPOSE_LETTERS ? STR_COMPOSE_HINT_CASE
                                                         : STR_COMPOSE_HINT_PUNCT);
    if (key == KEY_HASH)
        return str_text(STR_COMPOSE_HINT_NEXT);
    if (plain || digit < 0)
        return "";
    if (digit == 1)
        return str_text(compose->total > 0 && compose->mode != COMPOSE_LETTERS
                            ? STR_COMPOSE_HINT_FIRST
                            : STR_COMPOSE_HINT_PUNCT);
    if (digit == 0)
        return str_text(compose->mode == COMPOSE_LETTERS ? STR_COMPOSE_HINT_SPACE
                                                         : STR_COMPOSE_HINT_PICK);
    return letters[digit];
}

static void draw_keys(struct canvas *canvas, const struct app *app,
                      const struct compose_places *places)
{
    const struct compose *compose = &app->compose;
    for (size_t i = 0; i < COMPOSE_KEYS; i++) {
        enum key at = compose_key_at(i);
        int digit = key_digit(at);
        char symbol[2] = {digit >= 0 ? (char)('0' + digit) : at == KEY_STAR ? '*' : '#', '\0'};
        const struct widget_key key = {
            .symbol = symbol,
            .letters = letters_of(compose, at),
            .lit = compose->down == at,
        };
        widget_key(canvas, &app->look, places->keys[i], &key);
    }
}

/* What the other keys do: two columns beside the keypad, three without, and as many lines as there
 * is room for. */
static void draw_hints(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct theme *look = &app->look;
    const struct compose *compose = &app->compose;
    bool pending = compose_digits(compose)[0] != '\0' || compose->selected >= 0;
    const char *back = str_text(STR_CAP_BACK);
    const struct widget_hint hints[] = {
        {{KEY_OK, NULL}, str_text(pending ? STR_COMPOSE_HINT_TAKE : STR_COMPOSE_HINT_NEXT)},
        {{KEY_RED, str_text(STR_CAP_RED)}, str_text(STR_COMPOSE_HINT_MODE)},
        {{KEY_BACK, back}, str_text(STR_COMPOSE_HINT_DELETE)},
        {{KEY_GREEN, str_text(STR_CAP_GREEN)}, str_text(STR_COMPOSE_HINT_TEMPLATES)},
        {{KEY_1, NULL}, str_text(STR_COMPOSE_HINT_PUNCT_HOLD)},
        {{KEY_YELLOW, str_text(STR_CAP_YELLOW)}, str_text(STR_COMPOSE_HINT_LARGE)},
        {{KEY_DOWN, NULL}, str_text(STR_COMPOSE_HINT_MORE)},
        {{KEY_BLUE, str_text(STR_CAP_BLUE)},
         str_text(app->hidden ? STR_COMPOSE_HINT_SHOW : STR_COMPOSE_HINT_HIDE)},
        {{KEY_UP, NULL}, str_text(STR_COMPOSE_HINT_EDIT)},
        {{KEY_MENU, str_text(STR_CAP_MENU)}, str_text(STR_COMPOSE_HINT_PHONE)},
    };
    int columns = r.w > look->safe.w * 3 / 4 ? 3 : 2;
    widget_hints(canvas, look, r, columns, hints, sizeof hints / sizeof hints[0]);
}

static void draw_buttons(struct canvas *canvas, const struct app *app,
                         const struct compose_places *places)
{
    const enum str labels[COMPOSE_BUTTONS] = {
        STR_COMPOSE_DELETE,         STR_COMPOSE_MODE_CHANGE,
        STR_COMPOSE_HINT_TEMPLATES, STR_COMPOSE_NEXT,
        STR_COMPOSE_HINT_LARGE,     app->hidden ? STR_COMPOSE_HINT_SHOW : STR_COMPOSE_HINT_HIDE,
        STR_COMPOSE_HINT_PHONE,
    };
    /* What is touched needs no key caps. In pick mode the choices stand where the upper buttons
     * are. */
    for (size_t i = app->compose.pick ? COMPOSE_SIDE : 0;
         i < COMPOSE_BUTTONS && i < places->button_count; i++) {
        const struct widget_button button = {
            .label = str_text(labels[i]),
            .primary = compose_button_at(i) == KEY_OK,
        };
        widget_button(canvas, &app->look, places->buttons[i], &button);
    }
}

static void draw_phone(struct canvas *canvas, const struct app *app)
{
    char url[APP_URL_BYTES], host[APP_URL_BYTES];
    app_page_host(app, host);
    bool known = app_page_url(app, url);
    const struct page_pointer page = {
        .title = str_text(STR_COMPOSE_PHONE_TITLE),
        .text = str_text(known ? STR_COMPOSE_PHONE_TEXT : STR_COMPOSE_PHONE_NONE),
        .url = known ? url : NULL,
        .heading = str_text(STR_POSTER_SCAN),
        .host = host,
    };
    page_pointer(canvas, app, &page);
}

void compose_draw(struct canvas *canvas, const struct app *app)
{
    struct compose_places places = compose_places(&app->look);
    if (app->phone) {
        draw_phone(canvas, app);
        return;
    }
    widget_page(canvas, &app->look, NULL, TOKEN_JADE);
    draw_header(canvas, app, places.header);
    draw_box(canvas, app, places.box);
    draw_status(canvas, app, places.status);
    draw_buttons(canvas, app, &places);
    if (app->compose.pick) {
        draw_choices(canvas, app, &places);
        return;
    }
    draw_candidates(canvas, app, &places);
    if (places.keypad)
        draw_keys(canvas, app, &places);
    draw_hints(canvas, app, places.hints);
}
