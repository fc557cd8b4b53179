/* Everything the keeper has, built and torn down by main. */
#ifndef JIANYAN_KEEPER_KEEPER_H
#define JIANYAN_KEEPER_KEEPER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/conf.h"
#include "core/fault.h"
#include "core/setup.h"
#include "keeper/letters.h"
#include "keeper/peers.h"
#include "keeper/plays.h"
#include "keeper/salvage.h"
#include "keeper/timekeep.h"
#include "post/post.h"

struct keeper {
    struct conf conf;
    struct clock clock;
    struct clock_now now;
    unsigned own_uid, face_uid, courier_uid;
    unsigned confined;                  /* CONFINE_…, as a set */
    int listen_fd, signal_fd, watch_fd; /* watch_fd -1: the stop file is looked for every second */
    struct letters letters;
    struct salvage salvage;
    struct plays plays;
    struct timekeep timekeep;
    struct peers peers;
    struct post_status status; /* as last pushed */
    enum post_net net;
    char net_why[POST_TEXT_MAX], campaign[POST_TEXT_MAX];
    uint32_t installs;
    unsigned renewals_seen;
    struct setup settings;
    bool unlocked;         /* the token was right: `setup` may change them once */
    unsigned wrong_tokens; /* since start */
    char courier_version[32];
    uint32_t courier_confined; /* of its hello */
    int64_t contact_mono_ms;   /* of the last good answer from outside; 0: none */
    bool stop;                 /* the stop file is there */
    bool contact_due;          /* the conductor asked while no courier was connected */
    struct post_buffer in;
    struct letters_out letter;
};

#endif
