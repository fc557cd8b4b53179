#include "sim/link.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/wire_io.h"
#include "sim/report.h"

enum { FRAME_SIDE_MAX = 8192, FORMAT_XRGB8888 = 1 };

bool link_open(struct link *link, const char *path, const struct simclock *clock)
{
    struct sockaddr_un address;
    int folder;
    *link = (struct link){.listen_fd = -1, .fd = -1, .clock = clock};
    described_clear(&link->described);
    snprintf(link->path, sizeof link->path, "%s", path);
    link->body = malloc(WIRE_MESSAGE_MAX);
    unlink(path);
    link->listen_fd = wire_socket(path, &address, &folder);
    bool open = link->body && link->listen_fd >= 0 &&
                bind(link->listen_fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
                listen(link->listen_fd, 4) == 0;
    if (!open)
        report("cannot listen at %s: %s", path, strerror(errno));
    if (folder >= 0)
        close(folder);
    return open;
}

void link_drop(struct link *link)
{
    if (link->fd >= 0)
        close(link->fd);
    if (link->pixels)
        munmap((void *)link->pixels, link->frame_bytes);
    link->fd = -1;
    link->pixels = NULL;
    link->welcomed = link->has_described = false;
}

void link_close(struct link *link)
{
    link_drop(link);
    described_clear(&link->described);
    free(link->body);
    link->body = NULL;
    if (link->listen_fd >= 0) {
        close(link->listen_fd);
        unlink(link->path);
    }
    link->listen_fd = -1;
}

static void send_message(struct link *link, enum wire_type type, const void *body, size_t len)
{
    const struct wire_header header = {(uint16_t)type, WIRE_VERSION, link->sent + 1};
    if (!link->welcomed && type != WIRE_WELCOME)
        return;
    if (wire_send(link->fd, header, body, len, -1) == WIRE_OK) {
        link->sent++;
        return;
    }
    /* It has ended, or has stopped reading thousands of messages: its last words still count. */
    if (link->welcomed)
        link_read(link);
    link_drop(link);
}

static struct wire_clock clock_body(const struct link *link)
{
    struct clock_now now = simclock_now(link->clock);
    return (struct wire_clock){
        .mono_ms = now.mono_ms,
        .wall_ms = now.wall_ms,
        .state = (uint32_t)now.state,
        .running = link->clock->running,
    };
}

void link_send_clock(struct link *link)
{
    const struct wire_clock body = clock_body(link);
    send_message(link, WIRE_CLOCK, &body, sizeof body);
}

void link_send_key(struct link *link, enum key key, enum key_phase phase, int hold_ms)
{
    const struct wire_key body = {(uint32_t)key, (uint32_t)phase, (uint32_t)hold_ms};
    send_message(link, WIRE_KEY, &body, sizeof body);
}

void link_send_tap(struct link *link, int x, int y)
{
    const struct wire_tap body = {x, y};
    send_message(link, WIRE_TAP, &body, sizeof body);
}

void link_send_quit(struct link *link)
{
    send_message(link, WIRE_QUIT, NULL, 0);
}

/* A frame whose size is what it claims and cannot shrink under us. */
static bool map_frame(struct link *link, const struct wire_hello *hello, int memory)
{
    struct stat st;
    if (hello->width == 0 || hello->width > FRAME_SIDE_MAX || hello->height == 0 ||
        hello->height > FRAME_SIDE_MAX || hello->format != FORMAT_XRGB8888 ||
        hello->stride % 4 != 0 || hello->stride / 4 < hello->width ||
        hello->stride / 4 > FRAME_SIDE_MAX)
        return false;
    size_t bytes = (size_t)hello->stride * hello->height;
    if (memory < 0 || fstat(memory, &st) != 0 || st.st_size < (off_t)bytes)
        return false;
    if (!(fcntl(memory, F_GET_SEALS) & F_SEAL_SHRINK))
        return false;
    void *map = mmap(NULL, bytes, PROT_READ, MAP_SHARED, memory, 0);
    if (map == MAP_FAILED)
        return false;
    link->pixels = map;
    link->frame_bytes = bytes;
    link->width = (int)hello->width;
    link->height = (int)hello->height;
    link->stride = (int)(hello->stride / 4);
    return true;
}

static bool take_hello(struct link *link, int memory)
{
    struct wire_hello hello;
    memcpy(&hello, link->body, sizeof hello);
    if (link->welcomed || !map_frame(link, &hello, memory))
        return false;
    link->sent = link->answered = 0;
    const struct wire_clock body = clock_body(link);
    send_message(link, WIRE_WELCOME, &body, sizeof body);
    link->welcomed = link->fd >= 0;
    link->handed_on = false;
    link->changed = (struct rect){0, 0, link->width, link->height};
    return true;
}

static struct rect join(struct rect a, struct rect b)
{
    if (rect_is_empty(a))
        return b;
    if (rect_is_empty(b))
        return a;
    int x0 = a.x < b.x ? a.x : b.x, y0 = a.y < b.y ? a.y : b.y;
    int x1 = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int y1 = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct rect){x0, y0, x1 - x0, y1 - y0};
}

static bool take_present(struct link *link, size_t len)
{
    const struct rect all = {0, 0, link->width, link->height};
    for (size_t at = 0; at < len; at += sizeof(struct wire_rect)) {
        struct wire_rect wire;
        memcpy(&wire, link->body + at, sizeof wire);
        struct rect r = {wire.x, wire.y, wire.w, wire.h};
        if (wire.x < 0 || wire.y < 0 || wire.w < 0 || wire.h < 0 || wire.w > all.w ||
            wire.h > all.h || wire.x > all.w - wire.w || wire.y > all.h - wire.h)
            return false;
        link->changed = join(link->changed, r);
    }
    link->presents++;
    return true;
}

static bool take_describe(struct link *link, uint32_t serial, size_t len)
{
    if (!described_parse(&link->described, link->body, len))
        return false;
    link->has_described = true;
    if (serial <= link->sent && serial > link->answered)
        link->answered = serial;
    return serial <= link->sent;
}

static bool take_handoff(struct link *link)
{
    struct wire_key key;
    memcpy(&key, link->body, sizeof key);
    if (key.key >= KEY_COUNT)
        return false;
    link->handoff = (enum key)key.key;
    link->handed_on = true;
    return true;
}

static bool take_message(struct link *link, const struct wire_header *header, size_t len,
                         int memory)
{
    if (header->type == WIRE_HELLO)
        return take_hello(link, memory);
    if (!link->welcomed)
        return false;
    switch (header->type) {
    case WIRE_PRESENT:
        return take_present(link, len);
    case WIRE_DESCRIBE:
        return take_describe(link, header->serial, len);
    case WIRE_HANDOFF:
        return take_handoff(link);
    default:
        return true;
    }
}

void link_read(struct link *link)
{
    struct wire_header header = {0};
    enum wire_result result = WIRE_OK;
    while (link->fd >= 0 && result == WIRE_OK) {
        size_t len;
        int memory;
        result = wire_receive(link->fd, &header, link->body,
                              WIRE_MESSAGE_MAX - sizeof(struct wire_header), &len, &memory);
        if (result == WIRE_OK && !take_message(link, &header, len, memory))
            result = WIRE_BAD;
        if (memory >= 0)
            close(memory);
    }
    if (result == WIRE_BAD)
        report("the face sent a malformed message of type %u; its connection is ended",
               header.type);
    if (result == WIRE_BAD || result == WIRE_CLOSED)
        link_drop(link);
}

static void face_ready(void *data, short revents)
{
    (void)revents;
    link_read(data);
}

static void listener_ready(void *data, short revents)
{
    struct link *link = data;
    (void)revents;
    int fd = accept4(link->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    if (link->fd >= 0)
        link_read(link); /* the old one may just have ended */
    if (link->fd >= 0) { /* one face at a time */
        close(fd);
        return;
    }
    link->fd = fd;
}

void link_poll(struct link *link, struct pollset *set)
{
    pollset_add(set, link->listen_fd, POLLIN, listener_ready, link);
    pollset_add(set, link->fd, POLLIN, face_ready, link);
}

bool link_is_up(const struct link *link)
{
    return link->fd >= 0 && link->has_described;
}

bool link_is_answered(const struct link *link)
{
    return link->answered >= link->sent;
}

struct rect link_take_changes(struct link *link)
{
    struct rect changed = link->changed;
    link->changed = (struct rect){0};
    return changed;
}
