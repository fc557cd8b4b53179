#include "ime/ime.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/utf8.h"
#include "ime/stroke_list.h"

enum {
    HISTORY = 32,       /* commits that can be taken back */
    CONTEXT_BYTES = 96, /* of the text before the cursor that are kept */
    READINGS_MAX = 16,  /* of one word that are told */
};

/* What is needed to take a commit back. */
struct commit {
    char typed[IME_TYPED_MAX];   /* what it took */
    char context[CONTEXT_BYTES]; /* before it */
    uint32_t word;
};

/* A phrase being put together from several choices for one composition. */
struct assembly {
    char text[LEARN_PHRASE_BYTES];
    char digits[LEARN_PHRASE_DIGITS];
    char reading[LEARN_PHRASE_READING];
    size_t parts;
    bool too_long;
};

struct ime {
    struct dict dict;
    struct lm lm; /* zeroed if there is none */
    struct spell spell;
    struct learn learn, learn_before; /* before the last commit */
    struct lattice lattice;
    struct list list;
    struct stroke stroke; /* zeroed if there is no such data */
    struct stroke_input strokes;
    struct ime_options options;
    bool is_listed;              /* the list fits the composition */
    char context[CONTEXT_BYTES]; /* text before the cursor: its end */
    uint32_t word;               /* the last word of it, DICT_START or DICT_NONE */
    struct commit history[HISTORY];
    size_t history_count;
    bool can_forget; /* learn_before is of the last commit */
    struct assembly assembly;
    char reading[IME_TEXT_MAX];
    char typed[IME_TYPED_MAX];
    double load_ms;
};

static void forget_learned(struct ime *ime)
{
    learn_reset(&ime->learn);
    ime->can_forget = false;
}

/* Strokes may be missing: nothing is said until somebody asks for them. */
static void load_strokes(struct ime *ime, const char *data_dir)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/stroke.dict", data_dir) < (int)sizeof path &&
        access(path, F_OK) == 0)
        stroke_open(&ime->stroke, path);
    ime->strokes.stroke = &ime->stroke;
}

/* Typing goes on without them, less well; lm_open() has said why. */
static void load_pairs(struct ime *ime, const char *data_dir)
{
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/lm.dict", data_dir);
    if (len > 0 && len < (int)sizeof path && !lm_open(&ime->lm, path, &ime->dict))
        log_warn("ime", "candidates are chosen without the word before");
}

static bool load(struct ime *ime, const char *data_dir)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/base.dict", data_dir);
    if (len < 0 || len >= (int)sizeof path) {
        log_error("ime", "the name of the data folder is too long");
        return false;
    }
    if (!dict_open(&ime->dict, path))
        return false;
    load_strokes(ime, data_dir);
    spell_init(&ime->spell, &ime->dict, ime->options.fuzzy);
    forget_learned(ime);
    load_pairs(ime, data_dir);
    lattice_init(&ime->lattice, &(struct model){&ime->dict, &ime->lm, &ime->learn}, &ime->spell);
    data_rest(&ime->dict.data);
    data_rest(&ime->lm.data);
    data_rest(&ime->stroke.data);
    if (list_init(&ime->list, &ime->lattice))
        return true;
    log_error("ime", "no memory");
    return false;
}

struct ime *ime_open(const char *data_dir, const struct ime_options *options)
{
    struct clock clock = {0};
    int64_t start = clock_now(&clock).mono_ms;
    struct ime *ime = calloc(1, sizeof *ime);
    if (!ime) {
        log_error("ime", "no memory");
        return NULL;
    }
    ime->options = *options;
    ime->word = DICT_START;
    if (!load(ime, data_dir) || !ime_set_layout(ime, options->layout)) {
        ime_close(ime);
        return NULL;
    }
    ime->load_ms = (double)(clock_now(&clock).mono_ms - start);
    return ime;
}

void ime_close(struct ime *ime)
{
    if (!ime)
        return;
    list_fini(&ime->list);
    stroke_close(&ime->stroke);
    lm_close(&ime->lm);
    dict_close(&ime->dict);
    explicit_bzero(ime, sizeof *ime); /* what a person wrote */
    free(ime);
}

static bool has_strokes(const struct ime *ime)
{
    return ime->options.layout == IME_STROKE;
}

static bool add_stroke(struct ime *ime, int digit)
{
    struct stroke_input *strokes = &ime->strokes;
    if (digit < 1 || digit > STROKE_ANY || strokes->len == IME_DIGITS_MAX)
        return false;
    strokes->typed[strokes->len++] = (char)('0' + digit);
    strokes->typed[strokes->len] = '\0';
    ime->is_listed = false;
    return true;
}

bool ime_key(struct ime *ime, int digit)
{
    if (has_strokes(ime))
        return add_stroke(ime, digit);
    if (digit < 2 || digit > 9 || !lattice_push(&ime->lattice, (char)('0' + digit)))
        return false;
    ime->is_listed = false;
    return true;
}

bool ime_letter(struct ime *ime, char letter)
{
    if (has_strokes(ime))
        return false;
    bool added = letter == '\'' ? lattice_end_syllable(&ime->lattice)
                                : dict_digit(letter) > 0 && lattice_push(&ime->lattice, letter);
    ime->is_listed = ime->is_listed && !added;
    return added;
}

/* What was typed from a column on. */
static void typed_from(const struct ime *ime, size_t from, char typed[IME_TYPED_MAX])
{
    if (has_strokes(ime)) {
        snprintf(typed, IME_TYPED_MAX, "%s", ime->strokes.typed + from);
        return;
    }
    struct dict_range columns = {(uint32_t)from, (uint32_t)ime->lattice.len};
    lattice_keys(&ime->lattice, columns, true, typed);
}

/* Reads what was typed anew: something before it has changed. A pin is for its first syllable. */
static void read_again(struct ime *ime, const char *typed, uint16_t pin)
{
    lattice_clear(&ime->lattice, ime->word);
    ime->strokes.typed[ime->strokes.len = 0] = '\0';
    ime->is_listed = false;
    for (; has_strokes(ime) && *typed; typed++)
        add_stroke(ime, *typed - '0');
    ime->lattice.pin = pin;
    for (; *typed; typed++) {
        if (*typed == '\'')
            lattice_end_syllable(&ime->lattice);
        else
            lattice_push(&ime->lattice, *typed);
    }
    ime->is_listed = false;
}

static bool drop_stroke(struct ime *ime)
{
    if (ime->strokes.len == 0)
        return false;
    ime->strokes.typed[--ime->strokes.len] = '\0';
    ime->is_listed = false;
    return true;
}

bool ime_back(struct ime *ime)
{
    if (has_strokes(ime))
        return drop_stroke(ime);
    if (!lattice_pop(&ime->lattice))
        return false;
    if (ime->lattice.len == 0)
        read_again(ime, "", DICT_NO_SYLLABLE);
    ime->is_listed = false;
    return true;
}

const char *ime_digits(const struct ime *ime)
{
    return has_strokes(ime) ? ime->strokes.typed : ime->lattice.digits;
}

const char *ime_typed(struct ime *ime)
{
    typed_from(ime, 0, ime->typed);
    return ime->typed;
}

bool ime_has_layout(const struct ime *ime, enum ime_layout layout)
{
    return layout == IME_NINE || ime->stroke.ranked;
}

bool ime_set_layout(struct ime *ime, enum ime_layout layout)
{
    if (!ime_has_layout(ime, layout)) {
        log_error("ime", "there is no stroke data; install stroke.dict");
        return false;
    }
    if (layout == IME_STROKE)
        stroke_rank(&ime->stroke, &ime->dict);
    ime->options.layout = layout;
    ime->history_count = 0;
    ime->assembly = (struct assembly){0};
    read_again(ime, "", DICT_NO_SYLLABLE);
    return true;
}

static void make_list(struct ime *ime)
{
    if (ime->is_listed)
        return;
    if (ime->strokes.len > 0)
        stroke_list_make(&ime->list, &ime->strokes, ime->options.predict ? ime->context : NULL,
                         ime->word);
    else if (ime->lattice.len > 0)
        list_make(&ime->list);
    else if (ime->options.predict)
        list_predict(&ime->list, ime->context, ime->word);
    else
        list_clear(&ime->list);
    ime->is_listed = true;
}

size_t ime_count(struct ime *ime)
{
    make_list(ime);
    return ime->list.count;
}

/* True if keys of the composition stand for the letters of a reading: for its beginning, or for the
 * first letters of its syllables. Otherwise tolerance read something else. */
static bool is_as_typed(const struct lattice *lattice, const char *reading, size_t used)
{
    char letters[IME_TEXT_MAX], firsts[IME_TEXT_MAX];
    size_t letter_count = 0, syllables = 0;
    for (const char *at = reading; *at; at++) {
        if (at == reading || at[-1] == ' ')
            firsts[syllables++] = *at;
        if (*at != ' ')
            letters[letter_count++] = *at;
    }
    letters[letter_count < used ? letter_count : used] = '\0';
    firsts[syllables] = '\0';
    return (letter_count >= used && lattice_has_keys(lattice, 0, letters)) ||
           (syllables == used && lattice_has_keys(lattice, 0, firsts));
}

bool ime_candidate(struct ime *ime, size_t i, struct ime_candidate *candidate)
{
    make_list(ime);
    if (i >= ime->list.count)
        return false;
    const struct item *item = &ime->list.items[i];
    list_text(&ime->list, item, candidate->text, sizeof candidate->text);
    list_spell(&ime->list, item, candidate->reading, sizeof candidate->reading);
    candidate->used = item->used;
    candidate->tolerant = !has_strokes(ime) && candidate->reading[0] &&
                          !is_as_typed(&ime->lattice, candidate->reading, item->used);
    return true;
}

const char *ime_reading(struct ime *ime)
{
    ime->reading[0] = '\0';
    if (ime_count(ime) == 0 || ime->lattice.len == 0)
        return ime->reading;
    list_spell(&ime->list, &ime->list.items[0], ime->reading, sizeof ime->reading);
    size_t len = strlen(ime->reading);
    if (ime->list.items[0].kind == ITEM_CLAUSE && ime->list.untyped < len)
        ime->reading[len - ime->list.untyped] = '\0';
    return ime->reading;
}

/* Keeps the end of the text, at a character's border. */
static void set_context(struct ime *ime, const char *text)
{
    size_t len = strlen(text), from = len < CONTEXT_BYTES ? 0 : len - (CONTEXT_BYTES - 1);
    while (from < len && ((unsigned char)text[from] & 0xC0) == 0x80)
        from++;
    memmove(ime->context, text + from, len - from + 1);
}

static void extend_context(struct ime *ime, const char *text)
{
    char whole[CONTEXT_BYTES + IME_TEXT_MAX];
    snprintf(whole, sizeof whole, "%s%s", ime->context, text);
    set_context(ime, whole);
}

/* The last word of a text: its longest end that is one. DICT_START if a sentence begins behind it.
 */
static uint32_t last_word(const struct ime *ime, const char *text)
{
    size_t len = strlen(text), starts[4], count = 0, used = 0;
    size_t last = len > 0 ? utf8_previous(text, len) : 0;
    if (len == 0 || !utf8_is_han(utf8_decode(text + last, len - last, &used)))
        return DICT_START;
    for (size_t at = len; at > 0 && count < sizeof starts / sizeof *starts; count++)
        starts[count] = at = utf8_previous(text, at);
    while (count > 0) {
        size_t from = starts[--count];
        uint32_t word = dict_word(&ime->dict, text + from, len - from);
        if (word != DICT_NONE)
            return word;
    }
    return DICT_NONE;
}

static void learn_entry(struct ime *ime, uint32_t entry)
{
    uint32_t word = dict_entry_word(&ime->dict, entry);
    learn_word(&ime->learn, ime->word, word, entry);
    ime->word = word;
}

/* Learns the words of a candidate and moves on to the last of them. */
static void learn_item(struct ime *ime, const struct item *item, const char *text)
{
    const struct list *list = &ime->list;
    size_t links = item->kind == ITEM_CLAUSE ? list->link_count : item->part;
    if (item->kind == ITEM_WORD) {
        learn_entry(ime, item->ref);
    } else if (item->kind == ITEM_CLAUSE || item->kind == ITEM_PREFIX) {
        for (size_t i = 0; i < links; i++) {
            if (list->links[i].kind == ARC_PHRASE)
                ime->word = DICT_NONE;
            else
                learn_entry(ime, list->links[i].ref);
        }
    } else {
        uint32_t entry = dict_entry(&ime->dict, text, strlen(text));
        if (entry != DICT_NONE)
            learn_entry(ime, entry);
        else
            ime->word = last_word(ime, text);
    }
}

/* Appends to a bounded text; false if it does not fit. */
static bool append(char *out, size_t size, const char *text, const char *between)
{
    size_t len = strlen(out);
    int added = snprintf(out + len, size - len, "%s%s", len > 0 ? between : "", text);
    return added >= 0 && (size_t)added < size - len;
}

/* One more part of a phrase; when no digit is left it is learned, if it has several parts. */
static void assemble(struct ime *ime, const char *text, const char *reading, const char *digits)
{
    struct assembly *assembly = &ime->assembly;
    if (!append(assembly->text, sizeof assembly->text, text, "") ||
        !append(assembly->digits, sizeof assembly->digits, digits, "") ||
        !append(assembly->reading, sizeof assembly->reading, reading, " "))
        assembly->too_long = true;
    assembly->parts++;
    if (strlen(digits) < ime->lattice.len)
        return;
    if (assembly->parts > 1 && !assembly->too_long &&
        dict_word(&ime->dict, assembly->text, strlen(assembly->text)) == DICT_NONE)
        learn_phrase(&ime->learn, assembly->text, assembly->digits, assembly->reading);
    *assembly = (struct assembly){0};
}

static void remember(struct ime *ime, uint32_t used)
{
    if (ime->history_count == HISTORY) {
        memmove(ime->history, ime->history + 1, (HISTORY - 1) * sizeof *ime->history);
        ime->history_count--;
    }
    struct commit *commit = &ime->history[ime->history_count++];
    *commit = (struct commit){.word = ime->word};
    if (has_strokes(ime))
        snprintf(commit->typed, sizeof commit->typed, "%.*s", (int)used, ime->strokes.typed);
    else
        lattice_keys(&ime->lattice, (struct dict_range){0, used}, true, commit->typed);
    memcpy(commit->context, ime->context, sizeof commit->context);
    ime->learn_before = ime->learn;
    ime->can_forget = true;
}

/* A clause looks words up all over the data. Between two choices none of that need stay in a small
 * box's memory: what is read again comes from the machine's cache of the files. */
static void let_data_go(const struct ime *ime)
{
    data_let_go(&ime->dict.data);
    data_let_go(&ime->lm.data);
    data_let_go(&ime->stroke.data);
}

bool ime_pick(struct ime *ime, size_t i, char text[IME_TEXT_MAX])
{
    struct ime_candidate candidate;
    char keys[IME_TYPED_MAX];
    if (!ime_candidate(ime, i, &candidate))
        return false;
    struct dict_range columns = {0, (uint32_t)candidate.used};
    remember(ime, columns.to);
    lattice_keys(&ime->lattice, has_strokes(ime) ? (struct dict_range){0, 0} : columns, false,
                 keys);
    learn_item(ime, &ime->list.items[i], candidate.text);
    if (candidate.used > 0 && !has_strokes(ime))
        assemble(ime, candidate.text, candidate.reading, keys);
    extend_context(ime, candidate.text);
    typed_from(ime, columns.to, keys);
    let_data_go(ime);
    read_again(ime, keys, DICT_NO_SYLLABLE);
    memcpy(text, candidate.text, sizeof candidate.text);
    return true;
}

void ime_context(struct ime *ime, const char *text)
{
    set_context(ime, text);
    ime->word = last_word(ime, ime->context);
    ime->history_count = 0;
    ime->assembly = (struct assembly){0};
    read_again(ime, ime_typed(ime), DICT_NO_SYLLABLE);
}

bool ime_undo(struct ime *ime)
{
    char typed[2 * IME_TYPED_MAX];
    size_t digits = strlen(ime_digits(ime));
    if (ime->history_count == 0)
        return false;
    const struct commit *commit = &ime->history[ime->history_count - 1];
    for (const char *at = commit->typed; *at; at++)
        digits += *at != '\'';
    if (digits > IME_DIGITS_MAX)
        return false;
    snprintf(typed, sizeof typed, "%s%s", commit->typed, ime_typed(ime));
    ime->history_count--;
    memcpy(ime->context, commit->context, sizeof ime->context);
    ime->word = commit->word;
    if (ime->can_forget)
        ime->learn = ime->learn_before;
    ime->can_forget = false;
    ime->assembly = (struct assembly){0};
    read_again(ime, typed, DICT_NO_SYLLABLE);
    return true;
}

/* The composition may begin with this syllable, or with its beginning. */
static bool can_begin(const struct ime *ime, uint16_t syllable)
{
    const char *letters = ime->dict.syllables[syllable];
    size_t len = strlen(letters) < ime->lattice.len ? strlen(letters) : ime->lattice.len;
    return len > 0 &&
           spell_starts(ime->spell.keys[syllable], lattice_key(&ime->lattice, 0, len), len) &&
           lattice_reads(&ime->lattice, 0, letters, len);
}

bool ime_pin(struct ime *ime, const char *syllable)
{
    uint16_t pin = dict_syllable(&ime->dict, syllable, strlen(syllable));
    if (pin == DICT_NO_SYLLABLE || !can_begin(ime, pin))
        return false;
    read_again(ime, ime_typed(ime), pin);
    return true;
}

const char *ime_first_syllable(const struct ime *ime, size_t i)
{
    size_t typed = ime->lattice.len < SPELL_LEN_MAX ? ime->lattice.len : SPELL_LEN_MAX;
    for (size_t k = 1; k <= SPELL_LEN_MAX; k++) {
        size_t len = k <= typed ? typed + 1 - k : k; /* of its letters */
        for (uint16_t syllable = 0; syllable < ime->dict.syllable_count; syllable++) {
            const char *letters = ime->dict.syllables[syllable];
            if (strlen(letters) == len && can_begin(ime, syllable) && i-- == 0)
                return letters;
        }
    }
    return NULL;
}

void ime_reset(struct ime *ime, bool forget)
{
    explicit_bzero(ime->context, sizeof ime->context);
    explicit_bzero(ime->history, sizeof ime->history);
    ime->history_count = 0;
    ime->word = DICT_START;
    ime->assembly = (struct assembly){0};
    if (forget) {
        forget_learned(ime);
        explicit_bzero(&ime->learn_before, sizeof ime->learn_before);
    }
    read_again(ime, "", DICT_NO_SYLLABLE);
}

struct ime_stats ime_stats(const struct ime *ime)
{
    return (struct ime_stats){ime->dict.data.len + ime->lm.data.len + ime->stroke.data.len,
                              ime->load_ms};
}

size_t ime_strokes(const struct ime *ime, const char *text,
                   void (*each)(const char *strokes, void *), void *data)
{
    char strokes[STROKE_CODE_MAX + 1];
    size_t used = 0, len = strlen(text);
    if (len == 0 || !ime->stroke.ranked)
        return 0;
    uint32_t character = utf8_decode(text, len, &used);
    if (used != len)
        return 0;
    struct dict_range ways = stroke_records(&ime->stroke, character);
    for (uint32_t i = ways.from; i < ways.to; i++) {
        struct dict_text code = stroke_code(&ime->stroke, ime->stroke.by_character[i]);
        snprintf(strokes, sizeof strokes, "%.*s", (int)code.len, code.at);
        each(strokes, data);
    }
    return ways.to - ways.from;
}

size_t ime_readings(const struct ime *ime, const char *text,
                    void (*each)(const char *reading, void *), void *data)
{
    char spelling[DICT_WORD_MAX * DICT_SYLLABLE_BYTES];
    uint32_t entries[READINGS_MAX];
    size_t count = dict_find(&ime->dict, text, strlen(text), entries, READINGS_MAX);
    for (size_t i = 0; i < count; i++) {
        dict_spell(&ime->dict, entries[i], spelling, sizeof spelling);
        each(spelling, data);
    }
    return count;
}
