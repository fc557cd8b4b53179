/* The keys of a remote control and of a keyboard, as scenes know them. Boards map their hardware's
 * codes to these.
 *
 * A keyboard has the remote's keys (Enter is OK, Backspace DEL, digits are digits) and some of its
 * own: those that write a character are one key for each character, KEY_SPACE and on, so that
 * whoever maps them settles capitals and signs by Shift and Caps Lock, and nobody else has to. */
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
    KEY_ESCAPE, /* a keyboard's: leaves what is half done, then the page */
    KEY_START,  /* its Home: the beginning of the text; a remote's house is KEY_HOME */
    KEY_END,
    KEY_ERASE, /* its Delete: the character behind the caret; KEY_DEL is for the one before */
    KEY_SPACE, /* the first of KEY_CHARS keys that write a character, see key_char() */
    KEY_COUNT = KEY_SPACE + 83,
};

enum { KEY_CHARS = KEY_COUNT - KEY_SPACE };

/* The key's name as scripts, protocols and stdout spell it ("OK", "CH+", "5", "a", "SPACE"); "NONE"
 * for KEY_NONE and for anything that is not a key. A constant string. */
const char *key_name(enum key key);

/* The key of that name, KEY_NONE if there is none. Names are case-sensitive. */
enum key key_from_name(const char *name);

/* 0 to 9 for a digit key, -1 for any other. */
int key_digit(enum key key);

/* The character a keyboard's key writes, 0 for any other key: space, a to z, A to Z, and ASCII's
 * signs but '*' and '#', which are a remote's (STAR, HASH). Digits are KEY_0 to KEY_9. */
char key_char(enum key key);

/* The key that writes it; KEY_NONE if there is none. Gives the remote's keys too: '5', '*', '#'. */
enum key key_from_char(char c);

#endif
