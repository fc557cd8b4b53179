/* bench_box: the face at a socket screen whose other end is played here.
 *   idle STATE CONFIG          holds the screen; prints the face's pid once it has drawn; ends at
 *                              SIGTERM
 *   switch STATE CONFIG COUNT  lets that many changes come due one after the other (posters, and
 *                              what moves between them): "CHANGES CPU-MS-EACH"
 *   night STATE CONFIG COUNT   the same at eleven in the evening, when posters are dimmed
 *   fade STATE CONFIG COUNT    that many steps of fades: "CPU-MS FLOOR", medians. FLOOR: one copy
 *                              of the frame by memcpy(), in turn with them
 *   confirm STATE CONFIG COUNT DIGITS
 *                              writes a suggestion, and times OK on review until its receipt is
 *                              drawn: "MS FLOOR SEAL", medians, ms. FLOOR: the same bytes appended
 *                              to a file in STATE with one fdatasync, in turn with it. SEAL:
 *                              sealing them, which both leave out */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "seal/seal.h"
#include "sim/link.h"

enum {
    COUNT_MAX = 400,
    ANSWER_MS = 10000,
    RECORD_BYTES = 512, /* a suggestion of some thirty characters with all that belongs to it */
};

struct box {
    struct link link;
    struct simclock clock;
    pid_t face;
};

static void die(const char *what)
{
    fprintf(stderr, "bench_box: %s\n", what);
    exit(EXIT_FAILURE);
}

static double now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

/* -- the box -- */

static void pump(struct box *box, int timeout_ms)
{
    struct pollset set = {0};
    link_poll(&box->link, &set);
    pollset_run(&set, timeout_ms);
    if (waitpid(box->face, NULL, WNOHANG) == box->face)
        die("the face has ended");
}

static void await_answer(struct box *box)
{
    double begun = now_ms();
    while (!link_is_up(&box->link) || !link_is_answered(&box->link)) {
        pump(box, 100);
        if (now_ms() - begun > ANSWER_MS)
            die("the face does not answer");
    }
}

static void await_scene(struct box *box, const char *scene)
{
    double begun = now_ms();
    while (strcmp(box->link.described.scene, scene) != 0) {
        pump(box, 100);
        if (now_ms() - begun > ANSWER_MS) {
            fprintf(stderr, "bench_box: the scene is %s, not %s\n", box->link.described.scene,
                    scene);
            exit(EXIT_FAILURE);
        }
    }
}

/* Now, or today at 23:00 in China. */
static int64_t wall_ms(bool night)
{
    int64_t now_s = (int64_t)time(NULL);
    return (night ? now_s / 86400 * 86400 + 15 * 3600 : now_s) * 1000;
}

static void open_box(struct box *box, char **argv, bool running)
{
    bool night = strcmp(argv[-1], "night") == 0;
    char path[4096], screen[4200], program[4096];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 32);
    char *slash = len > 0 ? memrchr(program, '/', (size_t)len) : NULL;
    int state_fd = open(argv[0], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    snprintf(path, sizeof path, "%s/screen", argv[0]);
    snprintf(screen, sizeof screen, "socket:%s", path);
    if (!slash || state_fd < 0 || !simclock_open(&box->clock, state_fd, wall_ms(night), running) ||
        !link_open(&box->link, path, &box->clock))
        die("cannot open the screen's other end");
    close(state_fd);
    memcpy(slash, "/../bin/jianyan", sizeof "/../bin/jianyan");
    box->face = fork();
    if (box->face == 0) {
        execl(program, "jianyan", "--state", argv[0], "--config", argv[1], "--screen", screen,
              (char *)NULL);
        _exit(127);
    }
    await_answer(box);
}

static void close_box(struct box *box)
{
    kill(box->face, SIGTERM);
    waitpid(box->face, NULL, 0);
    link_close(&box->link);
    simclock_close(&box->clock);
}

static double cpu_ms(pid_t pid)
{
    char path[64], line[64], *end = line;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
    FILE *file = fopen(path, "r");
    double ns = file && fgets(line, sizeof line, file) ? strtod(line, &end) : 0;
    if (end == line)
        die("cannot read what the face has used");
    fclose(file);
    return ns / 1e6;
}

static void press(struct box *box, enum key key)
{
    link_send_key(&box->link, key, KEY_PRESS, 0);
    link_send_key(&box->link, key, KEY_RELEASE, 0);
}

/* -- idle, switch -- */

static int run_idle(struct box *box)
{
    sigset_t set;
    int signal;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    printf("%d\n", (int)box->face);
    fflush(stdout);
    sigwait(&set, &signal);
    return EXIT_SUCCESS;
}

/* The face does all that is due at that time. */
static void next_due(struct box *box)
{
    int64_t due_ms = box->link.described.next_ms;
    if (due_ms == INT64_MAX)
        die("nothing is due: is there more than one poster?");
    int64_t now = simclock_now(&box->clock).mono_ms;
    simclock_advance(&box->clock, due_ms > now ? due_ms : now + 1);
    link_send_clock(&box->link);
    await_answer(box);
}

static int run_switch(struct box *box, int wanted)
{
    unsigned changes = 0;
    for (int i = 0; i < 10; i++) /* once around: every poster has been read */
        next_due(box);
    uint32_t before = box->link.presents;
    double cpu = cpu_ms(box->face);
    while ((changes = box->link.presents - before) < (unsigned)wanted)
        next_due(box);
    printf("%u %.3f\n", changes, (cpu_ms(box->face) - cpu) / changes);
    return EXIT_SUCCESS;
}

/* -- fade -- */

static double copy_once(uint32_t *to, const uint32_t *from, size_t bytes)
{
    struct timespec begun, ended;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begun);
    memcpy(to, from, bytes);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
    return (double)(ended.tv_sec - begun.tv_sec) * 1e3 +
           (double)(ended.tv_nsec - begun.tv_nsec) / 1e6;
}

static int run_fade(struct box *box, int wanted)
{
    static double ours[COUNT_MAX], floor_ms[COUNT_MAX];
    const struct link *link = &box->link;
    size_t bytes = (size_t)link->width * (size_t)link->height * sizeof(uint32_t);
    uint32_t *from = malloc(bytes), *to = malloc(bytes);
    if (!from || !to)
        die("out of memory");
    memset(from, 1, bytes);
    memset(to, 2, bytes);
    for (int steps = 0, tries = 0; steps < wanted && tries < 100 * wanted; tries++) {
        bool began = link->described.animating;
        double cpu = cpu_ms(box->face);
        next_due(box);
        if (!began || !link->described.animating) /* its begin and end are changes of a poster */
            continue;
        ours[steps] = cpu_ms(box->face) - cpu;
        floor_ms[steps++] = copy_once(to, from, bytes);
    }
    if (ours[wanted - 1] <= 0)
        die("nothing fades");
    printf("%.3f %.3f\n", median(ours, (size_t)wanted), median(floor_ms, (size_t)wanted));
    free(from);
    free(to);
    return EXIT_SUCCESS;
}

/* -- confirm -- */

static void write_digits(struct box *box, const char *digits)
{
    for (; *digits; digits++) {
        press(box, (enum key)(KEY_0 + (*digits - '0')));
        await_answer(box);
    }
}

static double confirm_once(struct box *box, const char *digits)
{
    await_scene(box, "poster");
    press(box, KEY_OK);
    await_scene(box, "kind");
    press(box, KEY_OK);
    await_scene(box, "compose");
    write_digits(box, digits);
    press(box, KEY_OK);
    await_scene(box, "review");
    await_answer(box);
    uint32_t presents = box->link.presents;
    double pressed = now_ms();
    press(box, KEY_OK);
    while (strcmp(box->link.described.save, "saved") != 0 || box->link.presents == presents) {
        pump(box, 100);
        if (now_ms() - pressed > ANSWER_MS)
            die("no receipt came");
    }
    double ms = now_ms() - pressed;
    await_answer(box);
    press(box, KEY_EXIT);
    return ms;
}

static double seal_once(const struct seal_intake *intake, char *letter, size_t *len)
{
    char record[RECORD_BYTES];
    uint8_t id[SEAL_ID_BYTES] = {1};
    memset(record, 'x', sizeof record);
    double begun = now_ms();
    *len = seal_letter(intake, id, record, sizeof record, letter, SEAL_LETTER_MAX);
    return now_ms() - begun;
}

static double append_once(int fd, const char *bytes, size_t len)
{
    double begun = now_ms();
    if (write(fd, bytes, len) != (ssize_t)len || fdatasync(fd) != 0)
        die("cannot write beside the state");
    return now_ms() - begun;
}

static int run_confirm(struct box *box, const char *state, int count, const char *digits)
{
    static double ours[COUNT_MAX], floor_ms[COUNT_MAX], seal_ms[COUNT_MAX];
    static char letter[SEAL_LETTER_MAX];
    static struct seal_intake_secret intake;
    char path[4096];
    size_t len = 0;
    snprintf(path, sizeof path, "%s/appended", state);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0 || !seal_init())
        die("cannot write beside the state");
    seal_intake_generate(&intake);
    for (int i = -3; i < count; i++) { /* three to warm up */
        size_t slot = i < 0 ? 0 : (size_t)i;
        ours[slot] = confirm_once(box, digits);
        seal_ms[slot] = seal_once(&intake.known, letter, &len);
        floor_ms[slot] = append_once(fd, letter, len);
    }
    close(fd);
    printf("%.3f %.3f %.3f\n", median(ours, (size_t)count), median(floor_ms, (size_t)count),
           median(seal_ms, (size_t)count));
    return EXIT_SUCCESS;
}

static int run(struct box *box, const char *what, char **argv, int count)
{
    if (strcmp(what, "idle") == 0)
        return run_idle(box);
    if (strcmp(what, "switch") == 0 || strcmp(what, "night") == 0)
        return run_switch(box, count);
    if (strcmp(what, "fade") == 0)
        return run_fade(box, count);
    return run_confirm(box, argv[2], count, argv[5]);
}

int main(int argc, char **argv)
{
    static struct box box;
    const char *what = argc >= 4 ? argv[1] : "";
    int count = argc >= 5 ? (int)strtol(argv[4], NULL, 10) : 0;
    bool counted = count > 0 && count <= COUNT_MAX, stands = false, known = false;
    if (strcmp(what, "idle") == 0)
        known = true;
    else if (strcmp(what, "confirm") == 0)
        known = counted && argc == 6;
    else
        known = stands = counted && (strcmp(what, "switch") == 0 || strcmp(what, "night") == 0 ||
                                     strcmp(what, "fade") == 0);
    if (!known) {
        fprintf(
            stderr,
            "usage: bench_box idle|switch|night|fade|confirm STATE CONFIG … (see the source)\n");
        return 2;
    }
    open_box(&box, argv + 2, !stands);
    int status = run(&box, what, argv, count);
    close_box(&box);
    return status;
}
