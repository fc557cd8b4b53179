/* Runs a program as a kernel of long ago would: every system call that came later is not there.
 *
 *   old-kernel 3.10 PROGRAM ARGUMENT…
 *
 * On x86-64 their numbers only rise (those with a meaning of their own ended with 334; from 424 on
 * all machines share them), so one comparison is enough. What changed inside a call is not seen,
 * but for seals, which every memfd of ours asks for. */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
    const char *version;
    unsigned first_missing; /* number of the first call that came after it */
    unsigned seals;         /* false: fcntl knows none */
} kernels[] = {
    {"3.2", 312, 0},  /* kcmp */
    {"3.10", 314, 0}, /* sched_setattr */
    {"3.16", 317, 0}, /* seccomp */
    {"4.4", 326, 1},  /* copy_file_range */
    {"4.9", 332, 1},  /* statx */
    {"4.19", 335, 1}, /* rseq is 334; 335 to 423 are of nobody */
};

enum { KERNELS = sizeof kernels / sizeof kernels[0] };

static void become(size_t kernel)
{
    const unsigned first = kernels[kernel].first_missing;
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, first, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kernels[kernel].seals ? ~0U : SYS_fcntl, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_ADD_SEALS, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {sizeof code / sizeof code[0], code};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
        perror("old-kernel: this kernel takes no filter");
}

int main(int argc, char **argv)
{
    for (size_t i = 0; argc >= 3 && i < KERNELS; i++) {
        if (strcmp(argv[1], kernels[i].version) != 0)
            continue;
        become(i);
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        return 127;
    }
    fputs("usage: old-kernel 3.2|3.10|3.16|4.4|4.9|4.19 PROGRAM ARGUMENT…\n", stderr);
    return 2;
}
