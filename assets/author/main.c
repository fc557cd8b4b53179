/* jianyan-campaign: the tool of who makes a campaign. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/author.h"
#include "campaign/area.h"
#include "core/file.h"
#include "core/options.h"
#include "seal/seal.h"

struct arguments {
    const char *out, *key, *password_file, *profile, *intake_keys, *intake_url, *h5_url, *number;
    const char *at, *county, *from, *to;
};

static const char usage[] =
    "COMMAND …\n"
    "  new DIR                          make a folder to begin a campaign with\n"
    "  keygen DIR                       make DIR/campaign.key (secret) and DIR/campaign.pub\n"
    "  sign FILE --key FILE             make FILE.minisig, as minisign does; for firmware, too\n"
    "  lint DIR                         check campaign.json and its pictures\n"
    "  why DIR --at RFC3339             what becomes of each poster at that time, and why\n"
    "  calendar DIR --from D --to D     on which days something changes\n"
    "  preview DIR -o OUT               show every poster on every screen, with a page\n"
    "  publish DIR -o OUT --key FILE    draw, sign and write what devices install\n"
    "  render DIR -o OUT                draw only: the same campaign with one PNG a profile";

/* --profile may be given several times; options_parse() keeps the last of each. */
static size_t collect_profiles(int argc, char **argv, const char *profiles[AUTHOR_PROFILES_MAX])
{
    size_t count = 0;
    for (int i = 1; i < argc && count < AUTHOR_PROFILES_MAX; i++) {
        const char *name = NULL;
        if (strcmp(argv[i], "--") == 0)
            break;
        if (strcmp(argv[i], "--profile") == 0 && i + 1 < argc)
            name = argv[++i];
        else if (strncmp(argv[i], "--profile=", 10) == 0)
            name = argv[i] + 10;
        bool known = false;
        for (size_t k = 0; name && k < count; k++)
            known = known || strcmp(profiles[k], name) == 0;
        if (name && !known)
            profiles[count++] = name;
    }
    return count;
}

/* The first line of FILE that holds an intake's keys. */
static const char *read_intake_keys(const char *file, char line[MANIFEST_TEXT_MAX])
{
    size_t len;
    struct seal_intake intake;
    char *text = file_read(AT_FDCWD, file, 65536, &len);
    const char *found = NULL;
    if (!text)
        fprintf(stderr, "%s: cannot be read: %s\n", file, strerror(errno));
    for (char *at = text; at && *at && !found; at += strcspn(at, "\n") + (strchr(at, '\n') != 0)) {
        snprintf(line, MANIFEST_TEXT_MAX, "%.*s", (int)strcspn(at, "\r\n"), at);
        if (seal_intake_parse(line, &intake))
            found = line;
    }
    if (text && !found)
        fprintf(stderr, "%s: has no line \"kid box receipt\"; jianyan-intake keygen prints one\n",
                file);
    free(text);
    return found;
}

static int64_t parse_version(const struct option_program *program, const char *text)
{
    char *end;
    if (!text)
        return 0;
    errno = 0;
    long long version = strtoll(text, &end, 10);
    if (errno || end == text || *end || version < 1 || version > 9007199254740992LL)
        options_refuse(program, "--number '%s' is not 1 to 2^53", text);
    return version;
}

static void check_profiles(const struct option_program *program, const struct request *request)
{
    for (size_t i = 0; i < request->profile_count; i++) {
        if (!conf_profile_find(request->profiles[i]))
            options_refuse(program, "--profile '%s' is none of: %s", request->profiles[i],
                           conf_profile_names());
    }
}

/* -- the commands, each with what it needs -- */

struct order {
    const struct option_program *program;
    const char *dir;
    const struct arguments *arguments;
    const struct request *request;
};

static int run_new(const struct order *order)
{
    return command_new(order->dir);
}

static int run_keygen(const struct order *order)
{
    return command_keygen(order->dir);
}

static int run_sign(const struct order *order)
{
    const struct arguments *arguments = order->arguments;
    if (!arguments->key)
        options_refuse(order->program, "sign needs --key FILE; keygen makes one");
    return command_sign(order->dir, arguments->key, arguments->password_file);
}

static int run_lint(const struct order *order)
{
    return command_lint(order->dir, order->request);
}

static int run_publish(const struct order *order)
{
    const struct arguments *arguments = order->arguments;
    if (!arguments->key)
        options_refuse(order->program, "publish needs --key FILE; keygen makes one");
    return command_publish(order->dir, arguments->out, arguments->key, arguments->password_file,
                           order->request);
}

static int run_preview(const struct order *order)
{
    return command_preview(order->dir, order->arguments->out, order->request);
}

static int run_render(const struct order *order)
{
    return command_render(order->dir, order->arguments->out, order->request);
}

static int run_why(const struct order *order)
{
    struct why_request why = {.at.state = CLOCK_TRUSTED, .county = ""};
    const char *at = order->arguments->at, *county = order->arguments->county;
    if (!at || !clock_parse(at, &why.at.wall_ms))
        options_refuse(order->program, "why needs --at with a time like 2020-09-01T09:30:00+08:00");
    if (county)
        why.county = county;
    if (!area_is_code(why.county))
        options_refuse(order->program, "--county '%s' is no code of GB/T 2260", why.county);
    return command_why(order->dir, order->request, &why);
}

enum { CALENDAR_DAYS_MOST = 3660 };

static int run_calendar(const struct order *order)
{
    int64_t from_ms, to_ms;
    const char *from = order->arguments->from, *to = order->arguments->to;
    if (!from || !to || !clock_parse(from, &from_ms) || !clock_parse(to, &to_ms))
        options_refuse(order->program, "calendar needs --from and --to with days like 2020-09-01");
    if (to_ms < from_ms || clock_day(to_ms) - clock_day(from_ms) > CALENDAR_DAYS_MOST)
        options_refuse(order->program, "--to must be after --from, by ten years at most");
    return command_calendar(order->dir, order->request, from_ms, to_ms);
}

static const struct {
    const char *name;
    int (*run)(const struct order *order);
    bool writes; /* needs -o */
} commands[] = {
    {"new", run_new, false},           {"keygen", run_keygen, false},
    {"lint", run_lint, false},         {"why", run_why, false},
    {"calendar", run_calendar, false}, {"preview", run_preview, true},
    {"publish", run_publish, true},    {"render", run_render, true},
    {"sign", run_sign, false},
};

static int run(const struct order *order, const char *command)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, command) != 0)
            continue;
        if (commands[i].writes && !order->arguments->out)
            options_refuse(order->program, "%s needs -o OUT", command);
        return commands[i].run(order);
    }
    options_refuse(order->program, "unknown command '%s'", command);
}

int main(int argc, char **argv)
{
    struct arguments arguments = {0};
    const struct option_entry entries[] = {
        {"-o", "OUT", "folder to write", &arguments.out, NULL},
        {"--key", "FILE", "minisign secret key", &arguments.key, NULL},
        {"--password-file", "FILE", "its password, if it has one", &arguments.password_file, NULL},
        {"--profile", "NAME", "only for this profile; may be repeated", &arguments.profile, NULL},
        {"--intake-keys", "FILE", "public keys of the intake", &arguments.intake_keys, NULL},
        {"--intake-url", "URL", "where letters go", &arguments.intake_url, NULL},
        {"--h5-url", "URL", "what the QR code opens", &arguments.h5_url, NULL},
        {"--number", "N", "version; only rises (default: campaign.json's, else the time)",
         &arguments.number, NULL},
        {"--at", "RFC3339", "why: at what time", &arguments.at, NULL},
        {"--from", "DAY", "calendar: the first day", &arguments.from, NULL},
        {"--to", "DAY", "calendar: the last day", &arguments.to, NULL},
        {"--county", "CODE", "why: for devices of this county (default: any)", &arguments.county,
         NULL},
    };
    const struct option_program program = {.name = "jianyan-campaign",
                                           .purpose = "make, check and publish campaigns",
                                           .usage = usage,
                                           .entries = entries,
                                           .count = sizeof entries / sizeof entries[0]};
    struct request request = {0};
    char keys[MANIFEST_TEXT_MAX];
    int rest;
    request.profile_count = collect_profiles(argc, argv, request.profiles);
    options_parse(&program, argc, argv, &rest);
    if (rest != 2)
        options_refuse(&program, "needs COMMAND DIR");
    check_profiles(&program, &request);
    request.version = parse_version(&program, arguments.number);
    request.intake_url = arguments.intake_url;
    request.h5_url = arguments.h5_url;
    if (!seal_init()) {
        fprintf(stderr, "jianyan-campaign: libsodium does not start\n");
        return 1;
    }
    if (arguments.intake_keys)
        request.intake_keys = read_intake_keys(arguments.intake_keys, keys);
    if (arguments.intake_keys && !request.intake_keys)
        return 1;
    return run(&(struct order){&program, argv[2], &arguments, &request}, argv[1]);
}
