/* What the screen says, by name. The words stand in assets/strings/zh-CN; the names and the table
 * are made from them at build time. */
#ifndef JIANYAN_STRINGS_STRINGS_H
#define JIANYAN_STRINGS_STRINGS_H

#include <stddef.h>

enum str {
#include "strings/header.inc"
    STR_COUNT
};

/* The words of a name. A constant string. */
const char *str_text(enum str id);

/* The string with this key ("poster.scan"); STR_COUNT if there is none. */
enum str str_find(const char *key);

/* The words with their {names} filled in, in the order they stand: the first by `first`, the second
 * by `second`, and so on; NULL ends the values early and leaves nothing in the place of a name. At
 * most three. Cut at a whole character where `out` is too small; returns `out`. */
const char *str_fill(char *out, size_t size, enum str id, const char *const values[3]);

/* The same for numbers. */
const char *str_number(char *out, size_t size, enum str id, long value);

#endif
