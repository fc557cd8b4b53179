/* Writes what is pressed as a script, so that a bug report is a script. */
#ifndef JIANYAN_SIM_RECORDER_H
#define JIANYAN_SIM_RECORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/key.h"

struct recorder {
    FILE *file;       /* NULL: does not record */
    int64_t last_ms;  /* when the last line ended */
    enum key run_key; /* presses of one key 100 ms apart, not written yet */
    int run_count;
};

/* False after one line on standard error. comment goes into the first line. */
bool recorder_open(struct recorder *recorder, const char *path, const char *comment,
                   int64_t mono_ms);
void recorder_close(struct recorder *recorder, int64_t mono_ms);

/* A key was pressed at began_ms and released at ended_ms (the box's monotonic clock). */
void recorder_key(struct recorder *recorder, enum key key, int64_t began_ms, int64_t ended_ms);

void recorder_tap(struct recorder *recorder, int x, int y, int64_t mono_ms);

/* Any other step, for instance "net offline". */
void recorder_step(struct recorder *recorder, const char *step, int64_t mono_ms);

#endif
