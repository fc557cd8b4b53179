#include "sim/script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 100000 };

static bool append(struct script *script, const struct step *step)
{
    if (script->count == script->room) {
        size_t room = script->room ? 2 * script->room : 64;
        struct step *steps = realloc(script->steps, room * sizeof *steps);
        if (!steps)
            return false;
        script->steps = steps;
        script->room = room;
    }
    script->steps[script->count++] = *step;
    return true;
}

static bool load_lines(struct script *script, FILE *file)
{
    char line[SCRIPT_LINE_BYTES], why[512];
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        struct step step;
        bool made;
        size_t len = strcspn(line, "\n");
        bool whole = line[len] == '\n' || feof(file);
        line[len] = '\0';
        snprintf(why, sizeof why, "the line is too long");
        if (!whole || !script_parse_line(line, &step, &made, why, sizeof why)) {
            fprintf(stderr, "%s:%d: %s\n", script->path, number, why);
            return false;
        }
        step.line = number;
        if (made && (script->count == STEPS_MAX || !append(script, &step))) {
            fprintf(stderr, "%s:%d: too many steps\n", script->path, number);
            free(step.text);
            return false;
        }
    }
    return true;
}

bool script_load(struct script *script, const char *path)
{
    *script = (struct script){.path = strdup(path)};
    FILE *file = fopen(path, "re");
    if (!script->path || !file) {
        fprintf(stderr, "%s: cannot open: %s\n", path, strerror(errno));
        if (file)
            fclose(file);
        return false;
    }
    bool loaded = load_lines(script, file);
    if (loaded && ferror(file)) {
        fprintf(stderr, "%s: cannot read: %s\n", path, strerror(errno));
        loaded = false;
    }
    fclose(file);
    return loaded;
}

void script_free(struct script *script)
{
    for (size_t i = 0; i < script->count; i++)
        free(script->steps[i].text);
    free(script->steps);
    free(script->path);
    *script = (struct script){0};
}
