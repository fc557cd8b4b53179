#include "core/utf8.h"

/* Length of the sequence that starts with this byte, 0 if none does. */
static size_t sequence_len(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    if (lead >= 0xF0 && lead < 0xF5)
        return 4;
    return 0;
}

/* The code point at text, or -1 if the bytes there are not one. */
static int32_t decode_strict(const char *text, size_t len, size_t *used)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    size_t n = sequence_len(lead);
    *used = 1;
    if (n == 0 || n > len)
        return -1;
    uint32_t c = n == 1 ? lead : lead & (0xFFU >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        unsigned char byte = (unsigned char)text[i];
        if ((byte & 0xC0) != 0x80)
            return -1;
        c = c << 6 | (byte & 0x3FU);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return -1;
    *used = n;
    return (int32_t)c;
}

uint32_t utf8_decode(const char *text, size_t len, size_t *used)
{
    int32_t c = decode_strict(text, len, used);
    return c < 0 ? 0xFFFD : (uint32_t)c;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 0;
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80U | (c & 0x3FU));
    out[0] = (char)((0xF00U >> n & 0xF0U) | c);
    return n;
}

bool utf8_is_valid(const char *text, size_t len)
{
    size_t used = 0;
    for (size_t at = 0; at < len; at += used) {
        if (decode_strict(text + at, len - at, &used) < 0)
            return false;
    }
    return true;
}

size_t utf8_count(const char *text, size_t len)
{
    size_t count = 0, used = 0;
    for (size_t at = 0; at < len; at += used, count++)
        utf8_decode(text + at, len - at, &used);
    return count;
}

size_t utf8_offset(const char *text, size_t len, size_t count)
{
    size_t at = 0, used = 0;
    for (; at < len && count > 0; at += used, count--)
        utf8_decode(text + at, len - at, &used);
    return at;
}

size_t utf8_previous(const char *text, size_t at)
{
    size_t start = at - 1;
    while (start > 0 && at - start < 4 && ((unsigned char)text[start] & 0xC0) == 0x80)
        start--;
    return start;
}

bool utf8_is_han(uint32_t c)
{
    return c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}
