/* Installing an update: a folder with firmware.json, its signature and root (seal/release.h).
 *
 * Nothing is written before the signature, the paper and root's hash are good; then root goes into
 * the slot that does not run, piece by piece, and only what was read back from there and has the
 * signed hash is recorded as installed. The folder may belong to anybody and change meanwhile. */
#ifndef JIANYAN_BOARD_UPDATE_INSTALL_H
#define JIANYAN_BOARD_UPDATE_INSTALL_H

#include <stdbool.h>

#include "board/update/box.h"

enum {
    INSTALL_PIECE_BYTES = 65536,
    INSTALL_SYNC_BYTES = 1 << 20, /* after so much the disk is waited for: others use it, too */
};

enum install_verdict {
    INSTALL_DONE,
    INSTALL_OLD,      /* no newer than what runs, or waits for the next start */
    INSTALL_GIVEN_UP, /* it was tried here and failed */
    INSTALL_BUSY,     /* another update is being tried */
    INSTALL_PARTIAL,  /* a file is missing, or root shorter than signed: more may come */
    INSTALL_REFUSED,  /* not as it is now */
    INSTALL_FAILED,   /* the disk, or root changed meanwhile */
};

struct install {
    struct box *box;
    const char *update_key;
    int folder_fd;
    bool by_hand;              /* somebody asks for it: one that was given up is tried again */
    struct release release;    /* out: as soon as its signature is good */
    char why[RELEASE_WHY_MAX]; /* out: a sentence, empty for INSTALL_DONE */
};

/* box, update_key, folder_fd and by_hand are set by the caller, and borrowed. Takes the box's lock
 * meanwhile. Logs nothing. */
enum install_verdict install_update(struct install *install);

#endif
