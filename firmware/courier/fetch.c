#include "courier/fetch.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/log.h"
#include "courier/courier.h"
#include "courier/install.h"

static const char manifest_name[] = "manifest.json";
static const char signature_name[] = "manifest.json.minisig";

void fetch_init(struct courier *courier)
{
    struct fetch *fetch = &courier->fetch;
    int64_t splay = courier->once ? 0 : courier->conf->splay_seconds * 1000;
    *fetch = (struct fetch){.dir_fd = -1, .file_fd = -1, .due_ms = INT64_MAX};
    if (courier->conf->campaign_url[0])
        fetch->due_ms = courier_now_ms(courier) + chance_up_to(&courier->chance, splay);
}

static void close_file(struct fetch *fetch)
{
    if (fetch->file_fd >= 0)
        close(fetch->file_fd);
    fetch->file_fd = -1;
}

/* Done for now, well or not. */
static void rest(struct courier *courier, int64_t wait_ms)
{
    struct fetch *fetch = &courier->fetch;
    http_cancel(courier->http, HTTP_DOWNLOAD);
    close_file(fetch);
    if (fetch->dir_fd >= 0)
        close(fetch->dir_fd);
    fetch->dir_fd = -1;
    free(fetch->manifest);
    fetch->manifest = NULL;
    fetch->stage = FETCH_RESTS;
    fetch->due_ms = courier_now_ms(courier) + wait_ms;
}

void fetch_fini(struct courier *courier)
{
    rest(courier, 0);
}

/* Asked again within the time the campaign says, not all boxes at once. */
static void succeed(struct courier *courier)
{
    struct fetch *fetch = &courier->fetch;
    int minutes = courier->ask_minutes > 0 ? courier->ask_minutes : MANIFEST_ASK_MINUTES;
    int64_t most_ms = minutes * INT64_C(60000);
    fetch->failures = 0;
    rest(courier, most_ms / 2 + chance_up_to(&courier->chance, most_ms / 2));
}

/* What is there now is not for this device; the server will say when it has changed. */
static void wait_for_another(struct courier *courier, enum manifest_verdict verdict)
{
    struct fetch *fetch = &courier->fetch;
    log_info("fetch", "%s", manifest_verdict_str(verdict));
    memcpy(fetch->etag, fetch->new_etag, sizeof fetch->etag);
    succeed(courier);
}

static void fail(struct courier *courier, const char *what, const char *why)
{
    struct fetch *fetch = &courier->fetch;
    char text[POST_TEXT_MAX];
    snprintf(text, sizeof text, "%.80s: %.160s", what, why);
    log_warn("fetch", "%s", text);
    if (fetch->failures == 0)
        courier_fault(courier, FAULT_CAMPAIGN_FETCH, text);
    courier->failed = true;
    rest(courier,
         backoff_ms(&courier->chance, ++fetch->failures, courier->conf->retry_cap_seconds));
}

/* Starts downloading base/path to dir/path; goes on with what is there if `resume`. */
static void download(struct courier *courier, enum fetch_stage stage, const char *path, size_t max,
                     bool resume)
{
    struct fetch *fetch = &courier->fetch;
    char url[URL_MAX], part[160], known[160];
    struct stat st = {0};
    snprintf(part, sizeof part, "%s.part", path);
    close_file(fetch);
    fetch->file_fd = openat(fetch->dir_fd, part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    bool have = fetch->file_fd >= 0 && fstat(fetch->file_fd, &st) == 0 && resume &&
                st.st_size > 0 && (size_t)st.st_size < max;
    struct http_request request = {
        .url = url, .file = fetch->file_fd, .max = max, .resume = have ? (size_t)st.st_size : 0};
    if (fetch->file_fd < 0 || (!have && ftruncate(fetch->file_fd, 0) != 0) ||
        lseek(fetch->file_fd, 0, SEEK_END) < 0 ||
        !url_join(courier->conf->campaign_url, path, url, sizeof url)) {
        fail(courier, path, "cannot be written");
        return;
    }
    if (stage == FETCH_MANIFEST && fetch->etag[0]) {
        snprintf(known, sizeof known, "If-None-Match: %s", fetch->etag);
        request.headers[0] = known;
    }
    fetch->stage = stage;
    if (!http_start(courier->http, HTTP_DOWNLOAD, &request))
        fail(courier, path, "the address cannot be used");
}

/* What was not for this device may switch a campaign off where it stands now. */
static void note_county(struct courier *courier)
{
    struct fetch *fetch = &courier->fetch;
    struct setup set;
    setup_read(courier->state_fd, &set);
    if (strcmp(set.county, fetch->county) != 0)
        fetch->etag[0] = '\0';
    memcpy(fetch->county, set.county, sizeof fetch->county);
}

static void begin(struct courier *courier)
{
    struct fetch *fetch = &courier->fetch;
    fetch->tried = true;
    note_county(courier);
    fetch->dir_fd =
        courier->incoming.dir_fd < 0 ? -1 : file_open_dir(courier->incoming.dir_fd, ".fetched");
    int blobs_fd = fetch->dir_fd < 0 ? -1 : file_open_dir(fetch->dir_fd, "blobs");
    if (blobs_fd < 0) {
        fail(courier, "incoming", "cannot be written");
        return;
    }
    close(blobs_fd);
    download(courier, FETCH_MANIFEST, manifest_name, MANIFEST_BYTES_MAX, false);
}

static void next_blob(struct courier *courier)
{
    struct fetch *fetch = &courier->fetch;
    char path[MANIFEST_HASH_TEXT + 8];
    for (; fetch->wanted_at < fetch->wanted_count; fetch->wanted_at++) {
        const struct manifest_blob *blob = fetch->wanted[fetch->wanted_at];
        snprintf(path, sizeof path, "blobs/%s", blob->hash);
        if (faccessat(fetch->dir_fd, path, F_OK, 0) != 0) {
            download(courier, FETCH_BLOB, path, blob->bytes, true);
            return;
        }
    }
    fetch->stage = FETCH_INSTALLING;
}

/* Verifies what has come before a single picture is asked for. */
static void check(struct courier *courier)
{
    struct fetch *fetch = &courier->fetch;
    const struct install_target target = {.state_fd = courier->state_fd, .conf = courier->conf};
    struct install_papers papers = {0};
    char why[MANIFEST_TEXT_MAX] = "";
    char *manifest =
        file_read(fetch->dir_fd, manifest_name, MANIFEST_BYTES_MAX, &papers.manifest_len);
    char *signature =
        file_read(fetch->dir_fd, signature_name, MANIFEST_SIGNATURE_MAX, &papers.signature_len);
    enum manifest_verdict verdict = MANIFEST_UNSIGNED;
    papers.manifest = manifest;
    papers.signature = signature;
    fetch->manifest = malloc(sizeof *fetch->manifest);
    if (manifest && signature && fetch->manifest)
        verdict = install_check(&target, &papers, fetch->manifest, why);
    free(manifest);
    free(signature);
    if (manifest_may_wait(verdict)) {
        wait_for_another(courier, verdict);
        return;
    }
    if (verdict != MANIFEST_GOOD) {
        fail(courier, manifest_verdict_str(verdict), why);
        return;
    }
    fetch->wanted_at = 0;
    fetch->wanted_count = install_wanted(&target, fetch->manifest, fetch->wanted);
    next_blob(courier);
}

/* The path of what is being downloaded. */
static void current_path(const struct fetch *fetch, char *path, size_t size)
{
    if (fetch->stage == FETCH_BLOB)
        snprintf(path, size, "blobs/%s", fetch->wanted[fetch->wanted_at]->hash);
    else
        snprintf(path, size, "%s", fetch->stage == FETCH_MANIFEST ? manifest_name : signature_name);
}

/* Puts what was downloaded under its name. */
static bool keep(struct fetch *fetch, const char *path)
{
    char part[160];
    snprintf(part, sizeof part, "%s.part", path);
    bool kept =
        file_sync(fetch->file_fd, path) && renameat(fetch->dir_fd, part, fetch->dir_fd, path) == 0;
    close_file(fetch);
    return kept;
}

static void take(struct courier *courier, const struct http_reply *reply)
{
    struct fetch *fetch = &courier->fetch;
    char path[MANIFEST_HASH_TEXT + 8], part[160];
    current_path(fetch, path, sizeof path);
    if (fetch->stage == FETCH_MANIFEST && reply->answered && reply->status == 304) {
        succeed(courier);
        return;
    }
    if (!reply->answered || reply->too_large || (reply->status != 200 && reply->status != 206)) {
        snprintf(part, sizeof part, "%s.part", path);
        if (reply->answered)
            unlinkat(fetch->dir_fd, part, 0);
        fail(courier, path, reply->too_large ? "larger than it should be" : reply->why);
        return;
    }
    if (!keep(fetch, path)) {
        fail(courier, path, "cannot be written");
        return;
    }
    if (fetch->stage == FETCH_MANIFEST) {
        snprintf(fetch->new_etag, sizeof fetch->new_etag, "%s", reply->etag);
        download(courier, FETCH_SIGNATURE, signature_name, MANIFEST_SIGNATURE_MAX, false);
    } else if (fetch->stage == FETCH_SIGNATURE) {
        check(courier);
    } else {
        fetch->wanted_at++;
        next_blob(courier);
    }
}

void fetch_tick(struct courier *courier)
{
    struct fetch *fetch = &courier->fetch;
    struct http_reply reply;
    bool loading = fetch->stage >= FETCH_MANIFEST && fetch->stage <= FETCH_BLOB;
    if (loading && http_take(courier->http, HTTP_DOWNLOAD, &reply))
        take(courier, &reply);
    if (fetch->stage == FETCH_INSTALLING && !courier->incoming.child &&
        !incoming_install(courier, ".fetched", true))
        fail(courier, "installing", "cannot be started");
    if (fetch->stage == FETCH_RESTS && fetch->due_ms <= courier_now_ms(courier) &&
        !ask_time_comes_first(courier))
        begin(courier);
}

void fetch_hurry(struct courier *courier)
{
    struct fetch *fetch = &courier->fetch;
    if (courier->conf->campaign_url[0] && fetch->stage == FETCH_RESTS)
        fetch->due_ms = courier_now_ms(courier);
}

/* The pictures are frames now, or damaged: either way not needed any more. */
static void remove_blobs(const struct fetch *fetch)
{
    int fd = openat(fetch->dir_fd, "blobs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] != '.')
            unlinkat(fd, entry->d_name, 0);
    }
    if (dir)
        closedir(dir);
    else if (fd >= 0)
        close(fd);
}

void fetch_installed(struct courier *courier, bool good)
{
    struct fetch *fetch = &courier->fetch;
    if (fetch->stage != FETCH_INSTALLING)
        return;
    remove_blobs(fetch);
    if (good) {
        memcpy(fetch->etag, fetch->new_etag, sizeof fetch->etag);
        succeed(courier);
    } else {
        fail(courier, "installing", "refused");
    }
}

int64_t fetch_due_ms(const struct courier *courier)
{
    bool can = courier->fetch.stage == FETCH_RESTS && !ask_time_holds(courier);
    return can ? courier->fetch.due_ms : INT64_MAX;
}

bool fetch_is_done(const struct courier *courier)
{
    const struct fetch *fetch = &courier->fetch;
    return fetch->stage == FETCH_RESTS && (fetch->tried || !courier->conf->campaign_url[0]);
}
