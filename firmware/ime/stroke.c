#include "ime/stroke.h"

#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

static bool find_sections(struct stroke *stroke)
{
    const struct data *data = &stroke->data;
    uint32_t offsets = 0, codes = 0, by_character = 0;
    stroke->characters =
        data_section(data, STROKE_CHARACTERS, sizeof *stroke->characters, &stroke->count);
    stroke->offsets = data_section(data, STROKE_OFFSETS, sizeof *stroke->offsets, &offsets);
    stroke->codes = data_section(data, STROKE_CODES, 1, &codes);
    stroke->by_character =
        data_section(data, STROKE_BY_CHARACTER, sizeof *stroke->by_character, &by_character);
    return stroke->characters && stroke->offsets && stroke->codes && stroke->by_character &&
           stroke->count > 0 && offsets == stroke->count + 1 && by_character == stroke->count &&
           stroke->offsets[0] == 0 && stroke->offsets[stroke->count] == codes;
}

static bool records_are_sound(const struct stroke *stroke)
{
    for (uint32_t i = 0; i < stroke->count; i++) {
        uint32_t from = stroke->offsets[i], to = stroke->offsets[i + 1];
        if (to <= from || to - from > STROKE_CODE_MAX || to > stroke->offsets[stroke->count] ||
            !utf8_is_han(stroke->characters[i]) || stroke->by_character[i] >= stroke->count)
            return false;
        for (uint32_t at = from; at < to; at++) {
            if (stroke->codes[at] < '1' || stroke->codes[at] > '5')
                return false;
        }
    }
    return true;
}

const char *stroke_attach(struct stroke *stroke, const unsigned char *bytes, size_t len)
{
    static const struct data_kind kind = {STROKE_MAGIC, STROKE_VERSION, STROKE_SECTIONS};
    *stroke = (struct stroke){.data = {bytes, len}};
    const char *wrong = data_check(&stroke->data, &kind);
    if (!wrong && (!find_sections(stroke) || !records_are_sound(stroke)))
        wrong = "is damaged: its numbers do not fit together";
    return wrong;
}

bool stroke_open(struct stroke *stroke, const char *path)
{
    struct data data;
    const char *wrong = data_map(&data, path);
    if (!wrong)
        wrong = stroke_attach(stroke, data.bytes, data.len);
    if (!wrong) {
        stroke->ranked = calloc(stroke->count, sizeof *stroke->ranked);
        stroke->entries = calloc(stroke->count, sizeof *stroke->entries);
        wrong = stroke->ranked && stroke->entries ? NULL : "there is no memory";
    }
    if (!wrong)
        return true;
    free(stroke->ranked);
    free(stroke->entries);
    *stroke = (struct stroke){0};
    return data_refuse(&data, path, wrong);
}

void stroke_close(struct stroke *stroke)
{
    free(stroke->ranked);
    free(stroke->entries);
    data_unmap(&stroke->data);
    *stroke = (struct stroke){0};
}

struct dict_text stroke_code(const struct stroke *stroke, uint32_t record)
{
    uint32_t from = stroke->offsets[record];
    return (struct dict_text){stroke->codes + from, stroke->offsets[record + 1] - from};
}

uint32_t stroke_key(const char *strokes, uint32_t *mask)
{
    uint32_t key = 0;
    *mask = 0;
    for (int i = 0; i < STROKE_KEYED && strokes[i]; i++) {
        if (strokes[i] == '0' + STROKE_ANY)
            continue; /* tells that there is a stroke; stroke_fits() looks at that */
        key |= (uint32_t)(strokes[i] - '0') << (27 - 3 * i);
        *mask |= UINT32_C(7) << (27 - 3 * i);
    }
    return key;
}

bool stroke_fits(const struct stroke *stroke, uint32_t record, const char *strokes, bool whole)
{
    struct dict_text code = stroke_code(stroke, record);
    size_t at = 0;
    for (; strokes[at]; at++) {
        if (at == code.len || (strokes[at] != '0' + STROKE_ANY && strokes[at] != code.at[at]))
            return false;
    }
    return !whole || at == code.len;
}

struct dict_range stroke_records(const struct stroke *stroke, uint32_t character)
{
    uint32_t low = 0, high = stroke->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (stroke->characters[stroke->by_character[middle]] < character)
            low = middle + 1;
        else
            high = middle;
    }
    struct dict_range range = {low, low};
    while (range.to < stroke->count &&
           stroke->characters[stroke->by_character[range.to]] == character)
        range.to++;
    return range;
}

/* The entry of a character in its commonest reading. */
static uint32_t find_entry(const struct dict *dict, uint32_t character)
{
    char text[4];
    return dict_entry(dict, text, utf8_encode(character, text));
}

static size_t rank_of(const struct dict *dict, uint32_t entry)
{
    int cost = entry == DICT_NONE ? STROKE_COSTS : dict_entry_cost(dict, entry);
    return cost < STROKE_COSTS ? (size_t)cost : STROKE_COSTS - 1;
}

static uint32_t key_of(const struct stroke *stroke, uint32_t record)
{
    char strokes[STROKE_KEYED + 1] = {0};
    struct dict_text code = stroke_code(stroke, record);
    uint32_t mask = 0;
    memcpy(strokes, code.at, code.len < STROKE_KEYED ? code.len : STROKE_KEYED);
    return stroke_key(strokes, &mask);
}

/* The ways of writing a character stand together, so its entry is looked up once. */
static void find_entries(struct stroke *stroke, const struct dict *dict)
{
    for (uint32_t i = 0; i < stroke->count; i++) {
        uint32_t record = stroke->by_character[i], character = stroke->characters[record];
        uint32_t before = i > 0 ? stroke->by_character[i - 1] : record;
        stroke->entries[record] = i > 0 && stroke->characters[before] == character
                                      ? stroke->entries[before]
                                      : find_entry(dict, character);
    }
}

/* Sorting by counting: a rank's place is the number of records of lower ranks. */
void stroke_rank(struct stroke *stroke, const struct dict *dict)
{
    uint32_t places[STROKE_COSTS + 1] = {0};
    find_entries(stroke, dict);
    for (uint32_t i = 0; i < stroke->count; i++)
        places[rank_of(dict, stroke->entries[i]) + 1]++;
    for (size_t rank = 0; rank < STROKE_COSTS; rank++)
        places[rank + 1] += places[rank];
    for (uint32_t i = 0; i < stroke->count; i++) {
        uint32_t place = places[rank_of(dict, stroke->entries[i])]++;
        stroke->ranked[place] = (struct stroke_ranked){key_of(stroke, i), i};
    }
}
