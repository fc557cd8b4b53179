/* The keys of a remote control, as scenes know them. Boards map their hardware's codes to these. */
#ifndef JIANYAN_CORE_KEY_H
#define JIANYAN_CORE_KEY_H

/* Values are part of the screen protocol (docs/screen-protocol.md): append, never renumber. */
enum key {
    KEY_NONE = 0,
    KEY_OK,
    KEY_BACK,
    KEY_EXIT,
    KEY_HOME,
    KEY_MENU,
    KEY_INFO,
    KEY_UP,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_0, /* KEY_0 + d is the key of digit d */
    KEY_1,
    KEY_2,
    KEY_3,
    KEY_4,
    KEY_5,
    KEY_6,
    KEY_7,
    KEY_8,
    KEY_9,
    KEY_STAR,
    KEY_HASH,
    KEY_DEL,
    KEY_RED,
    KEY_GREEN,
    KEY_YELLOW,
    KEY_BLUE,
    KEY_CH_UP,
    KEY_CH_DOWN,
    KEY_VOL_UP,
    KEY_VOL_DOWN,
    KEY_MUTE,
    KEY_POWER,
    KEY_COUNT
};

/* The key's name as scripts, protocols and stdout spell it ("OK", "CH+", "5"); "NONE" for KEY_NONE
 * and for anything that is not a key. A constant string. */
const char *key_name(enum key key);

/* The key of that name, KEY_NONE if there is none. Names are case-sensitive. */
enum key key_from_name(const char *name);

/* 0 to 9 for a digit key, -1 for any other. */
int key_digit(enum key key);

#endif
