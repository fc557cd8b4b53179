#include "campaign/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign/frame_file.h"
#include "campaign/reach.h"
#include "core/file.h"
#include "core/log.h"

/* Both files out of one folder descriptor: `current` may be swapped between two opens. */
enum manifest_verdict catalogue_read(int dir_fd, const struct conf *conf, struct manifest *manifest,
                                     char *why)
{
    size_t len, signature_len;
    enum manifest_verdict verdict = MANIFEST_UNSIGNED;
    char *bytes = file_read(dir_fd, "manifest.json", MANIFEST_BYTES_MAX, &len);
    char *signature =
        file_read(dir_fd, "manifest.json.minisig", MANIFEST_SIGNATURE_MAX, &signature_len);
    if (bytes && signature)
        verdict = manifest_verify(conf->trust_key, bytes, len, signature, signature_len);
    if (verdict == MANIFEST_GOOD)
        verdict = manifest_parse(bytes, len, conf->profile->name, manifest, why);
    free(bytes);
    free(signature);
    return verdict;
}

bool catalogue_manifest(int state_fd, const struct conf *conf, struct manifest *manifest)
{
    char why[MANIFEST_TEXT_MAX] = "";
    int dir_fd = openat(state_fd, "current", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir_fd < 0) {
        log_warn("catalogue", "no campaign is installed: %s", strerror(errno));
        return false;
    }
    enum manifest_verdict verdict = catalogue_read(dir_fd, conf, manifest, why);
    close(dir_fd);
    if (verdict == MANIFEST_GOOD)
        return true;
    log_error("catalogue", "%s %s", manifest_verdict_str(verdict), why);
    return false;
}

static bool frame_is_there(int frames_fd, const struct conf_profile *profile, const char *hash)
{
    char name[FRAME_NAME_MAX];
    frame_file_name(name, hash, profile->width, profile->height, 0);
    struct frame_file *file = frame_file_open(frames_fd, name, profile->width, profile->height);
    frame_file_close(file);
    return file != NULL;
}

static void leave_out_frameless(struct catalogue *catalogue, const struct conf_profile *profile)
{
    struct manifest *manifest = &catalogue->manifest;
    size_t kept = 0;
    for (size_t i = 0; i < manifest->posters; i++) {
        if (frame_is_there(catalogue->frames_fd, profile, manifest->poster[i].hash))
            manifest->poster[kept++] = manifest->poster[i];
    }
    manifest->posters = kept;
}

/* One logged line for each way of having nothing to show. */
static bool has_something(const struct catalogue *catalogue)
{
    if (catalogue->off)
        log_warn("catalogue", "the campaign is switched off version=%lld%s",
                 (long long)catalogue->manifest.version,
                 catalogue->manifest.enabled ? " here" : "");
    else if (catalogue->manifest.posters == 0)
        log_error("catalogue", "no poster has its frame file");
    return !catalogue->off && catalogue->manifest.posters > 0;
}

bool catalogue_open(struct catalogue *catalogue, int state_fd, const struct conf *conf)
{
    *catalogue = (struct catalogue){.state_fd = state_fd, .frames_fd = -1};
    if (!catalogue_manifest(state_fd, conf, &catalogue->manifest))
        return false;
    catalogue->off =
        reach_is_off(&catalogue->manifest, conf->profile->class, conf->placed ? conf->county : "");
    catalogue->frames_fd = openat(state_fd, "frames", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (catalogue->frames_fd < 0)
        log_error("catalogue", "cannot open folder=frames: %s", strerror(errno));
    else
        leave_out_frameless(catalogue, conf->profile);
    catalogue->installed = catalogue->frames_fd >= 0 && has_something(catalogue);
    if (!catalogue->installed)
        catalogue_close(catalogue);
    return catalogue->installed;
}

void catalogue_close(struct catalogue *catalogue)
{
    if (catalogue->frames_fd > 0)
        close(catalogue->frames_fd);
    catalogue->frames_fd = -1;
    catalogue->installed = false;
}
