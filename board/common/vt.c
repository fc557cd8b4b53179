#include "board/common/vt.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kd.h>
#include <linux/vt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/log.h"

static int open_console(void)
{
    char path[32];
    struct vt_stat state;
    int fd = open("/dev/tty0", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    bool known = ioctl(fd, VT_GETSTATE, &state) == 0;
    close(fd);
    if (!known)
        return -1;
    snprintf(path, sizeof path, "/dev/tty%d", state.v_active);
    return open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

/* Whoever is not root may change only the console it was started on: make it that. */
static bool adopt(int fd)
{
    return setsid() >= 0 && ioctl(fd, TIOCSCTTY, 0) == 0;
}

static bool set_graphics(int fd)
{
    if (ioctl(fd, KDSETMODE, KD_GRAPHICS) == 0)
        return true;
    return errno == EPERM && adopt(fd) && ioctl(fd, KDSETMODE, KD_GRAPHICS) == 0;
}

void vt_take(struct vt *vt)
{
    vt->fd = open_console();
    if (vt->fd < 0 && errno != ENOENT && errno != ENXIO && errno != ENODEV)
        log_warn("console", "the text console stays behind the picture: %s", strerror(errno));
    vt_hold(vt);
}

void vt_hold(struct vt *vt)
{
    /* In this mode the kernel asks before it switches. With no signal to ask by it waits for an
     * answer that never comes, until we end. */
    struct vt_mode refuse = {.mode = VT_PROCESS};
    if (vt->fd < 0)
        return;
    if (!set_graphics(vt->fd)) {
        log_warn("console", "the text console stays behind the picture: %s", strerror(errno));
        vt_leave(vt);
        return;
    }
    if (ioctl(vt->fd, VT_SETMODE, &refuse) != 0 || ioctl(vt->fd, KDSKBMODE, K_OFF) != 0)
        log_warn("console", "a keyboard can switch away: %s", strerror(errno));
}

static void make_text(int fd)
{
    struct vt_mode automatic = {.mode = VT_AUTO};
    if (ioctl(fd, VT_SETMODE, &automatic) != 0 || ioctl(fd, KDSKBMODE, K_UNICODE) != 0 ||
        ioctl(fd, KDSETMODE, KD_TEXT) != 0)
        log_warn("console", "it cannot be given back: %s", strerror(errno));
}

void vt_give_back(struct vt *vt)
{
    if (vt->fd >= 0)
        make_text(vt->fd);
    vt_leave(vt);
}

void vt_leave(struct vt *vt)
{
    if (vt->fd >= 0)
        close(vt->fd);
    vt->fd = -1;
}

bool vt_is_a_desktop(void)
{
    const char *const names[] = {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0])
            return true;
    }
    return false;
}

static bool had_console(const char *screen)
{
    if (!screen[0])
        return !vt_is_a_desktop();
    return strncmp(screen, "kms", 3) == 0 || strncmp(screen, "fbdev", 5) == 0;
}

void vt_restore(const char *screen)
{
    int mode = KD_TEXT, fd = had_console(screen) ? open_console() : -1;
    if (fd < 0)
        return;
    if (ioctl(fd, KDGETMODE, &mode) == 0 && mode == KD_GRAPHICS)
        make_text(fd);
    close(fd);
}
