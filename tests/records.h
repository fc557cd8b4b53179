/* Records and letters for tests and the bench, as a device makes them. */
#ifndef JIANYAN_TESTS_RECORDS_H
#define JIANYAN_TESTS_RECORDS_H

#include <stddef.h>
#include <stdint.h>

#include "seal/seal.h"

struct sample {
    uint8_t id[SEAL_ID_BYTES];
    char uuid[SEAL_UUID_TEXT];
    char key[SEAL_UUID_TEXT + 2]; /* the Idempotency-Key header: quoted */
    char receipt[SEAL_RECEIPT_TEXT];
    char code[SEAL_CODE_TEXT];
    char record[SEAL_LETTER_MAX];
    size_t record_len;
    char letter[SEAL_LETTER_MAX + 1];
    size_t letter_len;
};

/* A record with this text (put into JSON as it is, unescaped); sealed if intake is not NULL. */
void sample_make(struct sample *sample, struct seal_random *random,
                 const struct seal_intake *intake, const char *text);

#endif
