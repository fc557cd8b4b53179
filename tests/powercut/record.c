/* record STATE TRACE: lets a keeper recover on a state folder that a cut has left, and keep one
 * letter. record DIR TRACE SEED STEPS: lets a keeper live through a seeded day below DIR while the
 * recorder writes down what it does: letters, receipts right and wrong, idle checkpoints, kills. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/clock.h"
#include "tests/keeper/driver.h"

struct day {
    struct driver driver;
    struct clock_file *clock;
    struct clock_now now;
    uint64_t dice;
    int face, courier;
    unsigned put; /* letters acknowledged */
};

static uint64_t roll(struct day *day, uint64_t below)
{
    day->dice ^= day->dice >> 12;
    day->dice ^= day->dice << 25;
    day->dice ^= day->dice >> 27;
    return (day->dice * UINT64_C(0x2545F4914F6CDD1D) >> 11) % below;
}

static void refuse(const char *what)
{
    fprintf(stderr, "record: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* A simulated folder: the keeper's idle second passes when we say so. */
static void make_clock(struct day *day)
{
    char path[800];
    snprintf(path, sizeof path, "%s/clock", day->driver.state);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof *day->clock) != 0)
        refuse(path);
    day->clock = mmap(NULL, sizeof *day->clock, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    day->now = (struct clock_now){
        .mono_ms = 1000, .wall_ms = INT64_C(1600000000000), .state = CLOCK_TRUSTED};
    clock_file_write(day->clock, day->now, false);
    snprintf(path, sizeof path, "%s/simulated", day->driver.state);
    fd = open(path, O_WRONLY | O_CREAT, 0600);
    if (fd < 0 || write(fd, "seed=1 start=1\n", 15) != 15)
        refuse(path);
    close(fd);
}

/* Starts a keeper that will kill itself after so many recorded calls; several may be needed, as one
 * can die before it listens. */
static void start(struct day *day)
{
    char life[32];
    for (;;) {
        snprintf(life, sizeof life, "%d", (int)roll(day, 400) + 5);
        setenv("POWERCUT_LIFE", life, 1);
        bool started = driver_start(&day->driver);
        day->face = started ? driver_connect(&day->driver, POST_FACE) : -1;
        day->courier = started ? driver_connect(&day->driver, POST_COURIER) : -1;
        if (day->face >= 0 && day->courier >= 0)
            return;
        close(day->face);
        close(day->courier);
        driver_end(&day->driver, SIGKILL);
    }
}

static void stop(struct day *day, int signal)
{
    driver_end(&day->driver, signal);
    close(day->face);
    close(day->courier);
}

/* Lets the idle second pass, and gives the keeper the time to use it. */
static void be_idle(struct day *day)
{
    day->now.mono_ms += 1500;
    day->now.wall_ms += 1500;
    clock_file_write(day->clock, day->now, false);
    usleep(60000);
}

/* False if the keeper is dead. */
static bool courier_turn(struct day *day)
{
    int n = driver_next(&day->driver, day->courier);
    if (n <= 0)
        return n == -1;
    bool right = roll(day, 5) > 0;
    return driver_deliver(&day->driver, day->courier, (unsigned)n, right) == right;
}

/* The same id until it is acknowledged, over as many lives as it takes. */
static bool put_turn(struct day *day)
{
    if (driver_put(&day->driver, day->face, day->put + 1) != POST_SAVE_OK)
        return false;
    day->put++;
    return true;
}

static void step(struct day *day)
{
    bool alive = true;
    uint64_t what = roll(day, 11);
    if (what == 0)
        be_idle(day);
    else
        alive = what < 4 ? courier_turn(day) : put_turn(day);
    if (alive)
        return;
    stop(day, SIGKILL);
    start(day);
}

static void begin(struct day *day, const char *trace)
{
    signal(SIGPIPE, SIG_IGN);
    day->driver.preload = RECORDER_LIBRARY;
    setenv("POWERCUT_ROOT", day->driver.state, 1);
    setenv("POWERCUT_TRACE", trace, 1);
    make_clock(day);
}

static int recover(struct day *day, char **argv)
{
    day->driver.program = KEEPER_PROGRAM;
    snprintf(day->driver.state, sizeof day->driver.state, "%s", argv[1]);
    snprintf(day->driver.log, sizeof day->driver.log, "%s.log", argv[1]);
    if (!seal_init())
        return 1;
    seal_intake_generate(&day->driver.intake);
    begin(day, argv[2]);
    if (!driver_start(&day->driver))
        refuse("the keeper does not start");
    day->face = driver_connect(&day->driver, POST_FACE);
    day->courier = -1;
    bool kept = driver_put(&day->driver, day->face, 4000000) == POST_SAVE_OK;
    be_idle(day);
    stop(day, SIGTERM);
    return kept ? 0 : 1;
}

int main(int argc, char **argv)
{
    static struct day day;
    if (argc == 3)
        return recover(&day, argv);
    if (argc != 5) {
        fprintf(stderr, "usage: record DIR TRACE SEED STEPS\n       record STATE TRACE\n");
        return 2;
    }
    driver_init(&day.driver, argv[1]);
    day.dice = strtoull(argv[3], NULL, 10) * 2 + 1;
    begin(&day, argv[2]);
    start(&day);
    for (long i = strtol(argv[4], NULL, 10); i > 0; i--)
        step(&day);
    be_idle(&day);
    stop(&day, SIGTERM);
    driver_fini(&day.driver);
    printf("%u letters\n", day.put);
    return 0;
}
