#include "seal/minisign.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "seal/seal.h"

enum {
    SIGNATURE_BYTES = 2 + 8 + crypto_sign_BYTES, /* algorithm, key's id, signature */
    COMMENT_MAX = 1024,
    HASH_BYTES = 64,
};

/* Names of the algorithm: with prehash, and as minisign made them before 0.10. */
static const uint8_t prehash[2] = {'E', 'D'};
static const uint8_t legacy[2] = {'E', 'd'};

static const char untrusted[] = "untrusted comment: ";
static const char trusted[] = "trusted comment: ";

const char *minisign_verdict_str(enum minisign_verdict verdict)
{
    switch (verdict) {
    case MINISIGN_GOOD:
        return "the signature is good";
    case MINISIGN_MALFORMED:
        return "this is not a minisign signature";
    case MINISIGN_OTHER_KEY:
        return "signed with another key";
    case MINISIGN_WRONG:
        return "the content does not match its signature";
    }
    return "unknown verdict";
}

static void hash(const void *bytes, size_t len, uint8_t digest[HASH_BYTES])
{
    crypto_generichash(digest, HASH_BYTES, bytes, len, NULL, 0);
}

/* Signs the signature together with the trusted comment. */
static void sign_comment(const struct minisign_secret *key, const uint8_t signature[64],
                         const char *comment, uint8_t global[64])
{
    uint8_t both[64 + COMMENT_MAX];
    size_t len = strnlen(comment, COMMENT_MAX);
    memcpy(both, signature, 64);
    memcpy(both + 64, comment, len);
    crypto_sign_detached(global, NULL, both, 64 + len, key->secret);
}

void minisign_sign(const struct minisign_secret *key, const void *bytes, size_t len,
                   const char *trusted_comment, char file[MINISIGN_FILE_MAX])
{
    uint8_t digest[HASH_BYTES], signature[SIGNATURE_BYTES], global[64];
    char comment[COMMENT_MAX], first[2 * SIGNATURE_BYTES], second[2 * sizeof global];
    snprintf(comment, sizeof comment, "%s", trusted_comment);
    hash(bytes, len, digest);
    memcpy(signature, prehash, sizeof prehash);
    memcpy(signature + 2, key->public.key_id, 8);
    crypto_sign_detached(signature + 10, NULL, digest, sizeof digest, key->secret);
    sign_comment(key, signature + 10, comment, global);
    seal_base64_encode(signature, sizeof signature, first, sizeof first);
    seal_base64_encode(global, sizeof global, second, sizeof second);
    snprintf(file, MINISIGN_FILE_MAX, "%ssignature from jianyan\n%s\n%s%s\n%s\n", untrusted, first,
             trusted, comment, second);
}

/* The four parts of a signature file; the comment is borrowed from it. */
struct parts {
    uint8_t signature[SIGNATURE_BYTES];
    const char *comment;
    size_t comment_len;
    uint8_t global[64];
};

/* The next line of *text without its end ("\n" or "\r\n"); false where there is none left. */
static bool take_line(const char **text, const char *end, const char **line, size_t *len)
{
    if (*text >= end)
        return false;
    const char *newline = memchr(*text, '\n', (size_t)(end - *text));
    const char *stop = newline ? newline : end;
    *line = *text;
    *text = newline ? newline + 1 : end;
    if (stop > *line && stop[-1] == '\r')
        stop--;
    *len = (size_t)(stop - *line);
    return true;
}

static bool has_prefix(const char *line, size_t len, const char *prefix)
{
    size_t prefix_len = strlen(prefix);
    return len >= prefix_len && memcmp(line, prefix, prefix_len) == 0;
}

static bool split(const char *text, size_t text_len, struct parts *parts)
{
    const char *end = text + text_len, *line;
    size_t len;
    if (text_len >= MINISIGN_FILE_MAX || memchr(text, '\0', text_len))
        return false;
    if (!take_line(&text, end, &line, &len) || !has_prefix(line, len, untrusted))
        return false;
    if (!take_line(&text, end, &line, &len) ||
        seal_base64_decode(line, len, parts->signature, SIGNATURE_BYTES) != SIGNATURE_BYTES)
        return false;
    if (!take_line(&text, end, &line, &len) || !has_prefix(line, len, trusted))
        return false;
    parts->comment = line + strlen(trusted);
    parts->comment_len = len - strlen(trusted);
    if (parts->comment_len > COMMENT_MAX)
        return false;
    if (!take_line(&text, end, &line, &len) ||
        seal_base64_decode(line, len, parts->global, sizeof parts->global) != sizeof parts->global)
        return false;
    return text == end;
}

static bool comment_is_signed(const struct minisign_public *key, const struct parts *parts)
{
    uint8_t both[64 + COMMENT_MAX];
    memcpy(both, parts->signature + 10, 64);
    memcpy(both + 64, parts->comment, parts->comment_len);
    return crypto_sign_verify_detached(parts->global, both, 64 + parts->comment_len, key->key) == 0;
}

enum minisign_verdict minisign_verify(const struct minisign_public *key, const void *bytes,
                                      size_t len, const char *signature_file, size_t signature_len)
{
    struct parts parts;
    uint8_t digest[HASH_BYTES];
    if (!split(signature_file, signature_len, &parts))
        return MINISIGN_MALFORMED;
    bool prehashed = memcmp(parts.signature, prehash, 2) == 0;
    if (!prehashed && memcmp(parts.signature, legacy, 2) != 0)
        return MINISIGN_MALFORMED;
    if (memcmp(parts.signature + 2, key->key_id, sizeof key->key_id) != 0)
        return MINISIGN_OTHER_KEY;
    if (prehashed) {
        hash(bytes, len, digest);
        bytes = digest;
        len = sizeof digest;
    }
    if (crypto_sign_verify_detached(parts.signature + 10, bytes, len, key->key) != 0 ||
        !comment_is_signed(key, &parts))
        return MINISIGN_WRONG;
    return MINISIGN_GOOD;
}
