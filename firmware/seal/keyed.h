/* Two things of the intake that are neither letter nor receipt: a digest that only the holder of a
 * key can repeat, and a signed time. */
#ifndef JIANYAN_SEAL_KEYED_H
#define JIANYAN_SEAL_KEYED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seal/seal.h"

enum { SEAL_KEYED_BYTES = 32, SEAL_NONCE_BYTES = 16 };

/* BLAKE2b-256 under a key: six digits cannot be guessed from it without the key. */
void seal_keyed_digest(const uint8_t key[SEAL_KEYED_BYTES], const void *bytes, size_t len,
                       uint8_t digest[SEAL_DIGEST_BYTES]);

/* Signed time: Ed25519 over "jianyan-time-v1\0" ‖ nonce ‖ Unix milliseconds (big-endian, 8 bytes).
 * The asker draws the nonce, so that an old answer cannot be played again. */
void seal_sign_time(const struct seal_intake_secret *secret, const uint8_t nonce[SEAL_NONCE_BYTES],
                    int64_t wall_ms, uint8_t signature[SEAL_SIGNATURE_BYTES]);
bool seal_check_time(const uint8_t receipt_public[SEAL_PUBLIC_BYTES],
                     const uint8_t nonce[SEAL_NONCE_BYTES], int64_t wall_ms,
                     const uint8_t signature[SEAL_SIGNATURE_BYTES]);

#endif
