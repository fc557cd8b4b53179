#include "seal/minisign.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "core/log.h"
#include "seal/seal.h"

enum {
    PUBLIC_BYTES = 2 + 8 + 32,
    /* What a secret key file holds: three names of algorithms, the cost of the password, then the
     * pair itself, masked by a stream that the password yields. */
    SALT_AT = 6,
    OPS_AT = SALT_AT + 32,
    MEMORY_AT = OPS_AT + 8,
    PAIR_AT = MEMORY_AT + 8,
    SECRET_AT = PAIR_AT + 8,
    CHECK_AT = SECRET_AT + 64,
    SECRET_BYTES = CHECK_AT + 32,
};

/* Names of the algorithms: Ed25519; no password and BLAKE2b. */
static const uint8_t algorithm[2] = {'E', 'd'};
static const uint8_t open_secret[SALT_AT] = {'E', 'd', 0, 0, 'B', '2'};

/* minisign's own greatest cost; a file that asks for more is not believed. */
static const uint64_t ops_most = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
static const uint64_t memory_most = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;

/* The base64 line of a key file, or the text itself if it has no comment line. */
static const char *key_line(const char *text, size_t *len)
{
    if (strncmp(text, "untrusted comment:", strlen("untrusted comment:")) == 0) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    text += strspn(text, " \t");
    *len = strcspn(text, " \t\r\n");
    return text[*len + strspn(text + *len, " \t\r\n")] == '\0' ? text : NULL;
}

bool minisign_public_parse(const char *text, struct minisign_public *key)
{
    uint8_t bytes[PUBLIC_BYTES];
    size_t len;
    const char *line = key_line(text, &len);
    if (!line || seal_base64_decode(line, len, bytes, sizeof bytes) != sizeof bytes ||
        memcmp(bytes, algorithm, 2) != 0)
        return false;
    memcpy(key->key_id, bytes + 2, sizeof key->key_id);
    memcpy(key->key, bytes + 10, sizeof key->key);
    return true;
}

void minisign_public_print(const struct minisign_public *key, char text[MINISIGN_KEY_TEXT])
{
    uint8_t bytes[PUBLIC_BYTES];
    memcpy(bytes, algorithm, sizeof algorithm);
    memcpy(bytes + 2, key->key_id, sizeof key->key_id);
    memcpy(bytes + 10, key->key, sizeof key->key);
    seal_base64_encode(bytes, sizeof bytes, text, MINISIGN_KEY_TEXT);
}

static uint64_t take_u64(const uint8_t bytes[8])
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

/* Takes the password's mask off. NULL, or why it cannot. */
static const char *unmask(uint8_t bytes[SECRET_BYTES], const char *password)
{
    uint8_t stream[SECRET_BYTES - PAIR_AT];
    uint64_t ops = take_u64(bytes + OPS_AT), memory = take_u64(bytes + MEMORY_AT);
    if (!password)
        return "the secret key has a password; give it";
    if (ops > ops_most || memory > memory_most)
        return "the secret key asks for more memory than minisign ever does";
    if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, password, strlen(password),
                                           bytes + SALT_AT, ops, (size_t)memory) != 0)
        return "not enough memory for the secret key's password";
    for (size_t i = 0; i < sizeof stream; i++)
        bytes[PAIR_AT + i] ^= stream[i];
    sodium_memzero(stream, sizeof stream);
    return NULL;
}

/* The pair's checksum; minisign leaves it zero in a file that never had a password. */
static bool check_is_right(const uint8_t bytes[SECRET_BYTES], bool masked)
{
    uint8_t check[32];
    crypto_generichash_state hash;
    crypto_generichash_init(&hash, NULL, 0, sizeof check);
    crypto_generichash_update(&hash, bytes, 2);
    crypto_generichash_update(&hash, bytes + PAIR_AT, CHECK_AT - PAIR_AT);
    crypto_generichash_final(&hash, check, sizeof check);
    return sodium_memcmp(check, bytes + CHECK_AT, sizeof check) == 0 ||
           (!masked && sodium_is_zero(bytes + CHECK_AT, sizeof check));
}

/* NULL, or what is wrong. */
static const char *read_secret(uint8_t bytes[SECRET_BYTES], const char *password,
                               struct minisign_secret *key)
{
    uint8_t seed[crypto_sign_SEEDBYTES], secret[crypto_sign_SECRETKEYBYTES];
    bool masked = memcmp(bytes + 2, "Sc", 2) == 0;
    if (memcmp(bytes, algorithm, 2) != 0 || memcmp(bytes + 4, "B2", 2) != 0 ||
        (!masked && memcmp(bytes + 2, "\0\0", 2) != 0))
        return "not a minisign secret key";
    const char *wrong = masked ? unmask(bytes, password) : NULL;
    if (wrong)
        return wrong;
    if (!check_is_right(bytes, masked))
        return masked ? "wrong password" : "the secret key is damaged";
    memcpy(key->public.key_id, bytes + PAIR_AT, sizeof key->public.key_id);
    memcpy(key->secret, bytes + SECRET_AT, sizeof key->secret);
    /* The file's public half must be the secret's own: signing with a foreign one gives it away. */
    memcpy(seed, key->secret, sizeof seed);
    crypto_sign_seed_keypair(key->public.key, secret, seed);
    bool whole = sodium_memcmp(secret, key->secret, sizeof secret) == 0;
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(secret, sizeof secret);
    return whole ? NULL : "the secret key is damaged";
}

bool minisign_secret_parse(const char *text, const char *password, struct minisign_secret *key)
{
    uint8_t bytes[SECRET_BYTES];
    size_t len;
    const char *line = key_line(text, &len), *wrong = "not a minisign secret key";
    if (line && seal_base64_decode(line, len, bytes, sizeof bytes) == sizeof bytes)
        wrong = read_secret(bytes, password, key);
    sodium_memzero(bytes, sizeof bytes);
    if (!wrong)
        return true;
    log_error("minisign", "%s", wrong);
    sodium_memzero(key, sizeof *key);
    return false;
}

void minisign_generate(struct minisign_secret *key, char secret_file[MINISIGN_FILE_MAX],
                       char public_file[MINISIGN_FILE_MAX])
{
    uint8_t bytes[SECRET_BYTES] = {0};
    char text[2 * SECRET_BYTES];
    randombytes_buf(key->public.key_id, sizeof key->public.key_id);
    crypto_sign_keypair(key->public.key, key->secret);
    memcpy(bytes, open_secret, sizeof open_secret);
    memcpy(bytes + PAIR_AT, key->public.key_id, sizeof key->public.key_id);
    memcpy(bytes + SECRET_AT, key->secret, sizeof key->secret);
    seal_base64_encode(bytes, sizeof bytes, text, sizeof text);
    snprintf(secret_file, MINISIGN_FILE_MAX, "untrusted comment: minisign secret key\n%s\n", text);
    minisign_public_print(&key->public, text);
    snprintf(public_file, MINISIGN_FILE_MAX,
             "untrusted comment: minisign public key %016" PRIX64 "\n%s\n",
             take_u64(key->public.key_id), text);
    sodium_memzero(bytes, sizeof bytes);
}
