/* The kernel's text console, which shares the screen with us on a bare box: its cursor must not
 * blink in the picture, its keys must not switch away from it. Boxes without one lack nothing. */
#ifndef JIANYAN_BOARD_VT_H
#define JIANYAN_BOARD_VT_H

#include <stdbool.h>

struct vt {
    int fd; /* of the console that was in front; -1: none */
};

/* Takes the console in front: no text, no switching by Ctrl-Alt-Fn, no keys to whatever reads from
 * it. What cannot be had is said in one logged line; the screen works without. */
void vt_take(struct vt *vt);

/* Holds it anew: another program that had the display may have given it back to text. */
void vt_hold(struct vt *vt);

/* Back to text. Fine if there is none. */
void vt_give_back(struct vt *vt);

/* Leaves the console as it is, for the next program that draws. */
void vt_leave(struct vt *vt);

/* Back to text after a face that was killed and could not do it. `screen` is what it was started
 * with, empty for the best there is; a window or a socket never had a console. */
void vt_restore(const char *screen);

/* True if a desktop runs here: its windows are the screen, its server owns the console. */
bool vt_is_a_desktop(void);

#endif
