/* jianyan-update: puts a signed root file system into the slot that does not run, and keeps the one
 * that has proven itself. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <sodium.h>

#include "board/update/box.h"
#include "board/update/install.h"
#include "board/update/watch.h"
#include "core/conf.h"
#include "core/options.h"

enum { NICE = 10 };

static const char usage[] =
    "[OPTION…] COMMAND\n"
    "  install FOLDER  verify an update and write it into the free slot\n"
    "  proven          what runs works: keep it\n"
    "  status          print one line of JSON\n"
    "  watch           install what comes; ends when the box should start anew";

struct arguments {
    const char *config, *state, *disk, *system;
    const char *folder; /* install's; else empty */
};

/* What a command works on. */
struct order {
    const struct arguments *arguments;
    const struct conf *conf;
    struct box box;
};

static bool fail(const char *why)
{
    fprintf(stderr, "jianyan-update: %s\n", why);
    return false;
}

static bool run_install(struct order *order)
{
    const char *folder = order->arguments->folder;
    struct install install = {
        .box = &order->box, .update_key = order->conf->update_key, .by_hand = true};
    install.folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (install.folder_fd < 0) {
        snprintf(install.why, sizeof install.why, "%.160s: %s", folder, strerror(errno));
        return fail(install.why);
    }
    enum install_verdict verdict = install_update(&install);
    close(install.folder_fd);
    if (verdict != INSTALL_DONE)
        return fail(install.why);
    printf("version %lld is installed and starts when the box does\n",
           (long long)install.release.version);
    return fflush(stdout) == 0;
}

/* Only what is tried can prove itself, and only if it is what runs. */
static bool run_proven(struct order *order)
{
    struct box *box = &order->box;
    bool kept = true;
    if (box->slots.state != SLOTS_TRYING) /* said at once, while an installation has the lock */
        return true;
    box_lock(box);
    int64_t version = box->slots.version;
    bool tried = box->slots.state == SLOTS_TRYING;
    if (tried && version != box->running.version)
        kept = fail("another version is being tried, not the one that runs");
    else if (tried && !box_step(box, SLOTS_PROVEN, 0))
        kept = fail("the record of the slots cannot be written");
    else if (tried)
        printf("version %lld has proven itself\n", (long long)version);
    box_unlock(box);
    return kept && fflush(stdout) == 0;
}

static bool run_status(struct order *order)
{
    const struct box *box = &order->box;
    static const char *const states[SLOTS_STATES] = {"steady", "staged", "trying"};
    const struct slots *slots = &box->slots;
    printf("{\"slot\":\"%c\",\"state\":\"%s\",\"attempts\":%d,\"running\":%lld,\"staged\":%lld,"
           "\"floor\":%lld,\"given_up\":%lld}\n",
           'a' + slots_to_boot(slots), states[slots->state], slots->attempts,
           (long long)box->running.version, (long long)slots->version, (long long)slots->floor,
           (long long)slots->given_up);
    return fflush(stdout) == 0;
}

static bool run_watch(struct order *order)
{
    const struct clock clock = {0};
    setpriority(PRIO_PROCESS, 0, NICE); /* the screen comes first */
    const struct watch watch = {.box = &order->box,
                                .conf = order->conf,
                                .state_dir = order->arguments->state,
                                .clock = &clock};
    return watch_run(&watch);
}

/* Without a key the operator has an updater of its own, and this one leaves everything alone. */
static bool run_off(const char *command)
{
    if (strcmp(command, "status") == 0)
        return puts("{\"state\":\"off\"}") >= 0 && fflush(stdout) == 0;
    if (strcmp(command, "proven") == 0)
        return true;
    fail("trust_key in board.conf has no second key: this box takes no updates from here");
    while (strcmp(command, "watch") ==
           0) /* a service: whoever keeps it running need not try again */
        pause();
    return false;
}

static const struct command {
    const char *name;
    bool (*run)(struct order *order);
    int words; /* after the name */
} commands[] = {
    {"install", run_install, 1},
    {"proven", run_proven, 0},
    {"status", run_status, 0},
    {"watch", run_watch, 0},
};

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

static bool run(const struct arguments *arguments, const struct conf *conf,
                const struct command *command)
{
    char why[RELEASE_WHY_MAX];
    struct order order = {.arguments = arguments, .conf = conf};
    if (!conf->update_key[0])
        return run_off(command->name);
    bool done = box_open(&order.box, arguments->disk, arguments->system, why) ? command->run(&order)
                                                                              : fail(why);
    box_close(&order.box);
    return done;
}

/* Wrong usage ends here. */
static const struct command *parse(int argc, char **argv, struct arguments *arguments)
{
    const struct option_entry entries[] = {
        {"--config", "FILE", "board.conf (defaults without it)", &arguments->config, NULL},
        {"--state", "DIR", "the state folder (watch)", &arguments->state, NULL},
        {"--disk", "DIR", "files jianyan-a, -b, -slots there instead of partitions",
         &arguments->disk, NULL},
        {"--system", "DIR", "files board and version of what runs (/etc/jianyan)",
         &arguments->system, NULL},
    };
    const struct option_program program = {
        .name = "jianyan-update",
        .purpose = "installs signed updates of the firmware",
        .usage = usage,
        .entries = entries,
        .count = sizeof entries / sizeof entries[0],
    };
    int rest;
    options_parse(&program, argc, argv, &rest);
    if (rest == 0)
        options_refuse(&program, "which command?");
    const struct command *command = find(argv[1]);
    if (!command)
        options_refuse(&program, "unknown command '%s'", argv[1]);
    if (rest != 1 + command->words)
        options_refuse(&program, command->words ? "%s needs one FOLDER" : "%s stands alone",
                       command->name);
    if (command->run == run_watch && !arguments->state)
        options_refuse(&program, "watch needs --state DIR");
    if (command->words)
        arguments->folder = argv[2];
    return command;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {.system = "/etc/jianyan", .folder = ""};
    struct conf conf;
    const struct command *command = parse(argc, argv, &arguments);
    if (!conf_load(&conf, arguments.config) || sodium_init() < 0)
        return 1;
    return run(&arguments, &conf, command) ? 0 : 1;
}
