#include "core/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/log.h"

/* Landlock's numbers, up to ABI 7: Debian 12's header ends before the last four. */
enum {
    FS_EXECUTE = 1 << 0,
    FS_WRITE_FILE = 1 << 1,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_REMOVE_DIR = 1 << 4,
    FS_REMOVE_FILE = 1 << 5,
    FS_MAKE_DIR = 1 << 7,
    FS_MAKE_REG = 1 << 8,
    FS_MAKE_SOCK = 1 << 9,
    FS_MAKE_SYM = 1 << 12,
    FS_ABI_1 = (1 << 13) - 1, /* all that the first version knew */
    FS_REFER = 1 << 13,       /* ABI 2; moving between folders, which nobody here does */
    FS_TRUNCATE = 1 << 14,    /* ABI 3 */
    FS_IOCTL_DEV = 1 << 15,   /* ABI 5 */
    NET_BIND_TCP = 1 << 0,    /* ABI 4 */
    NET_CONNECT_TCP = 1 << 1,
    SCOPE_ABSTRACT_SOCKET = 1 << 0, /* ABI 6 */
    SCOPE_SIGNAL = 1 << 1,
    FILE_RIGHTS = FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV,
    RULE_PATH_BENEATH = 1,
    ASK_ABI = 1,
};

struct ruleset {
    uint64_t fs, net, scoped;
};

struct path_rule {
    uint64_t allowed;
    int32_t fd;
} __attribute__((packed));

static const uint64_t rights[] = {
    [CONFINE_READ] = FS_READ_FILE | FS_READ_DIR,
    [CONFINE_WRITE] = FS_READ_FILE | FS_READ_DIR | FS_WRITE_FILE | FS_TRUNCATE | FS_REMOVE_DIR |
                      FS_REMOVE_FILE | FS_MAKE_DIR | FS_MAKE_REG | FS_MAKE_SOCK | FS_MAKE_SYM,
    [CONFINE_DEVICE] = FS_READ_FILE | FS_READ_DIR | FS_WRITE_FILE | FS_IOCTL_DEV,
    [CONFINE_RUN] = FS_READ_FILE | FS_EXECUTE,
};

void confine_begin(struct confine *confine, enum confine_net net)
{
    *confine = (struct confine){.ruleset_fd = -1};
    if (!JIANYAN_SANDBOX)
        return;
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_ABI);
    confine->failed = errno;
    if (abi < 1)
        return;
    struct ruleset all = {.fs = FS_ABI_1};
    if (abi >= 2)
        all.fs |= FS_REFER;
    if (abi >= 3)
        all.fs |= FS_TRUNCATE;
    if (abi >= 4)
        all.net = NET_BIND_TCP | (net == CONFINE_NO_TCP ? NET_CONNECT_TCP : 0);
    if (abi >= 5)
        all.fs |= FS_IOCTL_DEV;
    if (abi >= 6)
        all.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
    confine->handled = all.fs;
    /* An older kernel takes the longer structure, too: what it does not know is zero. */
    confine->ruleset_fd = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    confine->failed = errno;
}

void confine_allow(struct confine *confine, enum confine_access access, const char *format, ...)
{
    char path[PATH_MAX];
    struct stat st;
    va_list args;
    if (confine->ruleset_fd < 0)
        return;
    va_start(args, format);
    int len = vsnprintf(path, sizeof path, format, args);
    va_end(args);
    int fd = len < (int)sizeof path ? open(path, O_PATH | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    struct path_rule rule = {.allowed = rights[access] & confine->handled, .fd = fd};
    if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
        rule.allowed &= FILE_RIGHTS;
    if (syscall(SYS_landlock_add_rule, confine->ruleset_fd, RULE_PATH_BENEATH, &rule, 0) != 0)
        log_warn("confine", "cannot allow path=%s: %s", path, strerror(errno));
    close(fd);
}

static bool restrict_files(struct confine *confine)
{
    if (confine->ruleset_fd < 0)
        return false;
    bool done = syscall(SYS_landlock_restrict_self, confine->ruleset_fd, 0) == 0;
    confine->failed = errno;
    close(confine->ruleset_fd);
    confine->ruleset_fd = -1;
    return done;
}

static bool restrict_calls(const struct confine_calls *calls)
{
    struct sock_fprog program = {calls->length, (struct sock_filter *)calls->code};
    /* Kernels before 5.16 slow a filtered process down against Spectre 4, which no program here
     * can be tricked by: none runs foreign code. */
    unsigned long flags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program) == 0 ||
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

unsigned confine_enforce(struct confine *confine, const char *program,
                         const struct confine_calls *calls)
{
    unsigned force = 0;
    if (!JIANYAN_SANDBOX)
        return CONFINE_OFF;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (restrict_files(confine))
        force |= CONFINE_FILES;
    else if (program)
        log_warn("confine", "the %s runs without Landlock: %s", program, strerror(confine->failed));
    if (calls && restrict_calls(calls))
        force |= CONFINE_CALLS;
    else if (calls && program)
        log_warn("confine", "the %s runs without a filter of system calls: %s", program,
                 strerror(errno));
    return force;
}
