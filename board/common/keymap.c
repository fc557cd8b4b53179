#include "board/common/keymap.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "board/common/evdev.h"
#include "core/log.h"

enum { LINE_BYTES = 256, NAME_BYTES = 48 };

/* Names, because <linux/input-event-codes.h> gives KEY_OK and its like other meanings than ours. */
static const char *const built_in[] = {
    /* remotes */
    "KEY_OK = OK",
    "KEY_SELECT = OK",
    "KEY_BACK = BACK",
    "KEY_EXIT = EXIT",
    "KEY_TV = EXIT",
    "KEY_TV2 = EXIT",
    "KEY_HOMEPAGE = HOME",
    "KEY_MENU = MENU",
    "KEY_ROOT_MENU = MENU",
    "KEY_CONTEXT_MENU = MENU",
    "KEY_SETUP = MENU",
    "KEY_OPTION = MENU",
    "KEY_INFO = INFO",
    "KEY_HELP = INFO",
    "KEY_NUMERIC_STAR = STAR",
    "KEY_NUMERIC_POUND = HASH",
    "KEY_CLEAR = DEL",
    "KEY_RED = RED",
    "KEY_GREEN = GREEN",
    "KEY_YELLOW = YELLOW",
    "KEY_BLUE = BLUE",
    "KEY_CHANNELUP = CH+",
    "KEY_CHANNELDOWN = CH-",
    "KEY_VOLUMEUP = VOL+",
    "KEY_VOLUMEDOWN = VOL-",
    "KEY_MUTE = MUTE",
    "KEY_POWER = POWER",
    "KEY_POWER2 = POWER",
    /* what televisions send for their keys "return" and "clear" */
    "cec KEY_EXIT = BACK",
    "cec KEY_DELETE = DEL",
    /* both */
    "KEY_UP = UP",
    "KEY_DOWN = DOWN",
    "KEY_LEFT = LEFT",
    "KEY_RIGHT = RIGHT",
    "KEY_ENTER = OK",
    "KEY_BACKSPACE = DEL",
    /* keyboards */
    "KEY_KPENTER = OK",
    "KEY_ESC = ESC",
    "KEY_HOME = START",
    "KEY_END = END",
    "KEY_DELETE = ERASE",
    "KEY_KPDOT = DEL",
    "KEY_COMPOSE = MENU",
    "KEY_F1 = RED",
    "KEY_F2 = GREEN",
    "KEY_F3 = YELLOW",
    "KEY_F4 = BLUE",
    "KEY_PAGEUP = CH+",
    "KEY_PAGEDOWN = CH-",
    "KEY_KPASTERISK = STAR",
    "KEY_KPSLASH = HASH",
    "KEY_KPPLUS = VOL+",
    "KEY_KPMINUS = VOL-",
    "ctrl KEY_B = BACK",
    "ctrl KEY_X = EXIT",
    "ctrl KEY_H = HOME",
    "ctrl KEY_M = MENU",
    "ctrl KEY_I = INFO",
    "ctrl KEY_U = MUTE",
    "ctrl KEY_P = POWER",
};

/* Keys that write: alone, and with Shift, on a keyboard as they are sold in China. */
static const struct writing {
    const char *code;
    char alone, shifted;
} writing[] = {
    {"KEY_SPACE", ' ', ' '},     {"KEY_MINUS", '-', '_'},       {"KEY_EQUAL", '=', '+'},
    {"KEY_LEFTBRACE", '[', '{'}, {"KEY_RIGHTBRACE", ']', '}'},  {"KEY_BACKSLASH", '\\', '|'},
    {"KEY_SEMICOLON", ';', ':'}, {"KEY_APOSTROPHE", '\'', '"'}, {"KEY_GRAVE", '`', '~'},
    {"KEY_COMMA", ',', '<'},     {"KEY_DOT", '.', '>'},         {"KEY_SLASH", '/', '?'},
};

static const char shifted_digits[] = ")!@#$%^&*(";

static void set(struct keymap *keymap, enum keymap_way way, int code, enum key key)
{
    keymap->keys[way][code] = (uint8_t)key;
    keymap->set[way][code] = true;
}

static void add_writing(struct keymap *keymap, const char *code_name, char alone, char shifted)
{
    int code = evdev_code(code_name);
    set(keymap, KEYMAP_PLAIN, code, key_from_char(alone));
    set(keymap, KEYMAP_SHIFT, code, key_from_char(shifted));
}

static void add_letters_and_digits(struct keymap *keymap)
{
    char name[NAME_BYTES];
    for (int c = 'A'; c <= 'Z'; c++) {
        snprintf(name, sizeof name, "KEY_%c", c);
        add_writing(keymap, name, (char)(c - 'A' + 'a'), (char)c);
    }
    for (int digit = 0; digit <= 9; digit++) {
        char c = (char)('0' + digit);
        snprintf(name, sizeof name, "KEY_%d", digit);
        add_writing(keymap, name, c, shifted_digits[digit]);
        snprintf(name, sizeof name, "KEY_KP%d", digit);
        add_writing(keymap, name, c, c);
        snprintf(name, sizeof name, "KEY_NUMERIC_%d", digit);
        add_writing(keymap, name, c, c);
    }
}

void keymap_init(struct keymap *keymap)
{
    *keymap = (struct keymap){0};
    add_letters_and_digits(keymap);
    for (size_t i = 0; i < sizeof writing / sizeof writing[0]; i++)
        add_writing(keymap, writing[i].code, writing[i].alone, writing[i].shifted);
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++)
        keymap_add(keymap, built_in[i]);
}

static enum keymap_way take_way(const char **at)
{
    static const char *const words[KEYMAP_WAYS] = {"", "shift ", "ctrl ", "cec "};
    for (int way = KEYMAP_SHIFT; way < KEYMAP_WAYS; way++) {
        size_t len = strlen(words[way]);
        if (strncmp(*at, words[way], len) == 0) {
            *at += len;
            return (enum keymap_way)way;
        }
    }
    return KEYMAP_PLAIN;
}

const char *keymap_add(struct keymap *keymap, const char *line)
{
    char code_name[NAME_BYTES], key[NAME_BYTES], more;
    line += strspn(line, " \t\r\n");
    if (*line == '\0' || *line == '#')
        return NULL;
    enum keymap_way way = take_way(&line);
    int got = sscanf(line, " %47[A-Za-z0-9_] = %47[^ \t\r\n#] %c", code_name, key, &more);
    if (got < 2 || (got == 3 && more != '#'))
        return "is not 'KEY_NAME = KEY'";
    int code = evdev_code(code_name);
    if (code < 0 || code >= KEYMAP_CODES)
        return "names a key the kernel does not have";
    enum key meaning = key_from_name(key);
    if (meaning == KEY_NONE && strcmp(key, "NONE") != 0)
        return "names a key that is none of ours";
    set(keymap, way, code, meaning);
    return NULL;
}

bool keymap_read(struct keymap *keymap, const char *path)
{
    char line[LINE_BYTES];
    const char *wrong = NULL;
    FILE *file = fopen(path, "re");
    if (!file) {
        log_error("keys", "cannot open file=%s: %s", path, strerror(errno));
        return false;
    }
    for (int number = 1; !wrong && fgets(line, sizeof line, file); number++) {
        wrong = strchr(line, '\n') || feof(file) ? keymap_add(keymap, line) : "is too long";
        if (wrong)
            log_error("keys", "%s:%d: '%.*s' %s", path, number, (int)strcspn(line, "\r\n"), line,
                      wrong);
    }
    fclose(file);
    return !wrong;
}

enum key keymap_key(const struct keymap *keymap, enum keymap_way way, int code)
{
    if (code < 0 || code >= KEYMAP_CODES)
        return KEY_NONE;
    if (way != KEYMAP_CTRL && !keymap->set[way][code])
        way = KEYMAP_PLAIN;
    return (enum key)keymap->keys[way][code];
}
