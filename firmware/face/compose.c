#include "face/compose.h"

#include <string.h>

#include "face/compose_list.h"
#include "face/compose_parts.h"

static void toggle_list(struct compose *compose, enum compose_mode list)
{
    compose_set_mode(compose, compose->mode == list ? compose->base : list);
}

static void next_mode(struct compose *compose)
{
    enum compose_mode first = compose->ime ? COMPOSE_PINYIN : COMPOSE_DIGITS;
    enum compose_mode next = compose->base == COMPOSE_PINYIN   ? COMPOSE_DIGITS
                             : compose->base == COMPOSE_DIGITS ? COMPOSE_LETTERS
                                                               : first;
    compose_set_mode(compose, next);
}

static void press_letter(struct compose *compose, int digit, int64_t now_ms)
{
    if (compose->tap_digit != digit)
        compose_take_letter(compose);
    if (!compose_list_letters(digit, false)[0])
        return;
    compose->tap_digit = digit;
    compose->taps = compose->taps % (int)strlen(compose_list_letters(digit, false)) + 1;
    compose->tap_due_ms = now_ms + (compose->pad ? COMPOSE_PAD_TAP_MS : COMPOSE_TAP_MS);
    compose_refresh(compose);
}

static void press_plain(struct compose *compose, int digit)
{
    const char text[2] = {(char)('0' + digit), '\0'};
    compose_write(compose, text);
    compose_edited(compose);
}

static void press_pinyin(struct compose *compose, int digit)
{
    if (compose->ime && ime_key(compose->ime, digit))
        compose_refresh(compose);
}

/* 0: numbers for the candidates, or no longer. */
static void press_zero(struct compose *compose)
{
    if (compose->mode == COMPOSE_LETTERS) {
        compose_take_letter(compose);
        compose_write(compose, " ");
        compose_edited(compose);
        return;
    }
    compose->pick = !compose->pick && compose->total > 0;
    if (!compose->pick)
        compose->first -= compose->first % COMPOSE_ROW;
    compose_show(compose);
}

/* 1, let go before it counted as held: the first candidate, or punctuation where there is none. */
static void release_one(struct compose *compose)
{
    if (compose->total > 0 && compose->mode != COMPOSE_LETTERS)
        compose_choose(compose, 0);
    else if (!compose_is_pending(compose))
        toggle_list(compose, COMPOSE_PUNCT);
}

static void press_digit(struct compose *compose, int digit, int64_t now_ms)
{
    compose->in_text = false;
    if (compose->pick && digit > 0) {
        compose_choose(compose, (size_t)digit - 1);
        return;
    }
    if (compose_is_list(compose) && digit > 1) /* typing on leaves a list */
        compose_set_mode(compose, compose->base);
    if (compose->mode == COMPOSE_DIGITS) {
        press_plain(compose, digit);
        return;
    }
    if (digit == 1) { /* waits for its release: held, it brings punctuation */
        compose_take_letter(compose);
        return;
    }
    if (digit == 0)
        press_zero(compose);
    else if (compose->mode == COMPOSE_LETTERS)
        press_letter(compose, digit, now_ms);
    else
        press_pinyin(compose, digit);
}

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

bool compose_takes(const struct compose *compose)
{
    return compose_is_pending(compose) || compose->selected >= 0;
}

static void press_right(struct compose *compose)
{
    if (compose->in_text) {
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

static void press_left(struct compose *compose)
{
    if (compose->in_text) {
        move_caret(compose, -1);
    } else if (compose->mode == COMPOSE_LETTERS && !compose->pad) {
        return;
    } else if (compose->selected > 0) {
        compose->selected--;
    } else if (compose->selected == 0 && compose->first > 0) {
        compose->selected = (int)compose_window(compose) - 1;
        compose_page(compose, false);
    } else {
        compose->selected = compose_selected_first(compose);
    }
}

static void press_up(struct compose *compose)
{
    if (compose->first > 0)
        compose_page(compose, false);
    else if (!compose_is_pending(compose) && !compose_is_list(compose) && compose->draft.len > 0 &&
             !compose->pick)
        compose->in_text = true;
    if (compose->in_text)
        compose->selected = -1;
}

static void press_down(struct compose *compose)
{
    bool over_pad = !compose_is_list(compose) && !compose->pick;
    if (compose->in_text) {
        compose->in_text = false;
    } else if (over_pad && !compose->digits && (compose->pad || !compose_is_pending(compose))) {
        compose->pad = true;
        compose->pad_at = COMPOSE_PAD_HOME;
        compose->selected = -1;
    } else {
        compose_page(compose, true);
    }
}

static enum compose_answer press_ok(struct compose *compose)
{
    if (compose->in_text) {
        compose->in_text = false;
    } else if (compose->selected >= 0) {
        compose_choose(compose, (size_t)compose->selected);
    } else if (compose->pick) {
        press_zero(compose);
    } else if (compose_is_pending(compose)) {
        return COMPOSE_TAKEN; /* digits that no word fits: nothing to take, nothing finished */
    } else if (compose->cleared.len > 0) {
        compose->draft = compose->cleared;
        draft_wipe(&compose->cleared);
        compose_edited(compose);
    } else if (draft_is_blank(&compose->draft)) {
        compose->notice = STR_COMPOSE_NOTICE_EMPTY;
    } else {
        return COMPOSE_DONE;
    }
    return COMPOSE_TAKEN;
}

/* Takes back the least there is. */
static enum compose_answer press_back(struct compose *compose)
{
    if (compose->pick) {
        press_zero(compose);
    } else if (compose_is_list(compose)) {
        compose_set_mode(compose, compose->base);
    } else if (compose->tap_digit) {
        compose->tap_digit = compose->taps = 0;
        compose_refresh(compose);
    } else if (!compose_is_pending(compose) && compose->selected >= 0) {
        compose->selected = -1;
    } else if ((compose->ime && ime_back(compose->ime)) || draft_delete(&compose->draft)) {
        compose_edited(compose);
    } else if (compose->draft.len == 0) {
        return COMPOSE_LEAVE;
    }
    return COMPOSE_TAKEN;
}

static void clear_all(struct compose *compose)
{
    compose_drop_pending(compose);
    if (compose->draft.len > 0) {
        compose->cleared = compose->draft;
        compose->notice = STR_COMPOSE_NOTICE_CLEARED;
        draft_wipe(&compose->draft);
    }
    compose->pick = compose->in_text = false;
    compose->mode = compose->base;
    compose_edited(compose);
}

static enum compose_answer press(struct compose *compose, const struct screen_event *event)
{
    switch (event->key) {
    case KEY_OK:
        return press_ok(compose);
    case KEY_BACK:
        return press_back(compose);
    case KEY_RIGHT:
        press_right(compose);
        break;
    case KEY_LEFT:
        press_left(compose);
        break;
    case KEY_UP:
        press_up(compose);
        break;
    case KEY_DOWN:
        press_down(compose);
        break;
    case KEY_RED:
        next_mode(compose);
        break;
    case KEY_GREEN:
        toggle_list(compose, COMPOSE_TEMPLATES);
        break;
    case KEY_STAR:
        if (compose->mode == COMPOSE_LETTERS) {
            compose->upper = !compose->upper;
            compose_show(compose);
        } else if (!compose_is_pending(compose)) {
            toggle_list(compose, COMPOSE_PUNCT);
        }
        break;
    default:
        if (key_digit(event->key) < 0)
            return COMPOSE_IGNORED;
        press_digit(compose, key_digit(event->key), event->mono_ms);
    }
    return COMPOSE_TAKEN;
}

static enum compose_answer repeat(struct compose *compose, const struct screen_event *event)
{
    bool arrow = event->key >= KEY_UP && event->key <= KEY_RIGHT;
    if (arrow)
        return press(compose, event);
    if (compose->held || event->key != compose->down)
        return COMPOSE_TAKEN;
    if (event->key == KEY_BACK && event->hold_ms >= COMPOSE_CLEAR_MS) {
        compose->held = true;
        clear_all(compose);
    } else if (event->key == KEY_1 && compose->mode != COMPOSE_DIGITS &&
               !compose_is_pending(compose)) {
        compose->held = true;
        if (compose->mode != COMPOSE_PUNCT)
            toggle_list(compose, COMPOSE_PUNCT);
    }
    return COMPOSE_TAKEN;
}

static enum compose_answer release(struct compose *compose, const struct screen_event *event)
{
    bool ours = compose->down == event->key;
    compose->down = KEY_NONE;
    if (ours && event->key == KEY_1 && !compose->held)
        release_one(compose);
    return COMPOSE_TAKEN;
}

enum compose_answer compose_key(struct compose *compose, const struct screen_event *event)
{
    if (event->phase == KEY_REPEAT)
        return repeat(compose, event);
    if (event->phase == KEY_RELEASE)
        return release(compose, event);
    compose->down = event->key;
    compose->notice = STR_COUNT;
    /* What has done its work on the press must not work again on the release. */
    compose->held = event->key == KEY_1 && (compose->pick || compose->mode == COMPOSE_DIGITS);
    if (event->key != KEY_OK)
        draft_wipe(&compose->cleared);
    return press(compose, event);
}

void compose_init(struct compose *compose, size_t limit)
{
    *compose = (struct compose){.mode = COMPOSE_DIGITS, .base = COMPOSE_DIGITS, .selected = -1};
    compose->notice = STR_COUNT;
    draft_init(&compose->draft, limit);
    draft_init(&compose->cleared, limit);
}

void compose_use(struct compose *compose, struct ime *ime)
{
    compose->ime = ime;
    compose_set_mode(compose, ime ? COMPOSE_PINYIN : COMPOSE_DIGITS);
}

void compose_tick(struct compose *compose, int64_t now_ms)
{
    if (now_ms >= compose_due_ms(compose))
        compose_take_letter(compose);
}

int64_t compose_due_ms(const struct compose *compose)
{
    return compose->tap_digit ? compose->tap_due_ms : INT64_MAX;
}

const char *compose_digits(const struct compose *compose)
{
    static const char digits[10][2] = {"", "", "2", "3", "4", "5", "6", "7", "8", "9"};
    if (compose->tap_digit)
        return digits[compose->tap_digit];
    return compose->mode == COMPOSE_PINYIN && compose->ime ? ime_digits(compose->ime) : "";
}

const char *compose_reading(const struct compose *compose)
{
    if (compose->tap_digit)
        return compose->selected >= 0 ? compose->shown[compose->selected].text : "";
    return compose->mode == COMPOSE_PINYIN && compose->ime ? ime_reading(compose->ime) : "";
}

void compose_settle(struct compose *compose)
{
    compose_take_letter(compose);
    compose->down = KEY_NONE;
    compose->held = false;
    compose->notice = STR_COUNT;
    draft_wipe(&compose->cleared);
    compose_set_mode(compose, compose->base);
}

void compose_wipe(struct compose *compose)
{
    struct ime *ime = compose->ime;
    size_t limit = compose->draft.limit;
    if (ime)
        ime_reset(ime, true);
    explicit_bzero(compose, sizeof *compose);
    compose_init(compose, limit);
    compose_use(compose, ime);
}
