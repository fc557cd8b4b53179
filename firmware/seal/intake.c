#include "seal/seal.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "core/log.h"

/* What a kid is made of; safe in JSON, in INI files and on a command line. */
static const char kid_chars[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

enum { KID_BYTES = 8 };

bool seal_init(void)
{
    if (sodium_init() >= 0)
        return true;
    log_error("seal", "libsodium cannot start: is there a source of randomness?");
    return false;
}

void seal_intake_generate(struct seal_intake_secret *secret)
{
    struct seal_intake *known = &secret->known;
    uint8_t both[2 * SEAL_PUBLIC_BYTES], digest[SEAL_DIGEST_BYTES];
    *secret = (struct seal_intake_secret){0};
    crypto_box_keypair(known->box_public, secret->box_secret);
    crypto_sign_keypair(known->receipt_public, secret->receipt_secret);
    memcpy(both, known->box_public, SEAL_PUBLIC_BYTES);
    memcpy(both + SEAL_PUBLIC_BYTES, known->receipt_public, SEAL_PUBLIC_BYTES);
    seal_digest(both, sizeof both, digest);
    sodium_bin2hex(known->kid, sizeof known->kid, digest, KID_BYTES);
}

void seal_office_generate(struct seal_office_secret *secret)
{
    crypto_box_keypair(secret->public, secret->secret);
}

void seal_wipe(void *bytes, size_t len)
{
    sodium_memzero(bytes, len);
}

/* The next word of a line and what follows it; 0 at the end. */
static size_t take_word(const char **line, const char **word)
{
    *line += strspn(*line, " \t\r\n");
    *word = *line;
    *line += strcspn(*line, " \t\r\n");
    return (size_t)(*line - *word);
}

static bool take_key(const char **line, uint8_t key[SEAL_PUBLIC_BYTES])
{
    const char *word;
    size_t len = take_word(line, &word);
    return seal_base64_decode(word, len, key, SEAL_PUBLIC_BYTES) == SEAL_PUBLIC_BYTES;
}

bool seal_intake_parse(const char *line, struct seal_intake *intake)
{
    const char *word;
    *intake = (struct seal_intake){0};
    size_t len = take_word(&line, &word);
    if (len == 0 || len >= sizeof intake->kid || strspn(word, kid_chars) < len)
        return false;
    memcpy(intake->kid, word, len);
    if (!take_key(&line, intake->box_public) || !take_key(&line, intake->receipt_public))
        return false;
    const char *rest = line;
    intake->office_known = take_word(&rest, &word) > 0;
    if (intake->office_known && !take_key(&line, intake->office_public))
        return false;
    return take_word(&line, &word) == 0;
}

void seal_intake_print(const struct seal_intake *intake, char *line, size_t size)
{
    char box[SEAL_PUBLIC_BYTES * 2], receipt[SEAL_PUBLIC_BYTES * 2],
        office[SEAL_PUBLIC_BYTES * 2] = "";
    seal_base64_encode(intake->box_public, SEAL_PUBLIC_BYTES, box, sizeof box);
    seal_base64_encode(intake->receipt_public, SEAL_PUBLIC_BYTES, receipt, sizeof receipt);
    if (intake->office_known)
        seal_base64_encode(intake->office_public, SEAL_PUBLIC_BYTES, office, sizeof office);
    snprintf(line, size, "%s %s %s%s%s", intake->kid, box, receipt, office[0] ? " " : "", office);
}
