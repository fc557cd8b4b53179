#include "face/compose.h"

#include <string.h>

#include "face/compose_list.h"
#include "face/compose_parts.h"

enum compose_mode compose_next_base(const struct compose *compose, enum compose_mode base)
{
    bool strokes = compose->ime && ime_has_layout(compose->ime, IME_STROKE);
    switch (base) {
    case COMPOSE_PINYIN:
        return strokes ? COMPOSE_STROKES : COMPOSE_DIGITS;
    case COMPOSE_STROKES:
        return COMPOSE_DIGITS;
    case COMPOSE_DIGITS:
        return COMPOSE_LETTERS;
    default:
        return compose->ime ? COMPOSE_PINYIN : COMPOSE_DIGITS;
    }
}

static void next_mode(struct compose *compose)
{
    compose->keyboard = false;
    compose_set_mode(compose, compose_next_base(compose, compose->base));
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

/* Numbers for the candidates, or no longer; a space among letters; a sentence goes on without. */
static void press_zero(struct compose *compose)
{
    if (compose->mode == COMPOSE_LETTERS) {
        compose_take_letter(compose);
        compose_write(compose, " ");
        compose_edited(compose);
    } else if (compose->mode == COMPOSE_TEMPLATES) {
        compose_choose(compose, compose->shown_count - 1);
    } else {
        compose_toggle_pick(compose);
    }
}

/* 1, let go before it counted as held: the first candidate, or punctuation where there is none. */
static void release_one(struct compose *compose)
{
    if (compose->total > 0 && compose->mode != COMPOSE_LETTERS)
        compose_choose(compose, 0);
    else if (!compose_is_pending(compose))
        compose_toggle_list(compose, COMPOSE_PUNCT);
}

/* The digit of one of nine places. */
static void press_choice(struct compose *compose, int digit)
{
    int at = compose_at_cell(compose, (size_t)digit - 1);
    if (at >= 0)
        compose_choose(compose, (size_t)at);
}

static void press_digit(struct compose *compose, int digit, int64_t now_ms)
{
    compose->in_text = false;
    if (compose_has_choices(compose) && digit > 0) {
        press_choice(compose, digit);
        return;
    }
    if (compose_keyboard_digit(compose, digit))
        return;
    if (compose_is_list(compose) && digit > 1) /* typing on leaves a list */
        compose_leave_list(compose);
    if (compose->mode == COMPOSE_DIGITS)
        press_plain(compose, digit);
    else if (digit == 1 && compose->mode != COMPOSE_STROKES) /* its release counts */
        compose_take_letter(compose);
    else if (digit == 0)
        press_zero(compose);
    else if (compose->mode == COMPOSE_LETTERS)
        press_letter(compose, digit, now_ms);
    else
        press_pinyin(compose, digit);
}

bool compose_takes(const struct compose *compose)
{
    return compose_is_pending(compose) || compose->selected >= 0;
}

static enum compose_answer press_ok(struct compose *compose)
{
    if (compose->in_text) {
        compose->in_text = false;
    } else if (compose->selected >= 0) {
        compose_choose(compose, (size_t)compose->selected);
    } else if (compose->pick) {
        compose_toggle_pick(compose);
    } else if (compose_is_pending(compose)) {
        return COMPOSE_TAKEN; /* digits that no word fits: nothing to take, nothing finished */
    } else if (compose->can_restore) {
        compose->draft = compose->cleared;
        compose_forget_cleared(compose);
        compose_edited(compose);
    } else if (draft_is_blank(&compose->draft)) {
        compose->notice = STR_COMPOSE_NOTICE_EMPTY;
    } else {
        return COMPOSE_DONE;
    }
    return COMPOSE_TAKEN;
}

static void clear_all(struct compose *compose)
{
    compose_drop_pending(compose);
    if (compose->cleared.len > 0) {
        compose->can_restore = true;
        compose->notice = STR_COMPOSE_NOTICE_CLEARED;
        draft_wipe(&compose->draft);
    }
    compose_set_mode(compose, compose->base);
}

static void press_star(struct compose *compose)
{
    if (compose->mode == COMPOSE_LETTERS) {
        compose->upper = !compose->upper;
        compose_show(compose);
    } else if (compose->mode == COMPOSE_TEMPLATES) {
        compose_press_back(compose);
    } else if (!compose_is_pending(compose)) {
        compose_toggle_list(compose, COMPOSE_PUNCT);
    }
}

static enum compose_answer press(struct compose *compose, const struct screen_event *event)
{
    switch (event->key) {
    case KEY_OK:
        return press_ok(compose);
    case KEY_BACK:
        return compose_press_back(compose);
    case KEY_UP:
    case KEY_DOWN:
    case KEY_LEFT:
    case KEY_RIGHT:
        compose_press_arrow(compose, event->key);
        return COMPOSE_TAKEN;
    case KEY_RED:
        next_mode(compose);
        return COMPOSE_TAKEN;
    case KEY_GREEN:
        compose_toggle_list(compose, COMPOSE_TEMPLATES);
        return COMPOSE_TAKEN;
    case KEY_STAR:
    case KEY_HASH: /* their release counts: held, they do something else */
        return COMPOSE_TAKEN;
    default:
        if (key_digit(event->key) < 0)
            return compose_press_keyboard(compose, event->key, false);
        press_digit(compose, key_digit(event->key), event->mono_ms);
        return COMPOSE_TAKEN;
    }
}

/* -- keys that are held -- */

/* Twelve keys without others have all of this on them. */
static enum compose_answer hold_star(struct compose *compose)
{
    bool first = !compose->held;
    compose->held = true;
    enum compose_answer answer = compose_press_back(compose);
    /* Only who begins with nothing left wants to leave. */
    return answer == COMPOSE_LEAVE && !first ? COMPOSE_TAKEN : answer;
}

static void hold_one(struct compose *compose)
{
    bool signs = compose->mode != COMPOSE_DIGITS && !compose_is_pending(compose);
    if (compose->held || !signs)
        return;
    compose->held = true;
    if (compose->mode != COMPOSE_PUNCT)
        compose_toggle_list(compose, COMPOSE_PUNCT);
}

static void hold_once(struct compose *compose, enum key key)
{
    if (compose->held)
        return;
    compose->held = true;
    if (key == KEY_BACK)
        clear_all(compose);
    else if (key == KEY_HASH)
        next_mode(compose);
    else if (compose_uses_ime(compose)) /* 0 */
        compose_set_mode(compose, COMPOSE_TEMPLATES);
}

static enum compose_answer repeat(struct compose *compose, const struct screen_event *event)
{
    bool long_enough = event->hold_ms >= COMPOSE_CLEAR_MS;
    bool again = event->key >= KEY_UP && event->key <= KEY_RIGHT;
    if (again) {
        compose_press_arrow(compose, event->key);
        return COMPOSE_TAKEN;
    }
    if (event->key != compose->down)
        return COMPOSE_TAKEN;
    if (event->key == KEY_STAR)
        return hold_star(compose);
    if (event->key == KEY_1)
        hold_one(compose);
    else if ((event->key == KEY_BACK || event->key == KEY_HASH || event->key == KEY_0) &&
             long_enough)
        hold_once(compose, event->key);
    else if (key_digit(event->key) < 0)
        compose_press_keyboard(compose, event->key, true);
    return COMPOSE_TAKEN;
}

static enum compose_answer release(struct compose *compose, const struct screen_event *event)
{
    bool ours = compose->down == event->key && !compose->held;
    compose->down = KEY_NONE;
    if (ours && event->key == KEY_1)
        release_one(compose);
    else if (ours && event->key == KEY_STAR)
        press_star(compose);
    else if (ours && event->key == KEY_HASH)
        return press_ok(compose);
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
    compose->held =
        event->key == KEY_1 && (compose_has_choices(compose) || compose->mode == COMPOSE_DIGITS ||
                                compose->mode == COMPOSE_STROKES ||
                                (compose->keyboard && compose->base == COMPOSE_PINYIN));
    if (event->key != KEY_OK && event->key != KEY_HASH)
        compose_forget_cleared(compose);
    if (event->key == KEY_BACK) /* its press deletes, holding it clears: all of it comes back */
        compose->cleared = compose->draft;
    return press(compose, event);
}

void compose_init(struct compose *compose, size_t limit)
{
    *compose = (struct compose){.mode = COMPOSE_DIGITS, .base = COMPOSE_DIGITS, .selected = -1};
    compose->notice = STR_COUNT;
    compose->source = (struct sentence_source){.county = "", .theme = ""};
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
    bool typed = compose_uses_ime(compose) || compose->mode == COMPOSE_SYLLABLES;
    return typed && compose->ime ? ime_digits(compose->ime) : "";
}

const char *compose_reading(const struct compose *compose)
{
    if (compose->tap_digit)
        return compose->selected >= 0 ? compose->shown[compose->selected].text : "";
    if (!compose->ime || !compose_is_pending(compose))
        return "";
    return compose->base == COMPOSE_STROKES ? compose->strokes : ime_reading(compose->ime);
}

void compose_settle(struct compose *compose)
{
    compose_take_letter(compose);
    compose->down = KEY_NONE;
    compose->held = false;
    compose->notice = STR_COUNT;
    compose_forget_cleared(compose);
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
