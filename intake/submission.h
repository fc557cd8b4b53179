/* From the body of POST /v1/submissions to a row that can be kept: a pure function of the bytes and
 * the keys. */
#ifndef JIANYAN_INTAKE_SUBMISSION_H
#define JIANYAN_INTAKE_SUBMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/keys.h"
#include "intake/problem.h"
#include "intake/store.h"

/* What the intake knows of the running campaign, for flags alone. */
struct campaign_facts {
    char id[64];     /* empty: unknown */
    char notice[64]; /* version of the privacy notice; empty: unknown */
    int64_t ends_ms; /* Unix; 0: unknown */
};

struct submission {
    struct store_row row; /* points into this struct, the keys and the body */
    char *resealed;       /* owned: the letter of a plain record; NULL for a sealed one */
    char flags[STORE_FLAGS_MAX];
    char reply[STORE_REPLY_MAX]; /* the 201's body if the row turns out to be new */
};

struct submission_rules {
    const struct keys *keys;
    const struct campaign_facts *facts;
    bool plain; /* an unsealed record may be taken (loopback, or TLS ends before us) */
    int64_t now_ms;
};

/* Reads a body of len bytes that was sent with this Idempotency-Key header (NULL: none). On
 * PROBLEM_NONE *submission can be stored; it borrows body, and needs submission_fini(). */
enum problem submission_read(const struct submission_rules *rules, const char *key_header,
                             const char *body, size_t len, struct submission *submission,
                             struct problem_place *place);
void submission_fini(struct submission *submission);

/* The id of a quoted Idempotency-Key; false if it is not one. */
bool submission_key_parse(const char *key_header, uint8_t id[SEAL_ID_BYTES]);

/* Opens a kept or received letter (the envelope's JSON) into record bytes; their length goes to
 * *record_len. Says which key it was through *pair. `record` has RECORD_BYTES_MAX bytes; wipe it.
 */
enum problem submission_open(const struct keys *keys, const char *letter, size_t len, char *record,
                             size_t *record_len, const struct key_pair **pair);

#endif
