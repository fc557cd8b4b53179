#include "board/common/probe.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { READ_BYTES = 4096 };

int probe_open_disk(const char *path)
{
    struct stat found;
    char name[128], line[128], device[128] = "";
    if (stat(path, &found) != 0)
        return -1;
    snprintf(name, sizeof name, "/sys/dev/block/%u:%u/uevent", major(found.st_dev),
             minor(found.st_dev));
    FILE *file = fopen(name, "re");
    while (file && !device[0] && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "DEVNAME=", 8) == 0)
            snprintf(device, sizeof device, "/dev/%s", line + 8);
    }
    if (file)
        fclose(file);
    return device[0] ? open(device, O_RDONLY | O_DIRECT | O_CLOEXEC) : -1;
}

bool probe_disk(int disk_fd)
{
    char bytes[READ_BYTES] __attribute__((aligned(READ_BYTES)));
    return pread(disk_fd, bytes, sizeof bytes, 0) == (ssize_t)sizeof bytes;
}

void probe_end(struct probe *probe)
{
    if (probe->fd >= 0)
        close(probe->fd);
    probe->fd = -1;
}

static bool tell(struct probe *probe, long fault)
{
    struct post_message message = {.type = POST_FAULT, .fault.number = (uint32_t)fault};
    snprintf(message.fault.what, sizeof message.fault.what, "told at the start of the box");
    return fault <= 0 || post_send(probe->fd, &message, &probe->buffer) == POST_OK;
}

bool probe_ask(struct probe *probe, const char *state_dir, bool write, long fault)
{
    const struct post_message ask = {.type = POST_PROBE, .probe.write = write};
    probe_end(probe);
    probe->fd = post_connect(state_dir, POST_OVERSEER, 0);
    if (probe->fd >= 0 && tell(probe, fault) &&
        post_send(probe->fd, &ask, &probe->buffer) == POST_OK)
        return true;
    probe_end(probe);
    return false;
}

enum probe_answer probe_take(struct probe *probe)
{
    struct post_message message;
    for (;;) {
        switch (post_receive(probe->fd, &message, &probe->buffer)) {
        case POST_AGAIN:
            return PROBE_NONE;
        case POST_OK:
            if (message.type != POST_PROBED)
                continue; /* the status that greets everybody */
            probe_end(probe);
            return message.probed.result == POST_SAVE_OK ? PROBE_KEEPS : PROBE_REFUSES;
        case POST_CLOSED:
        case POST_BAD:
            probe_end(probe);
            return PROBE_LOST;
        }
    }
}
