#include "ui/breaks.h"

#include <stddef.h>

#include "core/utf8.h"

/* ，。、；：？！…—～·）】》〉」』〕｝］’”％‰℃°々〃 and their ASCII forms */
static const uint16_t no_start[] = {
    0xff0c, 0x3002, 0x3001, 0xff1b, 0xff1a, 0xff1f, 0xff01, 0x2026, 0x2014, 0xff5e,
    0x00b7, 0xff09, 0x3011, 0x300b, 0x3009, 0x300d, 0x300f, 0x3015, 0xff5d, 0xff3d,
    0x2019, 0x201d, 0xff05, 0x2030, 0x2103, 0x00b0, 0x3005, 0x3003, 0x30fb, '!',
    '%',    ')',    ',',    '.',    ':',    ';',    '?',    ']',    '}',
};

/* （【《〈「『〔｛［‘“￥¥＃№ and their ASCII forms */
static const uint16_t no_end[] = {
    0xff08, 0x3010, 0x300a, 0x3008, 0x300c, 0x300e, 0x3014, 0xff5b, 0xff3b, 0x2018,
    0x201c, 0xffe5, 0x00a5, 0xff03, 0x2116, '(',    '[',    '{',    '$',    '#',
};

static bool is_in(uint32_t c, const uint16_t *set, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (set[i] == c)
            return true;
    }
    return false;
}

/* Part of a word: letters, digits, and what holds addresses and numbers together. */
static bool is_word(uint32_t c)
{
    return (c > 0x20 && c < 0x7f) || (c >= 0xc0 && c < 0x250);
}

bool breaks_between(uint32_t before, uint32_t after)
{
    if (after == ' ')
        return false;
    if (is_in(after, no_start, sizeof no_start / sizeof no_start[0]) ||
        is_in(before, no_end, sizeof no_end / sizeof no_end[0]))
        return false;
    if (before == ' ')
        return true;
    return !(is_word(before) && is_word(after));
}

static bool is_alnum(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool breaks_thin_space(uint32_t before, uint32_t after)
{
    return (utf8_is_han(before) && is_alnum(after)) || (is_alnum(before) && utf8_is_han(after));
}
