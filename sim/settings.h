/* What the command line asks for. */
#ifndef JIANYAN_SIM_SETTINGS_H
#define JIANYAN_SIM_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/conf.h"

struct settings {
    bool headless;
    bool tour;              /* window: play the tour while nobody is there */
    const char *storyboard; /* headless: folder for pictures and a page of them */
    const char *script, *shots, *profile, *state, *campaign, *trust, *intake, *intake_keys;
    const char *export_path;
    const char *config, *record, *lan;
    int64_t date_ms; /* Unix time */
    uint64_t seed;
    int intake_port;        /* 0: any */
    bool intake_port_given; /* asked for: no other will do */
    struct conf conf;       /* --config read, and the profile settled */
};

/* Parses the command line; leaves the process (status 2) on wrong usage, with one line. */
void settings_parse(struct settings *settings, int argc, char **argv);

#endif
