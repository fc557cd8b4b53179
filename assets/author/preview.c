#include "author/preview.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/file.h"
#include "seal/minisign.h"
#include "seal/seal.h"

enum {
    SECONDS = 4, /* each poster stays so long here */
    MARGIN_MS = 500,
    NOON_MS = 12 * 3600 * 1000,
};

/* board.conf of the box that is simulated: no picture is caught between two posters. */
static const char board[] = "fade_ms = 0\n";

/* Where it works; removed at the end. */
struct workshop {
    char path[64];
    int fd;
    const char *out; /* the author's folder of pictures */
    char date[CLOCK_TEXT_MAX];
};

void preview_name(char name[PREVIEW_NAME_MAX], const struct conf_profile *profile, const char *id,
                  enum preview_view view)
{
    snprintf(name, PREVIEW_NAME_MAX, "%.64s-%s%s", id ? id : "", profile->name,
             view == PREVIEW_LARGE ? "-large" : "");
}

size_t preview_views(const struct conf_profile *profile)
{
    return profile->class == CONF_WALL ? 1 : PREVIEW_VIEWS;
}

/* -- the campaign as it is simulated -- */

/* Whatever stops it, or lets it begin slowly, is not for a preview. */
static void make_showable(const struct source *source)
{
    static const char *const left_out[] = {"enabled", "off", "rollout"};
    size_t i;
    json_t *poster;
    for (i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
        json_object_del(source->root, left_out[i]);
    json_array_foreach(json_object_get(source->root, "posters"), i, poster)
    {
        if (json_is_object(poster))
            json_object_set_new(poster, "seconds", json_integer(SECONDS));
    }
}

/* Noon of its first day, or its first moment if it is over by then. */
static void choose_date(struct workshop *shop, const struct manifest *manifest)
{
    int64_t noon_ms = clock_day_begins(clock_day(manifest->issued_ms)) + NOON_MS;
    bool within = noon_ms >= manifest->issued_ms && noon_ms < manifest->expires_ms;
    clock_format(within ? noon_ms : manifest->issued_ms, shop->date);
}

static bool publish(struct workshop *shop, const struct package *package)
{
    char out[96], secret[MINISIGN_FILE_MAX], public[MINISIGN_FILE_MAX];
    struct minisign_secret key;
    snprintf(out, sizeof out, "%s/published", shop->path);
    minisign_generate(&key, secret, public);
    seal_wipe(secret, sizeof secret);
    bool written = package_write(out, package, &key);
    seal_wipe(&key, sizeof key);
    choose_date(shop, &package->checked);
    return written && file_write(shop->fd, "board.conf", board, sizeof board - 1);
}

/* -- the face draws -- */

/* A look at the next page and back again: a boot screen counts down anew. */
static const char *keep_on(const struct conf_profile *profile)
{
    return profile->class == CONF_WALL ? "" : "key OK\nkey BACK\n";
}

/* Once around in plain type, once more in large. */
static bool write_script(const struct workshop *shop, const struct source *source,
                         const struct conf_profile *profile)
{
    char *text = NULL, name[PREVIEW_NAME_MAX];
    size_t len, i;
    json_t *poster;
    FILE *script = open_memstream(&text, &len);
    if (!script)
        return false;
    fprintf(script, "wait %dms\n", MARGIN_MS);
    for (size_t view = 0; view < preview_views(profile); view++) {
        fputs(view == PREVIEW_LARGE ? "key YELLOW\n" : "", script);
        json_array_foreach(json_object_get(source->root, "posters"), i, poster)
        {
            if (!source_picture(poster, profile))
                continue;
            preview_name(name, profile, json_string_value(json_object_get(poster, "id")),
                         (enum preview_view)view);
            fprintf(script, "shot %s\n%swait %ds\n", name, keep_on(profile), SECONDS);
        }
    }
    bool written = fclose(script) == 0 && file_write(shop->fd, "preview.keys", text, len);
    free(text);
    return written;
}

static bool find_simulator(char path[AUTHOR_PATH_MAX])
{
    static const char name[] = "jianyan-sim";
    ssize_t len = readlink("/proc/self/exe", path, AUTHOR_PATH_MAX - sizeof name);
    char *slash = len > 0 ? memrchr(path, '/', (size_t)len) : NULL;
    if (!slash)
        return false;
    memcpy(slash + 1, name, sizeof name);
    if (access(path, X_OK) == 0)
        return true;
    fprintf(stderr, "%s: %s; preview needs it beside jianyan-campaign\n", path, strerror(errno));
    return false;
}

/* The child's whole life. What it says goes to the workshop's `log`. */
static void become_simulator(const struct workshop *shop, const char *program, const char *profile)
{
    int log_fd = openat(shop->fd, "log", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char script[96], config[96], campaign[96];
    snprintf(script, sizeof script, "%s/preview.keys", shop->path);
    snprintf(config, sizeof config, "%s/board.conf", shop->path);
    snprintf(campaign, sizeof campaign, "%s/published", shop->path);
    if (log_fd < 0 || dup2(log_fd, STDOUT_FILENO) < 0 || dup2(log_fd, STDERR_FILENO) < 0)
        _exit(127);
    execl(program, program, "--headless", "--profile", profile, "--script", script, "--shots",
          shop->out, "--config", config, "--campaign", campaign, "--date", shop->date,
          (char *)NULL);
    _exit(127);
}

static bool run_simulator(const struct workshop *shop, const char *profile)
{
    char program[AUTHOR_PATH_MAX];
    int status = 0;
    size_t len;
    if (!find_simulator(program))
        return false;
    pid_t child = fork();
    if (child == 0)
        become_simulator(shop, program, profile);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    char *said = file_read(shop->fd, "log", 65536, &len);
    fprintf(stderr, "the face could not be shown as %s:\n%s", profile, said ? said : "");
    free(said);
    return false;
}

static bool draw_all(const struct workshop *shop, const struct source *source,
                     const struct request *request)
{
    const struct conf_profile *profiles[AUTHOR_PROFILES_MAX];
    size_t count = package_profiles(source, request, profiles);
    for (size_t k = 0; k < count; k++) {
        if (!write_script(shop, source, profiles[k]) || !run_simulator(shop, profiles[k]->name))
            return false;
    }
    return true;
}

/* -- from beginning to end -- */

static bool open_workshop(struct workshop *shop)
{
    *shop = (struct workshop){.path = "/tmp/jianyan-preview-XXXXXX", .fd = -1};
    if (mkdtemp(shop->path))
        shop->fd = open(shop->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (shop->fd < 0)
        fprintf(stderr, "%s: %s\n", shop->path, strerror(errno));
    return shop->fd >= 0;
}

static void close_workshop(struct workshop *shop)
{
    if (shop->fd < 0)
        return;
    close(shop->fd);
    folder_remove(shop->path);
}

/* A preview is written over the last one, and over nothing else. */
static bool may_write(const struct folder *folder)
{
    if (folder->fresh || preview_is_page(folder->fd))
        return true;
    fprintf(stderr, "%s: is there and is no preview; name a new folder\n", folder->path);
    return false;
}

static bool preview(const struct source *source, const struct request *request, const char *out)
{
    struct workshop shop;
    struct package package = {0};
    struct folder folder = {.fd = -1};
    bool good = open_workshop(&shop);
    if (good) {
        make_showable(source);
        good = package_build(source, request, &package) && publish(&shop, &package) &&
               folder_open(&folder, out) && may_write(&folder);
        shop.out = folder.fresh ? folder.temporary : out;
        good = good && draw_all(&shop, source, request) && preview_page(source, request, folder.fd);
        if (folder.fd >= 0)
            good = folder_close(&folder, good);
    }
    package_free(&package);
    close_workshop(&shop);
    return good;
}

int command_preview(const char *dir, const char *out, const struct request *request)
{
    struct source source;
    bool good = source_open(&source, dir) && preview(&source, request, out);
    if (good)
        printf("%s/index.html\n", out);
    source_close(&source);
    return good ? 0 : 1;
}
