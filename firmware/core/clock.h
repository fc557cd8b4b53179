/* The one source of time of every program (docs/time.md).
 *
 * Two clocks: `mono_ms` never steps and times what is shown; `wall_ms` is Unix time and may be
 * wrong, which `state` tells. It is the system's clock, or what the intake has signed (the keeper
 * tells), counted on from the moment of its answer. On a simulated folder (a file `simulated` in
 * the state folder) time comes from the file `clock` there, written by the simulator and mapped by
 * all its children, so that a campaign of 2020 is in time everywhere and a script can let ten
 * minutes pass at once. */
#ifndef JIANYAN_CORE_CLOCK_H
#define JIANYAN_CORE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum clock_state {
    CLOCK_UNKNOWN,   /* no idea: nothing may expire */
    CLOCK_PLAUSIBLE, /* not before the first build, the last good time, the newest manifest */
    CLOCK_TRUSTED,   /* kept by NTP, or signed by the intake */
};

struct clock_now {
    int64_t mono_ms; /* monotonic, milliseconds from an arbitrary start */
    int64_t wall_ms; /* Unix time, milliseconds */
    enum clock_state state;
    bool by_intake; /* trusted because the intake has signed it, not because of NTP */
};

/* 2020-08-01: no jianyan was built before; 2100-01-01: none runs so long. */
#define CLOCK_BUILD_MS INT64_C(1596211200000)
#define CLOCK_END_MS   INT64_C(4102444800000)

/* Its modification time in the state folder: no clock that is behind it is believed. An empty file
 * of the keeper's. */
#define CLOCK_FLOOR_FILE "not-before"

/* The bytes of the file `clock`: host byte order, 64 bytes, all of it or nothing.
 * A writer makes `seq` odd, writes, makes it even; a reader retries while it is odd or has changed.
 */
struct clock_file {
    char magic[8]; /* "jyclock1" */
    uint32_t seq;
    uint32_t running;     /* 1: both clocks go on from their base with the host's CLOCK_MONOTONIC */
    int64_t host_base_ns; /* CLOCK_MONOTONIC of the host when the bases were taken */
    int64_t mono_base_ms;
    int64_t wall_base_ms;
    uint32_t state; /* enum clock_state */
    uint32_t reserved;
    int64_t world_ahead_ms; /* above wall_base_ms: what the time is for the rest of the world */
    uint32_t reserved_too[2];
};

struct clock {
    const struct clock_file *file; /* mapped, owned; NULL for the system's time */
    bool simulated;
    uint64_t seed;        /* of the simulated folder: receipts and ids repeat */
    uint64_t start;       /* how often the simulator has started children on this folder */
    int64_t floor_ms;     /* of CLOCK_FLOOR_FILE as it was at the start; 0: none */
    int64_t signed_ms;    /* what the intake has signed; 0: nothing in this run */
    int64_t signed_at_ms; /* clock_steady_ms() at that moment */
};

/* Finds the time source for a state folder. False (and one logged line) if the folder is marked
 * simulated but its clock file is missing or damaged; the system's clock is never used then. */
bool clock_init(struct clock *clock, const char *state_dir);

/* Unmaps; fine on a zeroed struct. */
void clock_fini(struct clock *clock);

struct clock_now clock_now(const struct clock *clock);

/* What is to be thought of a time that came from elsewhere (a screen's other end): a trusted one
 * stays; else the intake's counts; one behind the floor is unknown. clock_now() has done so. */
struct clock_now clock_judge(const struct clock *clock, struct clock_now now);

/* The intake has said that it was wall_ms at steady_ms, and the keeper has verified that. */
void clock_sign(struct clock *clock, int64_t wall_ms, int64_t steady_ms);

/* Milliseconds since the machine's start, its sleep included, the same for all programs: what a
 * signed time is counted on with. */
int64_t clock_steady_ms(const struct clock *clock);

/* Unix time for who is not part of the box: the simulated world's, whatever its box believes. */
int64_t clock_world_ms(const struct clock *clock);

/* Within the years in which a jianyan may run. */
bool clock_may_be(int64_t wall_ms);

/* The modification time of CLOCK_FLOOR_FILE, Unix ms; 0: there is none. */
int64_t clock_floor_read(const char *state_dir);

/* Milliseconds for poll(2) until mono_ms reaches due_mono_ms: -1 for INT64_MAX (never), 0 if past,
 * at most 60,000; on a simulated folder at most 20, because that clock may jump. */
int clock_timeout_ms(const struct clock *clock, int64_t due_mono_ms);

/* Writes one state of the clock file (the simulator's end). `file` is mapped read-write. The second
 * is for a box that believes another time than the world around it, world_ms. */
void clock_file_write(struct clock_file *file, struct clock_now now, bool running);
void clock_file_write_apart(struct clock_file *file, struct clock_now now, bool running,
                            int64_t world_ms);

/* Room for a RFC 3339 time with milliseconds and offset, and its terminating zero. */
enum { CLOCK_TEXT_MAX = 40 };

/* "2020-09-01T09:30:00.000+08:00": wall_ms in China's time (the campaign's). */
void clock_format(int64_t wall_ms, char text[CLOCK_TEXT_MAX]);

/* The day in China, counted from 1970-01-01. */
int64_t clock_day(int64_t wall_ms);

/* Midnight in China at which that day begins, Unix milliseconds. */
int64_t clock_day_begins(int64_t day);

/* Parses RFC 3339 ("2020-09-01T09:30:00+08:00", "…Z", fraction optional) or a bare date (midnight,
 * +08:00) to Unix milliseconds. False if it is neither. */
bool clock_parse(const char *text, int64_t *wall_ms);

#endif
