/* Which mode of a display suits a canvas. Pure. */
#ifndef JIANYAN_BOARD_KMS_CHOOSE_H
#define JIANYAN_BOARD_KMS_CHOOSE_H

#include <xf86drm.h>
#include <xf86drmMode.h>

struct kms_wish {
    int width, height, refresh; /* what board.conf asks for; 0: no matter */
    int canvas_w, canvas_h;     /* as they lie on the screen, after any turn */
};

/* The index of the best mode: the one asked for; else one of the canvas's own size, which the
 * television makes larger better than a weak box could; else the one the display prefers. Of
 * several, the fastest up to 60 Hz, and none interlaced if it can be helped. -1 if there are no
 * modes. */
int kms_choose_mode(const drmModeModeInfo *modes, int count, const struct kms_wish *wish);

#endif
