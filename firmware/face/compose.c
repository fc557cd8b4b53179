#include "face/compose.h"

#include <string.h>

#include "core/utf8.h"
#include "face/compose_list.h"

enum { CONTEXT_BYTES = 240 };

static size_t window(const struct compose *compose)
{
    return compose->pick ? COMPOSE_PICK : COMPOSE_ROW;
}

static bool is_list(const struct compose *compose)
{
    return compose->mode == COMPOSE_PUNCT || compose->mode == COMPOSE_TEMPLATES;
}

/* Something is typed that is not text yet. */
static bool is_pending(const struct compose *compose)
{
    return compose_digits(compose)[0] != '\0';
}

/* What is selected when a list comes up: the first, because OK takes it; but not a prediction,
 * because then OK means that the text is finished. */
static int selected_first(const struct compose *compose)
{
    if (compose->total == 0)
        return -1;
    if (compose->mode == COMPOSE_LETTERS)
        return (compose->taps - 1) % (int)compose->total;
    return is_list(compose) || is_pending(compose) ? 0 : -1;
}

/* Works out what is shown of the list, from `first` on. */
static void show(struct compose *compose)
{
    compose->shown_count = 0;
    while (compose->shown_count < window(compose) &&
           compose_list_at(compose, compose->first + compose->shown_count,
                           &compose->shown[compose->shown_count]))
        compose->shown_count++;
    if (compose->selected >= (int)compose->shown_count)
        compose->selected = (int)compose->shown_count - 1;
}

/* The list has changed: show it from the beginning. */
static void refresh(struct compose *compose)
{
    compose->total = compose_list_count(compose);
    compose->first = 0;
    compose->selected = selected_first(compose);
    if (compose->total == 0)
        compose->pick = false;
    show(compose);
}

/* Tells the engine what stands before the caret. */
static void set_context(struct compose *compose)
{
    char before[CONTEXT_BYTES + 1];
    const struct draft *draft = &compose->draft;
    size_t from = draft->caret > CONTEXT_BYTES ? draft->caret - CONTEXT_BYTES : 0;
    while (from < draft->caret && ((unsigned char)draft->text[from] & 0xC0U) == 0x80U)
        from++;
    if (!compose->ime || is_pending(compose))
        return;
    memcpy(before, draft->text + from, draft->caret - from);
    before[draft->caret - from] = '\0';
    ime_context(compose->ime, before);
    explicit_bzero(before, sizeof before);
}

/* The text or the caret has changed by other means than the engine's. */
static void edited(struct compose *compose)
{
    set_context(compose);
    refresh(compose);
}

static void drop_pending(struct compose *compose)
{
    compose->tap_digit = compose->taps = 0;
    if (compose->ime)
        ime_reset(compose->ime, false);
}

static void set_mode(struct compose *compose, enum compose_mode mode)
{
    drop_pending(compose);
    compose->mode = mode;
    if (!is_list(compose))
        compose->base = mode;
    compose->pick = compose->in_text = false;
    edited(compose);
}

static bool write_text(struct compose *compose, const char *text)
{
    draft_wipe(&compose->cleared); /* what comes after clearing is not overwritten by it */
    if (draft_insert(&compose->draft, text))
        return true;
    compose->notice = STR_COMPOSE_NOTICE_LIMIT;
    return false;
}

/* Turns the pending letter into text. */
static void take_letter(struct compose *compose)
{
    const char *letters = compose_list_letters(compose->tap_digit, compose->upper);
    size_t count = strlen(letters);
    if (count == 0)
        return;
    const char text[2] = {letters[(size_t)(compose->taps - 1) % count], '\0'};
    compose->tap_digit = compose->taps = 0;
    write_text(compose, text);
    edited(compose);
}

static void choose_pinyin(struct compose *compose, size_t i)
{
    char text[IME_TEXT_MAX];
    if (!draft_fits(&compose->draft, compose->shown[i].text))
        compose->notice = STR_COMPOSE_NOTICE_LIMIT; /* the digits stay */
    else if (ime_pick(compose->ime, compose->first + i, text))
        write_text(compose, text);
    explicit_bzero(text, sizeof text);
    refresh(compose);
}

void compose_choose(struct compose *compose, size_t i)
{
    if (i >= compose->shown_count)
        return;
    compose->pick = compose->in_text = false;
    switch (compose->mode) {
    case COMPOSE_PINYIN:
        choose_pinyin(compose, i);
        break;
    case COMPOSE_LETTERS:
        compose->taps = (int)(compose->first + i) + 1;
        take_letter(compose);
        break;
    case COMPOSE_PUNCT:
    case COMPOSE_TEMPLATES:
        write_text(compose, compose->shown[i].text);
        set_mode(compose, compose->base);
        break;
    case COMPOSE_DIGITS:
        break;
    }
}

static void toggle_list(struct compose *compose, enum compose_mode list)
{
    set_mode(compose, compose->mode == list ? compose->base : list);
}

static void next_mode(struct compose *compose)
{
    enum compose_mode first = compose->ime ? COMPOSE_PINYIN : COMPOSE_DIGITS;
    enum compose_mode next = compose->base == COMPOSE_PINYIN   ? COMPOSE_DIGITS
                             : compose->base == COMPOSE_DIGITS ? COMPOSE_LETTERS
                                                               : first;
    set_mode(compose, next);
}

static void press_letter(struct compose *compose, int digit, int64_t now_ms)
{
    if (compose->tap_digit != digit)
        take_letter(compose);
    if (!compose_list_letters(digit, false)[0])
        return;
    compose->tap_digit = digit;
    compose->taps = compose->taps % (int)strlen(compose_list_letters(digit, false)) + 1;
    compose->tap_due_ms = now_ms + COMPOSE_TAP_MS;
    refresh(compose);
}

static void press_plain(struct compose *compose, int digit)
{
    const char text[2] = {(char)('0' + digit), '\0'};
    write_text(compose, text);
    edited(compose);
}

static void press_pinyin(struct compose *compose, int digit)
{
    if (compose->ime && ime_key(compose->ime, digit))
        refresh(compose);
}

/* 0: numbers for the candidates, or no longer. */
static void press_zero(struct compose *compose)
{
    if (compose->mode == COMPOSE_LETTERS) {
        take_letter(compose);
        write_text(compose, " ");
        edited(compose);
        return;
    }
    compose->pick = !compose->pick && compose->total > 0;
    if (!compose->pick)
        compose->first -= compose->first % COMPOSE_ROW;
    show(compose);
}

/* 1, let go before it counted as held: the first candidate, or punctuation where there is none. */
static void release_one(struct compose *compose)
{
    if (compose->total > 0 && compose->mode != COMPOSE_LETTERS)
        compose_choose(compose, 0);
    else if (!is_pending(compose))
        toggle_list(compose, COMPOSE_PUNCT);
}

static void press_digit(struct compose *compose, int digit, int64_t now_ms)
{
    compose->in_text = false;
    if (compose->pick && digit > 0) {
        compose_choose(compose, (size_t)digit - 1);
        return;
    }
    if (is_list(compose) && digit > 1) /* typing on leaves a list */
        set_mode(compose, compose->base);
    if (compose->mode == COMPOSE_DIGITS) {
        press_plain(compose, digit);
        return;
    }
    if (digit == 1) { /* waits for its release: held, it brings punctuation */
        take_letter(compose);
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
        edited(compose);
}

static void page(struct compose *compose, bool on)
{
    size_t step = window(compose);
    if (on && compose->first + step < compose->total)
        compose->first += step;
    else if (!on && compose->first > 0)
        compose->first -= compose->first < step ? compose->first : step;
    else
        return;
    show(compose);
}

static void press_right(struct compose *compose)
{
    if (compose->in_text) {
        move_caret(compose, 1);
    } else if (compose->mode == COMPOSE_LETTERS) {
        take_letter(compose);
    } else if (compose->selected + 1 < (int)compose->shown_count) {
        compose->selected++;
    } else if (compose->first + compose->shown_count < compose->total) {
        compose->selected = 0;
        page(compose, true);
    }
}

static void press_left(struct compose *compose)
{
    if (compose->in_text) {
        move_caret(compose, -1);
    } else if (compose->mode == COMPOSE_LETTERS) {
        return;
    } else if (compose->selected > 0) {
        compose->selected--;
    } else if (compose->selected == 0 && compose->first > 0) {
        compose->selected = (int)window(compose) - 1;
        page(compose, false);
    } else {
        compose->selected = selected_first(compose);
    }
}

static void press_up(struct compose *compose)
{
    if (compose->first > 0)
        page(compose, false);
    else if (!is_pending(compose) && !is_list(compose) && compose->draft.len > 0 && !compose->pick)
        compose->in_text = true;
    if (compose->in_text)
        compose->selected = -1;
}

static void press_down(struct compose *compose)
{
    if (compose->in_text)
        compose->in_text = false;
    else
        page(compose, true);
}

static enum compose_answer press_ok(struct compose *compose)
{
    if (compose->in_text) {
        compose->in_text = false;
    } else if (compose->selected >= 0) {
        compose_choose(compose, (size_t)compose->selected);
    } else if (compose->pick) {
        press_zero(compose);
    } else if (is_pending(compose)) {
        return COMPOSE_TAKEN; /* digits that no word fits: nothing to take, nothing finished */
    } else if (compose->cleared.len > 0) {
        compose->draft = compose->cleared;
        draft_wipe(&compose->cleared);
        edited(compose);
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
    } else if (is_list(compose)) {
        set_mode(compose, compose->base);
    } else if (compose->tap_digit) {
        compose->tap_digit = compose->taps = 0;
        refresh(compose);
    } else if (!is_pending(compose) && compose->selected >= 0) {
        compose->selected = -1;
    } else if ((compose->ime && ime_back(compose->ime)) || draft_delete(&compose->draft)) {
        edited(compose);
    } else if (compose->draft.len == 0) {
        return COMPOSE_LEAVE;
    }
    return COMPOSE_TAKEN;
}

static void clear_all(struct compose *compose)
{
    drop_pending(compose);
    if (compose->draft.len > 0) {
        compose->cleared = compose->draft;
        compose->notice = STR_COMPOSE_NOTICE_CLEARED;
        draft_wipe(&compose->draft);
    }
    compose->pick = compose->in_text = false;
    compose->mode = compose->base;
    edited(compose);
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
            show(compose);
        } else if (!is_pending(compose)) {
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
    } else if (event->key == KEY_1 && compose->mode != COMPOSE_DIGITS && !is_pending(compose)) {
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
    set_mode(compose, ime ? COMPOSE_PINYIN : COMPOSE_DIGITS);
}

void compose_tick(struct compose *compose, int64_t now_ms)
{
    if (now_ms >= compose_due_ms(compose))
        take_letter(compose);
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
    take_letter(compose);
    compose->down = KEY_NONE;
    compose->held = false;
    compose->notice = STR_COUNT;
    draft_wipe(&compose->cleared);
    set_mode(compose, compose->base);
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
