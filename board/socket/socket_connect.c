/* Coming up: the frame's memory, the connection, hello and welcome. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "board/socket/socket_parts.h"
#include "board/wire_io.h"
#include "core/log.h"
#include "core/memory_file.h"

enum {
    CONNECT_MS = 5000, /* how long the other end may take to listen, and to answer hello */
    CONNECT_STEP_MS = 25,
    FORMAT_XRGB8888 = 1,
};

int64_t socket_host_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void socket_set_clock(struct screen *screen, const struct wire_clock *clock)
{
    screen->clock = *clock;
    screen->clock_host_ms = socket_host_ms();
}

bool socket_clock_is_right(const struct wire_clock *clock)
{
    return clock->state <= CLOCK_TRUSTED && clock->running <= 1;
}

static void nap(int ms)
{
    poll(NULL, 0, ms);
}

static bool make_frame(struct screen *screen, int width, int height, int *memory)
{
    screen->frame_bytes = (size_t)width * (size_t)height * sizeof(uint32_t);
    *memory = memory_file_open("jianyan-frame", screen->frame_bytes);
    if (*memory < 0) {
        log_error("socket", "cannot make the frame's memory: %s", strerror(errno));
        return false;
    }
    void *pixels = mmap(NULL, screen->frame_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, *memory, 0);
    if (pixels == MAP_FAILED) {
        log_error("socket", "cannot map the frame: %s", strerror(errno));
        return false;
    }
    screen->frame = (struct frame){pixels, width, height, width};
    /* The other end may trust the size, and cannot write where we draw. Kernels before 5.1 do not
     * know the second seal, before 3.17 none; then the other end has to be trusted with it. */
    (void)memory_file_seal(*memory, F_SEAL_SHRINK | F_SEAL_GROW);
    (void)memory_file_seal(*memory, F_SEAL_FUTURE_WRITE | F_SEAL_SEAL);
    return true;
}

static bool connect_to(struct screen *screen, const char *path)
{
    int64_t give_up = socket_host_ms() + CONNECT_MS;
    for (;;) {
        struct sockaddr_un address;
        int folder, failed = 0;
        screen->fd = wire_socket(path, &address, &folder);
        if (screen->fd < 0 ||
            connect(screen->fd, (const struct sockaddr *)&address, sizeof address) != 0)
            failed = errno;
        if (folder >= 0)
            close(folder);
        if (!failed)
            return true;
        if (screen->fd >= 0)
            close(screen->fd);
        screen->fd = -1;
        if ((failed != ENOENT && failed != ECONNREFUSED && failed != EAGAIN) ||
            socket_host_ms() >= give_up) {
            log_error("socket", "nobody answers at path=%s: %s", path, strerror(failed));
            return false;
        }
        nap(CONNECT_STEP_MS);
    }
}

static bool say_hello(struct screen *screen, int memory)
{
    const struct wire_hello hello = {
        .width = (uint32_t)screen->frame.width,
        .height = (uint32_t)screen->frame.height,
        .stride = (uint32_t)screen->frame.stride * (uint32_t)sizeof(uint32_t),
        .format = FORMAT_XRGB8888,
        .pid = (uint32_t)getpid(),
    };
    const struct wire_header header = {WIRE_HELLO, WIRE_VERSION, 0};
    if (wire_send(screen->fd, header, &hello, sizeof hello, memory) != WIRE_OK) {
        log_error("socket", "cannot say hello: %s", strerror(errno));
        return false;
    }
    return true;
}

static bool await_welcome(struct screen *screen)
{
    int64_t give_up = socket_host_ms() + CONNECT_MS;
    struct wire_header header = {0};
    struct wire_clock clock;
    size_t len = 0;
    enum wire_result result = WIRE_AGAIN;
    while (result == WIRE_AGAIN && socket_host_ms() < give_up) {
        struct pollfd wait = {screen->fd, POLLIN, 0};
        poll(&wait, 1, (int)(give_up - socket_host_ms()) + 1);
        result = wire_receive(screen->fd, &header, &clock, sizeof clock, &len, NULL);
    }
    if (result != WIRE_OK || header.type != WIRE_WELCOME || !socket_clock_is_right(&clock)) {
        log_error("socket", "the other end did not welcome us");
        return false;
    }
    socket_set_clock(screen, &clock);
    screen->worked = screen->described = header.serial;
    return true;
}

bool socket_connect(struct screen *screen, const struct screen_config *config)
{
    int memory = -1;
    bool open = make_frame(screen, config->width, config->height, &memory) &&
                connect_to(screen, config->argument) && say_hello(screen, memory) &&
                await_welcome(screen);
    if (memory >= 0)
        close(memory);
    return open;
}
