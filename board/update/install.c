#include "board/update/install.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <sodium.h>

/* Both ends of the copy. */
struct copy {
    int from_fd, to_fd;
    int64_t bytes;
    uint8_t piece[INSTALL_PIECE_BYTES];
};

__attribute__((format(printf, 3, 4))) static enum install_verdict say(struct install *install,
                                                                      enum install_verdict verdict,
                                                                      const char *text, ...)
{
    va_list args;
    va_start(args, text);
    vsnprintf(install->why, sizeof install->why, text, args);
    va_end(args);
    return verdict;
}

/* -- the folder: it belongs to others -- */

/* Opens a plain file of the folder; no link is followed, nothing that blocks is waited for. */
static enum install_verdict open_file(struct install *install, const char *name, int *fd,
                                      int64_t *bytes)
{
    struct stat st;
    *bytes = 0;
    *fd = openat(install->folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (*fd < 0 && errno == ENOENT)
        return say(install, INSTALL_PARTIAL, "%s: is missing", name);
    if (*fd < 0)
        return say(install, INSTALL_REFUSED, "%s: cannot be opened: %s", name,
                   errno == ELOOP ? "it is a link" : strerror(errno));
    if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode)) {
        *bytes = st.st_size;
        return INSTALL_DONE;
    }
    close(*fd);
    *fd = -1;
    return say(install, INSTALL_REFUSED, "%s: is no plain file", name);
}

static enum install_verdict read_paper(struct install *install, const char *name, char *text,
                                       size_t most, size_t *len)
{
    int fd;
    int64_t bytes;
    enum install_verdict verdict = open_file(install, name, &fd, &bytes);
    if (verdict != INSTALL_DONE)
        return verdict;
    ssize_t got = bytes <= (int64_t)most ? pread(fd, text, most, 0) : -1;
    close(fd);
    *len = got < 0 ? 0 : (size_t)got;
    return got < 0 ? say(install, INSTALL_REFUSED,
                         "%s: cannot be read, or is larger than %zu bytes", name, most)
                   : INSTALL_DONE;
}

static enum install_verdict read_papers(struct install *install)
{
    char paper[RELEASE_PAPER_MAX], signature[RELEASE_SIGNATURE_MAX];
    struct release_papers papers = {.paper = paper, .signature = signature};
    enum install_verdict verdict =
        read_paper(install, RELEASE_PAPER, paper, sizeof paper, &papers.paper_len);
    if (verdict == INSTALL_DONE)
        verdict = read_paper(install, RELEASE_SIGNATURE, signature, sizeof signature,
                             &papers.signature_len);
    if (verdict == INSTALL_DONE &&
        !release_read(install->update_key, &papers, &install->release, install->why))
        verdict = INSTALL_REFUSED;
    return verdict;
}

/* -- what the paper says, beside what is here -- */

/* The record's side: INSTALL_DONE if it may be taken. */
static enum install_verdict compare_versions(struct install *install)
{
    const struct box *box = install->box;
    long long version = install->release.version;
    if (version < box->slots.floor)
        return say(install, INSTALL_OLD, "version %lld is older than %lld, which has proven itself",
                   version, (long long)box->slots.floor);
    if (version <= box->running.version)
        return say(install, INSTALL_OLD, "version %lld is not newer than %lld, which runs", version,
                   (long long)box->running.version);
    if (box->slots.state == SLOTS_STAGED && version <= box->slots.version)
        return say(install, INSTALL_OLD,
                   "version %lld is not newer than %lld, which waits for the next start", version,
                   (long long)box->slots.version);
    if (version == box->slots.given_up && !install->by_hand)
        return say(install, INSTALL_GIVEN_UP,
                   "version %lld failed here and was given up; give its successor a higher number",
                   version);
    if (box->slots.state == SLOTS_TRYING)
        return say(install, INSTALL_BUSY,
                   "an update is being tried: nothing is installed before it has ended");
    return INSTALL_DONE;
}

static enum install_verdict check(struct install *install)
{
    const struct release *release = &install->release;
    struct utsname kernel;
    enum install_verdict verdict = read_papers(install);
    if (verdict != INSTALL_DONE)
        return verdict;
    if (strcmp(release->board, install->box->running.board) != 0)
        return say(install, INSTALL_REFUSED, "it is for the board %s, this is %s", release->board,
                   install->box->running.board);
    verdict = compare_versions(install);
    if (verdict != INSTALL_DONE)
        return verdict;
    if (release->kernel[0] && (uname(&kernel) != 0 || strcmp(release->kernel, kernel.release) != 0))
        return say(install, INSTALL_REFUSED, "it needs the kernel %s, this box has %s",
                   release->kernel, kernel.release);
    return INSTALL_DONE;
}

/* -- the copy -- */

static size_t piece_at(const struct copy *copy, int64_t at)
{
    int64_t left = copy->bytes - at;
    return left < INSTALL_PIECE_BYTES ? (size_t)left : INSTALL_PIECE_BYTES;
}

static bool read_piece(struct copy *copy, int fd, int64_t at)
{
    size_t have = 0, want = piece_at(copy, at);
    while (have < want) {
        ssize_t got = pread(fd, copy->piece + have, want - have, at + (int64_t)have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        have += (size_t)got;
    }
    return true;
}

static bool write_piece(const struct copy *copy, int64_t at)
{
    size_t put = 0, want = piece_at(copy, at);
    while (put < want) {
        ssize_t wrote = pwrite(copy->to_fd, copy->piece + put, want - put, at + (int64_t)put);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        put += (size_t)wrote;
    }
    return true;
}

/* Does what fd holds have the signed hash? Read from the disk, not from memory. */
static bool is_whole(const struct install *install, struct copy *copy, int fd)
{
    uint8_t hash[RELEASE_HASH_BYTES];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    for (int64_t at = 0; at < copy->bytes; at += INSTALL_PIECE_BYTES) {
        if (!read_piece(copy, fd, at))
            return false;
        crypto_generichash_update(&state, copy->piece, piece_at(copy, at));
    }
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    crypto_generichash_final(&state, hash, sizeof hash);
    return memcmp(hash, install->release.hash, sizeof hash) == 0;
}

/* What is written is dropped from memory piece by piece: a small box needs it for others. */
static bool settle(const struct copy *copy)
{
    return fdatasync(copy->to_fd) == 0 &&
           posix_fadvise(copy->to_fd, 0, 0, POSIX_FADV_DONTNEED) == 0;
}

static bool copy_all(struct copy *copy)
{
    for (int64_t at = 0; at < copy->bytes; at += INSTALL_PIECE_BYTES) {
        if (!read_piece(copy, copy->from_fd, at) || !write_piece(copy, at))
            return false;
        if ((at + INSTALL_PIECE_BYTES) % INSTALL_SYNC_BYTES == 0 && !settle(copy))
            return false;
    }
    return settle(copy);
}

static enum install_verdict write_slot(struct install *install, struct copy *copy)
{
    if (!is_whole(install, copy, copy->from_fd))
        return say(install, INSTALL_REFUSED,
                   RELEASE_ROOT ": is damaged: its hash is not the signed one");
    if (!box_step(install->box, SLOTS_BEGIN, 0))
        return say(install, INSTALL_FAILED, "the record of the slots cannot be written");
    errno = 0;
    if (!copy_all(copy))
        return say(install, INSTALL_FAILED, "the slot cannot be written: %s",
                   errno ? strerror(errno) : RELEASE_ROOT " became shorter meanwhile");
    if (!is_whole(install, copy, copy->to_fd))
        return say(install, INSTALL_FAILED,
                   "the slot does not hold what was signed: " RELEASE_ROOT
                   " changed meanwhile, or the disk is failing");
    if (!box_step(install->box, SLOTS_INSTALLED, install->release.version))
        return say(install, INSTALL_FAILED, "the record of the slots cannot be written");
    return INSTALL_DONE;
}

/* Opens both ends, whose sizes must fit. */
static enum install_verdict open_both(struct install *install, struct copy *copy)
{
    int64_t slot_bytes, root_bytes;
    copy->to_fd = box_open_slot(install->box, !slots_to_boot(&install->box->slots), &slot_bytes,
                                install->why);
    if (copy->to_fd < 0)
        return INSTALL_FAILED;
    if (copy->bytes > slot_bytes)
        return say(install, INSTALL_REFUSED, "it has %lld bytes, and the slot %lld",
                   (long long)copy->bytes, (long long)slot_bytes);
    enum install_verdict verdict = open_file(install, RELEASE_ROOT, &copy->from_fd, &root_bytes);
    if (verdict != INSTALL_DONE)
        return verdict;
    if (root_bytes != copy->bytes)
        return say(install, root_bytes < copy->bytes ? INSTALL_PARTIAL : INSTALL_REFUSED,
                   RELEASE_ROOT ": has %lld bytes, and %lld were signed", (long long)root_bytes,
                   (long long)copy->bytes);
    return INSTALL_DONE;
}

static enum install_verdict install_root(struct install *install)
{
    struct copy copy = {.from_fd = -1, .to_fd = -1, .bytes = install->release.bytes};
    enum install_verdict verdict = open_both(install, &copy);
    if (verdict == INSTALL_DONE)
        verdict = write_slot(install, &copy);
    if (copy.from_fd >= 0)
        close(copy.from_fd);
    if (copy.to_fd >= 0)
        close(copy.to_fd);
    return verdict;
}

enum install_verdict install_update(struct install *install)
{
    install->why[0] = '\0';
    box_lock(install->box);
    enum install_verdict verdict = check(install);
    if (verdict == INSTALL_DONE)
        verdict = install_root(install);
    box_unlock(install->box);
    return verdict;
}
