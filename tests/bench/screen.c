/* bench_screen: what can be seen on $DISPLAY, and when.
 *   shot RAW PNG              the picture, once it stands still: raw (0x00RRGGBB) and as PNG; fails
 *                             if there is no QR code on it that can be read
 *   press KEY…                presses keys by their X names, each after the last one's picture
 *   start RAW ROUNDS -- COMMAND… [-- COMMAND…]
 *                             from exec to the first picture that equals RAW: a line "MEDIAN MIN
 *                             MAX CPU" for each command, in ms; the rounds of all are interleaved.
 *                             CPU: of the process itself until then
 *   keys ROUNDS PID KEY…      from the press of a key to its change on the screen: "P50 P99 MAX
 *                             CPU", in ms. CPU: of that process for its dearest key, the median.
 *                             The keys must lead back to where they began */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/glass.h"
#include "sim/picture.h"

enum {
    TOLERANCE = 10,
    STARTS_MAX = 99,
    COMMANDS_MAX = 4,
    KEYS_MAX = 64,
    ROUNDS_MAX = 999,
    START_LIMIT_MS = 30000
};

static void die(const char *what)
{
    fprintf(stderr, "bench_screen: %s\n", what);
    exit(EXIT_FAILURE);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        die("out of memory");
    return memory;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* -- shot, press -- */

static bool any_code(const char *text, void *data)
{
    (void)data;
    return text[0] != '\0';
}

static int run_shot(struct glass *glass, char **argv)
{
    if (!glass_settle(glass, 300))
        die("the picture does not stand still");
    const uint32_t *now = glass_look(glass);
    size_t pixels = glass_pixels(glass);
    uint32_t *copy = allocate(pixels, sizeof *copy);
    for (size_t i = 0; i < pixels; i++)
        copy[i] = now[i] & 0xFFFFFFU;
    struct picture picture = {copy, glass_width(glass), glass_height(glass)};
    if (!picture_read_codes(&picture, any_code, NULL))
        die("there is no QR code on the picture");
    FILE *file = fopen(argv[0], "wb");
    bool written = file && fwrite(copy, sizeof *copy, pixels, file) == pixels;
    written = file && fclose(file) == 0 && written && picture_write(&picture, argv[1]);
    free(copy);
    return written ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run_press(struct glass *glass, char **keys)
{
    for (; *keys; keys++) {
        if (!glass_press(glass, *keys) || !glass_settle(glass, 40))
            return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

/* -- start -- */

struct contender {
    char **argv;
    double ms[STARTS_MAX], cpu_ms[STARTS_MAX];
};

struct goal {
    uint32_t *pixels;
    int row; /* the one with the most detail: looked at first */
};

static int busiest_row(const uint32_t *pixels, int width, int height)
{
    int busiest = 0, most = -1;
    for (int y = 0; y < height; y++) {
        int changes = 0;
        for (int x = 1; x < width; x++)
            changes += pixels[(ptrdiff_t)y * width + x] != pixels[(ptrdiff_t)y * width + x - 1];
        if (changes > most) {
            most = changes;
            busiest = y;
        }
    }
    return busiest;
}

static struct goal read_goal(const struct glass *glass, const char *path)
{
    struct goal goal = {.pixels = allocate(glass_pixels(glass), sizeof(uint32_t))};
    FILE *file = fopen(path, "rb");
    if (!file ||
        fread(goal.pixels, sizeof(uint32_t), glass_pixels(glass), file) != glass_pixels(glass))
        die("the picture to wait for is missing or of another size");
    fclose(file);
    goal.row = busiest_row(goal.pixels, glass_width(glass), glass_height(glass));
    return goal;
}

/* The time at which the whole picture was right, or 0 if it is not yet. */
static double right_since(struct glass *glass, const struct goal *goal)
{
    int width = glass_width(glass);
    if (!glass_alike(glass_row(glass, goal->row), goal->pixels + (ptrdiff_t)goal->row * width,
                     (size_t)width, TOLERANCE))
        return 0;
    double now = glass_ms();
    return glass_alike(glass_look(glass), goal->pixels, glass_pixels(glass), TOLERANCE) ? now : 0;
}

static pid_t begin(char **argv)
{
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        execv(argv[0], argv);
        fprintf(stderr, "bench_screen: cannot run %s: %s\n", argv[0], strerror(errno));
        _exit(127);
    }
    return pid;
}

/* The processor's time that process has taken, ms. */
static double cpu_ms(pid_t pid)
{
    char path[64];
    unsigned long long ns = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%llu", &ns) != 1)
        ns = 0;
    if (file)
        fclose(file);
    return (double)ns / 1e6;
}

static void end(struct glass *glass, const struct goal *goal, pid_t pid)
{
    kill(-pid, SIGTERM);
    double asked = glass_ms();
    while (waitpid(pid, NULL, WNOHANG) == 0 && glass_ms() - asked < 5000)
        glass_sleep(5);
    kill(-pid, SIGKILL);
    waitpid(pid, NULL, 0);
    while (right_since(glass, goal) > 0)
        glass_sleep(5);
    glass_sleep(100);
}

static void start_once(struct glass *glass, const struct goal *goal, struct contender *contender,
                       int round)
{
    double right = 0;
    if (right_since(glass, goal) > 0)
        die("the picture is right before anything was started");
    double begun = glass_ms();
    pid_t pid = begin(contender->argv);
    while (right <= 0) {
        glass_sleep(0.3);
        right = right_since(glass, goal);
        if (glass_ms() - begun < START_LIMIT_MS && waitpid(pid, NULL, WNOHANG) == 0)
            continue;
        kill(-pid, SIGKILL);
        die("it ended, or half a minute went by, without the right picture");
    }
    contender->cpu_ms[round] = cpu_ms(pid);
    contender->ms[round] = right - begun;
    end(glass, goal, pid);
}

static size_t split(char **argv, struct contender *contenders)
{
    size_t count = 0;
    for (; *argv; argv++) {
        if (strcmp(*argv, "--") != 0)
            continue;
        if (count == COMMANDS_MAX)
            die("too many commands");
        *argv = NULL;
        contenders[count++].argv = argv + 1;
    }
    return count;
}

static int run_start(struct glass *glass, char **argv)
{
    struct contender *contenders = allocate(COMMANDS_MAX, sizeof *contenders);
    struct goal goal = read_goal(glass, argv[0]);
    int rounds = (int)strtol(argv[1], NULL, 10);
    size_t count = split(argv + 2, contenders);
    if (rounds < 1 || rounds > STARTS_MAX)
        die("1 to 99 rounds");
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < count; i++)
            start_once(glass, &goal, &contenders[i], round);
    }
    for (size_t i = 0; i < count; i++) {
        qsort(contenders[i].ms, (size_t)rounds, sizeof(double), by_size);
        qsort(contenders[i].cpu_ms, (size_t)rounds, sizeof(double), by_size);
        printf("%.1f %.1f %.1f %.1f\n", contenders[i].ms[rounds / 2], contenders[i].ms[0],
               contenders[i].ms[rounds - 1], contenders[i].cpu_ms[rounds / 2]);
    }
    free(goal.pixels);
    free(contenders);
    return EXIT_SUCCESS;
}

/* -- keys -- */

/* One key's effect: the row in which most pixels change, and how it looks afterwards. */
struct effect {
    const char *key;
    int row;
    uint32_t *after;
    double cpu_ms[ROUNDS_MAX];
};

static void learn(struct glass *glass, struct effect *effect)
{
    int width = glass_width(glass), most = 0;
    size_t bytes = glass_pixels(glass) * sizeof(uint32_t);
    uint32_t *before = allocate(1, bytes);
    memcpy(before, glass_look(glass), bytes);
    if (!glass_press(glass, effect->key) || !glass_settle(glass, 300))
        die("the picture does not stand still after a key");
    const uint32_t *after = glass_look(glass);
    for (int y = 0; y < glass_height(glass); y++) {
        int changes = 0;
        for (int x = 0; x < width; x++)
            changes += before[(ptrdiff_t)y * width + x] != after[(ptrdiff_t)y * width + x];
        if (changes > most) {
            most = changes;
            effect->row = y;
        }
    }
    if (most == 0)
        die("a key changes nothing");
    effect->after = allocate((size_t)width, sizeof(uint32_t));
    memcpy(effect->after, after + (ptrdiff_t)effect->row * width, (size_t)width * 4);
    free(before);
}

static double key_once(struct glass *glass, const struct effect *effect)
{
    size_t width = (size_t)glass_width(glass);
    if (glass_alike(glass_row(glass, effect->row), effect->after, width, 0))
        die("the key's change is there before the key");
    double pressed = glass_ms();
    glass_press(glass, effect->key);
    while (!glass_alike(glass_row(glass, effect->row), effect->after, width, 0)) {
        glass_sleep(0.05);
        if (glass_ms() - pressed > 2000) {
            fprintf(stderr, "bench_screen: the change of key %s at line %d did not come\n",
                    effect->key, effect->row);
            exit(EXIT_FAILURE);
        }
    }
    double ms = glass_ms() - pressed;
    glass_sleep(25);
    return ms;
}

/* The median of the key whose median is largest. */
static double dearest_ms(struct effect *effects, size_t count, int rounds)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        qsort(effects[i].cpu_ms, (size_t)rounds, sizeof(double), by_size);
        double median = effects[i].cpu_ms[rounds / 2];
        most = median > most ? median : most;
    }
    return most;
}

static int run_keys(struct glass *glass, char **argv)
{
    static struct effect effects[KEYS_MAX];
    size_t count = 0, done = 0;
    int rounds = (int)strtol(argv[0], NULL, 10);
    pid_t pid = (pid_t)strtol(argv[1], NULL, 10);
    for (char **key = argv + 2; *key && count < KEYS_MAX; key++)
        effects[count++] = (struct effect){.key = *key};
    if (rounds < 1 || rounds > ROUNDS_MAX || count == 0)
        die("how often, and which keys?");
    double *ms = allocate((size_t)rounds * count, sizeof *ms);
    if (run_press(glass, argv + 2) != EXIT_SUCCESS) /* once for the caches */
        die("the keys do nothing");
    for (size_t i = 0; i < count; i++)
        learn(glass, &effects[i]);
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < count; i++) {
            double cpu = cpu_ms(pid);
            ms[done++] = key_once(glass, &effects[i]);
            effects[i].cpu_ms[round] = cpu_ms(pid) - cpu;
        }
    }
    qsort(ms, done, sizeof *ms, by_size);
    printf("%.2f %.2f %.2f %.2f\n", ms[done / 2], ms[(done * 99 - 1) / 100], ms[done - 1],
           dearest_ms(effects, count, rounds));
    for (size_t i = 0; i < count; i++)
        free(effects[i].after);
    free(ms);
    return EXIT_SUCCESS;
}

static const struct command {
    const char *name;
    int arguments; /* at least */
    int (*run)(struct glass *glass, char **argv);
} commands[] = {
    {"shot", 2, run_shot},
    {"press", 1, run_press},
    {"start", 4, run_start},
    {"keys", 3, run_keys},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (argc < 2 + commands[i].arguments || strcmp(argv[1], commands[i].name) != 0)
            continue;
        struct glass *glass = glass_open();
        int status = glass ? commands[i].run(glass, argv + 2) : EXIT_FAILURE;
        glass_close(glass);
        return status;
    }
    fprintf(stderr, "usage: bench_screen shot|press|start|keys … (see the source)\n");
    return 2;
}
