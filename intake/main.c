/* jianyan-intake: where suggestions arrive. */
#include <stdio.h>
#include <string.h>

#include "core/dump.h"
#include "core/options.h"
#include "intake/export.h"
#include "intake/keys.h"
#include "intake/office.h"
#include "intake/server.h"
#include "intake/store.h"
#include "seal/seal.h"

struct options {
    const char *listen, *database, *keys, *campaigns, *format, *office, *simulated;
    bool allow_plain, sealed_contacts;
};

static const char usage[] =
    "keygen DIR | serve [OPTION…] | export --database URL --keys DIR [--format jsonl|csv] | "
    "contacts --office FILE";

/* The file of "sqlite:FILE"; refuses what this version does not speak. */
static const char *database_file(const struct option_program *program, const char *url)
{
    if (!url)
        options_refuse(program, "--database sqlite:FILE is needed");
    if (strncmp(url, "postgresql:", 11) == 0 || strncmp(url, "postgres:", 9) == 0)
        options_refuse(program, "PostgreSQL is not in this version; use --database sqlite:FILE");
    if (strncmp(url, "sqlite:", 7) != 0 || url[7] == '\0')
        options_refuse(program, "--database '%s' is not sqlite:FILE", url);
    return url + 7;
}

static bool serve(const struct option_program *program, const struct options *options)
{
    const struct server_options how = {
        .listen = options->listen,
        .campaigns = options->campaigns,
        .simulated = options->simulated,
        .allow_plain = options->allow_plain,
    };
    struct keys keys = {0};
    struct server server = {.campaigns_fd = -1};
    const char *file = database_file(program, options->database);
    if (!options->keys)
        options_refuse(program, "--keys DIR is needed");
    if (!keys_load(&keys, options->keys))
        return false;
    struct store *store = store_open(file, true);
    bool served = store && server_open(&server, &how, &keys, store) && server_run(&server);
    server_close(&server);
    store_close(store);
    keys_wipe(&keys);
    return served;
}

static bool export(const struct option_program *program, const struct options *options)
{
    struct keys keys = {0};
    const char *file = database_file(program, options->database);
    bool csv = strcmp(options->format, "csv") == 0;
    if (!csv && strcmp(options->format, "jsonl") != 0)
        options_refuse(program, "--format '%s' is neither jsonl nor csv", options->format);
    if (!options->keys)
        options_refuse(program, "--keys DIR is needed");
    if (!keys_load(&keys, options->keys))
        return false;
    struct store *store = store_open(file, false);
    bool written = store && export_write(store, &keys, csv ? EXPORT_CSV : EXPORT_JSONL,
                                         options->sealed_contacts, stdout);
    store_close(store);
    keys_wipe(&keys);
    return written;
}

/* On the office's machine: from an export on standard input to telephone numbers. */
static bool contacts(const struct option_program *program, const struct options *options)
{
    struct seal_office_secret secret;
    if (!options->office)
        options_refuse(program, "--office FILE is needed");
    bool opened =
        office_load(options->office, &secret) && office_open_contacts(&secret, stdin, stdout);
    seal_wipe(&secret, sizeof secret);
    return opened;
}

static bool run(const struct option_program *program, const struct options *options, int rest,
                char **argv)
{
    const char *command = rest > 0 ? argv[1] : NULL;
    if (!command)
        options_refuse(program, "a command is needed: keygen, serve, export or contacts");
    bool keygen = strcmp(command, "keygen") == 0;
    if (rest != (keygen ? 2 : 1))
        options_refuse(program, keygen ? "keygen needs one DIR" : "%s takes no argument", command);
    if (!seal_init())
        return false;
    if (keygen)
        return keys_generate(argv[2]);
    if (strcmp(command, "serve") == 0)
        return serve(program, options);
    if (strcmp(command, "export") == 0)
        return export(program, options);
    if (strcmp(command, "contacts") == 0)
        return contacts(program, options);
    options_refuse(program, "unknown command '%s'", command);
}

int main(int argc, char **argv)
{
    struct options options = {.listen = "127.0.0.1:8080", .format = "jsonl"};
    const struct option_entry entries[] = {
        {"--listen", "HOST:PORT", "where to listen (127.0.0.1:8080; port 0: a free one)",
         &options.listen, NULL},
        {"--database", "URL", "sqlite:FILE", &options.database, NULL},
        {"--keys", "DIR", "folder that keygen made", &options.keys, NULL},
        {"--campaigns", "DIR", "published folder to serve below /campaigns/", &options.campaigns,
         NULL},
        {"--allow-plain", NULL, "take unsealed records from other machines without TLS (demo)",
         NULL, &options.allow_plain},
        {"--simulated", "DIR", "take the time from this simulated state folder (jianyan-sim)",
         &options.simulated, NULL},
        {"--format", "NAME", "of export: jsonl or csv", &options.format, NULL},
        {"--sealed-contacts", NULL, "export telephone numbers too, sealed for the office (jsonl)",
         NULL, &options.sealed_contacts},
        {"--office", "FILE", "the office's key, for contacts", &options.office, NULL},
    };
    const struct option_program program = {
        .name = "jianyan-intake",
        .purpose = "receives suggestions, keeps them sealed, signs receipts",
        .usage = usage,
        .entries = entries,
        .count = sizeof entries / sizeof entries[0],
    };
    int rest;
    dump_forbid();
    options_parse(&program, argc, argv, &rest);
    return run(&program, &options, rest, argv) ? 0 : 1;
}
