#include "board/init/trial.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/reboot.h>
#include <time.h>
#include <unistd.h>

#include "board/init/log.h"
#include "board/init/slots.h"

enum { LONGEST_SECONDS = 86400 };

static void wait_for(time_t seconds)
{
    struct timespec left = {.tv_sec = seconds};
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
}

/* Without sync(): what counts is on the disk already, and a disk that hangs would stop us here. */
static void end_trial(int slots_fd, int log_fd)
{
    struct slots slots;
    flock(slots_fd, LOCK_EX | LOCK_NB); /* whoever has it will not keep us for ever */
    slots_load(slots_fd, &slots);
    if (!slots_step(&slots, SLOTS_OVERDUE, 0))
        return; /* it has proven itself */
    log_line(log_fd, "<3>jianyan-init: the update has not proven itself in time: starting again");
    if (!slots_save(slots_fd, &slots))
        log_line(log_fd, "<3>jianyan-init: cannot write the slots' record");
    reboot(RB_AUTOBOOT);
}

void trial_begin(int slots_fd, int log_fd, const char *seconds)
{
    long wanted = seconds ? strtol(seconds, NULL, 10) : 0;
    if (fork() != 0)
        return;
    signal(SIGTERM, SIG_IGN);
    wait_for(wanted > 0 && wanted <= LONGEST_SECONDS ? wanted : TRIAL_SECONDS);
    end_trial(slots_fd, log_fd);
    _exit(0);
}
