/* jianyan-supervisor: starts face, keeper and courier, starts them again, and gives the screen to
 * television when it must. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board/common/front.h"
#include "board/common/rear.h"
#include "board/common/vt.h"
#include "core/options.h"

struct arguments {
    const char *config, *state, *screen, *watchdog, *proof, *fault;
    bool front, rear;
};

static void parse(int argc, char **argv, struct arguments *arguments)
{
    const struct option_entry entries[] = {
        {"--config", "FILE", "board.conf (without it: defaults)", &arguments->config, NULL},
        {"--state", "DIR", "state folder", &arguments->state, NULL},
        {"--screen", "NAME", "for the face (without it: the best there is)", &arguments->screen,
         NULL},
        {"--watchdog", "DEVICE", "fed as long as everything works (without it: none is)",
         &arguments->watchdog, NULL},
        {"--proof", "PROGRAM",
         "run once, when the first picture stands and the store has kept something",
         &arguments->proof, NULL},
        {"--fault", "NUMBER", "what the keeper is told once, for the page service",
         &arguments->fault, NULL},
        {"--front", NULL, "the face alone, where keeper and courier are services of their own",
         NULL, &arguments->front},
        {"--rear", NULL, "keeper and courier alone, as they go on behind television", NULL,
         &arguments->rear},
    };
    const struct option_program program = {
        .name = "jianyan-supervisor",
        .purpose = "Runs the face, the keeper and the courier of a box.",
        .usage =
            "--state DIR [--config FILE] [--screen NAME] [--watchdog DEVICE] [--proof PROGRAM] "
            "[--front | --rear]",
        .entries = entries,
        .count = sizeof entries / sizeof entries[0],
    };
    int rest = 0;
    options_parse(&program, argc, argv, &rest);
    if (rest > 0)
        options_refuse(&program, "unexpected argument '%s'", argv[1]);
    if (!arguments->state)
        options_refuse(&program, "--state is needed");
    if (arguments->rear && arguments->screen)
        options_refuse(&program, "--rear has no screen");
    if (arguments->front && (arguments->watchdog || arguments->proof || arguments->fault))
        options_refuse(&program, "--front has no rear: no --watchdog, --proof or --fault");
    if (arguments->rear && arguments->front)
        options_refuse(&program, "--front and --rear together are what is run without either");
}

static bool run_front(const struct arguments *arguments, const struct conf *conf, int state_fd)
{
    char key[FRONT_KEY_MAX];
    struct notify above;
    notify_open(&above);
    const struct front_setup setup = {.config = arguments->config,
                                      .state_dir = arguments->state,
                                      .screen = arguments->screen,
                                      .conf = conf,
                                      .above = &above,
                                      .watchdog = arguments->watchdog,
                                      .proof = arguments->proof,
                                      .fault = arguments->fault,
                                      .state_fd = state_fd,
                                      .alone = arguments->front};
    enum front_end end = front_run(&setup, key);
    if (end == FRONT_ASKED)
        vt_restore(arguments->screen ? arguments->screen : conf->screen);
    if (end == FRONT_TELEVISION)
        printf("handoff %s\n", key);
    if (end != FRONT_FAILED)
        notify_say(&above, "STOPPING=1");
    notify_close(&above);
    return end != FRONT_FAILED && fflush(stdout) == 0;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {0};
    struct conf conf;
    bool ran = false;
    parse(argc, argv, &arguments);
    if (!conf_load(&conf, arguments.config))
        return EXIT_FAILURE;
    int state_fd = open(arguments.state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (state_fd < 0) {
        fprintf(stderr, "jianyan-supervisor: cannot open the state folder %s: %s\n",
                arguments.state, strerror(errno));
        return EXIT_FAILURE;
    }
    const struct rear_setup rear = {.config = arguments.config,
                                    .state_dir = arguments.state,
                                    .conf = &conf,
                                    .watchdog = arguments.watchdog,
                                    .proof = arguments.proof,
                                    .fault = arguments.fault,
                                    .state_fd = state_fd};
    ran = arguments.rear ? rear_run(&rear) : run_front(&arguments, &conf, state_fd);
    close(state_fd);
    return ran ? EXIT_SUCCESS : EXIT_FAILURE;
}
