/* The kernel's display device: outputs, buffers, what is shown. Thin over libdrm. */
#ifndef JIANYAN_BOARD_KMS_DEVICE_H
#define JIANYAN_BOARD_KMS_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/common/hardware.h"
#include "board/common/view.h"
#include "board/kms/kms_choose.h"

struct kms_buffer {
    uint32_t handle, fb;
    size_t bytes;
    struct view_target target;
};

/* Where the picture goes. */
struct kms_output {
    uint32_t connector, crtc;
    uint32_t dpms; /* the connector's property; 0: it has none */
    char name[32]; /* "HDMI-A-1" */
    drmModeModeInfo mode;
};

enum kms_result {
    KMS_DONE,
    KMS_NOT_MASTER, /* another program has the display */
    KMS_FAILED,     /* errno says why */
};

/* Opens the first device that has outputs and simple buffers, or the one named. -1 if there is
 * none; one logged line unless `quiet`. */
int kms_open(const struct hardware *hardware, bool quiet);

/* The output to use: the named connector or the first that is connected. False if none is. */
bool kms_find_output(int fd, const struct hardware *hardware, int canvas_w, int canvas_h,
                     struct kms_output *output);

/* A buffer of the mode's size. False after one logged line. */
bool kms_make_buffer(int fd, const drmModeModeInfo *mode, struct kms_buffer *buffer);

/* Frees it; fine on a zeroed struct. A buffer that is shown goes dark. */
void kms_free_buffer(int fd, struct kms_buffer *buffer);

/* Sets the output to show that buffer. Where the mode is the one already there, the picture changes
 * without a dark moment. */
enum kms_result kms_show(int fd, struct kms_output *output, uint32_t fb);

/* Shows the other buffer from the next refresh on; then fd is readable and kms_take_flip() true. */
enum kms_result kms_flip(int fd, const struct kms_output *output, uint32_t fb);

/* Reads what the device tells; true if a flip is done. */
bool kms_take_flip(int fd);

/* Display dark or lit. */
void kms_set_dark(int fd, const struct kms_output *output, bool dark);

/* What an output showed before us: the text console's buffer, usually. 0: nothing. */
uint32_t kms_shown(int fd, const struct kms_output *output);

/* Lets go of a buffer that goes on being shown after we end; false where the kernel cannot. */
bool kms_leave_buffer(int fd, const struct kms_buffer *buffer);

/* The framebuffer device ("/dev/fb0") of the same hardware; false if it has none. */
bool kms_find_fbdev(int fd, char *path, size_t size);

#endif
