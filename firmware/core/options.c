#include "core/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/conf.h"

void options_refuse(const struct option_program *program, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "%s: ", program->name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "; try '%s --help'\n", program->name);
    exit(2);
}

static void print_help(const struct option_program *program)
{
    printf("%s: %s\nusage: %s %s\n\n", program->name, program->purpose, program->name,
           program->usage);
    for (size_t i = 0; i < program->count; i++) {
        const struct option_entry *entry = &program->entries[i];
        char head[64];
        snprintf(head, sizeof head, "%s%s%s", entry->name, entry->value_name ? " " : "",
                 entry->value_name ? entry->value_name : "");
        printf("  %-24s %s\n", head, entry->help);
    }
    printf("  %-24s %s\n  %-24s %s\n  %-24s %s\n", "--help-config", "print board.conf's keys",
           "--version", "print the version", "--help", "print this");
}

/* Answers the options every program has; does not return if it was one. */
static void answer_common(const struct option_program *program, const char *arg)
{
    if (strcmp(arg, "--help") == 0)
        print_help(program);
    else if (strcmp(arg, "--help-config") == 0)
        conf_print_help(stdout);
    else if (strcmp(arg, "--version") == 0)
        printf("%s %s\n", program->name, JIANYAN_VERSION);
    else
        return;
    exit(fflush(stdout) == 0 ? 0 : 1);
}

/* The entry whose name is arg, or the part of arg before "=" (then *inlined is the rest). */
static const struct option_entry *find(const struct option_program *program, const char *arg,
                                       const char **inlined)
{
    for (size_t i = 0; i < program->count; i++) {
        size_t len = strlen(program->entries[i].name);
        if (strncmp(arg, program->entries[i].name, len) != 0)
            continue;
        if (arg[len] == '\0' || arg[len] == '=') {
            *inlined = arg[len] == '=' ? arg + len + 1 : NULL;
            return &program->entries[i];
        }
    }
    return NULL;
}

/* Takes argv[*at] and, where it needs one, its value. */
static void take(const struct option_program *program, int argc, char **argv, int *at)
{
    const char *inlined = NULL;
    const struct option_entry *entry = find(program, argv[*at], &inlined);
    if (!entry)
        options_refuse(program, "unknown option '%s'", argv[*at]);
    if (!entry->value_name) {
        if (inlined)
            options_refuse(program, "%s takes no value", entry->name);
        *entry->flag = true;
        return;
    }
    if (!inlined && *at + 1 >= argc)
        options_refuse(program, "%s needs %s", entry->name, entry->value_name);
    *entry->value = inlined ? inlined : argv[++*at];
}

void options_parse(const struct option_program *program, int argc, char **argv, int *rest)
{
    bool only_rest = false;
    *rest = 0;
    for (int at = 1; at < argc; at++) {
        if (only_rest || argv[at][0] != '-' || argv[at][1] == '\0') {
            argv[1 + (*rest)++] = argv[at];
        } else if (strcmp(argv[at], "--") == 0) {
            only_rest = true;
        } else {
            answer_common(program, argv[at]);
            take(program, argc, argv, &at);
        }
    }
}
