/* Sealing letters to the intake, its signed receipts, and the numbers a person copies by hand.
 * libsodium throughout: X25519 sealed boxes, Ed25519, BLAKE2b-256. */
#ifndef JIANYAN_SEAL_SEAL_H
#define JIANYAN_SEAL_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SEAL_ID_BYTES = 16,
    SEAL_DIGEST_BYTES = 32,
    SEAL_PUBLIC_BYTES = 32,
    SEAL_BOX_SECRET_BYTES = 32,
    SEAL_SIGN_SECRET_BYTES = 64,
    SEAL_SIGNATURE_BYTES = 64,
    SEAL_UUID_TEXT = 37,    /* "xxxxxxxx-xxxx-7xxx-xxxx-xxxxxxxxxxxx" and a zero */
    SEAL_RECEIPT_TEXT = 17, /* 16 digits and a zero */
    SEAL_CODE_TEXT = 7,     /* 6 digits and a zero */
    SEAL_KID_MAX = 33,
    SEAL_PAD_STEP = 256, /* records are padded to a multiple, so that the length tells little */
    SEAL_LETTER_MAX = 32768,
    SEAL_CONTACT_MAX = 255,      /* bytes of a contact */
    SEAL_CONTACT_TEXT_MAX = 416, /* its box in base64, with a zero */
    SEAL_LINE_MAX = 256,         /* "kid box receipt office", with a zero */
};

/* What a device knows of an intake. */
struct seal_intake {
    char kid[SEAL_KID_MAX];                    /* names the pair of keys */
    uint8_t box_public[SEAL_PUBLIC_BYTES];     /* X25519: letters are sealed to it */
    uint8_t receipt_public[SEAL_PUBLIC_BYTES]; /* Ed25519: receipts are signed with its secret */
    bool office_known;
    uint8_t office_public[SEAL_PUBLIC_BYTES]; /* X25519: contacts are sealed to it; the intake
                                                 cannot open them */
};

/* What the intake itself holds; never on a device. */
struct seal_intake_secret {
    struct seal_intake known;
    uint8_t box_secret[SEAL_BOX_SECRET_BYTES];
    uint8_t receipt_secret[SEAL_SIGN_SECRET_BYTES];
};

/* What the office alone holds. */
struct seal_office_secret {
    uint8_t public[SEAL_PUBLIC_BYTES], secret[SEAL_BOX_SECRET_BYTES];
};

/* Once a process, before anything else here. False if libsodium cannot start. */
bool seal_init(void);

/* Fresh keys; kid is derived from them. Wipe with seal_wipe() when done. */
void seal_intake_generate(struct seal_intake_secret *secret);
void seal_office_generate(struct seal_office_secret *secret);
void seal_wipe(void *bytes, size_t len);

/* Reads and writes the one-line form "kid box receipt" or "kid box receipt office" (base64, RFC
 * 4648 with padding) that board.conf and `jianyan-intake keygen` use; at most SEAL_LINE_MAX bytes.
 */
bool seal_intake_parse(const char *line, struct seal_intake *intake);
void seal_intake_print(const struct seal_intake *intake, char *line, size_t size);

/* Source of ids, receipt numbers and codes: the system's randomness, or on a simulated folder a
 * stream that depends on seed and start alone, so that runs repeat. Sealing always uses the
 * system's. */
struct seal_random {
    bool seeded;
    uint64_t seed, start, drawn;
};

void seal_random_init(struct seal_random *random, bool seeded, uint64_t seed, uint64_t start);

/* Bytes of the system's randomness, simulated or not. */
void seal_draw(void *bytes, size_t len);

/* UUIDv7 (RFC 9562) of this wall time. */
void seal_id(struct seal_random *random, int64_t wall_ms, uint8_t id[SEAL_ID_BYTES]);

/* 15 random digits and a check digit (ISO/IEC 7064 MOD 11,10). */
void seal_receipt(struct seal_random *random, char receipt[SEAL_RECEIPT_TEXT]);
bool seal_receipt_is_valid(const char *receipt);

/* 查询码: 6 random digits. */
void seal_code(struct seal_random *random, char code[SEAL_CODE_TEXT]);

void seal_uuid_print(const uint8_t id[SEAL_ID_BYTES], char text[SEAL_UUID_TEXT]);
bool seal_uuid_parse(const char *text, uint8_t id[SEAL_ID_BYTES]);

/* BLAKE2b-256. */
void seal_digest(const void *bytes, size_t len, uint8_t digest[SEAL_DIGEST_BYTES]);

/* Base64 with padding. encode returns the text's length (0 if it does not fit with its zero);
 * decode the bytes' (SIZE_MAX if the text is not base64 or does not fit). */
size_t seal_base64_encode(const void *bytes, size_t len, char *text, size_t size);
size_t seal_base64_decode(const char *text, size_t text_len, void *bytes, size_t size);

/* Seals a record (JSON text) into a letter, the exact body of POST /v1/submissions:
 *   {"suite":"x25519-seal","kid":"…","id":"…","box":"base64"}
 * Padding and all. The letter's length, 0 if it does not fit in size. */
size_t seal_letter(const struct seal_intake *intake, const uint8_t id[SEAL_ID_BYTES],
                   const char *record, size_t record_len, char *letter, size_t size);

/* Opens a base64 box; the record's length, 0 if it is not for this key or damaged. Not
 * zero-terminated. */
size_t seal_open(const struct seal_intake_secret *secret, const char *box, size_t box_len,
                 char *record, size_t size);

/* Seals a contact (JSON text of at most SEAL_CONTACT_MAX bytes) to the office, as base64. All are
 * of one length. False if the office's key is not known or it is too long. */
bool seal_contact(const struct seal_intake *intake, const char *contact, size_t len,
                  char text[SEAL_CONTACT_TEXT_MAX]);

/* Opens it again; the contact's length, 0 if it is not for this key or damaged. Not
 * zero-terminated. */
size_t seal_contact_open(const struct seal_office_secret *secret, const char *text, size_t text_len,
                         char contact[SEAL_CONTACT_MAX]);

/* The intake's receipt: Ed25519 over "jianyan-receipt-v1\0" ‖ id ‖ digest of the letter's bytes. */
void seal_sign_receipt(const struct seal_intake_secret *secret, const uint8_t id[SEAL_ID_BYTES],
                       const uint8_t digest[SEAL_DIGEST_BYTES],
                       uint8_t signature[SEAL_SIGNATURE_BYTES]);
bool seal_check_receipt(const uint8_t receipt_public[SEAL_PUBLIC_BYTES],
                        const uint8_t id[SEAL_ID_BYTES], const uint8_t digest[SEAL_DIGEST_BYTES],
                        const uint8_t signature[SEAL_SIGNATURE_BYTES]);

#endif
