#include "core/conf.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 1024, COUNTY_DIGITS = 6 };

static const struct conf_profile profiles[] = {
    {"stb-720p", 1280, 720, CONF_HOME},      {"stb-1080p", 1920, 1080, CONF_HOME},
    {"kiosk-1080p", 1080, 1920, CONF_KIOSK}, {"kiosk-wide", 1920, 1080, CONF_KIOSK},
    {"pal-576", 720, 576, CONF_HOME},        {"led-192x96", 192, 96, CONF_WALL},
    {"led-128x64", 128, 64, CONF_WALL},      {"strip-160x16", 160, 16, CONF_WALL},
};

enum kind { PROFILE, TEXT, TRUST, COUNTY, NUMBER, SWITCH, HOURS };

struct entry {
    const char *key;
    enum kind kind;
    size_t offset;
    size_t size; /* of a text */
    long least, most;
    const char *value; /* default */
    const char *help;
};

#define TEXT_FIELD(field)                TEXT, offsetof(struct conf, field), sizeof((struct conf *)0)->field, 0, 0
#define NUMBER_FIELD(field, least, most) NUMBER, offsetof(struct conf, field), 0, least, most

static const struct entry table[] = {
    {"profile", PROFILE, 0, 0, 0, 0, "stb-720p", "canvas and class of the screen"},
    {"county", COUNTY, offsetof(struct conf, county), 0, 0, 0, "500103",
     "GB/T 2260 code of the place, six digits"},
    {"trust_key", TRUST, 0, 0, 0, 0, "",
     "minisign public key of campaigns, and a second one of firmware (left out: nothing here "
     "updates it)"},
    {"intake_url", TEXT_FIELD(intake_url), "", "intake service (empty: the campaign's)"},
    {"intake_keys", TEXT_FIELD(intake_keys), "",
     "its keys: 'kid seal receipt' (empty: the campaign's)"},
    {"h5_url", TEXT_FIELD(h5_url), "", "page the QR code opens (empty: the campaign's)"},
    {"campaign_url", TEXT_FIELD(campaign_url), "",
     "folder campaigns are fetched from (empty: none)"},
    {"ca_file", TEXT_FIELD(ca_file), "/etc/ssl/certs/ca-certificates.crt", "CA certificates"},
    {"pin", TEXT_FIELD(pin), "", "public key pins, 'sha256//…;sha256//…' (empty: none)"},
    {"data_dir", TEXT_FIELD(data_dir), "", "fonts and dictionary (empty: ../share/jianyan)"},
    {"screen", TEXT_FIELD(screen), "",
     "as --screen takes it, 'kms:mode=1280x720@50,rotate=90' (empty: the best there is)"},
    {"face_user", TEXT_FIELD(face_user), "", "user the face runs as (empty: the keeper's)"},
    {"keeper_user", TEXT_FIELD(keeper_user), "",
     "user the keeper runs as (empty: the supervisor's)"},
    {"courier_user", TEXT_FIELD(courier_user), "",
     "user the courier runs as (empty: the keeper's)"},
    {"boot_seconds", NUMBER_FIELD(boot_seconds, 3, 600), "30", "countdown of the boot screen"},
    {"boot_limit_seconds", NUMBER_FIELD(boot_limit_seconds, 0, 3600), "0",
     "television at the latest, unless somebody presses OK (0: boot_seconds + 10)"},
    {"watchdog_seconds", NUMBER_FIELD(watchdog_seconds, 2, 600), "12",
     "a face that gives no sign of life for so long is started anew"},
    {"quota_per_day", NUMBER_FIELD(quota_per_day, 0, 100000), "0",
     "suggestions a day (0: 5 at home, 500 at a kiosk)"},
    {"splay_seconds", NUMBER_FIELD(splay_seconds, 0, 86400), "600",
     "longest random delay of the first contact after boot"},
    {"retry_cap_seconds", NUMBER_FIELD(retry_cap_seconds, 2, 86400), "900",
     "longest wait between two tries"},
    {"fade_ms", NUMBER_FIELD(fade_ms, 0, 4000), "400",
     "fade from poster to poster (0: cuts, for weak boxes)"},
    {"display_hours", HOURS, offsetof(struct conf, display_hours), 0, 0, 0, "",
     "when the display is lit, '06:30-22:30' (empty: always)"},
    {"night_percent", NUMBER_FIELD(night_percent, 0, 100), "100",
     "of the backlight, from ten in the evening to six"},
    {"key_click", SWITCH, offsetof(struct conf, key_click), 0, 0, 0, "off",
     "a click with every key"},
};

enum { ENTRIES = sizeof table / sizeof table[0], PROFILES = sizeof profiles / sizeof profiles[0] };

const struct conf_profile *conf_profile_find(const char *name)
{
    for (size_t i = 0; i < PROFILES; i++) {
        if (strcmp(profiles[i].name, name) == 0)
            return &profiles[i];
    }
    return NULL;
}

const char *conf_profile_names(void)
{
    return "stb-720p stb-1080p kiosk-1080p kiosk-wide pal-576 led-192x96 led-128x64 strip-160x16";
}

/* One key or two, with spaces between. NULL, or what is wrong. */
static const char *store_trust(struct conf *conf, const char *value)
{
    static const char space[] = " \t";
    size_t first = strcspn(value, space);
    const char *rest = value + first + strspn(value + first, space);
    if (first >= sizeof conf->trust_key || strlen(rest) >= sizeof conf->update_key)
        return "is too long";
    if (rest[strcspn(rest, space)])
        return "has more than two keys";
    memcpy(conf->trust_key, value, first);
    conf->trust_key[first] = '\0';
    memcpy(conf->update_key, rest, strlen(rest) + 1);
    return NULL;
}

/* Puts the value where the entry says; NULL, or what is wrong with it. */
static const char *store(struct conf *conf, const struct entry *entry, const char *value)
{
    char *field = (char *)conf + entry->offset;
    char *end;
    long number;
    switch (entry->kind) {
    case PROFILE:
        conf->profile = conf_profile_find(value);
        return conf->profile ? NULL : "is no profile";
    case COUNTY: /* the intake takes no letter with another one: see it here, not there */
        if (strspn(value, "0123456789") != COUNTY_DIGITS || value[COUNTY_DIGITS])
            return "must be six digits";
        memcpy(field, value, COUNTY_DIGITS + 1);
        return NULL;
    case TEXT:
        if (strlen(value) >= entry->size)
            return "is too long";
        memcpy(field, value, strlen(value) + 1);
        return NULL;
    case TRUST:
        return store_trust(conf, value);
    case NUMBER:
        errno = 0;
        number = strtol(value, &end, 10);
        if (errno || end == value || *end || number < entry->least || number > entry->most)
            return "is out of range";
        memcpy(field, &number, sizeof number);
        return NULL;
    case SWITCH:
        if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
            return "must be on or off";
        *(bool *)field = value[1] == 'n';
        return NULL;
    case HOURS:
        return hours_read((struct hours *)(void *)field, value) ? NULL : "must be like 06:30-22:30";
    }
    return "cannot be set";
}

static const struct entry *find(const char *key)
{
    for (size_t i = 0; i < ENTRIES; i++) {
        if (strcmp(table[i].key, key) == 0)
            return &table[i];
    }
    return NULL;
}

static char *trim(char *text)
{
    size_t len;
    text += strspn(text, " \t");
    len = strlen(text);
    while (len > 0 && strchr(" \t\r\n", text[len - 1]))
        text[--len] = '\0';
    return text;
}

static bool complain(const char *path, int line, const char *key, const char *wrong,
                     const struct entry *entry)
{
    fprintf(stderr, "%s:%d: '%s' %s", path, line, key, wrong);
    if (entry && entry->kind == NUMBER)
        fprintf(stderr, " (%ld to %ld)", entry->least, entry->most);
    else if (entry && entry->kind == PROFILE)
        fprintf(stderr, "; profiles: %s", conf_profile_names());
    else if (!entry)
        fprintf(stderr, "; --help-config lists the keys");
    fputc('\n', stderr);
    return false;
}

static bool read_line(struct conf *conf, const char *path, int number, char *line)
{
    char *key = trim(line);
    if (*key == '\0' || *key == '#')
        return true;
    char *value = strchr(key, '=');
    if (!value)
        return complain(path, number, key, "is not 'key = value'", NULL);
    *value++ = '\0';
    key = trim(key);
    const struct entry *entry = find(key);
    if (!entry)
        return complain(path, number, key, "is not a known key", NULL);
    const char *wrong = store(conf, entry, trim(value));
    conf->placed = conf->placed || entry->kind == COUNTY;
    return wrong ? complain(path, number, key, wrong, entry) : true;
}

static bool read_file(struct conf *conf, const char *path, FILE *file)
{
    char line[LINE_BYTES];
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        if (!strchr(line, '\n') && !feof(file))
            return complain(path, number, "line", "is too long", NULL);
        if (!read_line(conf, path, number, line))
            return false;
    }
    if (!ferror(file))
        return true;
    fprintf(stderr, "%s: cannot read: %s\n", path, strerror(errno));
    return false;
}

bool conf_load(struct conf *conf, const char *path)
{
    *conf = (struct conf){0};
    for (size_t i = 0; i < ENTRIES; i++)
        store(conf, &table[i], table[i].value);
    if (!path)
        return true;
    FILE *file = fopen(path, "re");
    if (!file) {
        fprintf(stderr, "%s: cannot open: %s\n", path, strerror(errno));
        return false;
    }
    bool read = read_file(conf, path, file);
    fclose(file);
    return read;
}

void conf_print_help(FILE *out)
{
    fprintf(out, "# board.conf: one 'key = value' a line; every key may be left out.\n");
    for (size_t i = 0; i < ENTRIES; i++)
        fprintf(out, "# %s\n%s = %s\n", table[i].help, table[i].key, table[i].value);
    fprintf(out, "# profiles: %s\n", conf_profile_names());
}

void conf_data_dir(const struct conf *conf, char *path, size_t size)
{
    char self[PATH_MAX];
    if (conf->data_dir[0]) {
        snprintf(path, size, "%s", conf->data_dir);
        return;
    }
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(self, '/');
        if (slash)
            *slash = '\0';
    }
    snprintf(path, size, "%s/share/jianyan", self);
}
