#include "board/fbdev/fb_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/log.h"

static bool is_rgb(const struct fb_var_screeninfo *info, unsigned red, unsigned green,
                   unsigned blue)
{
    return info->red.offset == red && info->green.offset == green && info->blue.offset == blue;
}

bool fb_pixel_of(const struct fb_var_screeninfo *info, enum view_pixel *pixel)
{
    if (info->bits_per_pixel == 32 && is_rgb(info, 16, 8, 0))
        *pixel = VIEW_XRGB8888;
    else if (info->bits_per_pixel == 32 && is_rgb(info, 0, 8, 16))
        *pixel = VIEW_XBGR8888;
    else if (info->bits_per_pixel == 24 && is_rgb(info, 16, 8, 0))
        *pixel = VIEW_RGB888;
    else if (info->bits_per_pixel == 16 && is_rgb(info, 11, 5, 0))
        *pixel = VIEW_RGB565;
    else
        return false;
    return true;
}

static bool map(struct fb_memory *memory, const struct fb_fix_screeninfo *fixed,
                const struct fb_var_screeninfo *info)
{
    memory->width = (int)info->xres;
    memory->height = (int)info->yres;
    /* Where it begins within a page, the kernel maps that page from its beginning. */
    size_t within = fixed->smem_start % (size_t)sysconf(_SC_PAGESIZE);
    memory->bytes = fixed->smem_len + within;
    size_t stride = fixed->line_length, pixel = view_pixel_bytes(memory->target.pixel);
    size_t last = info->yoffset + info->yres, wide = (info->xoffset + info->xres) * pixel;
    if (wide > stride || last * stride > fixed->smem_len) {
        errno = EOVERFLOW;
        return false;
    }
    void *at = mmap(NULL, memory->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory->fd, 0);
    if (at == MAP_FAILED)
        return false;
    memory->map = at;
    memory->target.memory = (char *)at + within + info->yoffset * stride + info->xoffset * pixel;
    memory->target.stride_bytes = stride;
    return true;
}

bool fb_open(struct fb_memory *memory, const char *path)
{
    struct fb_fix_screeninfo fixed;
    struct fb_var_screeninfo info;
    *memory = (struct fb_memory){.fd = open(path, O_RDWR | O_CLOEXEC)};
    if (memory->fd < 0 || ioctl(memory->fd, FBIOGET_FSCREENINFO, &fixed) != 0 ||
        ioctl(memory->fd, FBIOGET_VSCREENINFO, &info) != 0) {
        log_error("fbdev", "cannot use device=%s: %s", path, strerror(errno));
        fb_close(memory);
        return false;
    }
    if (fixed.type != FB_TYPE_PACKED_PIXELS || !fb_pixel_of(&info, &memory->target.pixel)) {
        log_error("fbdev", "device=%s has pixels of %u bits (red at %u); 32, 24 and 16 are known",
                  path, info.bits_per_pixel, info.red.offset);
        fb_close(memory);
        return false;
    }
    if (map(memory, &fixed, &info))
        return true;
    log_error("fbdev", "cannot map device=%s: %s", path, strerror(errno));
    fb_close(memory);
    return false;
}

void fb_close(struct fb_memory *memory)
{
    if (memory->map)
        munmap(memory->map, memory->bytes);
    if (memory->fd >= 0)
        close(memory->fd);
    *memory = (struct fb_memory){.fd = -1};
}

void fb_settle(const struct fb_memory *memory)
{
    fsync(memory->fd); /* drivers that write through need none and say so */
}

void fb_blank(const struct fb_memory *memory, bool dark)
{
    if (ioctl(memory->fd, FBIOBLANK, dark ? FB_BLANK_POWERDOWN : FB_BLANK_UNBLANK) != 0)
        log_warn("fbdev", "cannot switch the display %s: %s", dark ? "off" : "on", strerror(errno));
}
