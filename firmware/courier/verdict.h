/* What an answer of the intake means for the letter that was sent: a pure function. Delivered means
 * 201, our id and a signature; everything else is "not yet". */
#ifndef JIANYAN_COURIER_VERDICT_H
#define JIANYAN_COURIER_VERDICT_H

#include <stdint.h>

#include "courier/http.h"
#include "seal/seal.h"

enum verdict {
    VERDICT_DELIVERED, /* the keeper still checks the signature */
    VERDICT_REFUSED,   /* the intake itself says that the letter is malformed: set it aside */
    VERDICT_CAPTIVE,   /* somebody else answered: a portal, a proxy, a wrong address */
    VERDICT_HELD,      /* 401, 403, 404, 410, a key unknown there: somebody must look */
    VERDICT_BUSY,      /* asked to wait */
    VERDICT_RETRY,     /* no answer, or a server error */
};

/* One word, for logs. */
const char *verdict_str(enum verdict verdict);

/* id: of the letter that was sent. signature is filled in for VERDICT_DELIVERED. */
enum verdict verdict_of(const struct http_reply *reply, const uint8_t id[SEAL_ID_BYTES],
                        uint8_t signature[SEAL_SIGNATURE_BYTES]);

/* The time that an answer of /v1/time tells, and its signature; false if it is no such answer, or
 * one to another nonce (in hexadecimal). The signature is not verified here. */
bool verdict_time(const struct http_reply *reply, const char *nonce, int64_t *wall_ms,
                  uint8_t signature[SEAL_SIGNATURE_BYTES]);

#endif
