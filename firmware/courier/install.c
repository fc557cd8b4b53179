#include "courier/install.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/file.h"
#include "core/log.h"
#include "courier/install_parts.h"

/* The version that a new one must not be below. One that another key has signed does not count: the
 * operator has changed trust_key. */
static int64_t least_version(const struct install_target *target)
{
    size_t len, signature_len;
    enum manifest_verdict verdict = MANIFEST_GOOD;
    char *bytes = file_read(target->state_fd, "current/manifest.json", MANIFEST_BYTES_MAX, &len);
    char *signature = file_read(target->state_fd, "current/manifest.json.minisig",
                                MANIFEST_SIGNATURE_MAX, &signature_len);
    if (bytes && signature)
        verdict = manifest_verify(target->conf->trust_key, bytes, len, signature, signature_len);
    free(bytes);
    free(signature);
    return verdict == MANIFEST_OTHER_KEY ? 0 : install_running_version(target->state_fd);
}

enum manifest_verdict install_check(const struct install_target *target,
                                    const struct install_papers *papers, struct manifest *manifest,
                                    char *why)
{
    const struct conf *conf = target->conf;
    why[0] = '\0';
    enum manifest_verdict verdict =
        manifest_verify(conf->trust_key, papers->manifest, papers->manifest_len, papers->signature,
                        papers->signature_len);
    if (verdict == MANIFEST_GOOD)
        verdict = manifest_parse(papers->manifest, papers->manifest_len, conf->profile->name,
                                 manifest, why);
    if (verdict != MANIFEST_GOOD)
        return verdict;
    int64_t least = least_version(target);
    if (manifest->version < least) {
        snprintf(why, MANIFEST_TEXT_MAX, "%lld is below %lld", (long long)manifest->version,
                 (long long)least);
        return MANIFEST_OLDER;
    }
    if (install_was_taken_back(target->state_fd, manifest->version, least))
        return MANIFEST_TAKEN_BACK;
    return install_is_meant(target, manifest) ? MANIFEST_GOOD : MANIFEST_LATER;
}

static const struct manifest_blob *find_blob(const struct manifest *manifest, const char *hash)
{
    for (size_t i = 0; i < manifest->blobs; i++) {
        if (strcmp(manifest->blob[i].hash, hash) == 0)
            return &manifest->blob[i];
    }
    return NULL; /* manifest_parse() refuses such a manifest */
}

size_t install_wanted(const struct install_target *target, const struct manifest *manifest,
                      const struct manifest_blob *wanted[MANIFEST_POSTERS_MAX])
{
    size_t count = 0;
    int frames_fd = openat(target->state_fd, "frames", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 0; i < manifest->posters; i++) {
        const char *hash = manifest->poster[i].hash;
        bool known = frames_fd >= 0 && install_frame_is_whole(target, frames_fd, hash);
        for (size_t k = 0; k < count && !known; k++)
            known = strcmp(wanted[k]->hash, hash) == 0;
        const struct manifest_blob *blob = known ? NULL : find_blob(manifest, hash);
        if (blob)
            wanted[count++] = blob;
    }
    if (frames_fd >= 0)
        close(frames_fd);
    return count;
}

static enum manifest_verdict put_frames(const struct install_target *target, int published_fd,
                                        const struct manifest *manifest, char *why)
{
    const struct manifest_blob *wanted[MANIFEST_POSTERS_MAX];
    enum manifest_verdict verdict = MANIFEST_GOOD;
    size_t count = install_wanted(target, manifest, wanted);
    int frames_fd = file_open_dir(target->state_fd, "frames");
    if (frames_fd < 0)
        return MANIFEST_NO_SPACE;
    for (size_t i = 0; i < count && verdict == MANIFEST_GOOD; i++)
        verdict = install_frame(target, published_fd, frames_fd, wanted[i], why);
    close(frames_fd);
    return verdict;
}

static enum manifest_verdict install_papers(const struct install_target *target, int published_fd,
                                            const struct install_papers *papers,
                                            struct install_result *result)
{
    struct manifest manifest;
    enum manifest_verdict verdict = install_check(target, papers, &manifest, result->why);
    if (verdict != MANIFEST_GOOD)
        return verdict;
    result->version = manifest.version;
    verdict = put_frames(target, published_fd, &manifest, result->why);
    if (verdict != MANIFEST_GOOD)
        return verdict;
    if (!install_version(target, papers, manifest.version, &result->changed))
        return MANIFEST_NO_SPACE;
    install_tidy(target, &manifest);
    return MANIFEST_GOOD;
}

static enum manifest_verdict read_and_install(const struct install_target *target, int published_fd,
                                              struct install_result *result)
{
    enum manifest_verdict verdict = MANIFEST_UNSIGNED;
    struct install_papers papers;
    char *manifest =
        file_read(published_fd, "manifest.json", MANIFEST_BYTES_MAX, &papers.manifest_len);
    char *signature = file_read(published_fd, "manifest.json.minisig", MANIFEST_SIGNATURE_MAX,
                                &papers.signature_len);
    papers.manifest = manifest;
    papers.signature = signature;
    if (manifest && signature)
        verdict = install_papers(target, published_fd, &papers, result);
    else
        snprintf(result->why, sizeof result->why, "%s cannot be read",
                 manifest ? "manifest.json.minisig" : "manifest.json");
    free(manifest);
    free(signature);
    return verdict;
}

int install_take_turn(int state_fd)
{
    int fd = file_open_dir(state_fd, "campaigns");
    while (fd >= 0 && flock(fd, LOCK_EX) != 0 && errno == EINTR)
        continue;
    return fd;
}

enum manifest_verdict install_campaign(const struct install_target *target, int published_fd,
                                       struct install_result *result)
{
    *result = (struct install_result){0};
    int turn_fd = install_take_turn(target->state_fd);
    enum manifest_verdict verdict = read_and_install(target, published_fd, result);
    if (turn_fd >= 0)
        close(turn_fd);
    if (verdict == MANIFEST_GOOD)
        log_info("install", "%s version=%lld",
                 result->changed ? "installed" : "was installed already",
                 (long long)result->version);
    else if (manifest_may_wait(verdict))
        log_info("install", "%s", manifest_verdict_str(verdict));
    else
        log_error("install", "%s%s%s", manifest_verdict_str(verdict), result->why[0] ? ": " : "",
                  result->why);
    return verdict;
}
