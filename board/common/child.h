/* One program that the simulator or the supervisor runs. Dies with it, unless told otherwise. */
#ifndef JIANYAN_BOARD_CHILD_H
#define JIANYAN_BOARD_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "board/common/supervise.h"

enum { CHILD_ARGS = 16, CHILD_ENV = 4, CHILD_OUT = 4096, CHILD_ARG_BYTES = 4352 };

/* How to start it. All texts are copied when set with the functions below. */
struct child {
    const char *name;                       /* "keeper" */
    char args[CHILD_ARGS][CHILD_ARG_BYTES]; /* [0] is the program's path */
    size_t arg_count;
    char env[CHILD_ENV][CHILD_ARG_BYTES]; /* "NAME=value", added to ours */
    size_t env_count;
    bool keep_out, keep_err; /* collect standard output, standard error, in out */
    int stdout_fd;           /* where standard output goes instead (borrowed); -1: to our stderr */
    const char *user;        /* runs as this user (borrowed); "": as ourselves */
    bool outlives;           /* stays when we end */

    pid_t pid;  /* 0: not running */
    int out_fd; /* reading end of what is collected; -1: none */
    char out[CHILD_OUT];
    size_t out_len;

    bool wanted;   /* to be started again when it ends */
    bool asked;    /* we have killed it ourselves */
    int status;    /* of the last end, as waitpid() gives it */
    unsigned runs; /* how often it was started */
    struct supervise history;
    int64_t start_at_ms; /* while it is wanted and not running */
};

/* The machine's monotonic clock, ms: what start_at_ms is counted on. */
int64_t child_now_ms(void);

/* The program `name` of this build (beside our own), with no arguments yet. */
void child_init(struct child *child, const char *name, const char *program);

/* Appends an argument. */
void child_arg(struct child *child, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds to its environment, for instance "LD_PRELOAD=…". */
void child_env(struct child *child, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Starts it. False after one line on standard error. */
bool child_start(struct child *child);

/* Reads what it has written and is collected; safe to call at any time. */
void child_read(struct child *child);

/* kill -9, by us, noticed at once (waits for its end). Nothing if it is not running. */
void child_kill(struct child *child);

/* Asks it to end and waits up to ms; then kills it. */
void child_end(struct child *child, int ms);

/* Notes its end if it has ended. True when that was news. */
bool child_reap(struct child *child);

/* "ended with status 1", "was killed by signal 6 (Aborted)". */
void child_describe_end(const struct child *child, char *text, size_t size);

/* The last line it wrote that is not empty, without its end; "" if there is none. */
void child_last_line(const struct child *child, char *text, size_t size);

/* Folder of the programs: our own, or for tests the folder bin beside it (no slash at the end). */
void child_program_folder(char *path, size_t size);

#endif
