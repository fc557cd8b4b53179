/* The other end of the screen protocol (docs/screen-protocol.md), as short as it can be: shows the
 * face's picture on /dev/fb0 and gives it the keys of one input device. A start for a box whose
 * display and keys belong to middleware: put your calls where the comments say YOURS.
 *
 *   fb-screen SOCKET /dev/fb0 /dev/input/event0     then: jianyan --screen socket:SOCKET …
 *
 * Ends with the face: 0 if it handed on to television, with the key as its last line. Build it with
 *   cc -O2 -static -Iinclude -o bin/fb-screen fb_screen.c */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <linux/input.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "board/wire.h"

/* YOURS: your key codes, each with the protocol's number. */
static const uint8_t keys[KEY_MAX] = {
    [KEY_OK] = 1,         [KEY_ENTER] = 1,        [KEY_BACK] = 2,      [KEY_EXIT] = 3,
    [KEY_MENU] = 5,       [KEY_INFO] = 6,         [KEY_UP] = 7,        [KEY_DOWN] = 8,
    [KEY_LEFT] = 9,       [KEY_RIGHT] = 10,       [KEY_0] = 11,        [KEY_1] = 12,
    [KEY_2] = 13,         [KEY_3] = 14,           [KEY_4] = 15,        [KEY_5] = 16,
    [KEY_6] = 17,         [KEY_7] = 18,           [KEY_8] = 19,        [KEY_9] = 20,
    [KEY_RED] = 24,       [KEY_GREEN] = 25,       [KEY_YELLOW] = 26,   [KEY_BLUE] = 27,
    [KEY_CHANNELUP] = 28, [KEY_CHANNELDOWN] = 29, [KEY_VOLUMEUP] = 30, [KEY_VOLUMEDOWN] = 31,
    [KEY_MUTE] = 32,
};

struct picture {
    uint8_t *pixels;
    int width, height, stride; /* stride in bytes */
};

/* YOURS: where the picture goes; here 32 bits a pixel only. */
static struct picture open_display(const char *path)
{
    struct fb_var_screeninfo var;
    struct fb_fix_screeninfo fix;
    int fd = open(path, O_RDWR);
    if (fd < 0 || ioctl(fd, FBIOGET_VSCREENINFO, &var) || ioctl(fd, FBIOGET_FSCREENINFO, &fix))
        err(1, "%s", path);
    void *pixels = mmap(NULL, fix.smem_len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (pixels == MAP_FAILED || var.bits_per_pixel != 32)
        err(1, "%s has no 32 bits a pixel", path);
    return (struct picture){pixels, (int)var.xres, (int)var.yres, (int)fix.line_length};
}

static void show(const struct picture *display, const struct picture *face, struct wire_rect r)
{
    int w = r.x + r.w <= display->width ? r.w : display->width - r.x;
    for (int y = r.y; w > 0 && y < r.y + r.h && y < display->height; y++)
        memcpy(display->pixels + y * display->stride + r.x * 4,
               face->pixels + y * face->stride + r.x * 4, (size_t)w * 4);
}

/* Waits for the face, and for its hello, which carries the picture's memory. */
static int welcome_face(const char *path, struct picture *picture)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct wire_header header;
    struct wire_hello hello;
    struct iovec parts[] = {{&header, sizeof header}, {&hello, sizeof hello}};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    struct msghdr in = {.msg_iov = parts, .msg_iovlen = 2};
    in.msg_control = control;
    in.msg_controllen = sizeof control;
    int listener = socket(AF_UNIX, SOCK_SEQPACKET, 0), memory;
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    unlink(path);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1))
        err(1, "%s", path);
    int face = accept(listener, NULL, NULL);
    if (recvmsg(face, &in, 0) != sizeof header + sizeof hello || !CMSG_FIRSTHDR(&in) ||
        header.type != WIRE_HELLO || header.version != WIRE_VERSION)
        err(1, "the face's hello");
    memcpy(&memory, CMSG_DATA(CMSG_FIRSTHDR(&in)), sizeof memory);
    *picture = (struct picture){NULL, (int)hello.width, (int)hello.height, (int)hello.stride};
    size_t bytes = (size_t)hello.stride * hello.height;
    picture->pixels = mmap(NULL, bytes, PROT_READ, MAP_SHARED, memory, 0);
    if (picture->pixels == MAP_FAILED)
        err(1, "the face's picture");
    return face;
}

static void tell(int face, uint16_t type, const void *body, size_t size)
{
    static uint32_t serial;
    struct wire_header header = {type, WIRE_VERSION, ++serial};
    struct iovec parts[] = {{&header, sizeof header}, {(void *)body, size}};
    sendmsg(face, &(struct msghdr){.msg_iov = parts, .msg_iovlen = 2}, MSG_NOSIGNAL);
}

/* YOURS: state 2 while the box's clock is known to be right, 0 while it is not. */
static void tell_time(int face, uint16_t type)
{
    struct timespec mono, wall;
    clock_gettime(CLOCK_MONOTONIC, &mono);
    clock_gettime(CLOCK_REALTIME, &wall);
    const struct wire_clock now = {mono.tv_sec * 1000LL + mono.tv_nsec / 1000000,
                                   wall.tv_sec * 1000LL + wall.tv_nsec / 1000000, 2, 1};
    tell(face, type, &now, sizeof now);
}

static void pass_key(int face, const struct input_event *event)
{
    static int64_t pressed_ms;
    int64_t ms = event->input_event_sec * 1000LL + event->input_event_usec / 1000;
    if (event->type != EV_KEY || event->code >= KEY_MAX || !keys[event->code])
        return;
    if (event->value == 1)
        pressed_ms = ms;
    const uint32_t phases[] = {2, 0, 1}; /* the kernel's 0: released, 1: pressed, 2: held */
    const struct wire_key key = {keys[event->code], phases[(unsigned)event->value % 3],
                                 (uint32_t)(ms - pressed_ms)};
    tell(face, WIRE_KEY, &key, sizeof key);
}

int main(int argc, char **argv)
{
    static struct wire_rect body[WIRE_MESSAGE_MAX / sizeof(struct wire_rect)];
    struct wire_header header;
    struct iovec parts[] = {{&header, sizeof header}, {body, sizeof body}};
    struct msghdr in = {.msg_iov = parts, .msg_iovlen = 2};
    struct picture picture;
    if (argc != 4)
        return fputs("usage: fb-screen SOCKET FRAMEBUFFER INPUT-DEVICE\n", stderr), 2;
    struct picture display = open_display(argv[2]);
    int input = open(argv[3], O_RDONLY), face = welcome_face(argv[1], &picture), handed = 0;
    tell_time(face, WIRE_WELCOME);
    for (;;) {
        struct pollfd fds[] = {{face, POLLIN, 0}, {input, POLLIN, 0}};
        struct input_event event;
        poll(fds, 2, -1);
        if (fds[1].revents && read(input, &event, sizeof event) != sizeof event)
            input = -1; /* unplugged; poll passes over it */
        else if (fds[1].revents)
            pass_key(face, &event);
        if (!fds[0].revents)
            continue;
        ssize_t len = recvmsg(face, &in, 0) - (ssize_t)sizeof header;
        if (len < -(ssize_t)sizeof header && errno == ECONNRESET)
            continue; /* Linux says so once, before the last messages */
        if (len < 0)
            return !handed; /* the face has ended */
        for (size_t i = 0; header.type == WIRE_PRESENT && i < (size_t)len / sizeof body[0]; i++)
            show(&display, &picture, body[i]);
        handed = handed || header.type == WIRE_HANDOFF;
        if (header.type == WIRE_HANDOFF)
            printf("handoff %d\n", body[0].x); /* YOURS: back to television */
    }
}
