#include "board/common/news.h"

#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

int news_open(const char *folder)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0 || inotify_add_watch(fd, folder, IN_CREATE | IN_ATTRIB) >= 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

void news_take(int fd, news_call *call, void *data)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    ssize_t len;
    while ((len = read(fd, events, sizeof events)) > 0) {
        const struct inotify_event *event;
        for (char *at = events; at < events + len; at += sizeof *event + event->len) {
            event = (const struct inotify_event *)(const void *)at;
            if (event->len > 0)
                call(event->name, data);
        }
    }
}
