/* bench_floor RAW WIDTH HEIGHT: the least an SDL program can do: one window with one raw frame
 * (0x00RRGGBB, as bench_screen writes it), and a strip that changes at every key. What the face's
 * start and answers to keys are compared with. Ends at SIGTERM. */
#include <SDL.h>
#include <SDL_syswm.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool fill(SDL_Surface *surface, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool filled = fd >= 0;
    for (int y = 0; filled && y < surface->h; y++) {
        size_t line = (size_t)surface->w * 4;
        filled = read(fd, (char *)surface->pixels + (ptrdiff_t)y * surface->pitch, line) ==
                 (ssize_t)line;
    }
    if (fd >= 0)
        close(fd);
    return filled;
}

static void invert(SDL_Window *window, SDL_Surface *surface)
{
    SDL_Rect strip = {(surface->w - 600) / 2, (surface->h - 80) / 2, 600, 80};
    for (int y = strip.y; y < strip.y + strip.h; y++) {
        uint32_t *line = (uint32_t *)surface->pixels + (ptrdiff_t)y * (surface->pitch / 4);
        for (int x = strip.x; x < strip.x + strip.w; x++)
            line[x] ^= 0xFFFFFFU;
    }
    SDL_UpdateWindowSurfaceRects(window, &strip, 1);
}

static void answer(SDL_Window *window, SDL_Surface *surface)
{
    SDL_SysWMinfo info;
    SDL_Event event;
    SDL_VERSION(&info.version);
    SDL_GetWindowWMInfo(window, &info);
    struct pollfd connection = {ConnectionNumber(info.info.x11.display), POLLIN, 0};
    for (;;) {
        /* Not SDL_PollEvent(): it may leave a key lying that came while the strip was shown. */
        SDL_PumpEvents();
        while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) > 0) {
            if (event.type == SDL_KEYDOWN)
                invert(window, surface);
            SDL_PumpEvents();
        }
        poll(&connection, 1, -1);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: bench_floor RAW WIDTH HEIGHT\n");
        return 2;
    }
    int width = (int)strtol(argv[2], NULL, 10), height = (int)strtol(argv[3], NULL, 10);
    setenv("LC_ALL", "C", 1);
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetMainReady();
    SDL_Window *window = NULL;
    SDL_Surface *surface = NULL;
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) == 0)
        window = SDL_CreateWindow("floor", 0, 0, width, height, 0);
    if (window)
        surface = SDL_GetWindowSurface(window);
    if (!surface || surface->w != width || !fill(surface, argv[1])) {
        fprintf(stderr, "bench_floor: cannot show %s: %s\n", argv[1], SDL_GetError());
        return 1;
    }
    SDL_StopTextInput();
    SDL_UpdateWindowSurface(window);
    answer(window, surface);
}
