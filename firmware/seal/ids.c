#include "seal/seal.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

enum { RECEIPT_DIGITS = 16, CODE_DIGITS = 6 };

void seal_random_init(struct seal_random *random, bool seeded, uint64_t seed, uint64_t start)
{
    *random = (struct seal_random){.seeded = seeded, .seed = seed, .start = start};
}

static void put_u64(uint8_t bytes[8], uint64_t value)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

/* The next bytes of the source; in a seeded stream they depend on seed, start and drawn alone. */
static void draw(struct seal_random *random, void *bytes, size_t len)
{
    uint8_t place[8 * 3], key[randombytes_SEEDBYTES];
    if (!random->seeded) {
        randombytes_buf(bytes, len);
        return;
    }
    put_u64(place, random->seed);
    put_u64(place + 8, random->start);
    put_u64(place + 16, random->drawn++);
    crypto_generichash(key, sizeof key, place, sizeof place, NULL, 0);
    randombytes_buf_deterministic(bytes, len, key);
}

/* Uniform below `bound`: what would make some values likelier is drawn again. */
static uint64_t draw_below(struct seal_random *random, uint64_t bound)
{
    uint64_t limit = UINT64_MAX - UINT64_MAX % bound, value;
    do {
        draw(random, &value, sizeof value);
    } while (value >= limit);
    return value % bound;
}

void seal_draw(void *bytes, size_t len)
{
    randombytes_buf(bytes, len);
}

void seal_id(struct seal_random *random, int64_t wall_ms, uint8_t id[SEAL_ID_BYTES])
{
    uint64_t ms = wall_ms > 0 ? (uint64_t)wall_ms : 0;
    draw(random, id, SEAL_ID_BYTES);
    for (int i = 0; i < 6; i++)
        id[i] = (uint8_t)(ms >> (40 - 8 * i));
    id[6] = (uint8_t)(0x70 | (id[6] & 0x0F)); /* version 7 */
    id[8] = (uint8_t)(0x80 | (id[8] & 0x3F)); /* variant of RFC 9562 */
}

/* ISO/IEC 7064 MOD 11,10 over `count` digits: the running product that the check digit closes. */
static int mod_11_10(const char *digits, int count)
{
    int product = 10;
    for (int i = 0; i < count; i++) {
        int sum = (product + (digits[i] - '0')) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return product;
}

void seal_receipt(struct seal_random *random, char receipt[SEAL_RECEIPT_TEXT])
{
    uint64_t number = draw_below(random, UINT64_C(1000000000000000));
    for (int i = RECEIPT_DIGITS - 2; i >= 0; i--, number /= 10)
        receipt[i] = (char)('0' + number % 10);
    receipt[RECEIPT_DIGITS - 1] = (char)('0' + (11 - mod_11_10(receipt, RECEIPT_DIGITS - 1)) % 10);
    receipt[RECEIPT_DIGITS] = '\0';
}

bool seal_receipt_is_valid(const char *receipt)
{
    if (strspn(receipt, "0123456789") != RECEIPT_DIGITS || receipt[RECEIPT_DIGITS] != '\0')
        return false;
    int product = mod_11_10(receipt, RECEIPT_DIGITS - 1);
    return (product + (receipt[RECEIPT_DIGITS - 1] - '0')) % 10 == 1;
}

void seal_code(struct seal_random *random, char code[SEAL_CODE_TEXT])
{
    uint64_t number = draw_below(random, 1000000);
    for (int i = CODE_DIGITS - 1; i >= 0; i--, number /= 10)
        code[i] = (char)('0' + number % 10);
    code[CODE_DIGITS] = '\0';
}

/* True where the text form of a UUID has its hyphens. */
static bool is_hyphen(int at)
{
    return at == 8 || at == 13 || at == 18 || at == 23;
}

void seal_uuid_print(const uint8_t id[SEAL_ID_BYTES], char text[SEAL_UUID_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    int at = 0;
    for (int i = 0; i < SEAL_ID_BYTES; i++) {
        if (is_hyphen(at))
            text[at++] = '-';
        text[at++] = hex[id[i] >> 4];
        text[at++] = hex[id[i] & 0x0F];
    }
    text[at] = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool seal_uuid_parse(const char *text, uint8_t id[SEAL_ID_BYTES])
{
    if (strnlen(text, SEAL_UUID_TEXT) != SEAL_UUID_TEXT - 1)
        return false;
    for (int at = 0, i = 0; i < SEAL_ID_BYTES; i++) {
        if (is_hyphen(at) && text[at++] != '-')
            return false;
        int high = hex_value(text[at++]), low = hex_value(text[at++]);
        if (high < 0 || low < 0)
            return false;
        id[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

void seal_digest(const void *bytes, size_t len, uint8_t digest[SEAL_DIGEST_BYTES])
{
    crypto_generichash(digest, SEAL_DIGEST_BYTES, bytes, len, NULL, 0);
}
