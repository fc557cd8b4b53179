#include "face/draft.h"

#include <string.h>

#include "core/utf8.h"

void draft_init(struct draft *draft, size_t limit)
{
    draft->limit = limit <= DRAFT_CHARS_KIOSK ? limit : DRAFT_CHARS_KIOSK;
    draft_wipe(draft);
}

bool draft_fits(const struct draft *draft, const char *text)
{
    size_t len = strlen(text);
    return utf8_is_valid(text, len) && draft_count(draft) + utf8_count(text, len) <= draft->limit &&
           draft->len + len < sizeof draft->text;
}

bool draft_insert(struct draft *draft, const char *text)
{
    size_t len = strlen(text);
    if (!draft_fits(draft, text))
        return false;
    char *at = draft->text + draft->caret;
    memmove(at + len, at, draft->len - draft->caret + 1);
    for (size_t i = 0; i < len; i++)
        at[i] = text[i];
    draft->len += len;
    draft->caret += len;
    return true;
}

bool draft_delete(struct draft *draft)
{
    if (draft->caret == 0)
        return false;
    size_t from = utf8_previous(draft->text, draft->caret);
    size_t gone = draft->caret - from;
    memmove(draft->text + from, draft->text + draft->caret, draft->len - draft->caret + 1);
    draft->len -= gone;
    draft->caret = from;
    explicit_bzero(draft->text + draft->len, gone);
    return true;
}

bool draft_move(struct draft *draft, int by)
{
    size_t used;
    if (by < 0 && draft->caret > 0) {
        draft->caret = utf8_previous(draft->text, draft->caret);
        return true;
    }
    if (by > 0 && draft->caret < draft->len) {
        utf8_decode(draft->text + draft->caret, draft->len - draft->caret, &used);
        draft->caret += used;
        return true;
    }
    return false;
}

void draft_wipe(struct draft *draft)
{
    explicit_bzero(draft->text, sizeof draft->text);
    draft->len = draft->caret = 0;
}

size_t draft_count(const struct draft *draft)
{
    return utf8_count(draft->text, draft->len);
}

size_t draft_place(const struct draft *draft)
{
    return utf8_count(draft->text, draft->caret);
}

bool draft_is_blank(const struct draft *draft)
{
    size_t used;
    for (size_t at = 0; at < draft->len; at += used) {
        uint32_t c = utf8_decode(draft->text + at, draft->len - at, &used);
        if (c != ' ' && c != 0x3000) /* the ideographic space */
            return false;
    }
    return true;
}

size_t draft_mask(const struct draft *draft, char masked[DRAFT_BYTES])
{
    static const char dot[] = "\xE2\x97\x8F"; /* U+25CF */
    size_t count = draft_count(draft), step = sizeof dot - 1;
    for (size_t i = 0; i < count; i++)
        memcpy(masked + i * step, dot, step);
    masked[count * step] = '\0';
    return draft_place(draft) * step;
}
