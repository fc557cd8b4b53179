/* What happens to text, list and mode, whichever key asked for it. */
#include <string.h>

#include "core/utf8.h"
#include "face/compose_list.h"
#include "face/compose_parts.h"

enum { CONTEXT_BYTES = 240 };

size_t compose_window(const struct compose *compose)
{
    return compose_has_choices(compose) ? COMPOSE_PICK : COMPOSE_ROW;
}

bool compose_is_list(const struct compose *compose)
{
    return compose->mode == COMPOSE_PUNCT || compose->mode == COMPOSE_TEMPLATES ||
           compose->mode == COMPOSE_SYLLABLES;
}

bool compose_uses_ime(const struct compose *compose)
{
    return compose->mode == COMPOSE_PINYIN || compose->mode == COMPOSE_STROKES;
}

bool compose_is_pending(const struct compose *compose)
{
    return compose_digits(compose)[0] != '\0';
}

int compose_selected_first(const struct compose *compose)
{
    if (compose->total == 0)
        return -1;
    if (compose->mode == COMPOSE_LETTERS)
        return (compose->taps - 1) % (int)compose->total;
    if (compose->pad && !compose_is_list(compose) && !compose->pick)
        return -1;
    return compose_is_list(compose) || compose_is_pending(compose) ? 0 : -1;
}

static enum sentence_cell kind_at(const struct compose *compose, size_t i)
{
    char label[SENTENCE_TEXT_MAX];
    if (compose->mode != COMPOSE_TEMPLATES)
        return SENTENCE_CHOICE;
    return sentence_cell(&compose->source, &compose->sentence, i, label);
}

void compose_show(struct compose *compose)
{
    compose->shown_count = 0;
    while (compose->shown_count < compose_window(compose) &&
           compose_list_at(compose, compose->first + compose->shown_count,
                           &compose->shown[compose->shown_count]))
        compose->shown_count++;
    for (size_t i = 0; i < compose->shown_count; i++)
        compose->kinds[i] = kind_at(compose, compose->first + i);
    if (compose->selected >= (int)compose->shown_count)
        compose->selected = (int)compose->shown_count - 1;
}

/* The strokes typed, as they are drawn. */
static void spell_strokes(struct compose *compose)
{
    size_t len = 0;
    compose->strokes[0] = '\0';
    if (!compose->ime || compose->base != COMPOSE_STROKES)
        return;
    for (const char *at = ime_digits(compose->ime); *at >= '1' && *at <= '6'; at++) {
        const char *sign = str_text((enum str)(STR_COMPOSE_STROKE_1 + (*at - '1')));
        size_t more = strlen(sign);
        if (len + more >= sizeof compose->strokes)
            break;
        memcpy(compose->strokes + len, sign, more + 1);
        len += more;
    }
}

/* From the beginning. */
void compose_refresh(struct compose *compose)
{
    spell_strokes(compose);
    compose->total = compose_list_count(compose);
    compose->first = 0;
    compose->selected = compose_selected_first(compose);
    if (compose->total == 0)
        compose->pick = false;
    compose_show(compose);
}

/* Tells the engine what stands before the caret. */
static void set_context(struct compose *compose)
{
    char before[CONTEXT_BYTES + 1];
    const struct draft *draft = &compose->draft;
    size_t from = draft->caret > CONTEXT_BYTES ? draft->caret - CONTEXT_BYTES : 0;
    while (from < draft->caret && ((unsigned char)draft->text[from] & 0xC0U) == 0x80U)
        from++;
    if (!compose->ime || compose_is_pending(compose))
        return;
    memcpy(before, draft->text + from, draft->caret - from);
    before[draft->caret - from] = '\0';
    ime_context(compose->ime, before);
    explicit_bzero(before, sizeof before);
}

void compose_edited(struct compose *compose)
{
    set_context(compose);
    compose_refresh(compose);
}

/* The keys mean strokes or pinyin: a list over them changes nothing. */
static void set_layout(struct compose *compose)
{
    enum ime_layout layout = compose->base == COMPOSE_STROKES ? IME_STROKE : IME_NINE;
    bool types = compose->base == COMPOSE_PINYIN || compose->base == COMPOSE_STROKES;
    if (compose->ime && types && !ime_set_layout(compose->ime, layout))
        compose->mode = compose->base = COMPOSE_PINYIN;
}

void compose_drop_pending(struct compose *compose)
{
    compose->tap_digit = compose->taps = 0;
    if (compose->ime)
        ime_reset(compose->ime, false);
}

void compose_set_mode(struct compose *compose, enum compose_mode mode)
{
    compose_drop_pending(compose);
    compose->mode = mode;
    compose->pick = compose->in_text = false;
    explicit_bzero(&compose->sentence, sizeof compose->sentence);
    if (!compose_is_list(compose) && compose->base != mode) {
        compose->base = mode;
        set_layout(compose);
    }
    compose_edited(compose);
}

void compose_leave_list(struct compose *compose)
{
    if (compose->mode != COMPOSE_SYLLABLES) {
        compose_set_mode(compose, compose->base);
        return;
    }
    compose->mode = compose->base;
    compose_refresh(compose);
}

void compose_toggle_list(struct compose *compose, enum compose_mode list)
{
    compose_set_mode(compose, compose->mode == list ? compose->base : list);
}

bool compose_may_ask_syllable(const struct compose *compose)
{
    return compose->mode == COMPOSE_PINYIN && compose_is_pending(compose) &&
           ime_first_syllable(compose->ime, 1);
}

void compose_ask_syllable(struct compose *compose)
{
    if (compose->mode == COMPOSE_SYLLABLES) {
        compose_leave_list(compose);
    } else if (compose_may_ask_syllable(compose)) {
        compose->pick = false;
        compose->mode = COMPOSE_SYLLABLES;
        compose_refresh(compose);
    }
}

void compose_toggle_pick(struct compose *compose)
{
    compose->pick = !compose->pick && compose->total > 0;
    if (!compose->pick)
        compose->first -= compose->first % COMPOSE_ROW;
    compose_show(compose);
}

void compose_forget_cleared(struct compose *compose)
{
    draft_wipe(&compose->cleared);
    compose->can_restore = false;
}

bool compose_write(struct compose *compose, const char *text)
{
    compose_forget_cleared(compose); /* what comes after clearing is not overwritten by it */
    if (draft_insert(&compose->draft, text))
        return true;
    compose->notice = STR_COMPOSE_NOTICE_LIMIT;
    return false;
}

void compose_take_letter(struct compose *compose)
{
    const char *letters = compose_list_letters(compose->tap_digit, compose->upper);
    size_t count = strlen(letters);
    if (count == 0)
        return;
    const char text[2] = {letters[(size_t)(compose->taps - 1) % count], '\0'};
    compose->tap_digit = compose->taps = 0;
    compose_write(compose, text);
    compose_edited(compose);
}

static void choose_typed(struct compose *compose, size_t i)
{
    char text[IME_TEXT_MAX];
    if (!draft_fits(&compose->draft, compose->shown[i].text))
        compose->notice = STR_COMPOSE_NOTICE_LIMIT; /* the digits stay */
    else if (ime_pick(compose->ime, compose->first + i, text))
        compose_write(compose, text);
    explicit_bzero(text, sizeof text);
    compose_refresh(compose);
}

/* A page further, behind the last the first. */
static void turn_choices(struct compose *compose)
{
    compose->first += compose_window(compose);
    if (compose->first >= compose->total)
        compose->first = 0;
    compose->selected = 0;
    compose_show(compose);
}

/* The last choice writes what all three have built; where there is no room for it, it stays. */
static void choose_sentence(struct compose *compose, size_t i)
{
    char text[SENTENCE_TEXT_MAX];
    struct sentence before = compose->sentence;
    size_t at = compose->first + i;
    if (sentence_cell(&compose->source, &compose->sentence, at, text) == SENTENCE_MORE) {
        turn_choices(compose);
        return;
    }
    bool last = sentence_choose(&compose->source, &compose->sentence, at, text);
    if (last && compose_write(compose, text))
        compose_set_mode(compose, compose->base);
    else if (last)
        compose->sentence = before;
    else
        compose_refresh(compose);
    explicit_bzero(&before, sizeof before);
    explicit_bzero(text, sizeof text);
}

static void choose_syllable(struct compose *compose, size_t i)
{
    ime_pin(compose->ime, compose->shown[i].text);
    compose_leave_list(compose);
}

void compose_choose(struct compose *compose, size_t i)
{
    if (i >= compose->shown_count)
        return;
    compose->pick = compose->in_text = false;
    switch (compose->mode) {
    case COMPOSE_PINYIN:
    case COMPOSE_STROKES:
        choose_typed(compose, i);
        break;
    case COMPOSE_LETTERS:
        compose->taps = (int)(compose->first + i) + 1;
        compose_take_letter(compose);
        break;
    case COMPOSE_PUNCT:
        compose_write(compose, compose->shown[i].text);
        compose_set_mode(compose, compose->base);
        break;
    case COMPOSE_TEMPLATES:
        choose_sentence(compose, i);
        break;
    case COMPOSE_SYLLABLES:
        choose_syllable(compose, i);
        break;
    case COMPOSE_DIGITS:
        break;
    }
}

static bool step_back(struct compose *compose)
{
    if (compose->mode != COMPOSE_TEMPLATES || !sentence_back(&compose->sentence))
        return false;
    compose_refresh(compose);
    return true;
}

enum compose_answer compose_press_back(struct compose *compose)
{
    if (compose->pick) {
        compose_toggle_pick(compose);
    } else if (step_back(compose)) {
        return COMPOSE_TAKEN;
    } else if (compose_is_list(compose)) {
        compose_leave_list(compose);
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
