#include "sim/settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/options.h"

static const char default_date[] = "2020-09-01T09:30:00+08:00";
enum { DEFAULT_SEED = 20200831, PORT_MAX = 65535 };

/* The texts of options that are numbers. */
struct raw {
    const char *date, *seed, *port;
};

enum { OPTIONS = 18 };

static void fill_entries(struct option_entry entries[OPTIONS], struct settings *s, struct raw *raw)
{
    const struct option_entry all[OPTIONS] = {
        {"--headless", NULL, "no window: run a script", NULL, &s->headless},
        {"--script", "FILE", "the steps to run (headless)", &s->script, NULL},
        {"--shots", "DIR", "where 'shot NAME' writes NAME.png (default: .)", &s->shots, NULL},
        {"--storyboard", "DIR", "the same, with a page of all of them and their captions",
         &s->storyboard, NULL},
        {"--tour", NULL, "window: play the tour while nobody is there", NULL, &s->tour},
        {"--profile", "NAME", "screen to simulate (default: stb-720p)", &s->profile, NULL},
        {"--state", "DIR", "state folder (default: a new one, headless removed at the end)",
         &s->state, NULL},
        {"--campaign", "DIR", "published campaign to install (default: our own)", &s->campaign,
         NULL},
        {"--trust", "FILE", "public key it is signed with (default: DIR/campaign.pub)", &s->trust,
         NULL},
        {"--intake", "URL", "an intake service (default: one of our own is started)", &s->intake,
         NULL},
        {"--intake-keys", "FILE", "its public keys, if neither campaign nor config has them",
         &s->intake_keys, NULL},
        {"--date", "RFC3339", "the box's date at the start (default: 2020-09-01T09:30:00+08:00)",
         &raw->date, NULL},
        {"--seed", "N", "receipts and ids repeat with it (default: fixed)", &raw->seed, NULL},
        {"--export", "FILE", "write what our intake has got (jsonl) at the end", &s->export_path,
         NULL},
        {"--config", "FILE", "keys for the simulated board.conf", &s->config, NULL},
        {"--record", "FILE", "write what is pressed in the window as a script", &s->record, NULL},
        {"--lan", "ADDRESS", "this machine's address for phones (window; 'off': none)", &s->lan,
         NULL},
        {"--intake-port", "N", "port of our own intake (default: 8780 in a window, else any)",
         &raw->port, NULL},
    };
    memcpy(entries, all, sizeof all);
}

static uint64_t number_of(const struct option_program *program, const char *name, const char *text,
                          uint64_t most)
{
    char *end;
    errno = 0;
    uint64_t number = strtoull(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-' || number > most)
        options_refuse(program, "%s: '%s' is not a number from 0 to %llu", name, text,
                       (unsigned long long)most);
    return number;
}

static void settle_numbers(const struct option_program *program, struct settings *s,
                           const struct raw *raw)
{
    const char *date = raw->date ? raw->date : default_date;
    if (!clock_parse(date, &s->date_ms))
        options_refuse(program, "--date: '%s' is not like %s", date, default_date);
    s->seed = raw->seed ? number_of(program, "--seed", raw->seed, UINT64_MAX) : DEFAULT_SEED;
    s->intake_port = s->headless ? 0 : 8780;
    if (raw->port)
        s->intake_port = (int)number_of(program, "--intake-port", raw->port, PORT_MAX);
    s->intake_port_given = raw->port != NULL;
}

static void settle_profile(const struct option_program *program, struct settings *s)
{
    if (!conf_load(&s->conf, s->config))
        exit(1);
    if (s->profile && !conf_profile_find(s->profile))
        options_refuse(program, "--profile: there is no '%s'; profiles: %s", s->profile,
                       conf_profile_names());
    if (s->profile)
        s->conf.profile = conf_profile_find(s->profile);
}

static void check_combinations(const struct option_program *program, const struct settings *s)
{
    if (s->headless && !s->script)
        options_refuse(program, "--headless needs --script FILE");
    if (!s->headless && s->script)
        options_refuse(program, "--script needs --headless");
    if (s->headless && s->tour)
        options_refuse(program, "--tour is for the window; headless, run its script: --script "
                                "share/jianyan/tour.keys");
    if (s->storyboard && (!s->headless || s->shots))
        options_refuse(program, "--storyboard needs --headless, and takes the place of --shots");
    if (s->headless && s->record)
        options_refuse(program, "--record is for the window");
    if (s->intake && s->export_path)
        options_refuse(program, "--export is for our own intake, not for one given by --intake");
    if (s->intake && strncmp(s->intake, "http://", 7) != 0 &&
        strncmp(s->intake, "https://", 8) != 0)
        options_refuse(program, "--intake: '%s' is not an http:// or https:// URL", s->intake);
    if (s->intake_keys && !s->intake)
        options_refuse(program, "--intake-keys needs --intake");
    if (s->trust && !s->campaign)
        options_refuse(program, "--trust needs --campaign");
}

void settings_parse(struct settings *settings, int argc, char **argv)
{
    struct option_entry entries[OPTIONS];
    struct raw raw = {0};
    int rest;
    *settings = (struct settings){0};
    fill_entries(entries, settings, &raw);
    const struct option_program program = {
        .name = "jianyan-sim",
        .purpose = "the simulator: window with a remote, scripts, faults, power cuts",
        .usage = "[OPTION…]   or   --headless --script FILE [OPTION…]",
        .entries = entries,
        .count = OPTIONS,
    };
    options_parse(&program, argc, argv, &rest);
    if (rest > 0)
        options_refuse(&program, "what is '%s'?", argv[1]);
    settle_numbers(&program, settings, &raw);
    settle_profile(&program, settings);
    check_combinations(&program, settings);
    if (settings->storyboard)
        settings->shots = settings->storyboard;
}
