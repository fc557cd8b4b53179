#include "seal/seal.h"

#include <string.h>

#include <sodium.h>

/* Signed with its terminating zero, so that no other statement begins like it. */
static const char purpose[] = "jianyan-receipt-v1";

enum { STATEMENT_BYTES = sizeof purpose + SEAL_ID_BYTES + SEAL_DIGEST_BYTES };

static void state(const uint8_t id[SEAL_ID_BYTES], const uint8_t digest[SEAL_DIGEST_BYTES],
                  uint8_t statement[STATEMENT_BYTES])
{
    memcpy(statement, purpose, sizeof purpose);
    memcpy(statement + sizeof purpose, id, SEAL_ID_BYTES);
    memcpy(statement + sizeof purpose + SEAL_ID_BYTES, digest, SEAL_DIGEST_BYTES);
}

void seal_sign_receipt(const struct seal_intake_secret *secret, const uint8_t id[SEAL_ID_BYTES],
                       const uint8_t digest[SEAL_DIGEST_BYTES],
                       uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    uint8_t statement[STATEMENT_BYTES];
    state(id, digest, statement);
    crypto_sign_detached(signature, NULL, statement, sizeof statement, secret->receipt_secret);
}

bool seal_check_receipt(const uint8_t receipt_public[SEAL_PUBLIC_BYTES],
                        const uint8_t id[SEAL_ID_BYTES], const uint8_t digest[SEAL_DIGEST_BYTES],
                        const uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    uint8_t statement[STATEMENT_BYTES];
    state(id, digest, statement);
    return crypto_sign_verify_detached(signature, statement, sizeof statement, receipt_public) == 0;
}
