#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/confine.h"
#include "courier/decode.h"

extern const struct confine_calls decode_calls;

enum {
    MEMORY_BYTES = 384 << 20, /* a progressive JPEG of 4096 x 4096 takes 100 MB, rotation 64 more */
    CPU_SECONDS = 10,
    OUTPUT_BYTES = 80 << 20,
};

/* What is lower already stays so. C libraries differ in the type of a resource's number: this one
 * fits into each. */
static void limit(unsigned char resource, rlim_t most, const char *name)
{
    struct rlimit now;
    if (getrlimit(resource, &now) == 0 && now.rlim_cur < most)
        most = now.rlim_cur;
    if (setrlimit(resource, &(struct rlimit){most, most}) != 0)
        decode_refuse("cannot limit %s", name);
}

static void set_limits(unsigned descriptors)
{
    signal(SIGXFSZ, SIG_IGN); /* too much output is an error of write() like any other */
    limit(RLIMIT_CPU, CPU_SECONDS, "time");
    limit(RLIMIT_FSIZE, OUTPUT_BYTES, "output");
    limit(RLIMIT_NOFILE, descriptors, "descriptors");
    limit(RLIMIT_CORE, 0, "core");
    if (JIANYAN_SANDBOX) /* sanitizers reserve terabytes of address space */
        limit(RLIMIT_AS, MEMORY_BYTES, "memory");
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void decode_confine(bool served)
{
    struct confine confine;
    unsigned descriptors = served ? DECODE_ANSWER + 1 : DECODE_ANSWER; /* what it has */
    (void)close_range(descriptors, ~0U, 0);
    confine_begin(&confine, CONFINE_NO_TCP); /* needs a descriptor, after which there are no more */
    set_limits(descriptors);
    /* Says nothing: the first line is why a picture cannot be decoded. The courier tells the same.
     */
    confine_enforce(&confine, NULL, &decode_calls);
}
