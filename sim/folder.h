/* The simulated box's state folder. */
#ifndef JIANYAN_SIM_FOLDER_H
#define JIANYAN_SIM_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/settings.h"

enum { FOLDER_PATH = 3072 };

struct folder {
    char path[FOLDER_PATH]; /* absolute */
    int fd;                 /* -1: not open */
    int lock_fd;
    bool temporary; /* removed by folder_close() */
    uint64_t seed, starts;
};

/* Makes or takes the folder: --state, or a new temporary one, or (window) the person's own. Refuses
 * a real box's, one that cannot be written and one that another simulator uses. False after one
 * line on standard error. */
bool folder_open(struct folder *folder, const struct settings *settings);

/* Gives it back; removes a temporary one. */
void folder_close(struct folder *folder);

/* Notes one more start of children in the marker `simulated`: ids and receipts drawn from now on
 * differ from those before. */
bool folder_raise_start(struct folder *folder);

/* "FOLDER/NAME" */
void folder_path(const struct folder *folder, const char *name, char *path, size_t size);

/* Removes a file or folder and all in it; true if nothing of it is left. Does not follow links. */
bool folder_remove(int parent_fd, const char *name);

/* Copies a folder of regular files and folders (at most 64 MiB, 4,096 files, 8 deep) to
 * parent_fd/name; false after one line on standard error. Links and others are left out. */
bool folder_copy(const char *from, int parent_fd, const char *name);

#endif
