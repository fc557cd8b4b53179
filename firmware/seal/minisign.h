/* Signatures in minisign's file format (jedisct1/minisign): Ed25519 over the BLAKE2b-512 prehash
 * ("ED"); the trusted comment is signed too. Files made here verify with minisign, and the other
 * way round. */
#ifndef JIANYAN_SEAL_MINISIGN_H
#define JIANYAN_SEAL_MINISIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MINISIGN_KEY_TEXT = 64, MINISIGN_FILE_MAX = 2048 };

struct minisign_public {
    uint8_t key_id[8];
    uint8_t key[32];
};

struct minisign_secret {
    struct minisign_public public;
    uint8_t secret[64];
};

enum minisign_verdict {
    MINISIGN_GOOD,
    MINISIGN_MALFORMED, /* not a signature file */
    MINISIGN_OTHER_KEY, /* made with another key */
    MINISIGN_WRONG,     /* the content or the trusted comment was altered */
};

/* A sentence for logs and the service screen. */
const char *minisign_verdict_str(enum minisign_verdict verdict);

/* The base64 line of a public key file ("RW…"); whole files are taken too. */
bool minisign_public_parse(const char *text, struct minisign_public *key);
void minisign_public_print(const struct minisign_public *key, char text[MINISIGN_KEY_TEXT]);

/* A secret key file made without a password (`minisign -G -W`), or with one that `password` gives
 * (NULL: none). False after one logged line. */
bool minisign_secret_parse(const char *text, const char *password, struct minisign_secret *key);

/* Fresh pair, and the two files' contents (NUL-terminated, secret one without password). */
void minisign_generate(struct minisign_secret *key, char secret_file[MINISIGN_FILE_MAX],
                       char public_file[MINISIGN_FILE_MAX]);

/* The text of a .minisig file for these bytes. trusted_comment has no line break. */
void minisign_sign(const struct minisign_secret *key, const void *bytes, size_t len,
                   const char *trusted_comment, char file[MINISIGN_FILE_MAX]);

enum minisign_verdict minisign_verify(const struct minisign_public *key, const void *bytes,
                                      size_t len, const char *signature_file, size_t signature_len);

#endif
