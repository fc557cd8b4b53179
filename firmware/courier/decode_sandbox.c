#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/log.h"
#include "courier/decode.h"

enum {
    MEMORY_BYTES = 384 << 20, /* a progressive JPEG of 4096 x 4096 takes 100 MB, rotation 64 more */
    CPU_SECONDS = 10,
    OUTPUT_BYTES = 80 << 20,
    DESCRIPTORS = 3, /* the three it has */
};

/* What is lower already stays so. */
static void limit(enum __rlimit_resource resource, rlim_t most, const char *name)
{
    struct rlimit now;
    if (getrlimit(resource, &now) == 0 && now.rlim_cur < most)
        most = now.rlim_cur;
    if (setrlimit(resource, &(struct rlimit){most, most}) != 0)
        decode_refuse("cannot limit %s", name);
}

void decode_limit(void)
{
    signal(SIGXFSZ, SIG_IGN); /* too much output is an error of write() like any other */
    (void)close_range(DESCRIPTORS, ~0U, 0);
    limit(RLIMIT_CPU, CPU_SECONDS, "time");
    limit(RLIMIT_FSIZE, OUTPUT_BYTES, "output");
    limit(RLIMIT_NOFILE, DESCRIPTORS, "descriptors");
    limit(RLIMIT_CORE, 0, "core");
    if (JIANYAN_SANDBOX) /* sanitizers reserve terabytes of address space */
        limit(RLIMIT_AS, MEMORY_BYTES, "memory");
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(restart_syscall),
};

/* Memory, but none that can be executed. */
static const int allowed_unless_executable[] = {SCMP_SYS(mmap), SCMP_SYS(mmap2),
                                                SCMP_SYS(mprotect)};

enum {
    ALLOWED = sizeof allowed / sizeof allowed[0],
    UNLESS_EXECUTABLE = sizeof allowed_unless_executable / sizeof allowed_unless_executable[0],
};

static int add_rules(scmp_filter_ctx filter)
{
    int failed = 0;
    for (size_t i = 0; i < ALLOWED && failed == 0; i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    for (size_t i = 0; i < UNLESS_EXECUTABLE && failed == 0; i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_unless_executable[i], 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    return failed;
}

void decode_confine(void)
{
    if (!JIANYAN_SANDBOX)
        return;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int failed = filter ? add_rules(filter) : -ENOMEM;
    if (failed == 0)
        failed = seccomp_load(filter);
    if (failed != 0)
        log_warn("decode", "this kernel has no system call filter, decoding without one: %s",
                 strerror(-failed));
    seccomp_release(filter);
}
