/* What candidates say and how they are read. */
#include <string.h>

#include "core/utf8.h"
#include "ime/list.h"

/* A text under construction; what does not fit is left out whole. */
struct joined {
    char *out;
    size_t size, len;
    bool spelled; /* readings, with a space between, instead of texts */
};

static void join(struct joined *joined, const char *text, size_t len)
{
    size_t space = joined->spelled && joined->len > 0 ? 1 : 0;
    if (len == 0 || joined->len + space + len >= joined->size)
        return;
    if (space)
        joined->out[joined->len++] = ' ';
    memcpy(joined->out + joined->len, text, len);
    joined->len += len;
    joined->out[joined->len] = '\0';
}

static void join_entry(const struct list *list, struct joined *joined, uint32_t entry)
{
    const struct dict *dict = list->lattice->dict;
    char spelling[DICT_WORD_MAX * DICT_SYLLABLE_BYTES], text[DICT_WORD_BYTES + 1];
    if (joined->spelled) {
        dict_spell(dict, entry, spelling, sizeof spelling);
        join(joined, spelling, strlen(spelling));
    } else {
        join(joined, text, dict_write(dict, entry, text));
    }
}

static void join_phrase(const struct list *list, struct joined *joined, uint32_t index)
{
    const struct learned_phrase *phrase = &list->lattice->learn->phrases[index];
    const char *text = joined->spelled ? phrase->reading : phrase->text;
    join(joined, text, strlen(text));
}

static void join_links(const struct list *list, struct joined *joined, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list->links[i].kind == ARC_PHRASE)
            join_phrase(list, joined, list->links[i].ref);
        else
            join_entry(list, joined, list->links[i].ref);
    }
}

/* A word from byte `skipped` on; its reading without the syllables of what is skipped. */
static void join_rest(const struct list *list, struct joined *joined, uint32_t entry,
                      size_t skipped)
{
    const struct dict *dict = list->lattice->dict;
    char spelling[DICT_WORD_MAX * DICT_SYLLABLE_BYTES], text[DICT_WORD_BYTES + 1];
    size_t len = dict_write(dict, entry, text);
    skipped = skipped < len ? skipped : len;
    if (!joined->spelled) {
        join(joined, text + skipped, len - skipped);
        return;
    }
    dict_spell(dict, entry, spelling, sizeof spelling);
    const char *at = spelling;
    for (size_t left = utf8_count(text, skipped); left > 0 && at; left--) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    if (at)
        join(joined, at, strlen(at));
}

static void join_character(struct joined *joined, uint32_t character)
{
    char text[4];
    if (!joined->spelled)
        join(joined, text, utf8_encode(character, text));
}

static void join_item(const struct list *list, const struct item *item, struct joined *joined)
{
    joined->out[0] = '\0';
    switch ((enum item_kind)item->kind) {
    case ITEM_CLAUSE:
        join_links(list, joined, list->link_count);
        break;
    case ITEM_PREFIX:
        join_links(list, joined, item->part);
        break;
    case ITEM_WORD:
        join_entry(list, joined, item->ref);
        break;
    case ITEM_PHRASE:
        join_phrase(list, joined, item->ref);
        break;
    case ITEM_NEXT:
        join_rest(list, joined, item->ref, item->part);
        break;
    case ITEM_CHARACTER:
        join_character(joined, item->ref);
        break;
    }
}

void list_text(const struct list *list, const struct item *item, char *out, size_t size)
{
    struct joined joined = {out, size, 0, false};
    join_item(list, item, &joined);
}

void list_spell(const struct list *list, const struct item *item, char *out, size_t size)
{
    struct joined joined = {out, size, 0, true};
    join_item(list, item, &joined);
}
