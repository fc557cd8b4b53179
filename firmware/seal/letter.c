#include "seal/seal.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

enum {
    /* Base64 makes four characters of three bytes; no box of a letter is longer than this. */
    BOX_MAX = SEAL_LETTER_MAX / 4 * 3,
    PADDED_MAX = BOX_MAX - crypto_box_SEALBYTES,
};

/* Pads and seals; the box's length, 0 if the record is too long. */
static size_t seal_box(const struct seal_intake *intake, const char *record, size_t record_len,
                       uint8_t box[BOX_MAX])
{
    uint8_t padded[PADDED_MAX];
    size_t padded_len = 0;
    if (record_len > sizeof padded)
        return 0;
    memcpy(padded, record, record_len);
    bool sealed = sodium_pad(&padded_len, padded, record_len, SEAL_PAD_STEP, sizeof padded) == 0 &&
                  crypto_box_seal(box, padded, padded_len, intake->box_public) == 0;
    sodium_memzero(padded, sizeof padded);
    return sealed ? padded_len + crypto_box_SEALBYTES : 0;
}

size_t seal_letter(const struct seal_intake *intake, const uint8_t id[SEAL_ID_BYTES],
                   const char *record, size_t record_len, char *letter, size_t size)
{
    uint8_t box[BOX_MAX];
    char uuid[SEAL_UUID_TEXT];
    size_t box_len = seal_box(intake, record, record_len, box);
    if (box_len == 0)
        return 0;
    seal_uuid_print(id, uuid);
    int head =
        snprintf(letter, size, "{\"suite\":\"x25519-seal\",\"kid\":\"%s\",\"id\":\"%s\",\"box\":\"",
                 intake->kid, uuid);
    if (head < 0 || (size_t)head >= size)
        return 0;
    size_t at = (size_t)head;
    size_t text_len = seal_base64_encode(box, box_len, letter + at, size - at);
    at += text_len;
    if (text_len == 0 || size - at < sizeof "\"}" || at + 2 > SEAL_LETTER_MAX)
        return 0;
    memcpy(letter + at, "\"}", sizeof "\"}");
    return at + 2;
}

size_t seal_open(const struct seal_intake_secret *secret, const char *box, size_t box_len,
                 char *record, size_t size)
{
    uint8_t bytes[BOX_MAX], padded[PADDED_MAX];
    size_t record_len = 0, len = seal_base64_decode(box, box_len, bytes, sizeof bytes);
    if (len == SIZE_MAX || len < crypto_box_SEALBYTES)
        return 0;
    size_t padded_len = len - crypto_box_SEALBYTES;
    if (crypto_box_seal_open(padded, bytes, len, secret->known.box_public, secret->box_secret) != 0)
        padded_len = 0;
    /* Others may pad with spaces, which JSON skips, or not at all: then all of it is the record. */
    if (padded_len > 0 && sodium_unpad(&record_len, padded, padded_len, SEAL_PAD_STEP) != 0)
        record_len = padded_len;
    if (record_len > size)
        record_len = 0;
    memcpy(record, padded, record_len);
    sodium_memzero(padded, sizeof padded);
    return record_len;
}
