/* The form that all data files of text entry share: a header, the places of the sections, then the
 * sections, each beginning at a multiple of 8. All numbers are little-endian.
 *
 * Shared by the readers (data.c and what stands on it) and the generators (assets/dictionary). */
#ifndef JIANYAN_IME_DATA_FORMAT_H
#define JIANYAN_IME_DATA_FORMAT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { DATA_MAGIC_BYTES = 8, DATA_ALIGN = 8, DATA_SECTIONS_MAX = 24 };

struct data_span {
    uint32_t offset, bytes;
};

struct data_header {
    char magic[DATA_MAGIC_BYTES];
    uint32_t version;
    uint32_t sections;
    uint64_t file_bytes;
    uint64_t checksum; /* of everything that follows the header */
    struct data_span span[];
};

/* FNV-1a over words of eight bytes: finds every changed word, and costs a millisecond. */
static inline uint64_t data_checksum(const unsigned char *bytes, size_t len)
{
    uint64_t sum = UINT64_C(0xCBF29CE484222325), word;
    for (; len >= sizeof word; bytes += sizeof word, len -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        sum = (sum ^ word) * UINT64_C(0x100000001B3);
        sum ^= sum >> 32;
    }
    for (; len > 0; bytes++, len--)
        sum = (sum ^ *bytes) * UINT64_C(0x100000001B3);
    return sum;
}

#endif
