#include "core/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 1024 };

/* One write(2) a line, so that lines of several processes do not mix; errno is kept. */
__attribute__((format(printf, 3, 0))) static void put(const char *level, const char *module,
                                                      const char *format, va_list args)
{
    char line[LINE_MAX_BYTES];
    int saved = errno;
    int head = snprintf(line, sizeof line, "%s %s: ", level, module);
    if (head < 0 || head >= (int)sizeof line - 2)
        return;
    int body = vsnprintf(line + head, sizeof line - (size_t)head - 1, format, args);
    int len = head + (body < 0 ? 0 : body);
    if (len > (int)sizeof line - 2)
        len = (int)sizeof line - 2;
    for (int i = 0; i < len; i++) {
        if (line[i] == '\n' || line[i] == '\r')
            line[i] = ' ';
    }
    line[len++] = '\n';
    if (write(STDERR_FILENO, line, (size_t)len) < 0)
        errno = saved; /* nobody left to tell */
    errno = saved;
}

void log_error(const char *module, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put("error", module, format, args);
    va_end(args);
}

void log_warn(const char *module, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put("warn", module, format, args);
    va_end(args);
}

void log_info(const char *module, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put("info", module, format, args);
    va_end(args);
}
