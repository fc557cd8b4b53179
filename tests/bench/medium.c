/* Preloaded: each sync takes at least JIANYAN_SYNC_MS milliseconds, as on a box's flash memory,
 * where a PC's disk answers in a fraction of one. What is measured beside it waits as long. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int sync_slowly(const char *name, int fd)
{
    int64_t begun_us = now_us();
    int (*real)(int);
    *(void **)&real = dlsym(RTLD_NEXT, name);
    int result = real(fd);
    const char *wanted = getenv("JIANYAN_SYNC_MS");
    int64_t rest_us = (wanted ? strtol(wanted, NULL, 10) * 1000 : 0) - (now_us() - begun_us);
    if (rest_us > 0)
        usleep((useconds_t)rest_us);
    return result;
}

int fdatasync(int fd)
{
    return sync_slowly("fdatasync", fd);
}

int fsync(int fd)
{
    return sync_slowly("fsync", fd);
}
