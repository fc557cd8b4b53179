#include "sim/recorder.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "sim/report.h"

enum {
    HOLD_MS = 400,   /* longer than this is a hold, not a press */
    GRAIN_MS = 100,  /* waits are written in steps of this */
    NOTICE_MS = 250, /* shorter pauses are nobody's intention */
};

bool recorder_open(struct recorder *recorder, const char *path, const char *comment,
                   int64_t mono_ms)
{
    *recorder = (struct recorder){.file = fopen(path, "we"), .last_ms = mono_ms};
    if (!recorder->file) {
        report("cannot write %s: %s", path, strerror(errno));
        return false;
    }
    fprintf(recorder->file, "# %s\n", comment);
    return true;
}

static void write_run(struct recorder *recorder)
{
    if (recorder->run_count == 1)
        fprintf(recorder->file, "key %s\n", key_name(recorder->run_key));
    else if (recorder->run_count > 1)
        fprintf(recorder->file, "key %s x%d\n", key_name(recorder->run_key), recorder->run_count);
    recorder->run_count = 0;
    fflush(recorder->file); /* a crash is when it matters */
}

/* The pause since the last line, as a step of its own where it is long enough to mean something. */
static void write_pause(struct recorder *recorder, int64_t until_ms)
{
    int64_t pause = until_ms - recorder->last_ms;
    if (pause < NOTICE_MS)
        return;
    write_run(recorder);
    pause = (pause + GRAIN_MS / 2) / GRAIN_MS * GRAIN_MS;
    fprintf(recorder->file, "wait %" PRId64 "ms\n", pause);
}

void recorder_key(struct recorder *recorder, enum key key, int64_t began_ms, int64_t ended_ms)
{
    if (!recorder->file)
        return;
    write_pause(recorder, began_ms);
    bool held = ended_ms - began_ms >= HOLD_MS;
    if (recorder->run_count > 0 && (held || key != recorder->run_key))
        write_run(recorder);
    if (held) {
        int64_t hold = (ended_ms - began_ms + GRAIN_MS / 2) / GRAIN_MS * GRAIN_MS;
        fprintf(recorder->file, "hold %s %" PRId64 "ms\n", key_name(key), hold);
        fflush(recorder->file);
    } else {
        recorder->run_key = key;
        recorder->run_count++;
    }
    recorder->last_ms = ended_ms;
}

void recorder_tap(struct recorder *recorder, int x, int y, int64_t mono_ms)
{
    char step[64];
    snprintf(step, sizeof step, "tap %d %d", x, y);
    recorder_step(recorder, step, mono_ms);
}

void recorder_step(struct recorder *recorder, const char *step, int64_t mono_ms)
{
    if (!recorder->file)
        return;
    write_pause(recorder, mono_ms);
    write_run(recorder);
    fprintf(recorder->file, "%s\n", step);
    fflush(recorder->file);
    recorder->last_ms = mono_ms;
}

void recorder_close(struct recorder *recorder, int64_t mono_ms)
{
    if (!recorder->file)
        return;
    write_pause(recorder, mono_ms);
    write_run(recorder);
    if (fclose(recorder->file) != 0)
        report("cannot finish the record: %s", strerror(errno));
    recorder->file = NULL;
}
