/* board.conf: INI without sections, "key = value", "#" comments, at most 24 keys, all with defaults
 * in one table (conf.c; printed by --help-config). Unknown keys and bad values are refused with
 * file and line. */
#ifndef JIANYAN_CORE_CONF_H
#define JIANYAN_CORE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/hours.h"

enum { CONF_VALUE_MAX = 512 };

enum conf_class {
    CONF_HOME,  /* boot screen of a set-top box */
    CONF_KIOSK, /* a public column or PC */
    CONF_WALL,  /* an LED wall: shows, never takes text */
};

/* A profile fixes canvas size and class. */
struct conf_profile {
    const char *name; /* "stb-720p" */
    int width, height;
    enum conf_class class;
};

struct conf {
    const struct conf_profile *profile;
    char county[16];      /* GB/T 2260, six digits */
    char trust_key[128];  /* minisign public key (base64 line); empty: nothing installs */
    char update_key[128]; /* trust_key's second: firmware's; empty: the operator updates it */
    char intake_url[CONF_VALUE_MAX];  /* overrides the campaign's; empty: the campaign's */
    char intake_keys[CONF_VALUE_MAX]; /* "kid box receipt office" (base64); overrides the campaign's
                                       */
    char h5_url[CONF_VALUE_MAX];      /* overrides the campaign's page for the QR code */
    char campaign_url[CONF_VALUE_MAX]; /* folder of published campaigns; empty: none fetched */
    char ca_file[CONF_VALUE_MAX];      /* CA certificates for HTTPS */
    char pin[CONF_VALUE_MAX];      /* "sha256//…;sha256//…" as libcurl takes it; empty: none */
    char data_dir[CONF_VALUE_MAX]; /* fonts, dictionary; empty: ../share/jianyan */
    char face_user[64];            /* user each role must run as; empty: the keeper's own */
    char keeper_user[64]; /* the supervisor starts the keeper as this one; empty: as itself */
    char courier_user[64];
    char screen[CONF_VALUE_MAX]; /* as --screen takes it; empty: the best there is */
    long boot_seconds;           /* countdown of the boot screen */
    long boot_limit_seconds; /* television at the latest, unless a person pressed OK; 0: derived */
    long watchdog_seconds;   /* the longest silence of a face before it is started anew */
    long quota_per_day;      /* suggestions a device takes a day; 0: the class's default */
    long splay_seconds;      /* longest random delay of the first contact after boot */
    long retry_cap_seconds;  /* longest wait between two tries */
    long fade_ms;            /* from poster to poster; 0: cuts */
    struct hours display_hours; /* when the display is lit */
    long night_percent;         /* of the backlight, from ten in the evening to six */
    bool key_click;
    bool placed; /* somebody has said where it stands: no question at the first boot */
};

/* Fills in all defaults, then reads the file unless path is NULL. False after one line on standard
 * error that says file, line, what is wrong and what is allowed. */
bool conf_load(struct conf *conf, const char *path);

/* Prints every key with its default and meaning. */
void conf_print_help(FILE *out);

/* The profile of that name, NULL if there is none. */
const struct conf_profile *conf_profile_find(const char *name);

/* All names, separated by a space, for messages. A constant string. */
const char *conf_profile_names(void);

/* The folder with fonts and dictionary: data_dir, or ../share/jianyan beside the running program.
 */
void conf_data_dir(const struct conf *conf, char *path, size_t size);

#endif
