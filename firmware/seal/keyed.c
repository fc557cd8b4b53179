#include "seal/keyed.h"

#include <sodium.h>
#include <string.h>

static const char time_context[16] = "jianyan-time-v1";

enum { TIME_BYTES = sizeof time_context + SEAL_NONCE_BYTES + 8 };

void seal_keyed_digest(const uint8_t key[SEAL_KEYED_BYTES], const void *bytes, size_t len,
                       uint8_t digest[SEAL_DIGEST_BYTES])
{
    crypto_generichash(digest, SEAL_DIGEST_BYTES, bytes, len, key, SEAL_KEYED_BYTES);
}

static void time_message(const uint8_t nonce[SEAL_NONCE_BYTES], int64_t wall_ms,
                         uint8_t message[TIME_BYTES])
{
    memcpy(message, time_context, sizeof time_context);
    memcpy(message + sizeof time_context, nonce, SEAL_NONCE_BYTES);
    for (int i = 0; i < 8; i++)
        message[TIME_BYTES - 1 - i] = (uint8_t)((uint64_t)wall_ms >> (8 * i));
}

void seal_sign_time(const struct seal_intake_secret *secret, const uint8_t nonce[SEAL_NONCE_BYTES],
                    int64_t wall_ms, uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    uint8_t message[TIME_BYTES];
    time_message(nonce, wall_ms, message);
    crypto_sign_detached(signature, NULL, message, sizeof message, secret->receipt_secret);
}

bool seal_check_time(const uint8_t receipt_public[SEAL_PUBLIC_BYTES],
                     const uint8_t nonce[SEAL_NONCE_BYTES], int64_t wall_ms,
                     const uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    uint8_t message[TIME_BYTES];
    time_message(nonce, wall_ms, message);
    return crypto_sign_verify_detached(signature, message, sizeof message, receipt_public) == 0;
}
