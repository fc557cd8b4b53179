#include "seal/seal.h"

#include <string.h>

#include <sodium.h>

enum {
    /* All of one length: the box tells nothing of what is in it. */
    PADDED = SEAL_CONTACT_MAX + 1,
    BOX = PADDED + crypto_box_SEALBYTES,
};

_Static_assert(sodium_base64_ENCODED_LEN(BOX, sodium_base64_VARIANT_ORIGINAL) <=
                   SEAL_CONTACT_TEXT_MAX,
               "a box must fit");

bool seal_contact(const struct seal_intake *intake, const char *contact, size_t len,
                  char text[SEAL_CONTACT_TEXT_MAX])
{
    uint8_t padded[PADDED], box[BOX];
    size_t padded_len = 0;
    text[0] = '\0';
    if (!intake->office_known || len > SEAL_CONTACT_MAX)
        return false;
    memcpy(padded, contact, len);
    bool sealed = sodium_pad(&padded_len, padded, len, PADDED, sizeof padded) == 0 &&
                  crypto_box_seal(box, padded, padded_len, intake->office_public) == 0;
    sodium_memzero(padded, sizeof padded);
    return sealed && seal_base64_encode(box, sizeof box, text, SEAL_CONTACT_TEXT_MAX) > 0;
}

size_t seal_contact_open(const struct seal_office_secret *secret, const char *text, size_t text_len,
                         char contact[SEAL_CONTACT_MAX])
{
    uint8_t padded[PADDED], box[BOX];
    size_t len = 0;
    if (seal_base64_decode(text, text_len, box, sizeof box) != BOX ||
        crypto_box_seal_open(padded, box, sizeof box, secret->public, secret->secret) != 0)
        return 0;
    if (sodium_unpad(&len, padded, sizeof padded, PADDED) != 0)
        len = 0;
    memcpy(contact, padded, len);
    sodium_memzero(padded, sizeof padded);
    return len;
}
