#include "core/key.h"

#include <string.h>

static const char *const names[KEY_COUNT] = {
    [KEY_NONE] = "NONE", [KEY_OK] = "OK",       [KEY_BACK] = "BACK",     [KEY_EXIT] = "EXIT",
    [KEY_HOME] = "HOME", [KEY_MENU] = "MENU",   [KEY_INFO] = "INFO",     [KEY_UP] = "UP",
    [KEY_DOWN] = "DOWN", [KEY_LEFT] = "LEFT",   [KEY_RIGHT] = "RIGHT",   [KEY_0] = "0",
    [KEY_1] = "1",       [KEY_2] = "2",         [KEY_3] = "3",           [KEY_4] = "4",
    [KEY_5] = "5",       [KEY_6] = "6",         [KEY_7] = "7",           [KEY_8] = "8",
    [KEY_9] = "9",       [KEY_STAR] = "STAR",   [KEY_HASH] = "HASH",     [KEY_DEL] = "DEL",
    [KEY_RED] = "RED",   [KEY_GREEN] = "GREEN", [KEY_YELLOW] = "YELLOW", [KEY_BLUE] = "BLUE",
    [KEY_CH_UP] = "CH+", [KEY_CH_DOWN] = "CH-", [KEY_VOL_UP] = "VOL+",   [KEY_VOL_DOWN] = "VOL-",
    [KEY_MUTE] = "MUTE", [KEY_POWER] = "POWER",
};

const char *key_name(enum key key)
{
    return key > KEY_NONE && key < KEY_COUNT ? names[key] : names[KEY_NONE];
}

enum key key_from_name(const char *name)
{
    for (int key = KEY_NONE + 1; key < KEY_COUNT; key++) {
        if (strcmp(names[key], name) == 0)
            return (enum key)key;
    }
    return KEY_NONE;
}

int key_digit(enum key key)
{
    return key >= KEY_0 && key <= KEY_9 ? (int)key - (int)KEY_0 : -1;
}
