/* jianyan-init: the first program of a box, alone in the initial RAM disk beside the kernel's
 * modules. Loads them, finds the root file system that is to be tried and goes on in it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "board/init/partition.h"

#define BLOCK_DIR "/sys/class/block"

enum { DISK_WAIT_MS = 20000, NAME_BYTES = 128 };

/* To the kernel's log, which is on every console. */
static void say(const char *what, const char *name)
{
    int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
    dprintf(fd >= 0 ? fd : STDERR_FILENO, "jianyan-init: %s %s: %s\n", what, name, strerror(errno));
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

static bool mount_root(const char *partition)
{
    char device[NAME_BYTES];
    if (!partition_wait(BLOCK_DIR, partition, DISK_WAIT_MS, device, sizeof device)) {
        errno = ENODEV;
        say("no partition", partition);
        return false;
    }
    if (mount(device, "/root", "squashfs", MS_RDONLY | MS_NODEV | MS_NOSUID, NULL) == 0)
        return true;
    say("cannot mount", partition);
    return false;
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
    (void)argc;
    mkdir("/root", 0755);
    mount_kernel("devtmpfs", "/dev");
    mount_kernel("proc", "/proc");
    mount_kernel("sysfs", "/sys");
    load_modules();
    if (mount_root("jianyan-a") || mount_root("jianyan-b"))
        go_on(argv);
    /* Starting again would find the same: whoever comes reads why. */
    for (;;)
        pause();
}
