/* jianyan-sim: the simulator. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/conductor.h"
#include "sim/report.h"
#include "sim/runner.h"
#include "sim/script.h"
#include "sim/settings.h"
#include "sim/storyboard.h"
#include "sim/window.h"

enum { FAILED = 1, WRONG_USAGE = 2 };

static bool make_shots_folder(const char *path)
{
    struct stat st;
    if (!path || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) || mkdir(path, 0755) == 0)
        return true;
    report("cannot make the folder %s: %s", path, strerror(errno));
    return false;
}

static int run_headless(struct sim *sim, const struct settings *settings)
{
    struct script script;
    struct runner runner = {0};
    struct storyboard board = {0};
    bool done = false;
    if (!script_load(&script, settings->script)) {
        script_free(&script);
        return WRONG_USAGE;
    }
    if (make_shots_folder(settings->shots) && storyboard_open(&board, settings->storyboard) &&
        sim_start(sim)) {
        done = runner_run(&runner, sim, &script, storyboard_watch(&board));
        done = storyboard_close(&board) && done;
        runner_print_summary(&runner);
        sim_end_children(sim);
        if (settings->export_path && !sim_export(sim, settings->export_path))
            done = false;
    }
    sim_stop(sim);
    script_free(&script);
    return done ? 0 : FAILED;
}

static int run_window(struct sim *sim, const struct settings *settings)
{
    bool done = window_run(sim, settings);
    sim_end_children(sim);
    if (done && settings->export_path)
        done = sim_export(sim, settings->export_path);
    sim_stop(sim);
    return done ? 0 : FAILED;
}

int main(int argc, char **argv)
{
    struct settings settings;
    struct sim *sim = calloc(1, sizeof *sim);
    settings_parse(&settings, argc, argv);
    if (!sim) {
        report("out of memory");
        return FAILED;
    }
    sim_init(sim, &settings);
    int status = settings.headless ? run_headless(sim, &settings) : run_window(sim, &settings);
    free(sim);
    return status;
}
