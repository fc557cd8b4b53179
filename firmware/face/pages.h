/* What the pages with more than one step or list remember. */
#ifndef JIANYAN_FACE_PAGES_H
#define JIANYAN_FACE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/setup.h"
#include "face/counties.h"
#include "face/scene.h"

struct channels_page {
    size_t at;    /* the one in focus, among those that are open */
    bool whole;   /* it has the whole page */
    bool blocked; /* it was opened because nothing can be taken here: BACK leads back there */
};

enum contact_step { CONTACT_NUMBER, CONTACT_CONSENT };

struct contact_page {
    enum contact_step step;
    size_t at;     /* focus: a key of the keypad, or a line of the second step */
    bool unlikely; /* the number was looked at, and no line can have it */
};

enum setup_step {
    SETUP_UNLOCK, /* a kiosk that was set up asks for the token first */
    SETUP_REGION,
    SETUP_COUNTY,
    SETUP_TOKEN,
    SETUP_CHECK,
};

enum setup_result { SETUP_ASKS, SETUP_WAITS, SETUP_SAVED, SETUP_FAILED, SETUP_WRONG };

struct setup_page {
    enum scene_id from; /* where BACK leads */
    bool alone;         /* it came up by itself, and nobody has pressed a key yet */
    enum setup_step step;
    enum setup_result result;
    enum county_region region;
    size_t place;  /* focus among the counties of the region */
    size_t letter; /* focus on the letters */
    char token[SETUP_TOKEN_BYTES];
    int check_focus;  /* 0 keep, 1 change */
    bool sent;        /* the keeper has been asked; false while it is not there */
    unsigned answers; /* of the device, when it was asked */
    int64_t asked_ms;
};

enum service_tab { SERVICE_STATE, SERVICE_FAULTS, SERVICE_KEYS, SERVICE_PICTURES, SERVICE_TABS };

enum { SERVICE_KEYS_SHOWN = 6 };

struct service_page {
    enum scene_id from;
    enum service_tab tab;
    bool inside; /* the key test or the pictures have the whole screen */
    size_t at;   /* first line of the table, or the fault that is explained */
    size_t picture;
    enum key pressed[SERVICE_KEYS_SHOWN]; /* the latest first */
    int held_ms;                          /* of the latest */
    int exits;                            /* presses of EXIT in a row */
    int x, y;                             /* of the last touch; -1: none */
    int64_t asked_ms;                     /* when the facts were asked for */
};

#endif
