/* Small signs made of strokes: they are sharp at every size and need no font. */
#ifndef JIANYAN_UI_SIGN_H
#define JIANYAN_UI_SIGN_H

#include "core/key.h"
#include "ui/canvas.h"

enum sign {
    SIGN_NONE,
    SIGN_TICK,
    SIGN_CROSS,
    SIGN_ALERT,
    SIGN_DELETE,
    SIGN_LEFT,
    SIGN_RIGHT,
    SIGN_UP,
    SIGN_DOWN,
    SIGN_STROKE_1, /* the strokes of characters, as on the keys that write them: 横 */
    SIGN_STROKE_2, /* 竖 */
    SIGN_STROKE_3, /* 撇 */
    SIGN_STROKE_4, /* 点 */
    SIGN_STROKE_5, /* 折 */
    SIGN_STROKE_ANY,
};

/* The sign of an arrow key, SIGN_NONE for any other key. */
enum sign sign_of_arrow(enum key key);

/* Draws the sign as large as the square in the middle of r. */
void sign_draw(struct canvas *canvas, struct rect r, enum sign sign, colour c);

#endif
