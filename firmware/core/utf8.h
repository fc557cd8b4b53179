/* Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef JIANYAN_CORE_UTF8_H
#define JIANYAN_CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at text[0..len); its length in bytes goes to *used (1 to 4).
 * At a damaged byte the answer is U+FFFD with *used 1; len must be at least 1. */
uint32_t utf8_decode(const char *text, size_t len, size_t *used);

/* Writes code point c (1 to 4 bytes, no terminating zero); returns its length, 0 if c is not one.
 */
size_t utf8_encode(uint32_t c, char out[4]);

/* True if all len bytes are well-formed. */
bool utf8_is_valid(const char *text, size_t len);

/* Number of code points in len well-formed bytes. */
size_t utf8_count(const char *text, size_t len);

/* Bytes that the first `count` code points of len bytes take (len if there are fewer). */
size_t utf8_offset(const char *text, size_t len, size_t count);

/* Start of the code point that ends before byte `at` (0 < at <= len). */
size_t utf8_previous(const char *text, size_t at);

/* True for a Han character (Unified Ideographs, extensions, compatibility, 〇). */
bool utf8_is_han(uint32_t c);

#endif
