/* Everything the keeper has, built and torn down by main. */
#ifndef JIANYAN_KEEPER_KEEPER_H
#define JIANYAN_KEEPER_KEEPER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/conf.h"
#include "keeper/letters.h"
#include "keeper/peers.h"
#include "keeper/plays.h"
#include "keeper/salvage.h"
#include "post/post.h"

/* Faults by number, as they stand in plays.db (docs/store.md). */
enum keeper_fault {
    KEEPER_FAULT_NO_SPACE = 101,
    KEEPER_FAULT_READ_ONLY = 102,
    KEEPER_FAULT_BROKEN = 103,
    KEEPER_FAULT_RENEWED = 104,
};

struct keeper {
    struct conf conf;
    struct clock clock;
    struct clock_now now;
    unsigned own_uid, face_uid, courier_uid;
    int listen_fd, signal_fd, watch_fd; /* watch_fd -1: the stop file is looked for every second */
    struct letters letters;
    struct salvage salvage;
    struct plays plays;
    struct peers peers;
    struct post_status status; /* as last pushed */
    enum post_net net;
    char net_why[POST_TEXT_MAX], campaign[POST_TEXT_MAX];
    uint32_t installs;
    unsigned renewals_seen;
    bool stop;        /* the stop file is there */
    bool contact_due; /* the conductor asked while no courier was connected */
    struct post_buffer in;
    struct letters_out letter;
};

#endif
