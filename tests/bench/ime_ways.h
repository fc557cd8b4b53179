/* The measured texts, and ways of writing them. */
#ifndef JIANYAN_BENCH_IME_WAYS_H
#define JIANYAN_BENCH_IME_WAYS_H

#include <stdbool.h>
#include <stddef.h>

#include "ime/ime.h"

enum { CLAUSE_MAX = 32, UNREACHED_COST = 40, NEVER_COST = 1 << 20 };

struct clause {
    char text[CLAUSE_MAX][5]; /* characters */
    char digits[CLAUSE_MAX][8];
    int words[CLAUSE_MAX];
    size_t count, word_count;
};

/* What presses a way costs. */
enum way { WAY_ROW, WAY_NUMBERED, WAY_ARROWS };

/* Reads a line of the corpus, changing it; `dialect`: spelt as people in Chongqing say it. False if
 * it is none. */
bool clause_parse(char *line, bool dialect, struct clause *clause);

/* How many of the clause's characters [from, to) a text is the beginning of, and the digits that
 * they take; 0 if it is none. */
size_t clause_matches(const struct clause *clause, size_t from, size_t to, const char *text,
                      size_t *digits);

/* Characters of the clause that are left after the fewest changes that make it of `text`. */
size_t clause_right(const struct clause *clause, const char *text);

/* Bytes of the clause's text. */
size_t clause_bytes(const struct clause *clause);

/* Presses for one digit. */
double way_press(enum way way, char digit);

/* Presses for taking candidate i. */
double way_pick(enum way way, size_t i);

/* The fewest presses for the characters [from, to), one word, by any number of its digits or by its
 * first letters alone; the word is then committed. UNREACHED_COST a character if it never shows;
 * then the context is moved on. */
double way_word(struct ime *ime, const struct clause *clause, size_t from, size_t to, enum way way);

/* The same by strokes, in pieces if need be. *unreached counts characters. */
double way_strokes(struct ime *ime, const struct clause *clause, size_t from, size_t to,
                   enum way way, size_t *unreached);

#endif
