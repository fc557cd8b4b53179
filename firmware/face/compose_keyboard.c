/* Keys that only keyboards have: letters are read as pinyin by the same engine, signs become
 * Chinese ones, and the text is edited as people are used to. */
#include <string.h>

#include "core/utf8.h"
#include "face/compose_list.h"
#include "face/compose_parts.h"

/* -- signs -- */

/* What a keyboard's sign becomes: its entry in the list of strings, behind the sign itself. */
static const char *entry_of(char c, size_t *len)
{
    const char *at = str_text(STR_COMPOSE_KEYBOARD_SIGNS);
    while (at && *at && *at != c) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    if (!at || !*at)
        return NULL;
    *len = strcspn(at, " ") - 1;
    return at + 1;
}

static size_t count_in(const struct draft *draft, const char *part, size_t len)
{
    size_t count = 0;
    for (size_t at = 0; at + len <= draft->caret; at++)
        count += memcmp(draft->text + at, part, len) == 0;
    return count;
}

/* Between digits, as in 3.5 and 8:30, a sign stays as it is. */
static bool is_behind_digit(const struct draft *draft)
{
    char before = draft->caret > 0 ? draft->text[draft->caret - 1] : '\0';
    return before >= '0' && before <= '9';
}

static bool is_quotation(char c)
{
    return c == '"' || c == '\'';
}

/* One of the two in its entry: it closes when one before the caret is open. */
static const char *quotation(const struct draft *draft, const char *entry, size_t *len)
{
    size_t half = *len / 2;
    bool open = count_in(draft, entry, half) > count_in(draft, entry + half, half);
    *len = half;
    return open ? entry + half : entry;
}

/* As it is typed, or the Chinese sign for it. */
static void write_char(struct compose *compose, char c, bool chinese)
{
    char text[16] = {c, '\0'};
    size_t len = 0;
    const char *entry = entry_of(c, &len);
    bool stays = !chinese || !entry || (strchr(".,:", c) && is_behind_digit(&compose->draft));
    if (!stays && is_quotation(c))
        entry = quotation(&compose->draft, entry, &len);
    if (!stays && len < sizeof text) {
        memcpy(text, entry, len);
        text[len] = '\0';
    }
    compose_write(compose, text);
    compose_edited(compose);
}

/* -- characters -- */

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static void choose_selected(struct compose *compose)
{
    compose_choose(compose, compose->selected > 0 ? (size_t)compose->selected : 0);
}

/* The letters that stand for strokes on keyboards: heng, shu, pie, dian or na, zhe. */
static void type_stroke(struct compose *compose, char c)
{
    static const char letters[] = "hspdz";
    const char *at = strchr(letters, c == 'n' ? 'd' : c);
    if (at && ime_key(compose->ime, (int)(at - letters) + 1))
        compose_refresh(compose);
}

/* What cannot be part of a composition ends it: the first candidate is meant. */
static void type_other(struct compose *compose, char c)
{
    bool pending = compose_is_pending(compose);
    if (pending && (c == '-' || c == '=')) {
        compose_page(compose, c == '=');
        return;
    }
    if (pending)
        choose_selected(compose);
    if (!(pending && c == ' '))
        write_char(compose, c, true);
}

static void type_chinese(struct compose *compose, char c)
{
    bool letter = is_small(c) || (c == '\'' && compose_is_pending(compose));
    if (is_small(c) && compose->base == COMPOSE_STROKES)
        type_stroke(compose, c);
    else if (!letter)
        type_other(compose, c);
    else if (ime_letter(compose->ime, c))
        compose_refresh(compose);
}

static void type(struct compose *compose, char c)
{
    compose->keyboard = compose->keyboard || is_small(c);
    compose->in_text = false;
    compose->pad = false;
    if (compose->pick)
        compose_toggle_pick(compose);
    if (compose_is_list(compose))
        compose_leave_list(compose);
    compose_take_letter(compose);
    if (compose_uses_ime(compose) && compose->ime)
        type_chinese(compose, c);
    else
        write_char(compose, c, false);
}

bool compose_keyboard_digit(struct compose *compose, int digit)
{
    if (!compose->keyboard || compose->pick || compose->base != COMPOSE_PINYIN)
        return false;
    if (!compose_is_pending(compose) && !compose_is_list(compose))
        write_char(compose, (char)('0' + digit), false);
    else if (digit > 0 && compose->mode != COMPOSE_TEMPLATES)
        compose_choose(compose, (size_t)digit - 1);
    else
        return false;
    return true;
}

/* -- editing -- */

static void erase(struct compose *compose)
{
    if (!compose_is_pending(compose) && draft_move(&compose->draft, 1) &&
        draft_delete(&compose->draft))
        compose_edited(compose);
}

static enum compose_answer escape(struct compose *compose)
{
    if (compose->pick) {
        compose_toggle_pick(compose);
    } else if (compose_is_list(compose)) {
        compose_leave_list(compose);
    } else if (compose_is_pending(compose)) {
        compose_set_mode(compose, compose->base);
    } else if (compose->in_text || compose->selected >= 0) {
        compose->in_text = false;
        compose->selected = -1;
    } else {
        return COMPOSE_LEAVE;
    }
    return COMPOSE_TAKEN;
}

static void jump(struct compose *compose, size_t caret)
{
    if (compose_is_pending(compose) || compose_is_list(compose) || compose->pick)
        return;
    compose->draft.caret = caret;
    compose->in_text = compose->draft.len > 0;
    compose_edited(compose);
    compose->selected = -1;
}

enum compose_answer compose_press_keyboard(struct compose *compose, enum key key, bool again)
{
    char c = key_char(key);
    switch (key) {
    case KEY_DEL: /* never leaves: whoever holds it down has not meant to */
        compose_press_back(compose);
        break;
    case KEY_ERASE:
        erase(compose);
        break;
    case KEY_ESCAPE:
        return again ? COMPOSE_TAKEN : escape(compose);
    case KEY_START:
        jump(compose, 0);
        break;
    case KEY_END:
        jump(compose, compose->draft.len);
        break;
    case KEY_CH_UP:
    case KEY_CH_DOWN:
        compose_page(compose, key == KEY_CH_DOWN);
        break;
    default:
        if (!c)
            return COMPOSE_IGNORED;
        if (!again)
            type(compose, c);
    }
    return COMPOSE_TAKEN;
}
