/* What a program may still do once it has started: each states it in data, the kernel holds it to
 * it. Landlock (files, TCP) takes the places named here; seccomp (system calls) takes a filter that
 * is compiled when the program is built, from its calls.def (toolchain/calls). Off in `dev`.
 *
 *     struct confine confine;
 *     confine_begin(&confine, CONFINE_NO_TCP);
 *     confine_allow(&confine, CONFINE_READ, "%s", folder);
 *     unsigned force = confine_enforce(&confine, "keeper", &keeper_calls);
 *
 * What is open already stays usable. Children inherit all of it. There is no way back. */
#ifndef JIANYAN_CORE_CONFINE_H
#define JIANYAN_CORE_CONFINE_H

#include <stddef.h>
#include <stdint.h>

/* With what is at a place, and below it where that is a folder. */
enum confine_access {
    CONFINE_READ,
    CONFINE_WRITE,  /* also read, make, rename and remove */
    CONFINE_DEVICE, /* read, write and control */
    CONFINE_RUN,    /* read and execute */
};

enum confine_net {
    CONFINE_NO_TCP,
    CONFINE_CONNECT, /* to anybody; still listens to nobody */
};

/* What is in force, as a set. Travels in the post's hello: the values stay what they are. */
enum {
    CONFINE_FILES = 1,
    CONFINE_CALLS = 2,
    CONFINE_OFF = 4, /* a build that does not confine itself: `dev` */
    CONFINE_ALL = CONFINE_FILES | CONFINE_CALLS,
};

/* A compiled list of system calls: instructions of the kernel's packet filter. */
struct confine_calls {
    const struct sock_filter *code;
    unsigned short length;
    unsigned short allowed; /* so many different calls, whatever is asked of their arguments */
};

/* What has been allowed so far. */
struct confine {
    int ruleset_fd;   /* -1: this kernel has no Landlock, or too old a one */
    int failed;       /* errno of what failed last */
    uint64_t handled; /* rights on files that are taken away where nothing gives them back */
};

/* Begins with nothing allowed. */
void confine_begin(struct confine *confine, enum confine_net net);

/* Allows one place. One that is not there is passed over: whoever makes it later needs its folder
 * allowed. */
void confine_allow(struct confine *confine, enum confine_access access, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* From here on only what was allowed, for all threads where it is system calls, for the calling one
 * where it is files. What the kernel lacks is logged, once, as `program`'s (NULL: not at all); the
 * rest is in force. Says what is. calls NULL: files alone. */
unsigned confine_enforce(struct confine *confine, const char *program,
                         const struct confine_calls *calls);

#endif
