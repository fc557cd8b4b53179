/* A disk as it may look after a power cut: what was synced is there; of what was not, every write,
 * truncation and name may be there, not be there, or be torn. */
#ifndef JIANYAN_TESTS_POWERCUT_DISK_H
#define JIANYAN_TESTS_POWERCUT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/powercut/trace.h"

enum { DISK_SECTOR = 512, DISK_PENDING_MAX = 1024, DISK_OBJECTS_MAX = 256, DISK_NAMES_MAX = 16 };

/* One change that is not durable yet. */
struct disk_change {
    const struct trace_record *record;
    const uint8_t *bytes;
    int object;  /* that it changes: a file, or the folder of a name */
    int subject; /* the file behind a name */
};

struct disk_object {
    uint64_t inode;
    bool is_folder, is_log; /* is_log: the write-ahead log */
    uint8_t *bytes;         /* of a file: what is durable */
    size_t len;
    struct {
        char name[64];
        int object;          /* -1: no such name any more */
    } names[DISK_NAMES_MAX]; /* of a folder: what is durable */
    int name_count;
};

struct disk {
    struct disk_object objects[DISK_OBJECTS_MAX];
    int object_count;
    struct disk_change pending[DISK_PENDING_MAX];
    int pending_count;
    /* The test of the test: as with synchronous=OFF, or as if the log were never synced. */
    bool ignore_syncs, ignore_log_syncs;
};

/* What becomes of a pending change in one imagined cut. */
enum disk_fate {
    DISK_KEPT,
    DISK_DROPPED,
    DISK_TORN,    /* some sectors of a write are there, the others are as before */
    DISK_GARBLED, /* some sectors are there, the others are noise from edge to edge */
};

/* Takes one record in. False if it makes no sense. */
bool disk_take(struct disk *disk, const struct trace_record *record, const uint8_t *bytes);

/* Makes *imagined what the disk is after a cut where each pending change has its fate; `seed`
 * decides how torn ones tear. *imagined is zeroed before its first use and may be used again. */
void disk_imagine(const struct disk *disk, const uint8_t fates[DISK_PENDING_MAX], uint64_t seed,
                  struct disk *imagined);

/* Writes what is durable below `folder` (made anew). False on an error of the real disk. */
bool disk_write(const struct disk *disk, const char *folder);

/* A number that differs where disk_write() would write something else. */
uint64_t disk_hash(const struct disk *disk);

void disk_fini(struct disk *disk);

#endif
