/* What follows "kms:" or "fbdev:" on the command line or in board.conf: how the screen and the keys
 * of this box are built in, as "name=value,name=value". Without it the hardware is asked. */
#ifndef JIANYAN_BOARD_HARDWARE_H
#define JIANYAN_BOARD_HARDWARE_H

#include <stdbool.h>

enum { HARDWARE_TEXT_MAX = 256 };

struct hardware {
    int width, height; /* of the mode; 0: the best for the canvas */
    int refresh;       /* Hz; 0: any */
    int turn;          /* quarter turns clockwise the picture is given, 0 to 3 */
    char
        device[HARDWARE_TEXT_MAX]; /* "/dev/dri/card1", "/dev/fb1"; empty: the first that will do */
    char connector[32];            /* "HDMI-A-1"; empty: the first connected */
    char keys[HARDWARE_TEXT_MAX];  /* a keymap to add (board/common/keymap.h); empty: none */
    bool cec;                      /* be a player to the television */
};

/* Reads `text` (NULL: all defaults). False after one logged line that says what is allowed. */
bool hardware_read(struct hardware *hardware, const char *text);

#endif
