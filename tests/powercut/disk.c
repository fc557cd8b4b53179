#include "tests/powercut/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "seal/seal.h"

/* The newest object of that inode (numbers are used again), -1 if there is none. */
static int find(const struct disk *disk, uint64_t inode)
{
    for (int i = disk->object_count - 1; i >= 0; i--) {
        if (disk->objects[i].inode == inode)
            return i;
    }
    return -1;
}

static int add(struct disk *disk, uint64_t inode, bool is_folder)
{
    if (disk->object_count == DISK_OBJECTS_MAX)
        return -1;
    struct disk_object *object = &disk->objects[disk->object_count];
    *object = (struct disk_object){.inode = inode, .is_folder = is_folder};
    return disk->object_count++;
}

static void resize(struct disk_object *file, size_t len)
{
    if (len > file->len || !file->bytes) {
        file->bytes = realloc(file->bytes, len ? len : 1);
        if (!file->bytes)
            abort();
    }
    if (len > file->len)
        memset(file->bytes + file->len, 0, len - file->len);
    file->len = len;
}

static void write_span(struct disk_object *file, uint64_t at, const uint8_t *bytes, size_t len)
{
    if (at + len > file->len)
        resize(file, at + len);
    if (len > 0)
        memcpy(file->bytes + at, bytes, len);
}

/* Sets or, with object -1, takes away a durable name. */
static void set_name(struct disk_object *folder, const struct disk_change *change, int object)
{
    size_t len = change->record->len;
    int i = 0;
    for (; i < folder->name_count; i++) {
        if (strlen(folder->names[i].name) == len &&
            memcmp(folder->names[i].name, change->bytes, len) == 0)
            break;
    }
    if (i == DISK_NAMES_MAX || len >= sizeof folder->names[i].name)
        abort();
    folder->name_count += i == folder->name_count;
    memcpy(folder->names[i].name, change->bytes, len);
    folder->names[i].name[len] = '\0';
    folder->names[i].object = object;
}

static uint64_t mix(uint64_t *dice)
{
    *dice += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = *dice;
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Each sector that a write touches is there or not; where garbage is asked for, one that is not has
 * noise from edge to edge, also where the write did not reach. */
static void tear(struct disk_object *file, const struct disk_change *change, bool garbage,
                 uint64_t dice)
{
    uint64_t at = change->record->at, end = at + change->record->len;
    for (uint64_t sector = at / DISK_SECTOR * DISK_SECTOR; sector < end; sector += DISK_SECTOR) {
        uint64_t from = sector < at ? at : sector;
        uint64_t to = sector + DISK_SECTOR > end ? end : sector + DISK_SECTOR;
        if (mix(&dice) & 1) {
            write_span(file, from, change->bytes + (from - at), (size_t)(to - from));
        } else if (garbage) {
            uint8_t noise[DISK_SECTOR];
            for (int i = 0; i < DISK_SECTOR; i++)
                noise[i] = (uint8_t)mix(&dice);
            write_span(file, sector, noise, sizeof noise);
        }
    }
}

static void apply(struct disk *disk, const struct disk_change *change, enum disk_fate fate,
                  uint64_t dice)
{
    struct disk_object *object = &disk->objects[change->object];
    bool torn = fate == DISK_TORN || fate == DISK_GARBLED;
    if (fate == DISK_DROPPED)
        return;
    switch ((enum trace_kind)change->record->kind) {
    case TRACE_CREATE:
    case TRACE_MKDIR:
        set_name(object, change, change->subject);
        break;
    case TRACE_UNLINK:
        set_name(object, change, -1);
        break;
    case TRACE_WRITE:
        if (torn)
            tear(object, change, fate == DISK_GARBLED, dice);
        else
            write_span(object, change->record->at, change->bytes, change->record->len);
        break;
    case TRACE_TRUNCATE:
        resize(object, change->record->at);
        break;
    case TRACE_ROOT:
    case TRACE_SYNC:
    case TRACE_SAVED:
    case TRACE_MARKED:
    case TRACE_BASE:
        break;
    }
}

/* What is pending for this file or folder becomes durable. */
static void sync_object(struct disk *disk, int object)
{
    int kept = 0;
    for (int i = 0; i < disk->pending_count; i++) {
        if (disk->pending[i].object == object)
            apply(disk, &disk->pending[i], DISK_KEPT, 0);
        else
            disk->pending[kept++] = disk->pending[i];
    }
    disk->pending_count = kept;
}

static bool add_pending(struct disk *disk, const struct trace_record *record, const uint8_t *bytes)
{
    bool is_name =
        record->kind == TRACE_CREATE || record->kind == TRACE_MKDIR || record->kind == TRACE_UNLINK;
    struct disk_change change = {record, bytes, find(disk, is_name ? record->at : record->object),
                                 -1};
    if (record->kind == TRACE_CREATE || record->kind == TRACE_MKDIR)
        change.subject = add(disk, record->object, record->kind == TRACE_MKDIR);
    if (change.subject >= 0)
        disk->objects[change.subject].is_log =
            record->len > 4 && memcmp(bytes + record->len - 4, "-wal", 4) == 0;
    if (change.object < 0 || disk->pending_count == DISK_PENDING_MAX)
        return false;
    disk->pending[disk->pending_count++] = change;
    return true;
}

bool disk_take(struct disk *disk, const struct trace_record *record, const uint8_t *bytes)
{
    int object;
    switch ((enum trace_kind)record->kind) {
    case TRACE_ROOT:
        return find(disk, record->object) == 0 ||
               (disk->object_count == 0 && add(disk, record->object, true) == 0);
    case TRACE_SYNC:
        object = find(disk, record->object);
        if (object >= 0 && !disk->ignore_syncs &&
            !(disk->ignore_log_syncs && disk->objects[object].is_log))
            sync_object(disk, object);
        return object >= 0;
    case TRACE_SAVED:
    case TRACE_MARKED:
    case TRACE_BASE:
        return true;
    case TRACE_CREATE:
    case TRACE_MKDIR:
    case TRACE_UNLINK:
    case TRACE_WRITE:
    case TRACE_TRUNCATE:
        return add_pending(disk, record, bytes);
    }
    return false;
}

void disk_imagine(const struct disk *disk, const uint8_t fates[DISK_PENDING_MAX], uint64_t seed,
                  struct disk *imagined)
{
    disk_fini(imagined);
    memcpy(imagined->objects, disk->objects, sizeof disk->objects);
    imagined->object_count = disk->object_count;
    for (int i = 0; i < imagined->object_count; i++) {
        struct disk_object *object = &imagined->objects[i];
        object->bytes = NULL;
        object->len = 0;
        write_span(object, 0, disk->objects[i].bytes, disk->objects[i].len);
    }
    for (int i = 0; i < disk->pending_count; i++)
        apply(imagined, &disk->pending[i], (enum disk_fate)fates[i], seed + (uint64_t)i * 7919);
}

static bool write_file(int dir_fd, const char *name, const struct disk_object *file)
{
    int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    bool written =
        fd >= 0 && (file->len == 0 || pwrite(fd, file->bytes, file->len, 0) == (ssize_t)file->len);
    if (fd >= 0)
        close(fd);
    return written;
}

static bool write_folder(const struct disk *disk, const struct disk_object *folder, int dir_fd)
{
    bool written = dir_fd >= 0;
    for (int i = 0; i < folder->name_count && written; i++) {
        const char *name = folder->names[i].name;
        if (folder->names[i].object < 0)
            continue;
        const struct disk_object *object = &disk->objects[folder->names[i].object];
        if (!object->is_folder) {
            written = write_file(dir_fd, name, object);
            continue;
        }
        written = mkdirat(dir_fd, name, 0700) == 0;
        int fd = openat(dir_fd, name, O_RDONLY | O_DIRECTORY);
        written = written && write_folder(disk, object, fd);
        if (fd >= 0)
            close(fd);
    }
    return written;
}

/* Removes what earlier states left: folders of plain files. */
static void empty_folder(int dir_fd)
{
    int fd = dup(dir_fd);
    DIR *dir = fdopendir(fd);
    if (!dir)
        return;
    rewinddir(dir);
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (entry->d_name[0] == '.' || unlinkat(dir_fd, entry->d_name, 0) == 0)
            continue;
        int inner = openat(dir_fd, entry->d_name, O_RDONLY | O_DIRECTORY);
        if (inner >= 0) {
            empty_folder(inner);
            close(inner);
        }
        unlinkat(dir_fd, entry->d_name, AT_REMOVEDIR);
    }
    closedir(dir);
}

bool disk_write(const struct disk *disk, const char *folder)
{
    int dir_fd = open(folder, O_RDONLY | O_DIRECTORY);
    if (dir_fd < 0)
        return false;
    empty_folder(dir_fd);
    bool written = disk->object_count == 0 || write_folder(disk, &disk->objects[0], dir_fd);
    close(dir_fd);
    return written;
}

uint64_t disk_hash(const struct disk *disk)
{
    uint8_t digest[SEAL_DIGEST_BYTES];
    uint64_t hash = 14695981039346656037U;
    for (int i = 0; i < disk->object_count; i++) {
        const struct disk_object *folder = &disk->objects[i];
        for (int k = 0; k < folder->name_count; k++) {
            int at = folder->names[k].object;
            if (at < 0)
                continue;
            const struct disk_object *object = &disk->objects[at];
            uint64_t part;
            seal_digest(object->bytes ? object->bytes : (const uint8_t *)"", object->len, digest);
            memcpy(&part, digest, sizeof part);
            hash = (hash ^ part) * UINT64_C(1099511628211);
            seal_digest(folder->names[k].name, strlen(folder->names[k].name), digest);
            memcpy(&part, digest, sizeof part);
            hash = (hash ^ part ^ (uint64_t)i) * UINT64_C(1099511628211);
        }
    }
    return hash;
}

void disk_fini(struct disk *disk)
{
    for (int i = 0; i < disk->object_count; i++)
        free(disk->objects[i].bytes);
    *disk = (struct disk){0};
}
