#include "board/init/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_BYTES = 256 };

int log_open(void)
{
    return open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
}

void log_line(int log_fd, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (len >= (int)sizeof line)
        len = (int)sizeof line - 1;
    /* Not dprintf(): it asks where in the file it is, which /dev/kmsg refuses. */
    if (len > 0 && write(log_fd >= 0 ? log_fd : STDERR_FILENO, line, (size_t)len) < 0)
        return; /* and nobody to tell */
}
