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
    const char *at, *county;
};

static const char usage[] =
    "COMMAND …\n"
    "  new DIR                          make a folder to begin a campaign with\n"
    "  keygen DIR                       make DIR/campaign.key (secret) and DIR/campaign.pub\n"
    "  lint DIR                         check campaign.json and its pictures\n"
    "  why DIR --at RFC3339             what becomes of each poster at that time, and why\n"
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

static int why(const struct option_program *program, const char *dir,
               const struct arguments *arguments, const struct request *request)
{
    struct why_request why = {.at.state = CLOCK_TRUSTED, .county = ""};
    if (!arguments->at || !clock_parse(arguments->at, &why.at.wall_ms))
        options_refuse(program, "why needs --at with a time like 2020-09-01T09:30:00+08:00");
    if (arguments->county)
        why.county = arguments->county;
    if (!area_is_code(why.county))
        options_refuse(program, "--county '%s' is no code of GB/T 2260", why.county);
    return command_why(dir, request, &why);
}

static int run(const struct option_program *program, const char *command, const char *dir,
               const struct arguments *arguments, struct request request)
{
    char keys[MANIFEST_TEXT_MAX];
    bool publish = strcmp(command, "publish") == 0, render = strcmp(command, "render") == 0;
    bool preview = strcmp(command, "preview") == 0;
    if ((publish || render || preview) && !arguments->out)
        options_refuse(program, "%s needs -o OUT", command);
    if (publish && !arguments->key)
        options_refuse(program, "publish needs --key FILE; keygen makes one");
    if (arguments->intake_keys) {
        request.intake_keys = read_intake_keys(arguments->intake_keys, keys);
        if (!request.intake_keys)
            return 1;
    }
    if (publish)
        return command_publish(dir, arguments->out, arguments->key, arguments->password_file,
                               &request);
    if (preview)
        return command_preview(dir, arguments->out, &request);
    if (render)
        return command_render(dir, arguments->out, &request);
    if (strcmp(command, "new") == 0)
        return command_new(dir);
    if (strcmp(command, "keygen") == 0)
        return command_keygen(dir);
    if (strcmp(command, "lint") == 0)
        return command_lint(dir, &request);
    if (strcmp(command, "why") == 0)
        return why(program, dir, arguments, &request);
    options_refuse(program, "unknown command '%s'", command);
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
        {"--county", "CODE", "why: for devices of this county (default: any)", &arguments.county,
         NULL},
    };
    const struct option_program program = {.name = "jianyan-campaign",
                                           .purpose = "make, check and publish campaigns",
                                           .usage = usage,
                                           .entries = entries,
                                           .count = sizeof entries / sizeof entries[0]};
    struct request request = {0};
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
    return run(&program, argv[1], argv[2], &arguments, request);
}
