/* From a blob to a frame file. What is hashed and what is decoded are the very same bytes: a sealed
 * copy in memory, which nobody who can write to the published folder can reach. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "campaign/frame_file.h"
#include "core/file.h"
#include "core/log.h"
#include "core/memory_file.h"
#include "courier/install_parts.h"
#include "seal/seal.h"

/* Reads the frame through. */
static bool is_sound(const struct install_target *target, int frames_fd, const char *name)
{
    const struct conf_profile *profile = target->conf->profile;
    struct frame_file *file = frame_file_open(frames_fd, name, profile->width, profile->height);
    bool sound = file != NULL;
    for (int y = 0; sound && y < profile->height; y += FRAME_BAND_ROWS)
        sound = frame_file_row(file, y) != NULL;
    frame_file_close(file);
    return sound;
}

bool install_frame_is_whole(const struct install_target *target, int frames_fd, const char *hash)
{
    const struct conf_profile *profile = target->conf->profile;
    char name[FRAME_NAME_MAX];
    frame_file_name(name, hash, profile->width, profile->height, 0);
    if (faccessat(frames_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return false; /* not there yet: nothing to log */
    return is_sound(target, frames_fd, name);
}

/* Copies exactly `bytes` bytes and sees that there are no more. */
static enum manifest_verdict copy(int from, int to, size_t bytes)
{
    char buffer[65536];
    size_t copied = 0;
    for (;;) {
        ssize_t got = read(from, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 && copied == bytes ? MANIFEST_GOOD : MANIFEST_BLOB_ALTERED;
        copied += (size_t)got;
        if (copied > bytes)
            return MANIFEST_BLOB_ALTERED;
        if (write(to, buffer, (size_t)got) != got)
            return MANIFEST_NO_SPACE;
    }
}

static bool hash_fits(int fd, const struct manifest_blob *blob)
{
    uint8_t digest[SEAL_DIGEST_BYTES];
    char text[MANIFEST_HASH_TEXT];
    void *bytes = mmap(NULL, blob->bytes, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return false;
    seal_digest(bytes, blob->bytes, digest);
    munmap(bytes, blob->bytes);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    return strcmp(text, blob->hash) == 0;
}

/* Copies the blob, seals the copy and compares what is in it. */
static enum manifest_verdict seal_copy(int from, int sealed, const struct manifest_blob *blob)
{
    struct stat st;
    if (fstat(from, &st) != 0 || !S_ISREG(st.st_mode))
        return MANIFEST_BLOB_MISSING;
    enum manifest_verdict verdict = copy(from, sealed, blob->bytes);
    if (verdict != MANIFEST_GOOD)
        return verdict;
    if (!memory_file_seal(sealed, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) ||
        lseek(sealed, 0, SEEK_SET) != 0) {
        log_error("install", "cannot seal a picture's copy: %s", strerror(errno));
        return MANIFEST_NO_SPACE;
    }
    return hash_fits(sealed, blob) ? MANIFEST_GOOD : MANIFEST_BLOB_ALTERED;
}

/* A sealed copy of the blob, verified, to be read from its start; -1 with a verdict otherwise. */
static int take_blob(int published_fd, const struct manifest_blob *blob,
                     enum manifest_verdict *verdict)
{
    char name[8 + MANIFEST_HASH_TEXT];
    snprintf(name, sizeof name, "blobs/%s", blob->hash);
    *verdict = MANIFEST_BLOB_MISSING;
    int from = openat(published_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (from < 0)
        return -1;
    int sealed = memory_file_open("blob", blob->bytes);
    *verdict = sealed >= 0 ? seal_copy(from, sealed, blob) : MANIFEST_NO_SPACE;
    close(from);
    if (*verdict == MANIFEST_GOOD)
        return sealed;
    if (sealed >= 0)
        close(sealed);
    return -1;
}

/* Decodes into the temporary file and syncs it. */
static enum manifest_verdict decode_to(const struct install_target *target, int blob_fd,
                                       int frames_fd, const char *temporary, char *why)
{
    struct install_job job = {.decoder = target->decoder,
                              .in_fd = blob_fd,
                              .width = target->conf->profile->width,
                              .height = target->conf->profile->height};
    job.out_fd =
        openat(frames_fd, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (job.out_fd < 0) {
        log_error("install", "cannot create frame=%s: %s", temporary, strerror(errno));
        return MANIFEST_NO_SPACE;
    }
    enum manifest_verdict verdict = install_decode(&job, why);
    if (verdict == MANIFEST_GOOD && !file_sync(job.out_fd, temporary))
        verdict = MANIFEST_NO_SPACE;
    close(job.out_fd);
    return verdict;
}

static enum manifest_verdict put_frame(const struct install_target *target, int blob_fd,
                                       int frames_fd, const char *hash, char *why)
{
    const struct conf_profile *profile = target->conf->profile;
    char name[FRAME_NAME_MAX], temporary[FRAME_NAME_MAX + 4];
    frame_file_name(name, hash, profile->width, profile->height, 0);
    snprintf(temporary, sizeof temporary, "%s.new", name);
    enum manifest_verdict verdict = decode_to(target, blob_fd, frames_fd, temporary, why);
    /* What the helper wrote is believed only after it has been read through. */
    if (verdict == MANIFEST_GOOD && !is_sound(target, frames_fd, temporary)) {
        snprintf(why, MANIFEST_TEXT_MAX, "the decoder wrote no sound frame");
        verdict = MANIFEST_PICTURE_BAD;
    }
    if (verdict == MANIFEST_GOOD &&
        (renameat(frames_fd, temporary, frames_fd, name) != 0 || !file_sync(frames_fd, "frames")))
        verdict = MANIFEST_NO_SPACE;
    if (verdict != MANIFEST_GOOD)
        unlinkat(frames_fd, temporary, 0);
    return verdict;
}

enum manifest_verdict install_frame(const struct install_target *target, int published_fd,
                                    int frames_fd, const struct manifest_blob *blob, char *why)
{
    enum manifest_verdict verdict;
    int blob_fd = take_blob(published_fd, blob, &verdict);
    if (blob_fd < 0) {
        snprintf(why, MANIFEST_TEXT_MAX, "blobs/%s", blob->hash);
        return verdict;
    }
    verdict = put_frame(target, blob_fd, frames_fd, blob->hash, why);
    close(blob_fd);
    return verdict;
}
