/* What the face knows of the device it runs on: what was set on the spot, what the keeper told for
 * the service screen, and the faults it has met itself. */
#ifndef JIANYAN_FACE_DEVICE_H
#define JIANYAN_FACE_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/fault.h"
#include "core/setup.h"
#include "post/post.h"

enum { DEVICE_FAULTS_MAX = 8 };

struct device {
    struct setup set; /* as read at the start, or as the keeper says; never with a token */
    bool told;        /* the keeper has said so */
    bool locked;      /* set up once, and public: needs the token */
    unsigned answers; /* POST_SETTINGS that came */
    struct post_facts facts;
    bool facts_known;
    bool asked; /* for facts; the answer is still coming */
    struct post_fault_note note[POST_FAULTS_MAX];
    size_t notes;
    /* Met here, each kind once a run; texts are constants, so nothing a person wrote is in them. */
    struct {
        enum fault number;
        const char *what;
        bool sent;
    } met[DEVICE_FAULTS_MAX];
    size_t met_count;
};

#endif
