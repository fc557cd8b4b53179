/* From the kernel's key codes to our keys: a table, built in and added to by a file.
 *
 * A file has one key a line: "KEY_OK = OK", the kernel's name and ours (firmware/core/key.h); NONE
 * takes a key away; '#' begins a comment. "shift KEY_8 = STAR" is the key with Shift held, "ctrl
 * KEY_B = BACK" with Ctrl, "cec KEY_EXIT = BACK" the key of a television's own remote, which comes
 * over HDMI. With Shift and over HDMI, what is not named is as without. */
#ifndef JIANYAN_BOARD_KEYMAP_H
#define JIANYAN_BOARD_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"

enum { KEYMAP_CODES = 0x300 }; /* more than the kernel has */

enum keymap_way { KEYMAP_PLAIN, KEYMAP_SHIFT, KEYMAP_CTRL, KEYMAP_CEC, KEYMAP_WAYS };

struct keymap {
    uint8_t keys[KEYMAP_WAYS][KEYMAP_CODES]; /* enum key */
    bool set[KEYMAP_WAYS][KEYMAP_CODES];
};

/* The built-in table. */
void keymap_init(struct keymap *keymap);

/* Adds the lines of a file to it. False after one logged line with file and line; the table then
 * has what stood above. */
bool keymap_read(struct keymap *keymap, const char *path);

/* One line, as above; NULL, or what is wrong with it. */
const char *keymap_add(struct keymap *keymap, const char *line);

/* The key of a code, KEY_NONE if it has none. */
enum key keymap_key(const struct keymap *keymap, enum keymap_way way, int code);

#endif
