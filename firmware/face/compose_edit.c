/* What happens to text, list and mode, whichever key asked for it. */
#include <string.h>

#include "core/utf8.h"
#include "face/compose_list.h"
#include "face/compose_parts.h"

enum { CONTEXT_BYTES = 240 };

size_t compose_window(const struct compose *compose)
{
    return compose->pick ? COMPOSE_PICK : COMPOSE_ROW;
}

bool compose_is_list(const struct compose *compose)
{
    return compose->mode == COMPOSE_PUNCT || compose->mode == COMPOSE_TEMPLATES;
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

void compose_show(struct compose *compose)
{
    compose->shown_count = 0;
    while (compose->shown_count < compose_window(compose) &&
           compose_list_at(compose, compose->first + compose->shown_count,
                           &compose->shown[compose->shown_count]))
        compose->shown_count++;
    if (compose->selected >= (int)compose->shown_count)
        compose->selected = (int)compose->shown_count - 1;
}

/* From the beginning. */
void compose_refresh(struct compose *compose)
{
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
    if (!compose_is_list(compose))
        compose->base = mode;
    compose->pick = compose->in_text = false;
    compose_edited(compose);
}

bool compose_write(struct compose *compose, const char *text)
{
    draft_wipe(&compose->cleared); /* what comes after clearing is not overwritten by it */
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

static void choose_pinyin(struct compose *compose, size_t i)
{
    char text[IME_TEXT_MAX];
    if (!draft_fits(&compose->draft, compose->shown[i].text))
        compose->notice = STR_COMPOSE_NOTICE_LIMIT; /* the digits stay */
    else if (ime_pick(compose->ime, compose->first + i, text))
        compose_write(compose, text);
    explicit_bzero(text, sizeof text);
    compose_refresh(compose);
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
        compose_take_letter(compose);
        break;
    case COMPOSE_PUNCT:
    case COMPOSE_TEMPLATES:
        compose_write(compose, compose->shown[i].text);
        compose_set_mode(compose, compose->base);
        break;
    case COMPOSE_DIGITS:
        break;
    }
}
