#include "board/kms/kms_choose.h"

#include <stdbool.h>

static bool has_size(const drmModeModeInfo *mode, int width, int height)
{
    return mode->hdisplay == width && mode->vdisplay == height;
}

/* In order of weight: each outweighs all below. */
enum {
    ASKED_FOR = 1 << 20,
    ASKED_RATE = 1 << 19,
    OWN_SIZE = 1 << 18,
    PROGRESSIVE = 1 << 17,
    PREFERRED = 1 << 16,
};

static int worth(const drmModeModeInfo *mode, const struct kms_wish *wish)
{
    int rate = (int)mode->vrefresh, value = rate <= 60 ? rate : 0;
    if (wish->width > 0 && has_size(mode, wish->width, wish->height)) {
        value += ASKED_FOR;
        if (wish->refresh > 0 && rate == wish->refresh)
            value += ASKED_RATE;
    }
    if (has_size(mode, wish->canvas_w, wish->canvas_h))
        value += OWN_SIZE;
    if (!(mode->flags & DRM_MODE_FLAG_INTERLACE))
        value += PROGRESSIVE;
    if (mode->type & DRM_MODE_TYPE_PREFERRED)
        value += PREFERRED;
    return value;
}

int kms_choose_mode(const drmModeModeInfo *modes, int count, const struct kms_wish *wish)
{
    int best = -1;
    for (int i = 0; i < count; i++) {
        if (best < 0 || worth(&modes[i], wish) > worth(&modes[best], wish))
            best = i;
    }
    return best;
}
