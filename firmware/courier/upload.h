/* Letters to the intake, one at a time: asked of the keeper, sent, and marked by the keeper. */
#ifndef JIANYAN_COURIER_UPLOAD_H
#define JIANYAN_COURIER_UPLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "post/post.h"

struct courier;

enum upload_stage {
    UPLOAD_RESTS,   /* nothing waits, or it is not yet time */
    UPLOAD_ASKED,   /* the keeper is asked for a letter */
    UPLOAD_SENDING, /* the intake has it, or not */
    UPLOAD_MARKING, /* the keeper checks the signature */
};

struct upload {
    enum upload_stage stage;
    bool greeted;     /* the keeper has told how many wait since this program's start */
    uint32_t waiting; /* letters */
    uint64_t total;   /* letters ever kept, to see that a new one came */
    bool resting;     /* asked to wait or held: not even a fresh letter goes */
    unsigned failures;
    int64_t due_ms;      /* of the state folder's clock: when to ask for the next */
    int64_t host_due_ms; /* of the machine's clock: the same while "contact now" holds */
    int64_t asked_ms;    /* of the machine's clock: since when the keeper has been asked */
    uint8_t id[POST_ID_BYTES];
    size_t letter_len;
    uint8_t letter[POST_LETTER_MAX];
};

void upload_init(struct upload *upload);

/* What the keeper says. */
void upload_status(struct courier *courier, const struct post_status *status);
void upload_letter(struct courier *courier, const struct post_put *letter);
void upload_marked(struct courier *courier, const uint8_t id[POST_ID_BYTES], bool right);
void upload_keeper_lost(struct courier *courier);

/* "Contact now". */
void upload_hurry(struct courier *courier);

/* What has failed may go well now. */
void upload_again(struct courier *courier);

/* An address was found, or another one. */
void upload_address_changed(struct courier *courier);

/* Does what is due. */
void upload_tick(struct courier *courier);

/* When something is due by itself, on the state folder's and on the machine's clock; INT64_MAX:
 * never. */
int64_t upload_due_ms(const struct courier *courier);
int64_t upload_host_due_ms(const struct courier *courier);

/* With --once: no letter is left that could be tried now. */
bool upload_is_done(const struct courier *courier);

#endif
