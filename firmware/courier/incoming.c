#include "courier/incoming.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/file.h"
#include "core/log.h"
#include "courier/courier.h"
#include "courier/install.h"

/* What a child's exit status says: a verdict, and whether `current` was swapped. */
enum { EXIT_CHANGED = 0x40, EXIT_VERDICT = 0x3f };

static const uint32_t changes =
    IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR;

static void watch(struct incoming *incoming, const struct courier *courier, const char *below)
{
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/incoming%s%s", courier->state_dir, *below ? "/" : "",
                       below);
    if (incoming->watch_fd >= 0 && len > 0 && (size_t)len < sizeof path)
        inotify_add_watch(incoming->watch_fd, path, changes);
}

void incoming_open(struct courier *courier)
{
    struct incoming *incoming = &courier->incoming;
    *incoming = (struct incoming){.watch_fd = -1, .child_fd = -1, .due_ms = INT64_MAX};
    incoming->dir_fd = file_open_dir(courier->state_fd, "incoming");
    if (incoming->dir_fd < 0)
        return;
    incoming->watch_fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (incoming->watch_fd < 0)
        log_warn("incoming", "cannot watch the folder: %s", strerror(errno));
    watch(incoming, courier, "");
    incoming->due_ms = courier_host_ms(courier);
}

void incoming_close(struct courier *courier)
{
    struct incoming *incoming = &courier->incoming;
    const int fds[] = {incoming->dir_fd, incoming->watch_fd, incoming->child_fd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
}

/* Folds what stat(2) says of a file into a stamp: any change of the folder changes it. */
static uint64_t fold(uint64_t stamp, int dir_fd, const char *name)
{
    struct stat st = {0};
    if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        st.st_ino = 1;
    const uint64_t parts[] = {st.st_ino, (uint64_t)st.st_size, (uint64_t)st.st_mtim.tv_sec,
                              (uint64_t)st.st_mtim.tv_nsec};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        stamp = (stamp ^ parts[i]) * UINT64_C(0x100000001b3);
    return stamp;
}

/* 0 if the folder has no manifest yet. */
static uint64_t stamp_of(int folder_fd, const char *name)
{
    uint64_t stamp = UINT64_C(0xcbf29ce484222325);
    if (faccessat(folder_fd, "manifest.json", R_OK, 0) != 0)
        return 0;
    for (; *name; name++)
        stamp = (stamp ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    stamp = fold(stamp, folder_fd, "manifest.json");
    stamp = fold(stamp, folder_fd, "manifest.json.minisig");
    stamp = fold(stamp, folder_fd, "blobs");
    return stamp ? stamp : 1;
}

/* True if this folder, as it is now, was tried or cannot be noted; notes that it is. */
static bool was_tried(struct incoming *incoming, uint64_t stamp)
{
    for (size_t i = 0; i < incoming->tried_count; i++) {
        if (incoming->tried[i] == stamp)
            return true;
    }
    if (incoming->tried_count == INCOMING_TRIED_MAX) {
        log_warn("incoming", "more than %d folders: the rest waits for a change",
                 INCOMING_TRIED_MAX);
        return true;
    }
    incoming->tried[incoming->tried_count++] = stamp;
    return false;
}

/* The child's whole life. */
static int install_child(const struct courier *courier, int folder_fd)
{
    const struct install_target target = {.state_fd = courier->state_fd, .conf = courier->conf};
    struct install_result result;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    enum manifest_verdict verdict = install_campaign(&target, folder_fd, &result);
    return (int)verdict | (result.changed ? EXIT_CHANGED : 0);
}

bool incoming_install(struct courier *courier, const char *name, bool fetched)
{
    struct incoming *incoming = &courier->incoming;
    if (incoming->child || incoming->dir_fd < 0)
        return false;
    int folder_fd = openat(incoming->dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder_fd < 0)
        return false;
    pid_t child = fork();
    if (child == 0)
        _exit(install_child(courier, folder_fd));
    close(folder_fd);
    if (child < 0) {
        log_error("incoming", "cannot start installing: %s", strerror(errno));
        return false;
    }
    incoming->child = child;
    incoming->child_fetched = fetched;
    incoming->child_fd = (int)syscall(SYS_pidfd_open, child, 0U);
    return true;
}

static int is_folder(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strlen(entry->d_name) < INCOMING_NAME_MAX;
}

/* Looks at one folder; true if installing it has begun. */
static bool consider(struct courier *courier, const char *name)
{
    struct incoming *incoming = &courier->incoming;
    char blobs[INCOMING_NAME_MAX + 8];
    int fd = openat(incoming->dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    snprintf(blobs, sizeof blobs, "%s/blobs", name);
    watch(incoming, courier, name);
    watch(incoming, courier, blobs);
    uint64_t stamp = stamp_of(fd, name);
    close(fd);
    return stamp != 0 && !was_tried(incoming, stamp) && incoming_install(courier, name, false);
}

static void look(struct courier *courier)
{
    struct incoming *incoming = &courier->incoming;
    struct dirent **names = NULL;
    bool busy = false;
    int count = scandirat(incoming->dir_fd, ".", &names, is_folder, versionsort);
    incoming->due_ms = INT64_MAX;
    for (int i = 0; i < count; i++) {
        busy = busy || consider(courier, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

static void reap(struct courier *courier)
{
    struct incoming *incoming = &courier->incoming;
    int status = 0;
    if (waitpid(incoming->child, &status, WNOHANG) != incoming->child)
        return;
    if (incoming->child_fd >= 0)
        close(incoming->child_fd);
    incoming->child = 0;
    incoming->child_fd = -1;
    /* The next folder, if there are more. */
    incoming->due_ms = courier_host_ms(courier);
    bool ended = WIFEXITED(status);
    enum manifest_verdict verdict =
        ended ? (enum manifest_verdict)(WEXITSTATUS(status) & EXIT_VERDICT) : MANIFEST_PICTURE_BAD;
    bool waits = manifest_may_wait(verdict);
    if (verdict != MANIFEST_GOOD && !waits) {
        courier->failed = true;
        courier_fault(courier, FAULT_CAMPAIGN_REFUSED,
                      ended ? manifest_verdict_str(verdict) : "installing ended too early");
    } else if (WEXITSTATUS(status) & EXIT_CHANGED) {
        courier_installed(courier);
    }
    if (incoming->child_fetched)
        fetch_installed(courier, waits || verdict == MANIFEST_GOOD);
}

void incoming_tick(struct courier *courier, const struct pollfd *watched,
                   const struct pollfd *child)
{
    struct incoming *incoming = &courier->incoming;
    char events[4096];
    if (watched->revents) {
        while (read(incoming->watch_fd, events, sizeof events) > 0)
            continue;
        if (incoming->tried_count == INCOMING_TRIED_MAX)
            incoming->tried_count = 0;
        incoming->due_ms = courier_host_ms(courier) + INCOMING_STILL_MS;
    }
    if (incoming->child && (child->revents || incoming->child_fd < 0))
        reap(courier);
    if (!incoming->child && incoming->dir_fd >= 0 && incoming->due_ms <= courier_host_ms(courier))
        look(courier);
}

int64_t incoming_host_due_ms(const struct courier *courier)
{
    const struct incoming *incoming = &courier->incoming;
    if (!incoming->child)
        return incoming->due_ms;
    return incoming->child_fd < 0 ? courier_host_ms(courier) + INCOMING_REAP_MS : INT64_MAX;
}

bool incoming_is_done(const struct courier *courier)
{
    return !courier->incoming.child && courier->incoming.due_ms == INT64_MAX;
}
