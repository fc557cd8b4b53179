/* What was fetched of an update, on the disk. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <sodium.h>

#include "core/file.h"
#include "courier/firmware_keep.h"

static const char whole[] = "firmware", coming[] = "firmware.coming";

/* Removes all files of an open folder but `kept`; the folder stays. Takes the descriptor. */
static void empty(int fd, const char *kept)
{
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, kept) != 0)
            unlinkat(fd, entry->d_name, 0);
    }
    if (dir)
        closedir(dir);
    else if (fd >= 0)
        close(fd);
}

static void drop(int state_fd, const char *name)
{
    empty(openat(state_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "");
    unlinkat(state_fd, name, AT_REMOVEDIR);
}

void firmware_drop(int state_fd)
{
    drop(state_fd, whole);
    drop(state_fd, coming);
}

bool firmware_is_kept(int state_fd, const char *update_key, const struct firmware *firmware)
{
    struct stat root;
    struct release release;
    struct release_papers papers = {0};
    char why[RELEASE_WHY_MAX];
    char *paper =
        file_read(state_fd, "firmware/" RELEASE_PAPER, RELEASE_PAPER_MAX, &papers.paper_len);
    char *signature = file_read(state_fd, "firmware/" RELEASE_SIGNATURE, RELEASE_SIGNATURE_MAX,
                                &papers.signature_len);
    papers.paper = paper;
    papers.signature = signature;
    bool kept = paper && signature && release_read(update_key, &papers, &release, why) &&
                memcmp(release.hash, firmware->release.hash, sizeof release.hash) == 0 &&
                fstatat(state_fd, "firmware/" RELEASE_ROOT, &root, AT_SYMLINK_NOFOLLOW) == 0 &&
                root.st_size == firmware->release.bytes;
    free(paper);
    free(signature);
    return kept;
}

bool firmware_open_part(int state_fd, struct firmware *firmware, int64_t *have)
{
    struct stat st;
    struct statvfs disk;
    sodium_bin2hex(firmware->part, sizeof firmware->part, firmware->release.hash,
                   sizeof firmware->release.hash);
    drop(state_fd, whole); /* an older one: there is room for one */
    firmware->dir_fd = file_open_dir(state_fd, coming);
    if (firmware->dir_fd < 0)
        return false;
    empty(dup(firmware->dir_fd), firmware->part);
    firmware->file_fd =
        openat(firmware->dir_fd, firmware->part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (firmware->file_fd < 0 || fstat(firmware->file_fd, &st) != 0 ||
        fstatvfs(firmware->file_fd, &disk) != 0)
        return false;
    bool too_much = st.st_size > firmware->release.bytes;
    if ((too_much && ftruncate(firmware->file_fd, 0) != 0) ||
        lseek(firmware->file_fd, 0, SEEK_END) < 0)
        return false;
    *have = too_much ? 0 : st.st_size;
    return (uint64_t)disk.f_bavail * disk.f_frsize >=
           (uint64_t)(firmware->release.bytes - *have) + FIRMWARE_SPARE_BYTES;
}

bool firmware_part_is_good(const struct firmware *firmware)
{
    uint8_t piece[16384], hash[RELEASE_HASH_BYTES];
    crypto_generichash_state state;
    off_t at = 0;
    ssize_t got;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    while ((got = pread(firmware->file_fd, piece, sizeof piece, at)) > 0) {
        crypto_generichash_update(&state, piece, (size_t)got);
        at += got;
    }
    crypto_generichash_final(&state, hash, sizeof hash);
    return got == 0 && memcmp(hash, firmware->release.hash, sizeof hash) == 0;
}

bool firmware_keep(int state_fd, const struct firmware *firmware)
{
    int fd = firmware->dir_fd;
    return file_sync(firmware->file_fd, firmware->part) &&
           file_write(fd, RELEASE_PAPER, firmware->paper, firmware->paper_len) &&
           file_write(fd, RELEASE_SIGNATURE, firmware->signature, firmware->signature_len) &&
           renameat(fd, firmware->part, fd, RELEASE_ROOT) == 0 && file_sync(fd, coming) &&
           renameat(state_fd, coming, state_fd, whole) == 0 && file_sync(state_fd, whole);
}
