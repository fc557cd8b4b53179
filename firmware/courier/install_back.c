/* Back to the campaign before, and what keeps the one that was left from coming again.
 *
 * STATE/taken-back holds two numbers: the version left, and the one it was left for. It counts only
 * while the latter runs, so it needs no clearing: whatever is installed later makes it void. It is
 * written before `current` is swapped, so that no cut leaves a swap that would undo itself. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign/catalogue.h"
#include "core/file.h"
#include "core/log.h"
#include "courier/install_parts.h"

enum { NOTE_BYTES_MAX = 64 };

static const char note_name[] = "taken-back";

static bool read_note(int state_fd, int64_t *left, int64_t *instead)
{
    size_t len;
    char *end = NULL;
    char *text = file_read(state_fd, note_name, NOTE_BYTES_MAX, &len);
    *left = text ? strtoll(text, &end, 10) : 0;
    *instead = text ? strtoll(end, NULL, 10) : 0;
    free(text);
    return *left > 0 && *instead > 0;
}

int64_t install_taken_back(int state_fd)
{
    int64_t left, instead;
    return read_note(state_fd, &left, &instead) ? left : 0;
}

bool install_note_taken_back(int state_fd, int64_t version, int64_t running)
{
    char text[NOTE_BYTES_MAX];
    int len = snprintf(text, sizeof text, "%lld %lld\n", (long long)version, (long long)running);
    return file_write(state_fd, note_name, text, (size_t)len);
}

bool install_was_taken_back(int state_fd, int64_t version, int64_t running)
{
    int64_t left, instead;
    return read_note(state_fd, &left, &instead) && instead == running && version > running &&
           version <= left;
}

/* True if at least one of its posters still has a picture, or it never had any. */
static bool has_picture(const struct install_target *target, const struct manifest *manifest)
{
    const struct manifest_blob *missing[MANIFEST_POSTERS_MAX];
    size_t count = install_wanted(target, manifest, missing);
    for (size_t i = 0; i < manifest->posters; i++) {
        bool there = true;
        for (size_t k = 0; k < count; k++)
            there = there && strcmp(missing[k]->hash, manifest->poster[i].hash) != 0;
        if (there)
            return true;
    }
    return manifest->posters == 0;
}

/* The version before, if it can be shown again. */
static bool read_version(const struct install_target *target, int64_t version,
                         struct manifest *manifest)
{
    char name[64], why[MANIFEST_TEXT_MAX] = "";
    enum manifest_verdict verdict = MANIFEST_UNSIGNED;
    snprintf(name, sizeof name, "campaigns/%lld", (long long)version);
    int fd = openat(target->state_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        verdict = catalogue_read(fd, target->conf, manifest, why);
        close(fd);
    }
    if (verdict == MANIFEST_GOOD && !has_picture(target, manifest))
        verdict = MANIFEST_BLOB_MISSING;
    if (verdict == MANIFEST_GOOD)
        return true;
    log_error("install", "cannot go back to version=%lld: %s %s", (long long)version,
              manifest_verdict_str(verdict), why);
    return false;
}

static bool go_back(const struct install_target *target, struct install_result *result,
                    int64_t *from)
{
    struct manifest manifest;
    *from = install_running_version(target->state_fd);
    result->version = install_previous_version(target->state_fd);
    if (*from == 0 || result->version == 0) {
        log_error("install", "there is no campaign to go back to: %s",
                  *from == 0 ? "none runs" : "only the running one is kept");
        return false;
    }
    if (!read_version(target, result->version, &manifest) ||
        !install_note_taken_back(target->state_fd, *from, result->version) ||
        !install_swap(target->state_fd, result->version))
        return false;
    result->changed = true;
    log_info("install", "went back to version=%lld from=%lld", (long long)result->version,
             (long long)*from);
    install_tidy(target, &manifest);
    return true;
}

bool install_back(const struct install_target *target, struct install_result *result, int64_t *from)
{
    *result = (struct install_result){0};
    int turn_fd = install_take_turn(target->state_fd);
    bool gone = go_back(target, result, from);
    if (turn_fd >= 0)
        close(turn_fd);
    return gone;
}
