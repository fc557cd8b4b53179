#include "face/scenes/compose_draw.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "face/scenes/compose_hint.h"
#include "face/scenes/page.h"

/* "12/200". */
static const char *length_text(const struct draft *draft, char *out, size_t size)
{
    char now[16], limit[16];
    snprintf(now, sizeof now, "%zu", draft_count(draft));
    snprintf(limit, sizeof limit, "%zu", draft->limit);
    return str_fill(out, size, STR_COMPOSE_COUNT, (const char *const[3]){now, limit, NULL});
}

/* What this is; for which theme, and how long it is. */
static void draw_header(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct theme *look = &app->look;
    char right[160], length[40];
    struct style title = theme_style(look, ROLE_STRONG, TOKEN_INK);
    struct style quiet = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    quiet.tabular = true;
    snprintf(right, sizeof right, "%s · %s", app_theme_name(app, app->theme),
             length_text(&app->compose.draft, length, sizeof length));
    int width = text_width(canvas_fonts(canvas), &quiet, right, strlen(right));
    struct rect place = layout_cut_right(&r, width < r.w / 2 ? width : r.w / 2, look->gap);
    text_line(canvas, place, &quiet, ALIGN_RIGHT, right);
    text_line(canvas, r, &title, ALIGN_LEFT, str_text(STR_COMPOSE_TITLE));
}

/* How to begin, until one has begun. */
static const char *placeholder(const struct app *app)
{
    const struct compose *compose = &app->compose;
    switch (compose_is_pending(compose) ? COMPOSE_PUNCT : compose->mode) {
    case COMPOSE_PINYIN:
        return str_text(STR_COMPOSE_PLACEHOLDER);
    case COMPOSE_STROKES:
        return str_text(STR_COMPOSE_PLACEHOLDER_STROKES);
    case COMPOSE_DIGITS:
    case COMPOSE_LETTERS:
        return str_text(STR_COMPOSE_PLACEHOLDER_PLAIN);
    default:
        return NULL;
    }
}

struct widget_box compose_box(const struct app *app, char *masked)
{
    const struct draft *draft = &app->compose.draft;
    struct widget_box box = {
        .text = draft->text,
        .caret = draft->caret,
        .placeholder = placeholder(app),
        .focused = app->compose.in_text,
    };
    if (app->hidden) {
        box.caret = draft_mask(draft, masked);
        box.text = masked;
    }
    return box;
}

static void draw_box(struct canvas *canvas, const struct app *app, struct rect r)
{
    char masked[DRAFT_BYTES];
    struct widget_box box = compose_box(app, masked);
    if (compose_hint_is_on(app)) {
        box.placeholder = r.h >= 3 * app->look.candidate ? box.placeholder : NULL;
        box.caret = SIZE_MAX;
    }
    widget_box(canvas, &app->look, r, &box);
    if (compose_hint_is_on(app))
        compose_hint_draw(canvas, app, r);
}

/* -- the line between: how the digits are read, or a message; where in the list we are -- */

static void draw_message(struct canvas *canvas, const struct app *app, struct rect r,
                         enum str message)
{
    char text[160];
    struct style style = theme_style(&app->look, ROLE_STRONG, TOKEN_INK);
    str_number(text, sizeof text, message, (long)app->compose.draft.limit);
    text_line_fit(canvas, r, &style, ALIGN_LEFT, text);
}

/* A long reading is seen at its end, where it grows. */
static void draw_reading(struct canvas *canvas, const struct app *app, struct rect r,
                         const char *reading)
{
    struct style style = theme_style(&app->look, ROLE_STRONG, TOKEN_JADE);
    struct fonts *fonts = canvas_fonts(canvas);
    char shown[IME_TEXT_MAX + 4];
    const char *from = reading;
    while (text_width(fonts, &style, from, strlen(from)) > r.w - style.size && strchr(from, ' '))
        from = strchr(from, ' ') + 1;
    snprintf(shown, sizeof shown, "%s%s", from == reading ? "" : "…", from);
    text_line_fit(canvas, r, &style, ALIGN_LEFT, shown);
    if (!app->look.touch || !compose_may_ask_syllable(&app->compose))
        return;
    layout_cut_left(&r, text_width(fonts, &style, shown, strlen(shown)), app->look.gap);
    sign_draw(canvas, (struct rect){r.x, r.y, style.size * 6 / 10, r.h}, SIGN_DOWN, style.colour);
}

static void place_text(const struct compose *compose, char *out, size_t size)
{
    char from[16], to[16], total[16];
    snprintf(from, sizeof from, "%zu", compose->first + 1);
    snprintf(to, sizeof to, "%zu", compose->first + compose->shown_count);
    snprintf(total, sizeof total, "%zu", compose->total);
    str_fill(out, size, STR_COMPOSE_PAGE, (const char *const[3]){from, to, total});
}

/* 大字 leaves no room for a header: the length stands here while nothing is being typed. */
static bool places_count(const struct app *app)
{
    const struct compose *compose = &app->compose;
    return app->look.large && !app->look.portrait && compose->notice == STR_COUNT &&
           !compose->pick && !compose_digits(compose)[0];
}

/* A first word for people whose remote has no digits: until something is written or typed, or the
 * arrows walk the keypad. Who touches the screen sees the keys there. */
static bool needs_arrows_hint(const struct app *app)
{
    const struct compose *compose = &app->compose;
    return !app->look.touch && !compose->digits && !compose->pad &&
           compose->draft.text[0] == '\0' && !compose_digits(compose)[0];
}

/* "1/3" */
static void step_text(const struct sentence *sentence, char *out, size_t size)
{
    const char step[2] = {(char)('1' + (int)sentence->step), '\0'};
    str_fill(out, size, STR_COMPOSE_COUNT, (const char *const[3]){step, "3", NULL});
}

/* What is chosen of a sentence, and the question that is left. */
static void draw_question(struct canvas *canvas, const struct app *app, struct rect r)
{
    static const enum str questions[] = {STR_SENTENCE_PLACE, STR_SENTENCE_TOPIC,
                                         STR_SENTENCE_REQUEST};
    const struct sentence *sentence = &app->compose.sentence;
    const char *const chosen[] = {sentence->topic, sentence->place};
    char text[2][3 * MANIFEST_NAME_MAX];
    const char *shown = str_text(questions[sentence->step]);
    for (size_t i = 0; i < 2; i++) {
        if (chosen[i][0])
            shown = str_fill(text[i], sizeof text[i], STR_SENTENCE_CHOSEN,
                             (const char *const[3]){chosen[i], shown, NULL});
    }
    struct style style = theme_style(&app->look, ROLE_STRONG, TOKEN_INK);
    text_line_fit(canvas, r, &style, ALIGN_LEFT, shown);
}

static void draw_status(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct compose *compose = &app->compose;
    struct style quiet = theme_style(&app->look, ROLE_HELP, TOKEN_QUIET);
    char right[96] = "";
    quiet.tabular = true;
    if (compose->mode == COMPOSE_TEMPLATES)
        step_text(&compose->sentence, right, sizeof right);
    else if (compose->notice == STR_COUNT && compose->total > compose->shown_count)
        place_text(compose, right, sizeof right);
    if (places_count(app))
        length_text(&compose->draft, right, sizeof right);
    int width = text_width(canvas_fonts(canvas), &quiet, right, strlen(right));
    text_line(canvas, layout_cut_right(&r, width, app->look.gap), &quiet, ALIGN_RIGHT, right);
    if (compose->notice != STR_COUNT)
        draw_message(canvas, app, r, compose->notice);
    else if (compose->mode == COMPOSE_TEMPLATES)
        draw_question(canvas, app, r);
    else if (compose->pick)
        draw_message(canvas, app, r, STR_COMPOSE_PICK);
    else if (compose->mode == COMPOSE_SYLLABLES)
        draw_message(canvas, app, r, STR_COMPOSE_SYLLABLES);
    else if (needs_arrows_hint(app))
        text_line_fit(canvas, r, &quiet, ALIGN_LEFT, str_text(STR_COMPOSE_ARROWS));
    else
        draw_reading(canvas, app, r, compose_reading(compose));
}

/* -- candidates -- */

/* `number`: of the key that takes it; 0: none. */
static void draw_candidate(struct canvas *canvas, const struct app *app, struct rect r, size_t i,
                           size_t number)
{
    const struct compose *compose = &app->compose;
    bool there = i < compose->shown_count;
    const char key[2] = {(char)('0' + number), '\0'};
    const struct ime_candidate *shown = &compose->shown[i];
    const struct widget_candidate candidate = {
        .number = number ? key : NULL,
        .text = there ? shown->text : NULL,
        .reading = there && shown->tolerant ? shown->reading : NULL,
        .quiet = there && compose_is_aside(compose, i),
        .focused = there && (int)i == compose->selected,
    };
    widget_candidate(canvas, &app->look, r, &candidate);
}

/* 1 takes the first, but no letter of a key, and in strokes it is one; a keyboard's digits take any
 * of them. */
static size_t number_of(const struct compose *compose, size_t i)
{
    bool list = compose->mode == COMPOSE_PUNCT || compose->mode == COMPOSE_SYLLABLES;
    bool keyboard = compose->keyboard && (list || compose_digits(compose)[0]);
    bool first = i == 0 && compose->mode != COMPOSE_LETTERS && compose->mode != COMPOSE_STROKES;
    return (keyboard && compose->base == COMPOSE_PINYIN) || (first && !compose->keyboard) ? i + 1
                                                                                          : 0;
}

static void draw_candidates(struct canvas *canvas, const struct app *app,
                            const struct compose_places *places)
{
    for (size_t i = 0; i < COMPOSE_ROW; i++)
        draw_candidate(canvas, app, places->candidates[i], i, number_of(&app->compose, i));
}

/* Nine cells stand as the keys that choose them. */
static void draw_choices(struct canvas *canvas, const struct app *app,
                         const struct compose_places *places)
{
    for (size_t cell = 0; cell < COMPOSE_PICK; cell++) {
        int at = compose_at_cell(&app->compose, cell);
        draw_candidate(canvas, app, places->choices[cell], at < 0 ? COMPOSE_PICK : (size_t)at,
                       cell + 1);
    }
    if (places->choice_hints.h > 0)
        compose_draw_choice_hints(canvas, app, places->choice_hints);
}

/* -- the page -- */

void compose_draw(struct canvas *canvas, const struct app *app)
{
    struct compose_places places = compose_places(&app->look);
    if (app->phone) {
        compose_draw_phone(canvas, app);
        return;
    }
    widget_page(canvas, &app->look, NULL, TOKEN_JADE);
    if (places.header.h > 0)
        draw_header(canvas, app, places.header);
    draw_box(canvas, app, places.box);
    draw_status(canvas, app, places.status);
    compose_draw_buttons(canvas, app, &places);
    if (compose_has_choices(&app->compose)) {
        draw_choices(canvas, app, &places);
        return;
    }
    draw_candidates(canvas, app, &places);
    compose_draw_keys(canvas, app, &places);
    if (places.hints.h > 0)
        compose_draw_hints(canvas, app, places.hints);
}
