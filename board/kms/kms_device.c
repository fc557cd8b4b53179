#include "board/kms/kms_device.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "core/log.h"

enum { CARDS = 8 };

/* Linux 6.8 has it; this header may be older. */
struct closefb {
    uint32_t fb_id, pad;
};
#define IOCTL_CLOSEFB DRM_IOWR(0xD0, struct closefb)

/* -- which device -- */

static bool has_outputs(int fd)
{
    uint64_t dumb = 0;
    drmModeRes *resources = drmModeGetResources(fd);
    bool has = resources && resources->count_connectors > 0 && resources->count_crtcs > 0 &&
               drmGetCap(fd, DRM_CAP_DUMB_BUFFER, &dumb) == 0 && dumb != 0;
    drmModeFreeResources(resources);
    return has;
}

static int open_card(const char *path, int *failed)
{
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && has_outputs(fd))
        return fd;
    if (fd >= 0)
        close(fd);
    else if (errno != ENOENT)
        *failed = errno;
    return -1;
}

int kms_open(const struct hardware *hardware, bool quiet)
{
    char path[HARDWARE_TEXT_MAX];
    int fd = -1, failed = ENODEV;
    if (hardware->device[0])
        fd = open_card(hardware->device, &failed);
    for (int card = 0; card < CARDS && fd < 0 && !hardware->device[0]; card++) {
        snprintf(path, sizeof path, "/dev/dri/card%d", card);
        fd = open_card(path, &failed);
    }
    if (fd < 0 && !quiet)
        log_error("kms", "no display device=%s: %s",
                  hardware->device[0] ? hardware->device : "/dev/dri/card*", strerror(failed));
    return fd;
}

/* -- which output -- */

static void name_connector(const drmModeConnector *connector, char *name, size_t size)
{
    const char *type = drmModeGetConnectorTypeName(connector->connector_type);
    snprintf(name, size, "%s-%u", type ? type : "Unknown", connector->connector_type_id);
}

/* The CRTC that lights it already, else the first that can. */
static uint32_t find_crtc(int fd, const drmModeRes *resources, const drmModeConnector *connector)
{
    uint32_t crtc = 0;
    drmModeEncoder *encoder = drmModeGetEncoder(fd, connector->encoder_id);
    if (encoder)
        crtc = encoder->crtc_id;
    drmModeFreeEncoder(encoder);
    for (int i = 0; i < connector->count_encoders && !crtc; i++) {
        encoder = drmModeGetEncoder(fd, connector->encoders[i]);
        for (int k = 0; encoder && k < resources->count_crtcs && !crtc; k++) {
            if (encoder->possible_crtcs & 1U << k)
                crtc = resources->crtcs[k];
        }
        drmModeFreeEncoder(encoder);
    }
    return crtc;
}

static uint32_t find_dpms(int fd, const drmModeConnector *connector)
{
    uint32_t found = 0;
    for (int i = 0; i < connector->count_props && !found; i++) {
        drmModePropertyRes *property = drmModeGetProperty(fd, connector->props[i]);
        if (property && strcmp(property->name, "DPMS") == 0)
            found = property->prop_id;
        drmModeFreeProperty(property);
    }
    return found;
}

static bool use_connector(int fd, const drmModeRes *resources, const drmModeConnector *connector,
                          const struct kms_wish *wish, struct kms_output *output)
{
    int mode = kms_choose_mode(connector->modes, connector->count_modes, wish);
    if (connector->connection != DRM_MODE_CONNECTED || mode < 0)
        return false;
    output->connector = connector->connector_id;
    output->mode = connector->modes[mode];
    output->crtc = find_crtc(fd, resources, connector);
    output->dpms = find_dpms(fd, connector);
    return output->crtc != 0;
}

bool kms_find_output(int fd, const struct hardware *hardware, int canvas_w, int canvas_h,
                     struct kms_output *output)
{
    bool sideways = hardware->turn % 2 != 0, found = false;
    const struct kms_wish wish = {hardware->width, hardware->height, hardware->refresh,
                                  sideways ? canvas_h : canvas_w, sideways ? canvas_w : canvas_h};
    drmModeRes *resources = drmModeGetResources(fd);
    *output = (struct kms_output){0};
    for (int i = 0; resources && i < resources->count_connectors && !found; i++) {
        drmModeConnector *connector = drmModeGetConnector(fd, resources->connectors[i]);
        if (!connector)
            continue;
        name_connector(connector, output->name, sizeof output->name);
        if (!hardware->connector[0] || strcmp(hardware->connector, output->name) == 0)
            found = use_connector(fd, resources, connector, &wish, output);
        drmModeFreeConnector(connector);
    }
    drmModeFreeResources(resources);
    return found;
}

/* -- buffers -- */

static bool make_dumb(int fd, const drmModeModeInfo *mode, struct kms_buffer *buffer)
{
    struct drm_mode_create_dumb create = {
        .width = mode->hdisplay, .height = mode->vdisplay, .bpp = 32};
    if (drmIoctl(fd, DRM_IOCTL_MODE_CREATE_DUMB, &create) != 0)
        return false;
    buffer->handle = create.handle;
    buffer->bytes = (size_t)create.size;
    buffer->target.stride_bytes = create.pitch;
    buffer->target.pixel = VIEW_XRGB8888;
    return drmModeAddFB(fd, create.width, create.height, 24, 32, create.pitch, create.handle,
                        &buffer->fb) == 0;
}

static bool map_dumb(int fd, struct kms_buffer *buffer)
{
    struct drm_mode_map_dumb map = {.handle = buffer->handle};
    if (drmIoctl(fd, DRM_IOCTL_MODE_MAP_DUMB, &map) != 0)
        return false;
    void *at = mmap(NULL, buffer->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)map.offset);
    if (at == MAP_FAILED)
        return false;
    buffer->target.memory = at;
    return true;
}

bool kms_make_buffer(int fd, const drmModeModeInfo *mode, struct kms_buffer *buffer)
{
    *buffer = (struct kms_buffer){0};
    if (make_dumb(fd, mode, buffer) && map_dumb(fd, buffer))
        return true;
    log_error("kms", "cannot make a buffer of %ux%u: %s", mode->hdisplay, mode->vdisplay,
              strerror(errno));
    kms_free_buffer(fd, buffer);
    return false;
}

void kms_free_buffer(int fd, struct kms_buffer *buffer)
{
    if (buffer->target.memory)
        munmap(buffer->target.memory, buffer->bytes);
    if (buffer->fb)
        drmModeRmFB(fd, buffer->fb);
    if (buffer->handle) {
        struct drm_mode_destroy_dumb destroy = {.handle = buffer->handle};
        drmIoctl(fd, DRM_IOCTL_MODE_DESTROY_DUMB, &destroy);
    }
    *buffer = (struct kms_buffer){0};
}

bool kms_leave_buffer(int fd, const struct kms_buffer *buffer)
{
    struct closefb leave = {.fb_id = buffer->fb};
    return drmIoctl(fd, IOCTL_CLOSEFB, &leave) == 0;
}

/* -- what is shown -- */

static enum kms_result result_of(int status)
{
    if (status == 0)
        return KMS_DONE;
    return errno == EACCES || errno == EPERM ? KMS_NOT_MASTER : KMS_FAILED;
}

enum kms_result kms_show(int fd, struct kms_output *output, uint32_t fb)
{
    if (!drmIsMaster(fd) && drmSetMaster(fd) != 0)
        return KMS_NOT_MASTER;
    enum kms_result result =
        result_of(drmModeSetCrtc(fd, output->crtc, fb, 0, 0, &output->connector, 1, &output->mode));
    if (result == KMS_DONE)
        drmModeSetCursor(fd, output->crtc, 0, 0, 0); /* what somebody may have left there */
    return result;
}

enum kms_result kms_flip(int fd, const struct kms_output *output, uint32_t fb)
{
    return result_of(drmModePageFlip(fd, output->crtc, fb, DRM_MODE_PAGE_FLIP_EVENT, NULL));
}

bool kms_take_flip(int fd)
{
    char events[1024] __attribute__((aligned(8)));
    ssize_t len = read(fd, events, sizeof events);
    bool done = false;
    for (ssize_t at = 0; at + (ssize_t)sizeof(struct drm_event) <= len;) {
        struct drm_event event;
        memcpy(&event, events + at, sizeof event);
        done = done || event.type == DRM_EVENT_FLIP_COMPLETE;
        if (event.length < sizeof event)
            break;
        at += (ssize_t)event.length;
    }
    return done;
}

void kms_set_dark(int fd, const struct kms_output *output, bool dark)
{
    if (output->dpms &&
        drmModeConnectorSetProperty(fd, output->connector, output->dpms,
                                    dark ? DRM_MODE_DPMS_OFF : DRM_MODE_DPMS_ON) != 0)
        log_warn("kms", "cannot switch the display %s: %s", dark ? "off" : "on", strerror(errno));
}

uint32_t kms_shown(int fd, const struct kms_output *output)
{
    drmModeCrtc *crtc = drmModeGetCrtc(fd, output->crtc);
    bool same = crtc && crtc->mode_valid && crtc->mode.hdisplay == output->mode.hdisplay &&
                crtc->mode.vdisplay == output->mode.vdisplay && crtc->x == 0 && crtc->y == 0;
    uint32_t fb = same ? crtc->buffer_id : 0;
    drmModeFreeCrtc(crtc);
    return fb;
}

bool kms_find_fbdev(int fd, char *path, size_t size)
{
    char folder[64];
    struct stat st;
    bool found = false;
    if (fstat(fd, &st) != 0)
        return false;
    snprintf(folder, sizeof folder, "/sys/dev/char/%u:%u/device/graphics", major(st.st_rdev),
             minor(st.st_rdev));
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && !found && (entry = readdir(dir))) {
        if (strncmp(entry->d_name, "fb", 2) == 0)
            found = (size_t)snprintf(path, size, "/dev/%s", entry->d_name) < size;
    }
    if (dir)
        closedir(dir);
    return found;
}
