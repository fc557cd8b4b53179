/* The paper of a firmware update: for which board it is, which version it has, and what its root
 * file system must be (docs/image.md, *Updates*).
 *
 *   firmware.json  firmware.json.minisig  root
 *
 * Signed with a key of its own (board.conf: the second of trust_key) and verified before it is
 * parsed. It is one flat JSON object of texts and whole numbers; unknown members are ignored. */
#ifndef JIANYAN_SEAL_RELEASE_H
#define JIANYAN_SEAL_RELEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RELEASE_PAPER     "firmware.json"
#define RELEASE_SIGNATURE "firmware.json.minisig"
#define RELEASE_ROOT      "root"

enum {
    RELEASE_PAPER_MAX = 4096,
    RELEASE_SIGNATURE_MAX = 2048,
    RELEASE_NAME_MAX = 64,
    RELEASE_HASH_BYTES = 32,
    RELEASE_WHY_MAX = 256,
};

struct release {
    char board[RELEASE_NAME_MAX];  /* "qemu-arm64" */
    char kernel[RELEASE_NAME_MAX]; /* what its modules are for, as `uname -r` says it; empty: any */
    int64_t version;               /* only rises */
    int64_t bytes;                 /* of root */
    int64_t rollout;               /* per cent of the boxes that fetch it by themselves */
    uint8_t hash[RELEASE_HASH_BYTES]; /* BLAKE2b-256 of root */
};

/* The two papers as they came; not zero-terminated. Borrowed. */
struct release_papers {
    const char *paper;
    size_t paper_len;
    const char *signature;
    size_t signature_len;
};

/* Verifies with update_key, then parses. False, and a sentence in `why`, if either fails. */
bool release_read(const char *update_key, const struct release_papers *papers,
                  struct release *release, char why[RELEASE_WHY_MAX]);

/* What runs says of itself in the folder `system` ("/etc/jianyan"): the first lines of its files
 * board and version. Fills these two in; false, and version is 0, if either is missing or odd. */
bool release_running(const char *system, struct release *running);

#endif
