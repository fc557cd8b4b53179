/* Asking whether what lies beneath still works: the store, through the keeper, and the disk. */
#ifndef JIANYAN_BOARD_PROBE_H
#define JIANYAN_BOARD_PROBE_H

#include <stdbool.h>

#include "post/post.h"

/* The block device that file system lies on, opened for reading past every cache; -1 if it lies on
 * none that can be opened: there is nothing to ask then. */
int probe_open_disk(const char *path);

/* Reads a little of it. False if that fails; does not return while the disk hangs. */
bool probe_disk(int disk_fd);

/* A question to the keeper that is under way. */
struct probe {
    int fd; /* -1: none is */
    struct post_buffer buffer;
};

/* Asks anew; `write`: for a real commit. `fault`: a number it is told before; 0: none. False if
 * there is no keeper to ask. */
bool probe_ask(struct probe *probe, const char *state_dir, bool write, long fault);

enum probe_answer {
    PROBE_NONE,    /* none yet */
    PROBE_KEEPS,   /* it could keep a letter */
    PROBE_REFUSES, /* it answers, but could not: full, read-only, broken */
    PROBE_LOST,    /* the keeper has gone without an answer */
};

/* Takes what has come. The question is over after anything but PROBE_NONE. */
enum probe_answer probe_take(struct probe *probe);

void probe_end(struct probe *probe);

#endif
