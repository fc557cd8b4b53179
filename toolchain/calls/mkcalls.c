/* mkcalls: turns a program's list of system calls (its calls.def) into the kernel's filter, as C.
 * usage: mkcalls [--strict] NAME ARCHITECTURE   (x86_64, aarch64, arm …, as libseccomp spells it)
 *
 * libseccomp knows the numbers of every architecture and writes the code; so no program carries the
 * library, and none spends its start on it. What a list does not name is answered by ENOSYS, as by
 * a kernel that has no such call: a C library that tries something newer then falls back to
 * something older, and no box goes down over it. --strict kills instead: how to find what a list
 * lacks. */
#include <errno.h>
#include <linux/filter.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLONE_NAMESPACES                                                                           \
    (CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS |     \
     CLONE_NEWCGROUP)

enum { ANY = -1 };

struct rule {
    const char *call;
    uint32_t action;
    int argument; /* ANY, or the one that decides: (argument & mask) == value */
    uint64_t mask, value;
};

#define ALLOW(call) {#call, SCMP_ACT_ALLOW, ANY, 0, 0},
#define ALLOW_IF(call, argument, mask, value)                                                      \
    {#call, SCMP_ACT_ALLOW, argument, (uint64_t)(mask), value},
#define REFUSE_IF(call, argument, mask, value)                                                     \
    {#call, SCMP_ACT_ERRNO(EPERM), argument, (uint64_t)(mask), value},
#define ABSENT(call) {#call, SCMP_ACT_ERRNO(ENOSYS), ANY, 0, 0},
#define KILL(call)   {#call, SCMP_ACT_KILL_PROCESS, ANY, 0, 0},
#define KILL_IF(call, argument, mask, value)                                                       \
    {#call, SCMP_ACT_KILL_PROCESS, argument, (uint64_t)(mask), value},

#define END                                                                                        \
    {                                                                                              \
        NULL, 0, ANY, 0, 0                                                                         \
    }

static const struct rule core[] = {
#include "core/calls.def"
    END};
static const struct rule never[] = {
#include "core/calls_never.def"
    END};
static const struct rule face[] = {
#include "face/calls.def"
    END};
static const struct rule desktop[] = {
#include "face/calls_desktop.def"
    END};
static const struct rule keeper[] = {
#include "keeper/calls.def"
    END};
static const struct rule courier[] = {
#include "courier/calls.def"
    END};
static const struct rule served[] = {
#include "courier/calls_served.def"
    END};
static const struct rule decode[] = {
#include "courier/decode_calls.def"
    END};

enum { PARTS = 4 };

/* Where two parts speak of the same, the earlier one counts. */
static const struct list {
    const char *name;
    const struct rule *parts[PARTS];
    uint32_t otherwise;
} lists[] = {
    {"face", {face, core, never}, SCMP_ACT_ERRNO(ENOSYS)},
    {"face_desktop", {desktop, face, core, never}, SCMP_ACT_ERRNO(ENOSYS)},
    {"keeper", {keeper, core, never}, SCMP_ACT_ERRNO(ENOSYS)},
    {"courier", {courier, core, never}, SCMP_ACT_ERRNO(ENOSYS)},
    {"courier_served", {served, courier, core, never}, SCMP_ACT_ERRNO(ENOSYS)},
    {"decode", {decode}, SCMP_ACT_KILL_PROCESS},
};

static void refuse(const char *what, const char *name, int error)
{
    fprintf(stderr, "mkcalls: %s '%s'%s%s\n", what, name, error ? ": " : "",
            error ? strerror(error) : "");
    exit(1);
}

/* True if an earlier part says all there is to say of this rule's call, or this very thing. */
static bool is_settled(const struct list *list, size_t part, const struct rule *rule)
{
    for (size_t i = 0; i < part; i++) {
        for (const struct rule *other = list->parts[i]; other && other->call; other++) {
            if (strcmp(other->call, rule->call) == 0 &&
                (other->argument == ANY || rule->argument == ANY ||
                 (other->argument == rule->argument && other->mask == rule->mask &&
                  other->value == rule->value)))
                return true;
        }
    }
    return false;
}

static void add(scmp_filter_ctx filter, const struct rule *rule, uint32_t otherwise)
{
    int call = seccomp_syscall_resolve_name(rule->call);
    struct scmp_arg_cmp compare = {(unsigned)rule->argument, SCMP_CMP_MASKED_EQ, rule->mask,
                                   rule->value};
    if (call == __NR_SCMP_ERROR)
        refuse("libseccomp does not know", rule->call, 0);
    if (rule->action == otherwise)
        return;
    /* A call that this architecture does not have is left out without a word. */
    int error = seccomp_rule_add_array(filter, rule->action, call, rule->argument != ANY, &compare);
    if (error != 0 && error != -EDOM)
        refuse("cannot add", rule->call, -error);
}

static bool exists(const char *call, uint32_t architecture)
{
    return seccomp_syscall_resolve_name_arch(architecture, call) >= 0;
}

/* How many different calls are allowed, at least sometimes. */
static unsigned count_allowed(const struct list *list, uint32_t architecture)
{
    unsigned count = 0;
    for (size_t i = 0; i < PARTS && list->parts[i]; i++) {
        const char *before = "";
        for (const struct rule *rule = list->parts[i]; rule->call; rule++) {
            if (rule->action == SCMP_ACT_ALLOW && strcmp(rule->call, before) != 0 &&
                !is_settled(list, i, rule) && exists(rule->call, architecture))
                count++;
            before = rule->call;
        }
    }
    return count;
}

static scmp_filter_ctx compile(const struct list *list, uint32_t architecture, bool strict)
{
    uint32_t otherwise = strict ? SCMP_ACT_KILL_PROCESS : list->otherwise;
    scmp_filter_ctx filter = seccomp_init(otherwise);
    if (!filter)
        refuse("out of memory for", list->name, 0);
    if (architecture != seccomp_arch_native() &&
        (seccomp_arch_remove(filter, SCMP_ARCH_NATIVE) != 0 ||
         seccomp_arch_add(filter, architecture) != 0))
        refuse("cannot compile for another architecture", list->name, 0);
    seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* halve, do not walk */
    for (size_t i = 0; i < PARTS && list->parts[i]; i++) {
        for (const struct rule *rule = list->parts[i]; rule->call; rule++) {
            if (!is_settled(list, i, rule))
                add(filter, rule, otherwise);
        }
    }
    return filter;
}

/* The code's instructions, as C. */
static unsigned print_code(scmp_filter_ctx filter, const char *name)
{
    struct sock_filter line;
    unsigned length = 0;
    FILE *file = tmpfile();
    int error = file ? seccomp_export_bpf(filter, fileno(file)) : -errno;
    if (error != 0)
        refuse("cannot write", name, -error);
    rewind(file);
    while (fread(&line, sizeof line, 1, file) == 1) {
        printf("    {0x%02x, %u, %u, 0x%08x},\n", line.code, line.jt, line.jf, line.k);
        length++;
    }
    fclose(file);
    return length;
}

int main(int argc, char **argv)
{
    bool strict = argc > 1 && strcmp(argv[1], "--strict") == 0;
    argc -= strict;
    argv += strict;
    if (argc != 3) {
        fputs("usage: mkcalls [--strict] NAME ARCHITECTURE\n", stderr);
        return 2;
    }
    uint32_t architecture = seccomp_arch_resolve_name(argv[2]);
    const struct list *list = NULL;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (strcmp(lists[i].name, argv[1]) == 0)
            list = &lists[i];
    }
    if (!list || architecture == 0)
        refuse("there is no", list ? argv[2] : argv[1], 0);
    scmp_filter_ctx filter = compile(list, architecture, strict);
    printf("/* By toolchain/calls/mkcalls, for %s. */\n#include <linux/filter.h>\n\n"
           "#include \"core/confine.h\"\n\n"
           "extern const struct confine_calls %s_calls;\n\n"
           "static const struct sock_filter code[] = {\n",
           argv[2], argv[1]);
    unsigned length = print_code(filter, argv[1]);
    printf("};\nconst struct confine_calls %s_calls = {code, %u, %u};\n", argv[1], length,
           count_allowed(list, architecture));
    seccomp_release(filter);
    return ferror(stdout) || fflush(stdout) != 0;
}
