/* jianyan-init: the first program of a box, alone in the initial RAM disk beside the kernel's
 * modules. Loads them, starts the watchdog, finds the root file system that is to be tried and goes
 * on in it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "board/common/watchdog.h"
#include "board/init/log.h"
#include "board/init/partition.h"
#include "board/init/start.h"
#include "board/init/trial.h"

#define BLOCK_DIR "/sys/class/block"

enum {
    DISK_WAIT_MS = 20000,
    SLOTS_WAIT_MS = 500, /* on the same disk: at once, or never */
    NODE_WAIT_MS = 5,
    WATCHDOG_SECONDS = 300, /* until somebody feeds it: a check of a large disk takes its time */
    WATCHDOG_LEAST = 60,    /* one that bites earlier would end every slow start, for ever */
    NAME_BYTES = 128,
};

static const char *const partitions[START_SLOTS] = {"jianyan-a", "jianyan-b"};

/* To the kernel's log, which is on every console. */
static void say(const char *what, const char *name)
{
    int error = errno;
    int fd = log_open();
    log_line(fd, "<3>jianyan-init: %s %s: %s", what, name, strerror(error));
    if (fd >= 0)
        close(fd);
}

static void mount_kernel(const char *type, const char *target)
{
    mkdir(target, 0755);
    if (mount(type, target, type, MS_NOSUID | MS_NOEXEC, NULL) != 0)
        say("cannot mount", target);
}

/* /modules lists the files in the order in which they need each other. Gone once loaded: what lies
 * in the RAM disk takes memory for ever. */
static void load_modules(void)
{
    char name[NAME_BYTES], path[NAME_BYTES + 16];
    FILE *list = fopen("/modules", "re");
    while (list && fgets(name, sizeof name, list)) {
        name[strcspn(name, "\n")] = '\0';
        snprintf(path, sizeof path, "/lib/%s", name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) != 0 && errno != EEXIST))
            say("cannot load", name);
        if (fd >= 0)
            close(fd);
        unlink(path);
    }
    if (list)
        fclose(list);
    unlink("/modules");
}

/* -- the watchdog -- */

static void write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        say("cannot write", path);
    if (fd >= 0)
        close(fd);
}

/* Left running, the kernel takes that for a mishap; nothing of it onto the screen. */
static void leave_watchdog(int watchdog_fd, bool stop)
{
    static const char levels_path[] = "/proc/sys/kernel/printk";
    char levels[64] = "";
    FILE *file = fopen(levels_path, "re");
    bool known = file && fgets(levels, sizeof levels, file);
    if (file)
        fclose(file);
    if (known)
        write_text(levels_path, "1");
    watchdog_close(watchdog_fd, stop);
    if (known)
        write_text(levels_path, levels);
}

/* Started, and left running for whoever feeds it later, if it is patient enough. A kernel that
 * panics is left to it: the next start then knows that the last one failed, which after the
 * kernel's own restart it would not. True if it has restarted the box just now. */
static bool start_watchdog(void)
{
    char panic_s[16];
    int fd = watchdog_open("/dev/watchdog", WATCHDOG_SECONDS);
    if (fd < 0)
        return false;
    bool bitten = watchdog_has_bitten(fd);
    int seconds = watchdog_seconds(fd);
    bool hasty = seconds > 0 && seconds < WATCHDOG_LEAST;
    if (watchdog_is_hardware(fd) && !hasty) {
        snprintf(panic_s, sizeof panic_s, "%d", seconds + WATCHDOG_SECONDS);
        write_text("/proc/sys/kernel/panic", panic_s);
    }
    leave_watchdog(fd, hasty);
    return bitten;
}

/* -- the slots -- */

/* The partition with their record; -1 if there is none. */
static int open_slots(void)
{
    char device[NAME_BYTES];
    int fd = -1;
    if (!partition_wait(BLOCK_DIR, partitions[0], DISK_WAIT_MS, device, sizeof device) ||
        !partition_wait(BLOCK_DIR, "jianyan-slots", SLOTS_WAIT_MS, device, sizeof device))
        return -1;
    for (int waited_ms = 0; fd < 0 && waited_ms < SLOTS_WAIT_MS; waited_ms += NODE_WAIT_MS) {
        fd = open(device, O_RDWR | O_CLOEXEC);
        if (fd < 0)
            usleep(NODE_WAIT_MS * 1000);
    }
    if (fd < 0)
        say("cannot open", device);
    return fd;
}

static bool save(int slots_fd, struct start *start)
{
    bool saved = slots_save(slots_fd, &start->slots);
    if (!saved)
        say("cannot write", "the slots' record");
    return saved;
}

static void tell(const struct start *start, int slot, bool bitten)
{
    int fd = log_open();
    log_line(fd, "<6>jianyan-init: slot %c%s attempts=%d cycles=%d%s", 'a' + slot,
             start_is_trial(start, slot) ? " trial" : "", start->slots.attempts,
             start->slots.cycles, bitten ? " after the watchdog" : "");
    if (fd >= 0)
        close(fd);
}

static bool mount_root(const char *partition)
{
    char device[NAME_BYTES];
    struct stat found;
    if (!partition_find(BLOCK_DIR, partition, device, sizeof device)) {
        errno = ENODEV;
        say("no partition", partition);
        return false;
    }
    if (mount(device, "/root", "squashfs", MS_RDONLY | MS_NODEV | MS_NOSUID, NULL) != 0) {
        say("cannot mount", partition);
        return false;
    }
    /* Of the link itself: from here it would lead out of the new root. */
    if (lstat("/root/sbin/init", &found) == 0)
        return true;
    say("no /sbin/init in", partition);
    umount("/root");
    return false;
}

/* The slot that was mounted; -1 for none. */
static int mount_slot(int slots_fd, struct start *start)
{
    if (start->changed && !save(slots_fd, start))
        start_unsaved(start);
    for (int i = 0; i < START_SLOTS; i++) {
        if (mount_root(partitions[start->order[i]]))
            return start->order[i];
        if (i == 0 && start_unreadable(start))
            save(slots_fd, start);
    }
    return -1;
}

/* Does not return if all is well. */
static void go_on(char **argv)
{
    static const char *const moved[] = {"/dev", "/proc", "/sys"};
    static char init[] = "/sbin/init";
    char target[NAME_BYTES];
    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
        snprintf(target, sizeof target, "/root%s", moved[i]);
        if (mount(moved[i], target, NULL, MS_MOVE, NULL) != 0)
            say("cannot move", moved[i]);
    }
    unlink("/init");
    if (chdir("/root") != 0 || mount(".", "/", NULL, MS_MOVE, NULL) != 0 || chroot(".") != 0 ||
        chdir("/") != 0)
        say("cannot enter", "/root");
    argv[0] = init;
    execv(init, argv);
    say("cannot run", init);
}

int main(int argc, char **argv)
{
    struct slots loaded = {0};
    struct start start;
    (void)argc;
    mkdir("/root", 0755);
    mount_kernel("devtmpfs", "/dev");
    mount_kernel("proc", "/proc");
    mount_kernel("sysfs", "/sys");
    load_modules();
    bool bitten = start_watchdog();
    int slots_fd = open_slots();
    if (slots_fd >= 0)
        slots_load(slots_fd, &loaded);
    start_begin(&start, &loaded, bitten);
    int slot = mount_slot(slots_fd, &start);
    if (slot >= 0) {
        tell(&start, slot, bitten);
        if (start.back)
            setenv("JIANYAN_BACK", "1", 1);
        if (start_is_trial(&start, slot)) {
            setenv("JIANYAN_TRIAL", "1", 1);
            trial_begin(slots_fd, log_open(), getenv("jianyan_trial"));
        }
        go_on(argv);
    }
    /* Starting again would find the same; where there is a watchdog it tries nevertheless, and
     * whoever comes reads why. */
    for (;;)
        pause();
}
