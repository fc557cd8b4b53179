/* Chinese text entry from nine digit keys. The engine knows nothing of screens or keys: it turns
 * digits (2 to 9, as printed on a keypad) into candidates; letters of a keyboard do the same and
 * say more. One interface, so that the engine can be replaced.
 *
 * Data is one mapped, read-only file (base.dict, made by assets/dictionary). After ime_open()
 * nothing is allocated. All texts are UTF-8. */
#ifndef JIANYAN_IME_IME_H
#define JIANYAN_IME_IME_H

#include <stdbool.h>
#include <stddef.h>

enum {
    IME_DIGITS_MAX = 100,                   /* longest composition: about 30 characters */
    IME_TYPED_MAX = 2 * IME_DIGITS_MAX + 1, /* bytes of it with separators and its zero */
    IME_CANDIDATES_MAX = 2048,              /* longest list */
    IME_TEXT_MAX = 256,                     /* bytes of a candidate, with its zero */
};

enum ime_layout { IME_NINE, IME_STROKE };

struct ime_options {
    enum ime_layout layout;
    bool fuzzy;   /* tolerance: z/zh, c/ch, s/sh, n/l, in/ing, en/eng */
    bool predict; /* offer the next word after a commit */
};

struct ime_candidate {
    char text[IME_TEXT_MAX];
    int used;                   /* digits of the composition it takes; 0: a prediction */
    char reading[IME_TEXT_MAX]; /* its standard reading, "xi wang"; empty if not known */
    bool tolerant;              /* something else was typed: the reading is worth showing */
};

struct ime; /* engine with composition, context and what was learned */

/* Maps data_dir/base.dict and, if it is there, stroke.dict. NULL after one logged line. */
struct ime *ime_open(const char *data_dir, const struct ime_options *options);
void ime_close(struct ime *ime);

/* Adds digit 2 to 9 (1 to 6 in the stroke layout). False if it is none or the composition is full.
 */
bool ime_key(struct ime *ime, int digit);

/* Adds a letter a to z of a keyboard (v for ü): as its digit, but read as nothing else. An
 * apostrophe ends a syllable: xi'an. Letters and digits may stand in one composition. False if it
 * is neither, if there is no room, no syllable to end, or in the stroke layout. */
bool ime_letter(struct ime *ime, char letter);

/* Takes the last digit, letter or apostrophe back; false if there is none. */
bool ime_back(struct ime *ime);

/* The composition's digits, NUL-terminated; a letter counts as its digit. Valid until the next
 * change. */
const char *ime_digits(const struct ime *ime);

/* The composition as it was typed: digits, letters, apostrophes. Valid until the next change. */
const char *ime_typed(struct ime *ime);

/* Changes what the keys mean: pinyin from nine digits, or strokes of one character (1 横 2 竖 3 撇
 * 4 点 5 折, 6 any). The composition and what undo could take back are cleared; context and what
 * was learned stay. False after one logged line if there is no data for this layout; nothing is
 * changed then. */
bool ime_set_layout(struct ime *ime, enum ime_layout layout);

/* True if there is data for this layout. */
bool ime_has_layout(const struct ime *ime, enum ime_layout layout);

/* The composition as letters of the best candidate's reading ("xi wang zeng"), for showing above
 * the candidates; valid until the next change. */
const char *ime_reading(struct ime *ime);

/* Number of candidates now (at most IME_CANDIDATES_MAX): best whole clause first. With an empty
 * composition they are predictions. */
size_t ime_count(struct ime *ime);

/* Candidate i (0 to count - 1). False if there is none. */
bool ime_candidate(struct ime *ime, size_t i, struct ime_candidate *candidate);

/* Commits candidate i: its text goes to `text`, it becomes context, the rest of the digits stay. */
bool ime_pick(struct ime *ime, size_t i, char text[IME_TEXT_MAX]);

/* Sets the text before the cursor (only its end matters). */
void ime_context(struct ime *ime, const char *text);

/* Takes the last commit back: its digits return. False if there is none. */
bool ime_undo(struct ime *ime);

/* Fixes the first syllable ("xi"); false if the digits cannot be read so. Cleared by the next
 * commit. */
bool ime_pin(struct ime *ime, const char *syllable);

/* The syllables that ime_pin() would take now, whatever is fixed: those typed to their end, the
 * longest first, then those that have only begun. Constant texts, valid as long as the engine; NULL
 * behind the last. */
const char *ime_first_syllable(const struct ime *ime, size_t i);

/* Clears composition and context; `forget` also everything learned. */
void ime_reset(struct ime *ime, bool forget);

struct ime_stats {
    size_t data_bytes;
    double load_ms;
};

struct ime_stats ime_stats(const struct ime *ime);

/* For people who type a given text: calls `each` with every way of writing the character `text`, as
 * digits 1 to 5, the standard way first. Returns how many there were; 0 without stroke data. */
size_t ime_strokes(const struct ime *ime, const char *text,
                   void (*each)(const char *strokes, void *), void *data);

/* For people who type a given text (simulator, tests): calls `each` with every reading ("xi",
 * without tone) that the data has for the word `text`, one syllable a character, separated by
 * spaces. Returns how many there were. */
size_t ime_readings(const struct ime *ime, const char *text,
                    void (*each)(const char *reading, void *), void *data);

#endif
