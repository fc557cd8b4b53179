#include "face/scenes/compose_hint.h"

#include <string.h>

#include "face/scenes/compose_draw.h"
#include "ui/layout.h"

enum {
    STEP_MS = 750,
    ALL_MS = 30000,
    WORD_STEP = 1,  /* the word alone, then a step for each of its digits */
    REST_STEPS = 4, /* the candidate, and time to look at all of it */
};

static size_t letters(void)
{
    return strlen(str_text(STR_COMPOSE_FIRST_DIGITS));
}

/* Steps until it begins anew; after the digits comes the candidate. */
static int round_steps(void)
{
    return WORD_STEP + (int)letters() + REST_STEPS;
}

void compose_hint_begin(struct app *app)
{
    struct compose *compose = &app->compose;
    if (compose->hinted || compose->draft.len > 0 || compose->mode != COMPOSE_PINYIN)
        return;
    compose->hinted = true;
    compose->hint_step = 1;
    compose->hint_since_ms = app->now.mono_ms;
}

void compose_hint_end(struct app *app)
{
    app->compose.hint_step = 0;
}

bool compose_hint_is_on(const struct app *app)
{
    return app->compose.hint_step > 0;
}

int64_t compose_hint_tick(struct app *app)
{
    struct compose *compose = &app->compose;
    int64_t past_ms = app->now.mono_ms - compose->hint_since_ms;
    if (past_ms >= ALL_MS)
        compose_hint_end(app);
    if (!compose_hint_is_on(app))
        return INT64_MAX;
    compose->hint_step = 1 + (int)(past_ms / STEP_MS) % round_steps();
    return compose->hint_since_ms + (past_ms / STEP_MS + 1) * STEP_MS;
}

/* Digits shown by now. */
static size_t shown(const struct app *app)
{
    int count = app->compose.hint_step - WORD_STEP;
    return count < (int)letters() ? (size_t)count : letters();
}

static bool has_candidate(const struct app *app)
{
    return app->compose.hint_step > WORD_STEP + (int)letters();
}

int compose_hint_digit(const struct app *app)
{
    if (!compose_hint_is_on(app) || app->compose.hint_step == WORD_STEP)
        return -1;
    if (!has_candidate(app))
        return str_text(STR_COMPOSE_FIRST_DIGITS)[shown(app) - 1] - '0';
    return app->compose.hint_step == WORD_STEP + (int)letters() + 1 ? 1 : -1;
}

/* -- pictures -- */

/* The first: a word and how it is read. */
static void draw_word(struct canvas *canvas, const struct theme *look, struct rect r)
{
    struct style word = theme_style(look, ROLE_CANDIDATE, TOKEN_INK);
    struct style reading = theme_style(look, ROLE_HELP, TOKEN_JADE);
    struct rect below = layout_cut_bottom(&r, reading.size * 13 / 10, 0);
    text_line_fit(canvas, r, &word, ALIGN_CENTRE, str_text(STR_COMPOSE_FIRST_WORD));
    text_line_fit(canvas, below, &reading, ALIGN_CENTRE, str_text(STR_COMPOSE_FIRST_LETTERS));
}

/* The second: the key of each letter, one after the other. */
static void draw_digits(struct canvas *canvas, const struct app *app, struct rect r)
{
    const char *digits = str_text(STR_COMPOSE_FIRST_DIGITS);
    const char *reading = str_text(STR_COMPOSE_FIRST_LETTERS);
    for (size_t i = 0; i < letters(); i++) {
        bool there = i < shown(app);
        const char digit[2] = {digits[i], '\0'}, letter[2] = {reading[i], '\0'};
        const struct widget_key key = {
            .symbol = there ? digit : "",
            .letters = there ? letter : "",
            .lit = i + 1 == shown(app) && !has_candidate(app),
            .disabled = !there,
        };
        widget_key(canvas, &app->look, layout_column(r, (int)letters(), (int)i, app->look.gap / 2),
                   &key);
    }
}

/* The third: the first candidate, taken by 1. */
static void draw_taken(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct widget_candidate candidate = {
        .number = "1",
        .text = has_candidate(app) ? str_text(STR_COMPOSE_FIRST_WORD) : NULL,
        .focused = has_candidate(app),
    };
    widget_candidate(canvas, &app->look, r, &candidate);
}

void compose_hint_draw(struct canvas *canvas, const struct app *app, struct rect r)
{
    const struct theme *look = &app->look;
    int ring = look->ring + look->ring_gap, high = look->candidate;
    if (r.h >= 3 * high) /* below the words that stand in a high box */
        layout_cut_top(&r, r.h * 35 / 100, 0);
    struct rect in = {r.x + look->pad / 2, r.y, r.w - look->pad, r.h};
    in = layout_centre(in, in.w, high < r.h - 2 * ring ? high : r.h - 2 * ring);
    struct rect word = layout_cut_left(&in, in.w * 14 / 100, look->gap);
    struct rect taken = layout_cut_right(&in, in.w * 20 / 100, look->gap);
    struct rect arrow = layout_cut_right(&in, in.w * 7 / 100, look->gap);
    draw_word(canvas, look, word);
    draw_digits(canvas, app, in);
    if (has_candidate(app))
        sign_draw(canvas, layout_centre(arrow, arrow.w, arrow.w), SIGN_RIGHT,
                  look->colours[TOKEN_JADE]);
    draw_taken(canvas, app, taken);
}
