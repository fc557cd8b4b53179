#include "tests/powercut/hot.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/file.h"

static void put(FILE *out, struct trace_record record, const void *bytes)
{
    fwrite(&record, sizeof record, 1, out);
    if (bytes)
        fwrite(bytes, record.len, 1, out);
}

/* A file of the folder `store`: that it was made, what is in it, that it was synced. */
static bool put_file(FILE *out, int dir_fd, const char *name, uint64_t folder)
{
    struct stat st;
    size_t len;
    char *bytes = file_read(dir_fd, name, 1 << 28, &len);
    if (!bytes || fstatat(dir_fd, name, &st, 0) != 0)
        return false;
    put(out, (struct trace_record){TRACE_CREATE, (uint32_t)strlen(name), st.st_ino, folder}, name);
    put(out, (struct trace_record){TRACE_WRITE, (uint32_t)len, st.st_ino, 0}, bytes);
    put(out, (struct trace_record){TRACE_SYNC, 0, st.st_ino, 0}, NULL);
    free(bytes);
    return true;
}

static bool put_store(FILE *out, int root_fd, uint64_t root)
{
    struct stat st;
    bool written = true;
    int dir_fd = openat(root_fd, "store", O_RDONLY | O_DIRECTORY);
    DIR *dir = dir_fd >= 0 ? fdopendir(dir_fd) : NULL;
    if (!dir)
        return true; /* nothing had been made yet */
    if (fstat(dir_fd, &st) != 0)
        abort();
    put(out, (struct trace_record){TRACE_MKDIR, 5, st.st_ino, root}, "store");
    for (const struct dirent *entry = readdir(dir); entry && written; entry = readdir(dir)) {
        if (entry->d_name[0] != '.')
            written = put_file(out, dir_fd, entry->d_name, st.st_ino);
    }
    put(out, (struct trace_record){TRACE_SYNC, 0, st.st_ino, 0}, NULL);
    put(out, (struct trace_record){TRACE_SYNC, 0, root, 0}, NULL);
    closedir(dir);
    return written;
}

static bool put_trace(FILE *out, const char *folder, const struct verify_said *said)
{
    struct stat st;
    int root_fd = open(folder, O_RDONLY | O_DIRECTORY);
    if (root_fd < 0 || fstat(root_fd, &st) != 0)
        return false;
    put(out, (struct trace_record){TRACE_BASE, 0, 0, 1}, NULL);
    put(out, (struct trace_record){TRACE_ROOT, 0, st.st_ino, 0}, NULL);
    bool written = put_store(out, root_fd, st.st_ino);
    for (int i = 0; i < said->saved_count; i++)
        put(out, (struct trace_record){TRACE_SAVED, POST_ID_BYTES, 0, 0}, said->saved[i]);
    for (int i = 0; i < said->marked_count; i++)
        put(out, (struct trace_record){TRACE_MARKED, POST_ID_BYTES, 0, 0}, said->marked[i]);
    put(out, (struct trace_record){TRACE_BASE, 0, 0, 0}, NULL);
    return written;
}

bool hot_write(const struct disk *disk, const struct verify_said *said, const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.trace", folder);
    if (mkdir(folder, 0700) != 0 || !disk_write(disk, folder))
        return false;
    FILE *out = fopen(path, "wbe");
    bool written = out && put_trace(out, folder, said);
    return out && fclose(out) == 0 && written;
}
