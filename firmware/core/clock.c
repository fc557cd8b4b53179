#include "core/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "core/log.h"

enum { POLL_SIMULATED_MS = 20, POLL_MAX_MS = 60000 };

static const char magic[8] = {'j', 'y', 'c', 'l', 'o', 'c', 'k', '1'};

/* What systemd-timesyncd leaves there once it has heard of a server in this boot. */
static const char timesyncd_mark[] = "/run/systemd/timesync/synchronized";

static int64_t host_ns(clockid_t id)
{
    struct timespec ts;
    clock_gettime(id, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* Reads "seed=N start=N"; what is missing keeps its default. */
static void read_marker(struct clock *clock, int fd)
{
    char text[128];
    ssize_t len = read(fd, text, sizeof text - 1);
    clock->seed = 1;
    clock->start = 1;
    if (len <= 0)
        return;
    text[len] = '\0';
    const char *seed = strstr(text, "seed=");
    const char *start = strstr(text, "start=");
    if (seed)
        clock->seed = strtoull(seed + 5, NULL, 10);
    if (start)
        clock->start = strtoull(start + 6, NULL, 10);
}

static bool map_file(struct clock *clock, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size < (off_t)sizeof(struct clock_file)) {
        log_error("clock", "cannot use the simulated clock file=%s: %s", path,
                  fd < 0 ? strerror(errno) : "too short");
        if (fd >= 0)
            close(fd);
        return false;
    }
    void *map = mmap(NULL, sizeof(struct clock_file), PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (map == MAP_FAILED) {
        log_error("clock", "cannot map file=%s: %s", path, strerror(errno));
        return false;
    }
    clock->file = map;
    if (memcmp(clock->file->magic, magic, sizeof magic) != 0) {
        log_error("clock", "not a clock file file=%s", path);
        clock_fini(clock);
        return false;
    }
    return true;
}

bool clock_init(struct clock *clock, const char *state_dir)
{
    char path[4096];
    *clock = (struct clock){0};
    clock->floor_ms = clock_floor_read(state_dir);
    snprintf(path, sizeof path, "%s/simulated", state_dir);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return true;
    read_marker(clock, fd);
    close(fd);
    clock->simulated = true;
    snprintf(path, sizeof path, "%s/clock", state_dir);
    return map_file(clock, path);
}

void clock_fini(struct clock *clock)
{
    if (clock->file)
        munmap((void *)clock->file, sizeof *clock->file);
    clock->file = NULL;
}

/* The file's content, all of one moment, and the milliseconds gone since. */
static struct clock_file read_file(const struct clock_file *shared, int64_t *gone_ms)
{
    struct clock_file copy;
    const _Atomic uint32_t *seq = (const _Atomic uint32_t *)&shared->seq;
    uint32_t before, after;
    do {
        before = atomic_load_explicit(seq, memory_order_acquire);
        memcpy(&copy, shared, sizeof copy);
        atomic_thread_fence(memory_order_acquire);
        after = atomic_load_explicit(seq, memory_order_relaxed);
    } while (before != after || (before & 1U));
    *gone_ms = copy.running ? (host_ns(CLOCK_MONOTONIC) - copy.host_base_ns) / 1000000 : 0;
    return copy;
}

static struct clock_now simulated_now(const struct clock_file *shared)
{
    int64_t gone_ms;
    const struct clock_file file = read_file(shared, &gone_ms);
    return (struct clock_now){
        .mono_ms = file.mono_base_ms + gone_ms,
        .wall_ms = file.wall_base_ms + gone_ms,
        .state = file.state <= CLOCK_TRUSTED ? (enum clock_state)file.state : CLOCK_UNKNOWN,
    };
}

/* The kernel says so; or, where a sandbox (systemd's ProtectClock) does not let anybody ask it, the
 * service that keeps the clock. */
static bool is_kept_by_ntp(void)
{
    struct timex timex = {0};
    if (adjtimex(&timex) >= 0 && !(timex.status & STA_UNSYNC))
        return true;
    return access(timesyncd_mark, F_OK) == 0;
}

static struct clock_now system_now(void)
{
    struct clock_now now = {
        .mono_ms = host_ns(CLOCK_MONOTONIC) / 1000000,
        .wall_ms = host_ns(CLOCK_REALTIME) / 1000000,
    };
    if (now.wall_ms < CLOCK_BUILD_MS)
        now.state = CLOCK_UNKNOWN;
    else
        now.state = is_kept_by_ntp() ? CLOCK_TRUSTED : CLOCK_PLAUSIBLE;
    return now;
}

struct clock_now clock_judge(const struct clock *clock, struct clock_now now)
{
    if (now.state == CLOCK_TRUSTED)
        return now;
    if (clock->signed_ms > 0) {
        now.wall_ms = clock->signed_ms + clock_steady_ms(clock) - clock->signed_at_ms;
        now.state = CLOCK_TRUSTED;
        now.by_intake = true;
    } else if (!clock->simulated && now.wall_ms < clock->floor_ms) {
        now.state = CLOCK_UNKNOWN;
    }
    return now;
}

struct clock_now clock_now(const struct clock *clock)
{
    return clock_judge(clock, clock->file ? simulated_now(clock->file) : system_now());
}

int64_t clock_steady_ms(const struct clock *clock)
{
    return clock->file ? simulated_now(clock->file).mono_ms : host_ns(CLOCK_BOOTTIME) / 1000000;
}

int64_t clock_world_ms(const struct clock *clock)
{
    int64_t gone_ms;
    if (!clock->file)
        return host_ns(CLOCK_REALTIME) / 1000000;
    const struct clock_file file = read_file(clock->file, &gone_ms);
    return file.wall_base_ms + file.world_ahead_ms + gone_ms;
}

void clock_sign(struct clock *clock, int64_t wall_ms, int64_t steady_ms)
{
    clock->signed_ms = wall_ms;
    clock->signed_at_ms = steady_ms;
}

bool clock_may_be(int64_t wall_ms)
{
    return wall_ms >= CLOCK_BUILD_MS && wall_ms < CLOCK_END_MS;
}

int64_t clock_floor_read(const char *state_dir)
{
    char path[4096];
    struct stat st;
    snprintf(path, sizeof path, "%s/" CLOCK_FLOOR_FILE, state_dir);
    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return 0;
    return (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
}

int clock_timeout_ms(const struct clock *clock, int64_t due_mono_ms)
{
    int64_t wait = POLL_MAX_MS;
    if (due_mono_ms == INT64_MAX && !clock->simulated)
        return -1;
    if (due_mono_ms != INT64_MAX)
        wait = due_mono_ms - clock_now(clock).mono_ms;
    if (wait < 0)
        return 0;
    if (clock->simulated && wait > POLL_SIMULATED_MS)
        return POLL_SIMULATED_MS;
    return wait > POLL_MAX_MS ? POLL_MAX_MS : (int)wait;
}

void clock_file_write_apart(struct clock_file *file, struct clock_now now, bool running,
                            int64_t world_ms)
{
    _Atomic uint32_t *seq = (_Atomic uint32_t *)&file->seq;
    memcpy(file->magic, magic, sizeof magic);
    atomic_fetch_add_explicit(seq, 1U, memory_order_acq_rel);
    atomic_thread_fence(memory_order_release);
    file->running = running;
    file->host_base_ns = host_ns(CLOCK_MONOTONIC);
    file->mono_base_ms = now.mono_ms;
    file->wall_base_ms = now.wall_ms;
    file->world_ahead_ms = world_ms - now.wall_ms;
    file->state = (uint32_t)now.state;
    atomic_fetch_add_explicit(seq, 1U, memory_order_release);
}

void clock_file_write(struct clock_file *file, struct clock_now now, bool running)
{
    clock_file_write_apart(file, now, running, now.wall_ms);
}
