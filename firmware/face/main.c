/* jianyan: shows the campaign and listens to people. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "board/screens.h"
#include "core/confine.h"
#include "core/dump.h"
#include "core/log.h"
#include "core/notify.h"
#include "core/options.h"
#include "face/app.h"
#include "face/self_test.h"

extern const struct confine_calls face_calls, face_desktop_calls;

struct arguments {
    const char *config, *state, *screen;
    bool safe, self_test;
};

static void read_arguments(int argc, char **argv, struct arguments *arguments)
{
    const struct option_entry entries[] = {
        {"--config", "FILE", "board.conf (without it: defaults)", &arguments->config, NULL},
        {"--state", "DIR", "state folder", &arguments->state, NULL},
        {"--screen", "NAME", "sdl, kms, fbdev or socket:PATH (without it: board.conf's)",
         &arguments->screen, NULL},
        {"--safe", NULL, "read no campaign: the built-in poster, or television at home", NULL,
         &arguments->safe},
        {"--self-test", NULL, "show nothing: try fonts and dictionary, and end", NULL,
         &arguments->self_test},
    };
    const struct option_program program = {
        .name = "jianyan",
        .purpose = "Shows the campaign and takes suggestions.",
        .usage = "--state DIR [--config FILE] [--screen sdl|kms|fbdev|socket:PATH]",
        .entries = entries,
        .count = sizeof entries / sizeof entries[0],
    };
    int rest = 0;
    options_parse(&program, argc, argv, &rest);
    if (rest > 0)
        options_refuse(&program, "unexpected argument '%s'", argv[1]);
    if (!arguments->state && !arguments->self_test)
        options_refuse(&program, "--state is needed");
}

/* The command line's, board.conf's, or the best there is. NULL after a line on standard error. */
static const struct screen_ops *choose_screen(const struct arguments *arguments,
                                              const struct conf *conf, const char **argument)
{
    const char *screen = arguments->screen;
    if (!screen && conf->screen[0])
        screen = conf->screen;
    const struct screen_ops *ops = screens_find(screen, argument);
    if (!ops)
        fprintf(stderr, "jianyan: there is no screen '%s' (%s); allowed: %s\n", screen,
                arguments->screen ? "--screen" : "board.conf", screens_names());
    return ops;
}

/* One face on a state folder: two would draw the same numbers. Held until the process ends. */
static int lock_state(const char *state_dir, int *lock_fd)
{
    int state_fd = open(state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (state_fd < 0) {
        fprintf(stderr, "jianyan: cannot open the state folder %s: %s\n", state_dir,
                strerror(errno));
        return -1;
    }
    *lock_fd = openat(state_fd, "face.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*lock_fd >= 0 && flock(*lock_fd, LOCK_EX | LOCK_NB) == 0)
        return state_fd;
    if (*lock_fd >= 0 && errno == EWOULDBLOCK)
        fprintf(stderr, "jianyan: another face runs on %s; end it first\n", state_dir);
    else
        fprintf(stderr, "jianyan: cannot lock %s/face.lock: %s\n", state_dir, strerror(errno));
    close(state_fd);
    return -1;
}

/* SIGTERM, SIGINT and SIGHUP become readable; a closed socket is not an end. */
static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* The screen is open, nothing that comes from outside has been read. */
static unsigned confine(const struct app_setup *setup)
{
    bool libraries = screens_bring_libraries(setup->ops) || setup->conf->key_click;
    char data_dir[CONF_VALUE_MAX];
    struct confine confine;
    confine_begin(&confine, CONFINE_NO_TCP);
    conf_data_dir(setup->conf, data_dir, sizeof data_dir);
    confine_allow(&confine, CONFINE_READ, "%s", data_dir);
    confine_allow(&confine, CONFINE_READ, "%s", setup->state_dir);
    screens_allow(setup->ops, &confine, libraries);
    return confine_enforce(&confine, "face", libraries ? &face_desktop_calls : &face_calls);
}

static bool run(struct app_setup *setup, const char *screen_argument)
{
    enum key handoff = KEY_NONE;
    enum app_end end = APP_RUNS;
    const struct conf_profile *profile = setup->conf->profile;
    const struct screen_config config = {.width = profile->width,
                                         .height = profile->height,
                                         .argument = screen_argument,
                                         .clock = setup->clock,
                                         .click = setup->conf->key_click,
                                         .hours = setup->conf->display_hours,
                                         .night_percent = (int)setup->conf->night_percent,
                                         .stays = profile->class == CONF_HOME};
    setup->screen = setup->ops->open(&config);
    if (!setup->screen)
        return false;
    setup->confined = confine(setup);
    struct app *app = app_new(setup);
    if (app)
        end = app_run(app, &handoff);
    app_free(app);
    setup->ops->close(setup->screen, handoff);
    if (end == APP_HANDOFF)
        printf("handoff %s\n", key_name(handoff));
    return end == APP_QUIT || end == APP_HANDOFF;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {0};
    const char *screen_argument = NULL;
    struct notify notify;
    struct conf *conf = calloc(1, sizeof *conf);
    struct clock clock = {0};
    int status = EXIT_FAILURE, lock_fd = -1;
    dump_forbid();
    notify_open(&notify);
    read_arguments(argc, argv, &arguments);
    if (!conf || !conf_load(conf, arguments.config)) {
        free(conf);
        return EXIT_FAILURE;
    }
    if (arguments.self_test) {
        bool works = self_test(conf);
        free(conf);
        return works ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    const struct screen_ops *ops = choose_screen(&arguments, conf, &screen_argument);
    if (!ops) {
        free(conf);
        return 2;
    }
    int state_fd = lock_state(arguments.state, &lock_fd);
    if (state_fd >= 0 && clock_init(&clock, arguments.state) && seal_init()) {
        struct app_setup setup = {
            .ops = ops,
            .conf = conf,
            .clock = &clock,
            .state_dir = arguments.state,
            .state_fd = state_fd,
            .notify = &notify,
            .safe = arguments.safe,
            .signal_fd = open_signals(),
        };
        if (run(&setup, screen_argument))
            status = EXIT_SUCCESS;
        if (setup.signal_fd >= 0)
            close(setup.signal_fd);
    }
    notify_close(&notify);
    clock_fini(&clock);
    if (state_fd >= 0)
        close(state_fd);
    if (lock_fd >= 0)
        close(lock_fd);
    free(conf);
    return status;
}
