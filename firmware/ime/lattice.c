#include "ime/lattice.h"

#include <string.h>

/* The cheapest single character whose syllable begins with the letter, or with one of the digit. */
static uint32_t find_letter(const struct dict *dict, char key)
{
    uint32_t best = DICT_NONE;
    struct dict_range nodes = dict_children(dict, 0);
    for (uint32_t node = nodes.from; node < nodes.to; node++) {
        struct dict_range entries = dict_entries(dict, node);
        uint32_t entry = entries.from;
        const char *spelling = dict->syllables[dict->labels[node]];
        char first = key <= '9' ? (char)('0' + dict_digit(spelling[0])) : spelling[0];
        if (first != key || entry == entries.to)
            continue;
        if (best == DICT_NONE || dict_entry_cost(dict, entry) < dict_entry_cost(dict, best))
            best = entry;
    }
    return best;
}

void lattice_init(struct lattice *lattice, const struct model *model, const struct spell *spell)
{
    const struct dict *dict = lattice->dict = model->dict;
    lattice->spell = spell;
    lattice->learn = model->learn;
    lattice->model = *model;
    lattice->width = model_has_context(&lattice->model) ? LATTICE_STATES : 1;
    for (int digit = '2'; digit <= '9'; digit++)
        lattice->letters[digit - '2'] = find_letter(dict, (char)digit);
    for (int letter = 'a'; letter <= 'z'; letter++) {
        uint32_t entry = find_letter(dict, (char)letter);
        lattice->letters[8 + letter - 'a'] =
            entry != DICT_NONE ? entry : lattice->letters[dict_digit((char)letter) - 2];
    }
    lattice_clear(lattice, DICT_START);
}

void lattice_clear(struct lattice *lattice, uint32_t previous)
{
    struct column *first = &lattice->columns[0];
    lattice->len = 0;
    lattice->digits[0] = '\0';
    lattice->borders[0] = false;
    lattice->pin = DICT_NO_SYLLABLE;
    first->cursor_count = 0;
    first->state_count = 1;
    first->states[0] = (struct state){.word = previous};
}

/* Keeps a state if it is among the best of its column; one for each last word. */
static void keep(struct column *column, size_t width, struct state added)
{
    size_t at = column->state_count;
    for (size_t i = 0; i < column->state_count; i++) {
        if (column->states[i].word == added.word && column->states[i].kind == added.kind) {
            if (column->states[i].cost <= added.cost)
                return;
            at = i; /* replaced below */
            break;
        }
    }
    if (at == width) {
        if (column->states[--at].cost <= added.cost)
            return;
    } else if (at == column->state_count) {
        column->state_count++;
    }
    for (; at > 0 && column->states[at - 1].cost > added.cost; at--)
        column->states[at] = column->states[at - 1];
    column->states[at] = added;
}

/* One step from column `from` to the last one, from every state that is worth it. */
static void step(struct lattice *lattice, size_t from, struct state arc)
{
    const struct column *start = &lattice->columns[from];
    struct column *end = &lattice->columns[lattice->len];
    for (size_t i = 0; i < start->state_count; i++) {
        struct state added = arc;
        added.from = (uint8_t)from;
        added.from_state = (uint8_t)i;
        added.cost += start->states[i].cost;
        if (end->state_count == lattice->width &&
            added.cost - LEARN_BONUS_MAX > end->states[lattice->width - 1].cost)
            return; /* not worth asking what the word costs; those behind it cost more */
        if (arc.kind != ARC_PHRASE)
            added.cost += model_cost(&lattice->model, start->states[i].word, arc.ref);
        keep(end, lattice->width, added);
    }
}

static void add_cursor(struct lattice *lattice, struct cursor cursor)
{
    struct column *column = &lattice->columns[lattice->len];
    if (cursor.node != DICT_NONE && column->cursor_count < LATTICE_CURSORS)
        column->cursors[column->cursor_count++] = cursor;
}

/* Words that begin with the syllable digits[from, len). */
static void begin_words(struct lattice *lattice, size_t from, struct dict_range spellings)
{
    for (uint32_t i = spellings.from; i < spellings.to; i++) {
        const struct spelling *spelling = &lattice->spell->all[i];
        if (lattice_allows(lattice, from, spelling->syllable) &&
            lattice_reads(lattice, from, spelling->typed, spelling->len))
            add_cursor(lattice, (struct cursor){dict_child(lattice->dict, 0, spelling->syllable),
                                                (uint8_t)from, spelling->penalty});
    }
}

/* Words that had come to column `from` and go on with the syllable digits[from, len). */
static void continue_words(struct lattice *lattice, size_t from, struct dict_range spellings)
{
    const struct column *column = &lattice->columns[from];
    for (size_t c = 0; c < column->cursor_count; c++) {
        struct cursor at = column->cursors[c];
        struct dict_range children = dict_children(lattice->dict, at.node);
        if (children.from == children.to)
            continue;
        for (uint32_t i = spellings.from; i < spellings.to; i++) {
            const struct spelling *spelling = &lattice->spell->all[i];
            int penalty = at.penalty + spelling->penalty;
            if (penalty <= UINT8_MAX &&
                lattice_reads(lattice, from, spelling->typed, spelling->len))
                add_cursor(lattice,
                           (struct cursor){dict_child(lattice->dict, at.node, spelling->syllable),
                                           at.start, (uint8_t)penalty});
        }
    }
}

/* Single syllables first, so that they are there even if there were too many longer words. */
static void add_cursors(struct lattice *lattice)
{
    struct dict_range spellings[SPELL_LEN_MAX + 1] = {{0, 0}};
    size_t longest = lattice_last_syllable(lattice);
    for (size_t span = 1; span <= longest; span++) {
        size_t from = lattice->len - span;
        spellings[span] = spell_find(lattice->spell, lattice_key(lattice, from, lattice->len));
        begin_words(lattice, from, spellings[span]);
    }
    for (size_t span = 1; span <= longest; span++) {
        if (spellings[span].from < spellings[span].to)
            continue_words(lattice, lattice->len - span, spellings[span]);
    }
}

static void add_words(struct lattice *lattice)
{
    const struct dict *dict = lattice->dict;
    const struct column *column = &lattice->columns[lattice->len];
    for (size_t c = 0; c < column->cursor_count; c++) {
        struct cursor at = column->cursors[c];
        struct dict_range entries = dict_entries(dict, at.node);
        for (uint32_t entry = entries.from;
             entry < entries.to && entry - entries.from < LATTICE_WORDS; entry++)
            step(lattice, at.start,
                 (struct state){.cost = at.penalty,
                                .ref = entry,
                                .word = dict_entry_word(dict, entry),
                                .kind = ARC_WORD});
    }
}

static bool phrase_fits(const struct lattice *lattice, const struct learned_phrase *phrase,
                        size_t from)
{
    const char *reading = phrase->reading;
    uint16_t first = dict_syllable(lattice->dict, reading, strcspn(reading, " "));
    return lattice_has_keys(lattice, from, phrase->digits) && lattice_allows(lattice, from, first);
}

static void add_phrases(struct lattice *lattice)
{
    for (size_t i = 0; i < lattice->learn->phrase_count; i++) {
        const struct learned_phrase *phrase = &lattice->learn->phrases[i];
        size_t len = strlen(phrase->digits);
        if (len <= lattice->len && phrase_fits(lattice, phrase, lattice->len - len))
            step(lattice, lattice->len - len,
                 (struct state){.cost = MODEL_PHRASE,
                                .ref = (uint32_t)i,
                                .word = DICT_NONE,
                                .kind = ARC_PHRASE});
    }
}

/* So that whatever is typed can be read: one letter for one character, at a high price. */
static void add_letter(struct lattice *lattice)
{
    uint32_t entry = lattice_letter(lattice, lattice->len - 1);
    if (entry != DICT_NONE && (lattice->len > 1 || lattice->pin == DICT_NO_SYLLABLE))
        step(lattice, lattice->len - 1,
             (struct state){.cost = MODEL_LETTER,
                            .ref = entry,
                            .word = dict_entry_word(lattice->dict, entry),
                            .kind = ARC_LETTER});
}

bool lattice_push(struct lattice *lattice, char key)
{
    if (lattice->len == IME_DIGITS_MAX)
        return false;
    bool is_letter = key > '9';
    lattice->exact[lattice->len] = is_letter ? key : '\0';
    lattice->digits[lattice->len++] = is_letter ? (char)('0' + dict_digit(key)) : key;
    lattice->digits[lattice->len] = '\0';
    lattice->borders[lattice->len] = false;
    struct column *column = &lattice->columns[lattice->len];
    column->cursor_count = column->state_count = 0;
    add_cursors(lattice);
    add_words(lattice);
    add_phrases(lattice);
    add_letter(lattice);
    return true;
}

bool lattice_pop(struct lattice *lattice)
{
    if (lattice->len == 0)
        return false;
    if (lattice->borders[lattice->len])
        lattice->borders[lattice->len] = false;
    else
        lattice->digits[--lattice->len] = '\0';
    return true;
}

bool lattice_end_syllable(struct lattice *lattice)
{
    if (lattice->len == 0 || lattice->borders[lattice->len])
        return false;
    lattice->borders[lattice->len] = true;
    return true;
}

/* What was typed at a column: its letter if it was one, else its digit. */
static char key_at(const struct lattice *lattice, size_t column)
{
    return lattice->exact[column] ? lattice->exact[column] : lattice->digits[column];
}

void lattice_keys(const struct lattice *lattice, struct dict_range columns, bool borders,
                  char keys[IME_TYPED_MAX])
{
    for (size_t i = columns.from; i < columns.to; i++) {
        *keys++ = key_at(lattice, i);
        if (borders && lattice->borders[i + 1])
            *keys++ = '\'';
    }
    *keys = '\0';
}

bool lattice_reads(const struct lattice *lattice, size_t from, const char *letters, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (lattice->exact[from + i] && lattice->exact[from + i] != letters[i])
            return false;
    }
    return true;
}

bool lattice_has_keys(const struct lattice *lattice, size_t from, const char *keys)
{
    for (; *keys; keys++, from++) {
        char digit = *keys > '9' ? (char)('0' + dict_digit(*keys)) : *keys;
        if (from >= lattice->len || lattice->digits[from] != digit ||
            (*keys > '9' && !lattice_reads(lattice, from, keys, 1)))
            return false;
    }
    return true;
}

bool lattice_begins(const struct lattice *lattice, const char *letters)
{
    for (size_t i = 0; i < lattice->len; i++) {
        if (lattice->digits[i] != (char)('0' + dict_digit(letters[i])) || lattice->borders[i + 1] ||
            !lattice_reads(lattice, i, letters + i, 1))
            return false;
    }
    return true;
}

size_t lattice_last_syllable(const struct lattice *lattice)
{
    size_t most = lattice->len < SPELL_LEN_MAX ? lattice->len : SPELL_LEN_MAX, span = 0;
    while (span < most && (span == 0 || !lattice->borders[lattice->len - span]))
        span++;
    return span;
}

uint32_t lattice_letter(const struct lattice *lattice, size_t column)
{
    char key = key_at(lattice, column);
    return lattice->letters[key > '9' ? 8 + key - 'a' : key - '2'];
}
