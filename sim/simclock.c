#include "sim/simclock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sim/pollset.h"
#include "sim/report.h"

/* Not 0, so that "0" in a program can mean "never"; large, so that nothing is younger. */
enum { MONO_START_MS = 100000 };

static void tell(struct simclock *clock)
{
    clock->host_base_ms = host_ms();
    clock_file_write_apart(clock->file, clock->base, clock->running,
                           clock->base.wall_ms + clock->world_ahead_ms);
}

bool simclock_open(struct simclock *clock, int folder_fd, int64_t wall_ms, bool running)
{
    *clock = (struct simclock){.running = running};
    clock->base =
        (struct clock_now){.mono_ms = MONO_START_MS, .wall_ms = wall_ms, .state = CLOCK_TRUSTED};
    int fd = openat(folder_fd, "clock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(struct clock_file)) != 0) {
        report("cannot write the clock file: %s", strerror(errno));
        if (fd >= 0)
            close(fd);
        return false;
    }
    void *map = mmap(NULL, sizeof(struct clock_file), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (map == MAP_FAILED) {
        report("cannot map the clock file: %s", strerror(errno));
        return false;
    }
    memset(map, 0, sizeof(struct clock_file)); /* a killed simulator may have left it odd */
    clock->file = map;
    tell(clock);
    return true;
}

void simclock_close(struct simclock *clock)
{
    if (clock->file)
        munmap(clock->file, sizeof *clock->file);
    clock->file = NULL;
}

struct clock_now simclock_now(const struct simclock *clock)
{
    struct clock_now now = clock->base;
    int64_t gone = clock->running ? host_ms() - clock->host_base_ms : 0;
    now.mono_ms += gone;
    now.wall_ms += gone;
    return now;
}

void simclock_advance(struct simclock *clock, int64_t mono_ms)
{
    struct clock_now now = simclock_now(clock);
    if (mono_ms <= now.mono_ms)
        return;
    now.wall_ms += mono_ms - now.mono_ms;
    now.mono_ms = mono_ms;
    clock->base = now;
    tell(clock);
}

void simclock_believe(struct simclock *clock, int64_t wall_ms, enum clock_state state)
{
    struct clock_now now = simclock_now(clock);
    clock->world_ahead_ms += now.wall_ms - wall_ms;
    if (state == CLOCK_TRUSTED)
        clock->world_ahead_ms = 0;
    now.wall_ms = wall_ms;
    now.state = state;
    clock->base = now;
    tell(clock);
}
