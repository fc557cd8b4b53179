#include "board/update/box.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/init/partition.h"

#define BLOCK_DIR "/sys/class/block"

static const char *const slot_name[] = {"jianyan-a", "jianyan-b"};
static const char record_name[] = "jianyan-slots";

/* -1 if there is no such partition or file. */
static int open_part(const char *disk, const char *name)
{
    char path[PATH_MAX];
    if (disk)
        snprintf(path, sizeof path, "%s/%s", disk, name);
    else if (!partition_find(BLOCK_DIR, name, path, sizeof path))
        return -1;
    return open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
}

bool box_open(struct box *box, const char *disk, const char *system, char why[RELEASE_WHY_MAX])
{
    *box = (struct box){.disk = disk, .slots_fd = -1};
    if (!release_running(system, &box->running)) {
        snprintf(why, RELEASE_WHY_MAX, "%.160s: has no board and version: what runs is not known",
                 system);
        return false;
    }
    box->slots_fd = open_part(disk, record_name);
    if (box->slots_fd < 0)
        snprintf(why, RELEASE_WHY_MAX, "%s: is not there: this box has no second place to update",
                 record_name);
    else
        slots_load(box->slots_fd, &box->slots);
    return box->slots_fd >= 0;
}

void box_close(struct box *box)
{
    if (box->slots_fd >= 0)
        close(box->slots_fd);
    box->slots_fd = -1;
}

void box_lock(struct box *box)
{
    while (flock(box->slots_fd, LOCK_EX) != 0 && errno == EINTR)
        continue;
    slots_load(box->slots_fd, &box->slots);
}

void box_unlock(struct box *box)
{
    flock(box->slots_fd, LOCK_UN);
}

bool box_step(struct box *box, enum slots_event event, int64_t version)
{
    struct slots next = box->slots;
    if (!slots_step(&next, event, version))
        return false;
    if (next.state ==
        box->slots.state) /* of the events an updater knows, such a one changes nothing */
        return true;
    if (!slots_save(box->slots_fd, &next))
        return false;
    box->slots = next;
    return true;
}

/* The record may be wrong about what runs, for instance where another disk was put in. */
static bool is_in_use(int fd)
{
    struct stat slot, root;
    return fstat(fd, &slot) == 0 && S_ISBLK(slot.st_mode) && stat("/", &root) == 0 &&
           root.st_dev == slot.st_rdev;
}

int box_open_slot(const struct box *box, int slot, int64_t *bytes, char why[RELEASE_WHY_MAX])
{
    int fd = open_part(box->disk, slot_name[slot]);
    if (fd < 0) {
        snprintf(why, RELEASE_WHY_MAX, "%s: cannot be opened: %s", slot_name[slot],
                 strerror(errno));
        return -1;
    }
    *bytes = lseek(fd, 0, SEEK_END);
    if (!is_in_use(fd))
        return fd;
    snprintf(why, RELEASE_WHY_MAX, "%s: is what runs, although the record says otherwise",
             slot_name[slot]);
    close(fd);
    return -1;
}
