#include "strings/strings.h"

#include <stdio.h>
#include <string.h>

static const char *const table[STR_COUNT] = {
#include "strings/table.inc"
};

static const char *const keys[STR_COUNT] = {
#include "strings/keys.inc"
};

const char *str_text(enum str id)
{
    return table[id];
}

enum str str_find(const char *key)
{
    int id = 0;
    while (id < STR_COUNT && strcmp(keys[id], key) != 0)
        id++;
    return (enum str)id;
}

/* Drops the bytes of a character that was cut in two. */
static void trim_end(char *out)
{
    size_t len = strlen(out), start = len;
    while (start > 0 && ((unsigned char)out[start - 1] & 0xC0U) == 0x80U)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)out[start - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < need)
        out[start - 1] = '\0';
}

const char *str_fill(char *out, size_t size, enum str id, const char *const values[3])
{
    const char *text = table[id];
    size_t len = 0;
    out[0] = '\0';
    for (int i = 0; len < size; i++) {
        const char *open = strchr(text, '{');
        const char *close = open ? strchr(open, '}') : NULL;
        int plain = (int)(close ? (size_t)(open - text) : strlen(text));
        const char *value = close && i < 3 && values[i] ? values[i] : "";
        len += (size_t)snprintf(out + len, size - len, "%.*s%s", plain, text, value);
        if (!close)
            break;
        text = close + 1;
    }
    trim_end(out);
    return out;
}

const char *str_number(char *out, size_t size, enum str id, long value)
{
    char text[24];
    snprintf(text, sizeof text, "%ld", value);
    return str_fill(out, size, id, (const char *const[3]){text, NULL, NULL});
}
