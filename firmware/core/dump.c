#include "core/dump.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "core/log.h"

void dump_forbid(void)
{
    /* One byte: Linux then writes no file and starts no handler. At 0 a handler (core_pattern with
     * a pipe) would still be given all of it. */
    const struct rlimit one = {1, 1};
    struct rlimit now;
    if (setrlimit(RLIMIT_CORE, &one) == 0)
        return;
    if (getrlimit(RLIMIT_CORE, &now) != 0 || now.rlim_cur > one.rlim_cur)
        log_warn("core", "cannot forbid core dumps: %s", strerror(errno));
}
