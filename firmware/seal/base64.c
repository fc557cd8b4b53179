#include "seal/seal.h"

#include <sodium.h>

size_t seal_base64_encode(const void *bytes, size_t len, char *text, size_t size)
{
    if (len > SIZE_MAX / 2 ||
        sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL) > size) {
        if (size > 0)
            text[0] = '\0';
        return 0;
    }
    sodium_bin2base64(text, size, bytes, len, sodium_base64_VARIANT_ORIGINAL);
    return sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL) - 1;
}

/* libsodium 1.0.18 takes some bytes above 127 for letters ("\xAF" for "/"): keep them away. */
static bool is_ascii(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] > 127)
            return false;
    }
    return true;
}

size_t seal_base64_decode(const char *text, size_t text_len, void *bytes, size_t size)
{
    size_t len = 0;
    if (text_len % 4 != 0 || !is_ascii(text, text_len))
        return SIZE_MAX;
    /* Without an end pointer it insists on reading all; padding and its unused bits are checked. */
    if (sodium_base642bin(bytes, size, text, text_len, NULL, &len, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return SIZE_MAX;
    return len;
}
