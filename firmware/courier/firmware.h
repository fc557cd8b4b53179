/* Updates of the firmware from a web server: campaign_url/firmware/BOARD/ with firmware.json, its
 * signature and root (seal/release.h). Verified with the second key of trust_key before anything
 * else is asked for, gathered in STATE/firmware.coming, and put to STATE/firmware by one rename
 * once it is whole; what installs it looks there (board/update). A download that was cut goes on
 * where it was. */
#ifndef JIANYAN_COURIER_FIRMWARE_H
#define JIANYAN_COURIER_FIRMWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seal/release.h"

enum {
    FIRMWARE_ASK_MS = 6 * 3600 * 1000,      /* a new one is asked for at least so often */
    FIRMWARE_BYTES_MAX = 64 * 1024 * 1024,  /* of root */
    FIRMWARE_SPARE_BYTES = 8 * 1024 * 1024, /* what a download leaves of the disk */
};

struct courier;

enum firmware_stage { FIRMWARE_RESTS, FIRMWARE_PAPER, FIRMWARE_SIGNATURE, FIRMWARE_ROOT };

struct firmware {
    enum firmware_stage stage;
    bool tried;     /* since the start */
    int64_t due_ms; /* state folder's clock; INT64_MAX: never, updates are off */
    unsigned failures;
    char etag[128]; /* of the paper that was settled last */
    char new_etag[128];
    struct release release; /* what the server has */
    char paper[RELEASE_PAPER_MAX], signature[RELEASE_SIGNATURE_MAX];
    size_t paper_len, signature_len;
    char part[2 * RELEASE_HASH_BYTES + 1]; /* name of root while it comes: its hash */
    int dir_fd;                            /* STATE/firmware.coming; -1 while resting */
    int file_fd;                           /* the part; -1: none */
};

/* Without a key or an address, or where nobody knows what runs, this stays off. */
void firmware_init(struct courier *courier);
void firmware_fini(struct courier *courier);
void firmware_tick(struct courier *courier);

/* Ask now. */
void firmware_hurry(struct courier *courier);

int64_t firmware_due_ms(const struct courier *courier);

/* Nothing is under way, and it was asked once. */
bool firmware_is_done(const struct courier *courier);

#endif
