#include "core/key.h"

#include <string.h>

/* What the keys from KEY_SPACE on write, in their order; each is its key's name but for the space.
 */
static const char chars[][2] = {
    " ", "a", "b", "c",  "d", "e", "f",  "g", "h", "i", "j", "k", "l", "m", "n", "o", "p",
    "q", "r", "s", "t",  "u", "v", "w",  "x", "y", "z", "A", "B", "C", "D", "E", "F", "G",
    "H", "I", "J", "K",  "L", "M", "N",  "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X",
    "Y", "Z", "!", "\"", "$", "%", "&",  "'", "(", ")", "+", ",", "-", ".", "/", ":", ";",
    "<", "=", ">", "?",  "@", "[", "\\", "]", "^", "_", "`", "{", "|", "}", "~",
};

_Static_assert(sizeof chars / sizeof chars[0] == KEY_CHARS, "a name for every key");

static const char *const names[KEY_SPACE + 1] = {
    [KEY_NONE] = "NONE", [KEY_OK] = "OK",       [KEY_BACK] = "BACK",     [KEY_EXIT] = "EXIT",
    [KEY_HOME] = "HOME", [KEY_MENU] = "MENU",   [KEY_INFO] = "INFO",     [KEY_UP] = "UP",
    [KEY_DOWN] = "DOWN", [KEY_LEFT] = "LEFT",   [KEY_RIGHT] = "RIGHT",   [KEY_0] = "0",
    [KEY_1] = "1",       [KEY_2] = "2",         [KEY_3] = "3",           [KEY_4] = "4",
    [KEY_5] = "5",       [KEY_6] = "6",         [KEY_7] = "7",           [KEY_8] = "8",
    [KEY_9] = "9",       [KEY_STAR] = "STAR",   [KEY_HASH] = "HASH",     [KEY_DEL] = "DEL",
    [KEY_RED] = "RED",   [KEY_GREEN] = "GREEN", [KEY_YELLOW] = "YELLOW", [KEY_BLUE] = "BLUE",
    [KEY_CH_UP] = "CH+", [KEY_CH_DOWN] = "CH-", [KEY_VOL_UP] = "VOL+",   [KEY_VOL_DOWN] = "VOL-",
    [KEY_MUTE] = "MUTE", [KEY_POWER] = "POWER", [KEY_ESCAPE] = "ESC",    [KEY_START] = "START",
    [KEY_END] = "END",   [KEY_ERASE] = "ERASE", [KEY_SPACE] = "SPACE",
};

const char *key_name(enum key key)
{
    if (key <= KEY_NONE || key >= KEY_COUNT)
        return names[KEY_NONE];
    return key <= KEY_SPACE ? names[key] : chars[key - KEY_SPACE];
}

enum key key_from_name(const char *name)
{
    for (int key = KEY_NONE + 1; key < KEY_COUNT; key++) {
        if (strcmp(key_name((enum key)key), name) == 0)
            return (enum key)key;
    }
    return KEY_NONE;
}

int key_digit(enum key key)
{
    return key >= KEY_0 && key <= KEY_9 ? (int)key - (int)KEY_0 : -1;
}

char key_char(enum key key)
{
    return key >= KEY_SPACE && key < KEY_COUNT ? chars[key - KEY_SPACE][0] : '\0';
}

enum key key_from_char(char c)
{
    if (c >= '0' && c <= '9')
        return (enum key)(KEY_0 + (c - '0'));
    if (c == '*' || c == '#')
        return c == '*' ? KEY_STAR : KEY_HASH;
    for (int i = 0; c && i < KEY_CHARS; i++) {
        if (chars[i][0] == c)
            return (enum key)(KEY_SPACE + i);
    }
    return KEY_NONE;
}
