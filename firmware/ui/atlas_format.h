/* The bytes of a glyph atlas, for its reader and its maker (assets/glyphs). All numbers are
 * little-endian:
 *
 *   header (32 bytes)  advances (8 bytes each, by key)  glyphs (24 bytes each, by key)  coverage
 */
#ifndef JIANYAN_UI_ATLAS_FORMAT_H
#define JIANYAN_UI_ATLAS_FORMAT_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ATLAS_MAGIC "jyglyph1"

struct atlas_header {
    char magic[8];
    uint32_t advances, glyphs;
    uint64_t bytes; /* of the whole file */
    uint64_t sum;   /* atlas_sum() of all that follows, and of the two numbers */
};

struct atlas_advance {
    uint32_t key;   /* glyphs_advance_key() */
    uint32_t units; /* thousandths of the size */
};

struct atlas_glyph {
    uint64_t key; /* glyphs_key() */
    int16_t left, top;
    uint16_t width, height;
    uint32_t at; /* of its coverage, from the first one's */
    uint32_t reserved;
};

/* FNV-1a over words of eight bytes, the last one filled up with zeros; the header's numbers come
 * first, because fewer glyphs would fit as well. */
static inline uint64_t atlas_sum(const struct atlas_header *header, const unsigned char *bytes,
                                 size_t len)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    sum ^= (uint64_t)le32toh(header->advances) << 32 | le32toh(header->glyphs);
    for (size_t at = 0; at < len; at += 8) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, len - at < 8 ? len - at : 8);
        sum = (sum ^ le64toh(word)) * UINT64_C(0x100000001b3);
        sum ^= sum >> 32;
    }
    return sum;
}

#endif
