#include "courier/firmware.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "courier/courier.h"
#include "courier/firmware_keep.h"
#include "courier/install.h"

void firmware_init(struct courier *courier)
{
    struct firmware *firmware = &courier->firmware;
    const struct conf *conf = courier->conf;
    *firmware = (struct firmware){.dir_fd = -1, .file_fd = -1, .due_ms = INT64_MAX};
    if (!conf->update_key[0] || !conf->campaign_url[0] || courier->running.version == 0)
        return;
    int64_t splay = courier->once ? 0 : conf->splay_seconds * 1000;
    firmware->due_ms = courier_now_ms(courier) + chance_up_to(&courier->chance, splay);
}

/* Done for now, well or not. */
static void rest(struct courier *courier, int64_t wait_ms)
{
    struct firmware *firmware = &courier->firmware;
    http_cancel(courier->http, HTTP_FIRMWARE);
    if (firmware->file_fd >= 0)
        close(firmware->file_fd);
    if (firmware->dir_fd >= 0)
        close(firmware->dir_fd);
    firmware->file_fd = firmware->dir_fd = -1;
    firmware->stage = FIRMWARE_RESTS;
    firmware->due_ms = courier_now_ms(courier) + wait_ms;
}

void firmware_fini(struct courier *courier)
{
    rest(courier, 0);
}

/* For hours: a city's boxes must not load the same root again and again. */
static void rest_long(struct courier *courier)
{
    rest(courier, FIRMWARE_ASK_MS / 2 + chance_up_to(&courier->chance, FIRMWARE_ASK_MS / 2));
}

/* What the server has now is settled; it will say when it has another one. */
static void succeed(struct courier *courier)
{
    struct firmware *firmware = &courier->firmware;
    firmware->failures = 0;
    memcpy(firmware->etag, firmware->new_etag, sizeof firmware->etag);
    rest_long(courier);
}

static void fail(struct courier *courier, const char *what, const char *why)
{
    struct firmware *firmware = &courier->firmware;
    log_warn("firmware", "%s%s%s", what, *what ? ": " : "", why);
    courier->failed = true;
    rest(courier,
         backoff_ms(&courier->chance, ++firmware->failures, courier->conf->retry_cap_seconds));
}

/* The server has something that is no good; who made it has to hear of it. */
static void refuse(struct courier *courier, const char *what, const char *why)
{
    char text[POST_TEXT_MAX];
    snprintf(text, sizeof text, "%s%s%s", what, *what ? ": " : "", why);
    if (courier->firmware.failures == 0)
        courier_fault(courier, FAULT_FIRMWARE_REFUSED, text);
    fail(courier, what, why);
}

/* Asks for one of the three files: papers into memory, root into its part. */
static void ask(struct courier *courier, enum firmware_stage stage, const char *name, int64_t have)
{
    struct firmware *firmware = &courier->firmware;
    char url[URL_MAX], path[RELEASE_NAME_MAX * 2], known[160];
    struct http_request request = {.url = url, .file = -1, .max = RELEASE_PAPER_MAX};
    snprintf(path, sizeof path, "firmware/%s/%s", courier->running.board, name);
    if (stage == FIRMWARE_ROOT) {
        request.file = firmware->file_fd;
        request.max = (size_t)firmware->release.bytes;
        request.resume = (size_t)have;
    }
    if (stage == FIRMWARE_PAPER && firmware->etag[0]) {
        snprintf(known, sizeof known, "If-None-Match: %s", firmware->etag);
        request.headers[0] = known;
    }
    firmware->stage = stage;
    if (!url_join(courier->conf->campaign_url, path, url, sizeof url) ||
        !http_start(courier->http, HTTP_FIRMWARE, &request))
        fail(courier, name, "the address cannot be used");
}

/* root has come. */
static void finish(struct courier *courier)
{
    struct firmware *firmware = &courier->firmware;
    if (!firmware_part_is_good(firmware)) {
        firmware_drop(courier->state_fd);
        refuse(courier, RELEASE_ROOT, "its hash is not the signed one");
        rest_long(courier);
    } else if (!firmware_keep(courier->state_fd, firmware)) {
        fail(courier, RELEASE_ROOT, "cannot be kept");
        rest_long(courier);
    } else {
        log_info("firmware", "fetched version=%lld", (long long)firmware->release.version);
        succeed(courier);
    }
}

/* Is it this box's turn? A paper with a higher `rollout` is another one, and asked for again. */
static bool is_meant(const struct courier *courier)
{
    const struct release *release = &courier->firmware.release;
    char id[RELEASE_NAME_MAX];
    snprintf(id, sizeof id, "firmware-%lld", (long long)release->version);
    if (install_reaches(courier->state_fd, id, (int)release->rollout))
        return true;
    log_info("firmware", "does not reach this device yet version=%lld",
             (long long)release->version);
    return false;
}

/* Both papers have come: what is it, and is it wanted? */
static void check(struct courier *courier)
{
    struct firmware *firmware = &courier->firmware;
    const struct release *release = &firmware->release, *running = &courier->running;
    const struct release_papers papers = {firmware->paper, firmware->paper_len, firmware->signature,
                                          firmware->signature_len};
    char why[RELEASE_WHY_MAX] = "";
    int64_t have = 0;
    if (!release_read(courier->conf->update_key, &papers, &firmware->release, why)) {
        refuse(courier, "", why);
    } else if (strcmp(release->board, running->board) != 0 || release->bytes > FIRMWARE_BYTES_MAX) {
        refuse(courier, RELEASE_PAPER, "is for another board, or too large");
    } else if (release->version <= running->version) {
        firmware_drop(courier->state_fd); /* it runs, and is not needed any more */
        succeed(courier);
    } else if (firmware_is_kept(courier->state_fd, courier->conf->update_key, firmware) ||
               !is_meant(courier)) {
        succeed(courier);
    } else if (!firmware_open_part(courier->state_fd, firmware, &have)) {
        fail(courier, RELEASE_ROOT, "there is no room for it");
        rest_long(courier);
    } else if (have == release->bytes) {
        finish(courier);
    } else {
        ask(courier, FIRMWARE_ROOT, RELEASE_ROOT, have);
    }
}

static bool take_paper(const struct http_reply *reply, char *text, size_t size, size_t *len)
{
    if (reply->len > size)
        return false;
    memcpy(text, reply->body, reply->len);
    *len = reply->len;
    return true;
}

static void take_good(struct courier *courier, const struct http_reply *reply)
{
    struct firmware *firmware = &courier->firmware;
    switch (firmware->stage) {
    case FIRMWARE_RESTS:
        break;
    case FIRMWARE_PAPER:
        snprintf(firmware->new_etag, sizeof firmware->new_etag, "%s", reply->etag);
        if (take_paper(reply, firmware->paper, sizeof firmware->paper, &firmware->paper_len))
            ask(courier, FIRMWARE_SIGNATURE, RELEASE_SIGNATURE, 0);
        else
            fail(courier, RELEASE_PAPER, "is too large");
        break;
    case FIRMWARE_SIGNATURE:
        if (take_paper(reply, firmware->signature, sizeof firmware->signature,
                       &firmware->signature_len))
            check(courier);
        else
            fail(courier, RELEASE_SIGNATURE, "is too large");
        break;
    case FIRMWARE_ROOT:
        finish(courier);
        break;
    }
}

static void take(struct courier *courier, const struct http_reply *reply)
{
    struct firmware *firmware = &courier->firmware;
    bool paper = firmware->stage == FIRMWARE_PAPER;
    if (paper && reply->answered && reply->status == 304) {
        memcpy(firmware->new_etag, firmware->etag, sizeof firmware->new_etag);
        succeed(courier);
    } else if (paper && reply->answered && reply->status == 404) {
        firmware->new_etag[0] = '\0';
        succeed(courier); /* this server has none */
    } else if (reply->answered && !reply->too_large &&
               (reply->status == 200 || reply->status == 206)) {
        take_good(courier, reply);
    } else if (reply->answered && firmware->stage == FIRMWARE_ROOT) {
        unlinkat(firmware->dir_fd, firmware->part, 0); /* no part of it */
        refuse(courier, RELEASE_ROOT,
               reply->too_large ? "is larger than it should be" : reply->why);
        rest_long(courier);
    } else { /* cut: what has come of root stays */
        fail(courier, paper ? RELEASE_PAPER : "the update",
             reply->too_large ? "larger than it should be" : reply->why);
    }
}

void firmware_tick(struct courier *courier)
{
    struct firmware *firmware = &courier->firmware;
    struct http_reply reply;
    if (firmware->stage != FIRMWARE_RESTS && http_take(courier->http, HTTP_FIRMWARE, &reply))
        take(courier, &reply);
    if (firmware->stage != FIRMWARE_RESTS || firmware->due_ms > courier_now_ms(courier))
        return;
    firmware->tried = true;
    ask(courier, FIRMWARE_PAPER, RELEASE_PAPER, 0);
}

void firmware_hurry(struct courier *courier)
{
    struct firmware *firmware = &courier->firmware;
    if (firmware->stage == FIRMWARE_RESTS && firmware->due_ms != INT64_MAX)
        firmware->due_ms = courier_now_ms(courier);
}

int64_t firmware_due_ms(const struct courier *courier)
{
    return courier->firmware.stage == FIRMWARE_RESTS ? courier->firmware.due_ms : INT64_MAX;
}

bool firmware_is_done(const struct courier *courier)
{
    const struct firmware *firmware = &courier->firmware;
    return firmware->stage == FIRMWARE_RESTS && (firmware->tried || firmware->due_ms == INT64_MAX);
}
