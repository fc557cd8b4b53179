/* The record: what a suggestion says, as the JSON that is sealed. */
#ifndef JIANYAN_FACE_RECORD_H
#define JIANYAN_FACE_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "core/clock.h"
#include "face/contact.h"

enum { RECORD_BYTES_MAX = 16384 };

struct record {
    const char *id;      /* UUID text */
    const char *receipt; /* 16 digits */
    const char *code;    /* 6 digits */
    const char *campaign;
    const char *theme;
    const char *channel; /* "stb" or "kiosk" */
    const char *county;
    const char *text;
    const char *notice; /* version of the privacy notice that was shown */
    struct clock_now created;
    const struct contact *contact; /* what the person left and agreed to; NULL: nothing */
    const char *sealed_contact;    /* the number, sealed to the office; NULL: none */
};

/* Prints it to out, unescaped UTF-8, with a terminating zero; its length, 0 after one logged line
 * if it does not fit or the text is not UTF-8. Copies made on the way are wiped; out is the
 * caller's to wipe. */
size_t record_print(const struct record *record, char out[RECORD_BYTES_MAX]);

#endif
