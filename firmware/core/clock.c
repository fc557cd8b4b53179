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

enum { POLL_SIMULATED_MS = 20, POLL_MAX_MS = 60000, ZONE_MS = 8 * 3600 * 1000, DAY_MS = 86400000 };

static const char magic[8] = {'j', 'y', 'c', 'l', 'o', 'c', 'k', '1'};

/* 2020-08-01: no jianyan was built before. */
static const int64_t floor_ms = INT64_C(1596211200000);

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

static struct clock_now simulated_now(const struct clock_file *shared)
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
    int64_t gone = copy.running ? (host_ns(CLOCK_MONOTONIC) - copy.host_base_ns) / 1000000 : 0;
    return (struct clock_now){
        .mono_ms = copy.mono_base_ms + gone,
        .wall_ms = copy.wall_base_ms + gone,
        .state = copy.state <= CLOCK_TRUSTED ? (enum clock_state)copy.state : CLOCK_UNKNOWN,
    };
}

static struct clock_now system_now(void)
{
    struct timex timex = {0};
    struct clock_now now = {
        .mono_ms = host_ns(CLOCK_MONOTONIC) / 1000000,
        .wall_ms = host_ns(CLOCK_REALTIME) / 1000000,
    };
    if (now.wall_ms < floor_ms)
        now.state = CLOCK_UNKNOWN;
    else if (adjtimex(&timex) >= 0 && !(timex.status & STA_UNSYNC))
        now.state = CLOCK_TRUSTED;
    else
        now.state = CLOCK_PLAUSIBLE;
    return now;
}

struct clock_now clock_now(const struct clock *clock)
{
    return clock->file ? simulated_now(clock->file) : system_now();
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

void clock_file_write(struct clock_file *file, struct clock_now now, bool running)
{
    _Atomic uint32_t *seq = (_Atomic uint32_t *)&file->seq;
    memcpy(file->magic, magic, sizeof magic);
    atomic_fetch_add_explicit(seq, 1U, memory_order_acq_rel);
    atomic_thread_fence(memory_order_release);
    file->running = running;
    file->host_base_ns = host_ns(CLOCK_MONOTONIC);
    file->mono_base_ms = now.mono_ms;
    file->wall_base_ms = now.wall_ms;
    file->state = (uint32_t)now.state;
    atomic_fetch_add_explicit(seq, 1U, memory_order_release);
}

void clock_format(int64_t wall_ms, char text[CLOCK_TEXT_MAX])
{
    struct tm tm;
    int64_t local = wall_ms + ZONE_MS;
    int64_t millis = ((local % 1000) + 1000) % 1000;
    time_t seconds = (time_t)((local - millis) / 1000);
    if (!gmtime_r(&seconds, &tm) || tm.tm_year < -1900 || tm.tm_year > 8099) {
        snprintf(text, CLOCK_TEXT_MAX, "1970-01-01T08:00:00.000+08:00");
        return;
    }
    snprintf(text, CLOCK_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00",
             (tm.tm_year + 1900) % 10000, (tm.tm_mon + 1) % 100, tm.tm_mday % 100, tm.tm_hour % 100,
             tm.tm_min % 100, tm.tm_sec % 100, (int)millis % 1000);
}

int64_t clock_day(int64_t wall_ms)
{
    int64_t local = wall_ms + ZONE_MS;
    return local / DAY_MS - (local % DAY_MS < 0 ? 1 : 0);
}

int64_t clock_day_begins(int64_t day)
{
    return day * DAY_MS - ZONE_MS;
}

/* Days in that month, 0 for a month that does not exist. */
static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12)
        return 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Exactly `count` digits at *text, moved past; -1 if they are not there. */
static int take_digits(const char **text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return value;
}

static bool take_char(const char **text, const char *allowed)
{
    if (!**text || !strchr(allowed, **text))
        return false;
    (*text)++;
    return true;
}

/* "Z" or "+08:00"; the offset in minutes. */
static bool take_zone(const char **text, int *minutes)
{
    if (take_char(text, "Zz")) {
        *minutes = 0;
        return true;
    }
    int sign = **text == '-' ? -1 : 1;
    if (!take_char(text, "+-"))
        return false;
    int hour = take_digits(text, 2);
    if (hour < 0 || hour > 23 || !take_char(text, ":"))
        return false;
    int minute = take_digits(text, 2);
    *minutes = sign * (hour * 60 + minute);
    return minute >= 0 && minute < 60;
}

/* ".123…": the first three digits as milliseconds, the rest dropped; 0 without a fraction. */
static bool take_fraction(const char **text, int *millis)
{
    int scale = 100;
    *millis = 0;
    if (!take_char(text, "."))
        return true;
    if (**text < '0' || **text > '9')
        return false;
    for (; **text >= '0' && **text <= '9'; (*text)++, scale /= 10)
        *millis += (**text - '0') * scale;
    return true;
}

static bool take_time(const char **text, struct tm *tm, int *millis, int *zone)
{
    tm->tm_hour = take_digits(text, 2);
    if (tm->tm_hour < 0 || tm->tm_hour > 23 || !take_char(text, ":"))
        return false;
    tm->tm_min = take_digits(text, 2);
    if (tm->tm_min < 0 || tm->tm_min > 59 || !take_char(text, ":"))
        return false;
    tm->tm_sec = take_digits(text, 2);
    return tm->tm_sec >= 0 && tm->tm_sec <= 60 && take_fraction(text, millis) &&
           take_zone(text, zone) && **text == '\0';
}

bool clock_parse(const char *text, int64_t *wall_ms)
{
    struct tm tm = {0};
    int millis = 0, zone = 8 * 60;
    int year = take_digits(&text, 4);
    if (year < 0 || !take_char(&text, "-"))
        return false;
    int month = take_digits(&text, 2);
    if (month < 0 || !take_char(&text, "-"))
        return false;
    tm.tm_mday = take_digits(&text, 2);
    if (tm.tm_mday < 1 || tm.tm_mday > month_days(year, month))
        return false;
    tm.tm_year = year - 1900;
    tm.tm_mon = month - 1;
    if (*text != '\0' && (!take_char(&text, "Tt ") || !take_time(&text, &tm, &millis, &zone)))
        return false;
    *wall_ms = ((int64_t)timegm(&tm) - zone * 60) * 1000 + millis;
    return true;
}
