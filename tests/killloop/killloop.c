/* killloop [--kills N] [--seed N]: kill -9 and power cuts at random moments over face, keeper,
 * courier and intake, and a network that comes, goes and loses replies, while suggestions are
 * written and delivered. In the end everything whose receipt was shown must have arrived exactly
 * once, and nothing twice. The seed of a failing run is printed. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/options.h"
#include "sim/conductor.h"
#include "sim/runner.h"

enum {
    RECEIPT_DIGITS = 16,
    RECEIPTS_MAX = 100000,
    RECEIPTS_BACK = 16, /* the same receipt may still stand there */
    SETTLE_MS = 3000,
    CONTACT_EVERY_MS = 150,
    PAUSE_LEAST_MS = 5, /* between two kills */
    PAUSE_MOST_MS = 500,
    STUCK_MS = 120000, /* no receipt for so long: something hangs */
    END_MS = 60000,
};

struct shown {
    char digits[RECEIPT_DIGITS + 1];
    unsigned arrived;
};

struct torment {
    struct sim *sim;
    struct runner runner;
    unsigned seed;
    unsigned long kills, wanted;
    unsigned killed[SIM_CHILDREN], cuts;
    int64_t kill_at_ms, contact_at_ms;
    struct shown *shown;
    size_t shown_count;
    unsigned long arrived, lost, twice;
};

static unsigned draw(struct torment *torment, unsigned below)
{
    return (unsigned)rand_r(&torment->seed) % below;
}

static void kill_something(struct torment *torment)
{
    static const enum sim_child order[] = {SIM_FACE, SIM_KEEPER, SIM_KEEPER, SIM_COURIER,
                                           SIM_INTAKE};
    unsigned which = draw(torment, 6);
    torment->kills++;
    if (which == 5) {
        torment->cuts++;
        sim_cut(torment->sim);
        return;
    }
    torment->killed[order[which]]++;
    sim_kill(torment->sim, order[which]);
}

static void change_weather(struct torment *torment)
{
    static const enum net weather[] = {NET_ONLINE, NET_ONLINE, NET_ONLINE, NET_LOST_REPLY,
                                       NET_OFFLINE};
    proxy_set(&torment->sim->proxy, weather[draw(torment, 5)]);
}

/* At every pump of the simulator, whatever it is doing. */
static void meddle(struct sim *sim, void *data)
{
    struct torment *torment = data;
    int64_t now = host_ms();
    if (now >= torment->contact_at_ms) {
        torment->contact_at_ms = now + CONTACT_EVERY_MS;
        witness_contact(&sim->witness);
    }
    if (torment->kills >= torment->wanted || now < torment->kill_at_ms)
        return;
    torment->kill_at_ms = now + PAUSE_LEAST_MS + draw(torment, PAUSE_MOST_MS - PAUSE_LEAST_MS);
    kill_something(torment);
    if (draw(torment, 3) == 0)
        change_weather(torment);
}

/* The 16 digits of a text that is a receipt number and nothing else. */
static bool read_number(const char *text, char digits[RECEIPT_DIGITS + 1])
{
    size_t count = 0;
    for (; *text; text++) {
        if (*text >= '0' && *text <= '9' && count < RECEIPT_DIGITS)
            digits[count++] = *text;
        else if (*text != ' ')
            return false;
    }
    digits[count] = '\0';
    return count == RECEIPT_DIGITS;
}

/* Notes the receipt on the screen. What is shown there is promised. */
static void note_receipt(struct torment *torment)
{
    const struct described *described = &torment->sim->link.described;
    char digits[RECEIPT_DIGITS + 1];
    if (strcmp(described->save, "saved") != 0 && strcmp(described->save, "delivered") != 0)
        return;
    for (size_t i = 0; i < described_texts(described); i++) {
        if (!read_number(described_text(described, i), digits))
            continue;
        size_t last = torment->shown_count;
        for (size_t k = last; k > 0 && last - k < RECEIPTS_BACK; k--) {
            if (strcmp(torment->shown[k - 1].digits, digits) == 0)
                return;
        }
        if (torment->shown_count < RECEIPTS_MAX)
            memcpy(torment->shown[torment->shown_count++].digits, digits, sizeof digits);
        return;
    }
}

static void press(struct torment *torment, enum key key)
{
    runner_press(&torment->runner, key, 0);
    runner_settle(&torment->runner, SETTLE_MS);
}

/* One press further towards a receipt, from wherever the box is. */
static void go_on(struct torment *torment)
{
    struct sim *sim = torment->sim;
    const char *scene = sim_scene(sim);
    if (strcmp(scene, "") == 0) {
        sim_pump(sim, 5);
    } else if (strcmp(scene, "television") == 0) {
        press(torment, KEY_POWER);
    } else if (strcmp(scene, "compose") == 0 && !sim->link.described.typed[0]) {
        press(torment, KEY_9);
        press(torment, KEY_4);
        press(torment, KEY_1);
    } else if (strcmp(scene, "receipt") == 0) {
        note_receipt(torment);
        press(torment, KEY_OK);
    } else {
        press(torment, KEY_OK);
    }
}

/* Writes and sends until all kills are done. False when nothing moves any more. */
static bool write_on(struct torment *torment)
{
    int64_t moved_ms = host_ms();
    size_t before = 0;
    while (torment->kills < torment->wanted && !torment->sim->interrupted) {
        go_on(torment);
        if (torment->shown_count > before) {
            before = torment->shown_count;
            moved_ms = host_ms();
        }
        if (host_ms() - moved_ms > STUCK_MS) {
            fprintf(stderr, "killloop: no receipt for %d s; scene '%s'\n", STUCK_MS / 1000,
                    sim_scene(torment->sim));
            return false;
        }
    }
    return !torment->sim->interrupted;
}

/* Calm: everything runs, everything that waits goes out. */
static bool deliver_all(struct torment *torment)
{
    struct sim *sim = torment->sim;
    int64_t give_up = host_ms() + END_MS;
    proxy_set(&sim->proxy, NET_ONLINE);
    runner_pass(&torment->runner, 1000);
    runner_settle(&torment->runner, SETTLE_MS);
    if (strcmp(sim_scene(sim), "receipt") == 0)
        note_receipt(torment);
    while (host_ms() < give_up && !sim->interrupted) {
        if (sim->witness.known && sim->witness.status.waiting == 0)
            return true;
        sim_pump(sim, 10);
    }
    fprintf(stderr, "killloop: %u still wait: %s\n", sim->witness.status.waiting,
            sim->witness.status.net_why);
    return false;
}

static const char *member(const json_t *line, const char *name)
{
    const char *text = json_string_value(json_object_get(line, name));
    return text ? text : "";
}

static void count_arrival(struct torment *torment, const json_t *line, json_t *ids)
{
    const char *id = member(line, "id"), *receipt = member(line, "receipt");
    torment->arrived++;
    if (json_object_get(ids, id))
        torment->twice++;
    json_object_set_new(ids, id, json_true());
    for (size_t i = 0; i < torment->shown_count; i++) {
        if (strcmp(torment->shown[i].digits, receipt) == 0 && torment->shown[i].arrived++ > 0)
            torment->twice++;
    }
}

static bool compare(struct torment *torment, const char *path)
{
    char line[65536];
    FILE *file = fopen(path, "re");
    json_t *ids = json_object();
    while (file && fgets(line, sizeof line, file)) {
        json_t *json = json_loads(line, 0, NULL);
        count_arrival(torment, json, ids);
        json_decref(json);
    }
    if (file)
        fclose(file);
    json_decref(ids);
    for (size_t i = 0; i < torment->shown_count; i++) {
        if (torment->shown[i].arrived > 0)
            continue;
        torment->lost++;
        fprintf(stderr, "killloop: lost: %s\n", torment->shown[i].digits);
    }
    uint64_t kept = torment->sim->witness.status.total;
    if (torment->arrived != kept)
        fprintf(stderr, "killloop: the store has seen %llu, the intake %lu\n",
                (unsigned long long)kept, torment->arrived);
    return torment->lost == 0 && torment->twice == 0 && torment->arrived == kept;
}

static bool write_conf(const char *path)
{
    FILE *file = fopen(path, "we");
    return file && fputs("quota_per_day = 100000\n", file) >= 0 && fclose(file) == 0;
}

static bool torment_box(struct torment *torment, const struct settings *settings)
{
    char exported[4096];
    struct script script = {.path = (char[]){"killloop"}};
    struct step step = {0};
    bool right = sim_start(torment->sim);
    runner_init(&torment->runner, torment->sim, &script, NULL);
    torment->runner.step = &step;
    torment->sim->meddle = meddle;
    torment->sim->meddle_data = torment;
    right = right && write_on(torment) && deliver_all(torment);
    torment->sim->meddle = NULL;
    sim_end_children(torment->sim);
    snprintf(exported, sizeof exported, "%s/arrived.jsonl", settings->state);
    right = right && sim_export(torment->sim, exported) && compare(torment, exported);
    if (torment->sim->crashes > 0)
        fprintf(stderr, "killloop: %u ends that nobody asked for\n", torment->sim->crashes);
    return right && torment->sim->crashes == 0;
}

static unsigned long number_of(const struct option_program *program, const char *text)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (errno || *end || number > 1000000000)
        options_refuse(program, "'%s' is not a number", text);
    return number;
}

/* A state folder and a board.conf beside it; a day's quota would end the run after five. */
static bool settle(struct settings *settings, char *state, char *conf, size_t size)
{
    if (!mkdtemp(state))
        return false;
    snprintf(conf, size, "%s.conf", state);
    settings->state = state;
    settings->config = conf;
    if (!write_conf(conf) || !conf_load(&settings->conf, conf))
        return false;
    settings->conf.profile = conf_profile_find("kiosk-1080p");
    return true;
}

static void print_result(const struct torment *torment, const char *seed, const char *kept)
{
    printf("kills %lu (face %u, keeper %u, courier %u, intake %u, power %u), receipts shown %zu, "
           "arrived %lu, lost %lu, twice %lu, seed %s%s%s\n",
           torment->kills, torment->killed[SIM_FACE], torment->killed[SIM_KEEPER],
           torment->killed[SIM_COURIER], torment->killed[SIM_INTAKE], torment->cuts,
           torment->shown_count, torment->arrived, torment->lost, torment->twice, seed,
           kept ? ", state kept in " : "", kept ? kept : "");
}

int main(int argc, char **argv)
{
    const char *kills = "200", *seed = "1";
    const struct option_entry entries[] = {
        {"--kills", "N", "how many kills and cuts (200)", &kills, NULL},
        {"--seed", "N", "of the moments and victims (1)", &seed, NULL},
    };
    const struct option_program program = {"killloop", "kill everything, lose nothing", "[OPTION…]",
                                           entries, 2};
    int rest;
    options_parse(&program, argc, argv, &rest);

    char state[] = "/tmp/jianyan-killloop-XXXXXX", conf[sizeof state + 16];
    static struct sim sim;
    static struct shown shown[RECEIPTS_MAX];
    struct settings settings = {.headless = true, .seed = 1, .date_ms = 1598923800000};
    struct torment torment = {.sim = &sim, .wanted = number_of(&program, kills), .shown = shown};
    torment.seed = (unsigned)number_of(&program, seed);
    if (!settle(&settings, state, conf, sizeof conf))
        return 1;
    sim_init(&sim, &settings);
    bool right = torment_box(&torment, &settings);
    sim_stop(&sim);
    unlink(conf);
    if (right)
        folder_remove(AT_FDCWD, state);
    print_result(&torment, seed, right ? NULL : state);
    return right ? 0 : 1;
}
