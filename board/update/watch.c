#include "board/update/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/update/install.h"
#include "core/hours.h"
#include "core/log.h"

/* Where updates come, below the state folder, and the folder above each. */
static const char *const places[] = {"incoming/firmware", "firmware"};

enum { PLACES = sizeof places / sizeof places[0] };

static const uint32_t changes =
    IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR | IN_DONT_FOLLOW;

struct watcher {
    const struct watch *watch;
    int state_fd, notify_fd;
    uint64_t tried[PLACES]; /* stamps of the folders that were tried, as they were then; 0: none */
    int64_t look_ms;        /* monotonic: when to look; INT64_MAX: when something changes */
    int64_t staged_ms;      /* since when an update waits for the next start */
    bool installed;         /* by us; false: it waited already when we began */
};

static int64_t now_ms(const struct watcher *watcher)
{
    return clock_now(watcher->watch->clock).mono_ms;
}

/* Each component by itself: the folders belong to others, and none may be a link. */
static int open_place(const struct watcher *watcher, const char *place)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    const char *slash = strchr(place, '/');
    if (!slash)
        return openat(watcher->state_fd, place, flags);
    char above[NAME_MAX];
    snprintf(above, sizeof above, "%.*s", (int)(slash - place), place);
    int above_fd = openat(watcher->state_fd, above, flags);
    if (above_fd < 0)
        return -1;
    int fd = openat(above_fd, slash + 1, flags);
    close(above_fd);
    return fd;
}

static void follow(const struct watcher *watcher, const char *below)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%s", watcher->watch->state_dir, below);
    if (len > 0 && (size_t)len < sizeof path)
        inotify_add_watch(watcher->notify_fd, path, changes);
}

/* Folds what stat(2) says of the files: any change changes it. 0 if there is no paper yet. */
static uint64_t stamp_of(int folder_fd)
{
    static const char *const names[] = {RELEASE_PAPER, RELEASE_SIGNATURE, RELEASE_ROOT};
    uint64_t stamp = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct stat st = {0};
        if (fstatat(folder_fd, names[i], &st, AT_SYMLINK_NOFOLLOW) != 0 && i == 0)
            return 0;
        const uint64_t parts[] = {st.st_ino, (uint64_t)st.st_size, (uint64_t)st.st_mtim.tv_sec,
                                  (uint64_t)st.st_mtim.tv_nsec};
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
            stamp = (stamp ^ parts[k]) * UINT64_C(0x100000001b3);
    }
    return stamp ? stamp : 1;
}

/* The one line about a folder as it is. */
static void tell(const char *place, enum install_verdict verdict, const struct install *install)
{
    switch (verdict) {
    case INSTALL_DONE:
        log_info("update", "installed version=%lld from=%s: it starts when the box does",
                 (long long)install->release.version, place);
        break;
    case INSTALL_OLD:
    case INSTALL_BUSY:
    case INSTALL_PARTIAL:
        log_info("update", "not installed from=%s: %s", place, install->why);
        break;
    case INSTALL_GIVEN_UP:
        log_warn("update", "not installed from=%s: %s", place, install->why);
        break;
    case INSTALL_REFUSED:
    case INSTALL_FAILED:
        log_error("update", "not installed from=%s: %s", place, install->why);
        break;
    }
}

static void try_place(struct watcher *watcher, int place)
{
    const struct watch *watch = watcher->watch;
    struct install install = {.box = watch->box, .update_key = watch->conf->update_key};
    install.folder_fd = open_place(watcher, places[place]);
    if (install.folder_fd < 0)
        return;
    uint64_t stamp = stamp_of(install.folder_fd);
    if (stamp != 0 && stamp != watcher->tried[place]) {
        enum install_verdict verdict = install_update(&install);
        tell(places[place], verdict, &install);
        watcher->tried[place] = stamp;
        if (verdict == INSTALL_BUSY) {
            watcher->tried[place] = 0;
            watcher->look_ms = now_ms(watcher) + WATCH_BUSY_MS;
        }
        if (verdict == INSTALL_DONE) {
            watcher->installed = true;
            watcher->staged_ms = now_ms(watcher);
        }
    }
    close(install.folder_fd);
}

static void look(struct watcher *watcher)
{
    watcher->look_ms = INT64_MAX;
    follow(watcher, "incoming");
    for (int i = 0; i < PLACES; i++) {
        follow(watcher, places[i]);
        try_place(watcher, i);
    }
}

int64_t watch_restart_ms(enum conf_class class, struct clock_now now, int64_t staged_ms)
{
    static const struct hours night = {3 * 60, 5 * 60};
    if (class == CONF_HOME)
        return INT64_MAX;
    if (now.state == CLOCK_UNKNOWN) {
        int64_t left_ms = staged_ms + WATCH_BLIND_MS - now.mono_ms;
        return left_ms > 0 ? left_ms : 0;
    }
    return hours_hold(&night, now) ? 0 : hours_left_ms(&night, now);
}

/* Until the box should start anew, as things are. Where an update waited already the last start did
 * not try it: no haste then, or the box would start anew all night long. */
static int64_t restart_ms(const struct watcher *watcher)
{
    const struct watch *watch = watcher->watch;
    struct clock_now now = clock_now(watch->clock);
    if (watch->box->slots.state != SLOTS_STAGED)
        return INT64_MAX;
    if (!watcher->installed)
        now.state = CLOCK_UNKNOWN;
    return watch_restart_ms(watch->conf->profile->class, now, watcher->staged_ms);
}

/* Waits for a change, or until something is due. */
static void wait_for_change(struct watcher *watcher, int64_t left_ms)
{
    char events[4096];
    struct pollfd waiting = {.fd = watcher->notify_fd, .events = POLLIN};
    int64_t look_ms = watcher->look_ms - now_ms(watcher);
    if (watcher->look_ms != INT64_MAX && look_ms < left_ms)
        left_ms = look_ms > 0 ? look_ms : 0;
    /* A clock that is set meanwhile is found within some minutes. */
    int timeout =
        left_ms == INT64_MAX ? -1 : (int)(left_ms < WATCH_BUSY_MS ? left_ms : WATCH_BUSY_MS);
    if (poll(&waiting, 1, timeout) <= 0)
        return;
    while (read(watcher->notify_fd, events, sizeof events) > 0)
        continue;
    watcher->look_ms = now_ms(watcher) + WATCH_STILL_MS;
}

static void run(struct watcher *watcher)
{
    int64_t left_ms;
    while ((left_ms = restart_ms(watcher)) > 0) {
        if (watcher->look_ms <= now_ms(watcher))
            look(watcher);
        else
            wait_for_change(watcher, left_ms);
    }
}

bool watch_run(const struct watch *watch)
{
    struct watcher watcher = {.watch = watch};
    watcher.notify_fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    watcher.state_fd = open(watch->state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool watched =
        watcher.notify_fd >= 0 && watcher.state_fd >= 0 &&
        inotify_add_watch(watcher.notify_fd, watch->state_dir, IN_CREATE | IN_MOVED_TO) >= 0;
    if (watched) {
        watcher.staged_ms = now_ms(&watcher);
        run(&watcher);
        log_info("update", "the box starts anew with version=%lld",
                 (long long)watch->box->slots.version);
    } else {
        log_error("update", "cannot watch folder=%s: %s", watch->state_dir, strerror(errno));
    }
    if (watcher.notify_fd >= 0)
        close(watcher.notify_fd);
    if (watcher.state_fd >= 0)
        close(watcher.state_fd);
    return watched;
}
