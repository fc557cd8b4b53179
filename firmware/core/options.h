/* Command lines: every program's --help, --version, and one clear line with exit status 2 for wrong
 * usage. Built over a table, so that help and parsing cannot differ. */
#ifndef JIANYAN_CORE_OPTIONS_H
#define JIANYAN_CORE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* One option. A switch has flag set, an option with a value has value set (the last one wins). */
struct option_entry {
    const char *name;       /* "--state" */
    const char *value_name; /* "DIR"; NULL for a switch */
    const char *help;
    const char **value; /* where the argument goes (borrowed from argv) */
    bool *flag;         /* where a switch is noted */
};

struct option_program {
    const char *name;    /* "jianyan-keeper" */
    const char *purpose; /* one line */
    const char *usage;   /* "[OPTION…] install DIR" */
    const struct option_entry *entries;
    size_t count;
};

/* Parses argv. What is not an option is moved to the front of argv[1..] and counted in *rest; after
 * "--" everything is rest. --help, --help-config and --version print to standard output and
 * exit(0). Wrong usage prints one line to standard error and exit(2)s: this is for main() alone. */
void options_parse(const struct option_program *program, int argc, char **argv, int *rest);

/* One line to standard error, "NAME: message; try 'NAME --help'", and exit(2). */
void options_refuse(const struct option_program *program, const char *format, ...)
    __attribute__((noreturn, format(printf, 2, 3)));

#endif
