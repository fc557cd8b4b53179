#include "board/common/input.h"

#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "board/common/news.h"
#include "core/log.h"

static const char folder[] = "/dev/input";

static bool is_wanted(const void *data, int code)
{
    return keymap_key(data, KEYMAP_PLAIN, code) != KEY_NONE;
}

static bool has_device(const struct input *input, const char *name)
{
    for (size_t i = 0; i < input->count; i++) {
        if (strcmp(evdev_name(input->devices[i]), name) == 0)
            return true;
    }
    return false;
}

static void listen_to(struct input *input, int fd)
{
    struct epoll_event event = {.events = EPOLLIN};
    if (fd >= 0 && epoll_ctl(input->fd, EPOLL_CTL_ADD, fd, &event) != 0)
        log_warn("keys", "cannot wait for keys: %s", strerror(errno));
}

static void add(struct input *input, const char *name)
{
    if (strncmp(name, "event", 5) != 0 || input->count == INPUT_DEVICES || has_device(input, name))
        return;
    struct evdev *device = evdev_open(input->dir_fd, name, is_wanted, &input->keymap);
    if (!device)
        return;
    input->devices[input->count++] = device;
    listen_to(input, evdev_fd(device));
}

static void add_all(struct input *input)
{
    int fd = openat(input->dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        add(input, entry->d_name);
    if (dir)
        closedir(dir);
    else if (fd >= 0)
        close(fd);
}

bool input_open(struct input *input, const char *keymap_file)
{
    *input = (struct input){.dir_fd = -1, .watch_fd = -1};
    input->fd = epoll_create1(EPOLL_CLOEXEC);
    keymap_init(&input->keymap);
    if (keymap_file && !keymap_read(&input->keymap, keymap_file))
        return false;
    input->dir_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    input->watch_fd = news_open(folder);
    if (input->dir_fd < 0 || input->watch_fd < 0)
        log_warn("keys", "no keys can be plugged in: %s: %s", folder, strerror(errno));
    listen_to(input, input->watch_fd);
    if (input->dir_fd >= 0)
        add_all(input);
    return true;
}

void input_close(struct input *input)
{
    if (input->fd < 0)
        return;
    for (size_t i = 0; i < input->count; i++)
        evdev_close(input->devices[i]);
    close(input->fd);
    if (input->watch_fd >= 0)
        close(input->watch_fd);
    if (input->dir_fd >= 0)
        close(input->dir_fd);
    input->fd = input->watch_fd = input->dir_fd = -1;
    input->count = 0;
}

static void take_name(const char *name, void *data)
{
    add(data, name);
}

static enum keymap_way way_of(const struct input *input, const struct evdev *device,
                              const struct evdev_event *raw)
{
    char c = key_char(keymap_key(&input->keymap, KEYMAP_PLAIN, raw->code));
    bool capital = raw->caps && c >= 'a' && c <= 'z';
    if (evdev_is_cec(device))
        return KEYMAP_CEC;
    if (raw->ctrl)
        return KEYMAP_CTRL;
    return raw->shift != capital ? KEYMAP_SHIFT : KEYMAP_PLAIN;
}

/* With Alt a key is none of ours: nothing here closes, switches or restarts. A release belongs to
 * the press of its code, whatever is held with it by now. */
static bool take_key(struct input *input, const struct evdev *device, const struct evdev_event *raw,
                     int64_t now_ms, struct screen_event *event)
{
    enum key key = keymap_key(&input->keymap, way_of(input, device, raw), raw->code);
    bool held = device == input->holder && raw->code == input->code;
    if (raw->down ? raw->command || key == KEY_NONE : !held || input->hold.key == KEY_NONE)
        return false;
    if (!raw->down) {
        hold_note(&input->hold, input->hold.key, KEY_RELEASE, now_ms, event);
        return true;
    }
    input->holder = device;
    input->code = raw->code;
    hold_note(&input->hold, key, KEY_PRESS, now_ms, event);
    return true;
}

static bool translate(struct input *input, const struct evdev *device,
                      const struct evdev_event *raw, int64_t now_ms, struct screen_event *event)
{
    if (raw->kind == EVDEV_KEY)
        return take_key(input, device, raw, now_ms, event);
    *event = (struct screen_event){.kind = SCREEN_TAP, .x = raw->x, .y = raw->y};
    return true;
}

/* A device was unplugged. True if that released a key. */
static bool drop(struct input *input, size_t i, int64_t now_ms, struct screen_event *event)
{
    struct evdev *device = input->devices[i];
    bool held = input->hold.key != KEY_NONE && input->holder == device;
    log_info("keys", "unplugged device=%s", evdev_name(device));
    evdev_close(device);
    input->devices[i] = input->devices[--input->count];
    if (held)
        hold_note(&input->hold, input->hold.key, KEY_RELEASE, now_ms, event);
    return held;
}

bool input_next(struct input *input, int64_t now_ms, struct screen_event *event)
{
    struct evdev_event raw;
    if (input->watch_fd >= 0)
        news_take(input->watch_fd, take_name, input);
    for (size_t i = 0; i < input->count; i++) {
        while (evdev_next(input->devices[i], &raw)) {
            if (translate(input, input->devices[i], &raw, now_ms, event))
                return true;
        }
        if (evdev_is_gone(input->devices[i]) && drop(input, i--, now_ms, event))
            return true;
    }
    return hold_take_repeat(&input->hold, now_ms, event);
}

int64_t input_due_ms(const struct input *input)
{
    return hold_due_ms(&input->hold);
}
