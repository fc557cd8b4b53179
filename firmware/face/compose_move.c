/* Arrows: along the candidates, over nine choices, through the text, down to the keypad. */
#include "face/compose_parts.h"

enum { COLUMNS = 3, CELLS = COMPOSE_PICK };

static void move_caret(struct compose *compose, int by)
{
    if (draft_move(&compose->draft, by))
        compose_edited(compose);
}

void compose_page(struct compose *compose, bool on)
{
    size_t step = compose_window(compose);
    if (on && compose->first + step < compose->total)
        compose->first += step;
    else if (!on && compose->first > 0)
        compose->first -= compose->first < step ? compose->first : step;
    else
        return;
    compose_show(compose);
}

void compose_place_caret(struct compose *compose, size_t at)
{
    if (compose_is_list(compose) || compose_is_pending(compose))
        compose_set_mode(compose, compose->base);
    compose->pick = compose->in_text = false;
    compose->notice = STR_COUNT;
    compose->draft.caret = at;
    compose_edited(compose);
}

bool compose_on_pad(const struct compose *compose)
{
    return compose->pad && compose->selected < 0 && !compose->in_text && !compose->pick;
}

/* -- nine choices: three rows of three -- */

bool compose_has_choices(const struct compose *compose)
{
    return compose->pick || compose->mode == COMPOSE_TEMPLATES;
}

bool compose_is_aside(const struct compose *compose, size_t i)
{
    return compose->kinds[i] == SENTENCE_MORE || compose->kinds[i] == SENTENCE_SKIP;
}

/* What skips a step and what turns the page keep their places on a page that is not full. */
size_t compose_cell_of(const struct compose *compose, size_t i)
{
    switch (compose->kinds[i]) {
    case SENTENCE_MORE:
        return CELLS - 2;
    case SENTENCE_SKIP:
        return CELLS - 1;
    default:
        return i;
    }
}

int compose_at_cell(const struct compose *compose, size_t cell)
{
    for (size_t i = 0; i < compose->shown_count; i++) {
        if (compose_cell_of(compose, i) == cell)
            return (int)i;
    }
    return -1;
}

/* To the next filled place in steps of `by`, or over the edge to the next page. */
static void walk_choices(struct compose *compose, int by)
{
    size_t first = compose->first;
    int cell =
        compose->selected < 0 ? -1 : (int)compose_cell_of(compose, (size_t)compose->selected);
    for (int at = cell + by; at >= 0 && at < CELLS; at += by) {
        int found = compose_at_cell(compose, (size_t)at);
        if (found < 0)
            continue;
        compose->selected = found;
        return;
    }
    compose_page(compose, by > 0);
    if (compose->first != first)
        compose->selected = by > 0 ? 0 : (int)compose->shown_count - 1;
}

/* -- one row -- */

static void press_right(struct compose *compose)
{
    if (compose->in_text) {
        compose->in_text =
            compose->draft.caret < compose->draft.len; /* beyond the end: out of it */
        move_caret(compose, 1);
    } else if (compose->mode == COMPOSE_LETTERS && !compose->pad) {
        compose_take_letter(compose);
    } else if (compose->selected + 1 < (int)compose->shown_count) {
        compose->selected++;
    } else if (compose->first + compose->shown_count < compose->total) {
        compose->selected = 0;
        compose_page(compose, true);
    }
}

/* Before the first candidate stands how it is read; where nothing is typed, the text. */
static void leave_row_leftwards(struct compose *compose)
{
    bool typed = compose_is_pending(compose);
    if (compose_may_ask_syllable(compose)) {
        compose_ask_syllable(compose);
    } else if (!typed && !compose_is_list(compose) && compose->selected < 0 &&
               compose->draft.len > 0) {
        compose->in_text = true;
        move_caret(compose, -1);
    } else {
        compose->selected = compose_selected_first(compose);
    }
}

static void press_left(struct compose *compose)
{
    if (compose->in_text) {
        move_caret(compose, -1);
    } else if (compose->mode == COMPOSE_LETTERS && compose->tap_digit && !compose->pad) {
        return;
    } else if (compose->selected > 0) {
        compose->selected--;
    } else if (compose->selected == 0 && compose->first > 0) {
        compose->selected = (int)compose_window(compose) - 1;
        compose_page(compose, false);
    } else {
        leave_row_leftwards(compose);
    }
}

static void press_up(struct compose *compose)
{
    if (compose->first > 0)
        compose_page(compose, false);
    else if (!compose_is_pending(compose) && !compose_is_list(compose) && compose->draft.len > 0)
        compose->in_text = true;
    if (compose->in_text)
        compose->selected = -1;
}

static void press_down(struct compose *compose)
{
    if (compose->in_text) {
        compose->in_text = false;
    } else if (!compose_is_list(compose) && !compose->digits && !compose->keyboard &&
               (compose->pad || !compose_is_pending(compose))) {
        compose->pad = true;
        compose->pad_at = COMPOSE_PAD_HOME;
        compose->selected = -1;
    } else {
        compose_page(compose, true);
    }
}

void compose_press_arrow(struct compose *compose, enum key key)
{
    bool on = key == KEY_RIGHT || key == KEY_DOWN;
    if (compose_has_choices(compose))
        walk_choices(compose, (key == KEY_UP || key == KEY_DOWN ? COLUMNS : 1) * (on ? 1 : -1));
    else if (key == KEY_RIGHT)
        press_right(compose);
    else if (key == KEY_LEFT)
        press_left(compose);
    else if (key == KEY_UP)
        press_up(compose);
    else
        press_down(compose);
}
