#include "board/init/partition.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STEP_MS = 5, LINE_BYTES = 256 };

/* Does this uevent file name the partition? Lines are "PARTNAME=…". */
static bool is_named(const char *block_dir, const char *entry, const char *name)
{
    char path[512], line[LINE_BYTES];
    static const char key[] = "PARTNAME=";
    bool named = false;
    snprintf(path, sizeof path, "%s/%s/uevent", block_dir, entry);
    FILE *file = fopen(path, "re");
    while (file && !named && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        named = strncmp(line, key, sizeof key - 1) == 0 && strcmp(line + sizeof key - 1, name) == 0;
    }
    if (file)
        fclose(file);
    return named;
}

bool partition_find(const char *block_dir, const char *name, char *path, size_t size)
{
    bool found = false;
    DIR *dir = opendir(block_dir);
    const struct dirent *entry;
    while (dir && !found && (entry = readdir(dir))) {
        found = entry->d_name[0] != '.' && is_named(block_dir, entry->d_name, name);
        if (found)
            snprintf(path, size, "/dev/%s", entry->d_name);
    }
    if (dir)
        closedir(dir);
    return found;
}

bool partition_wait(const char *block_dir, const char *name, int wait_ms, char *path, size_t size)
{
    for (int waited_ms = 0; waited_ms <= wait_ms; waited_ms += STEP_MS) {
        if (partition_find(block_dir, name, path, size))
            return true;
        usleep(STEP_MS * 1000);
    }
    return false;
}
