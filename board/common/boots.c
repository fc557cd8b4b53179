#include "board/common/boots.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"

enum { BYTES_MAX = 16 };

static long read_count(int state_fd)
{
    size_t len;
    char *text = file_read(state_fd, "boots", BYTES_MAX, &len);
    long count = text ? strtol(text, NULL, 10) : 0;
    free(text);
    return count < 0 || count > BOOTS_MOST ? BOOTS_MOST : count;
}

bool boots_are_too_many(int state_fd, enum clock_state state)
{
    char text[BYTES_MAX];
    if (state != CLOCK_UNKNOWN) {
        unlinkat(state_fd, "boots", 0);
        return false;
    }
    long count = read_count(state_fd);
    if (count >= BOOTS_MOST)
        return true;
    int len = snprintf(text, sizeof text, "%ld\n", count + 1);
    file_write(state_fd, "boots", text, (size_t)len);
    return false;
}
