/* The bytes of a frame file (docs/frame-format.md), for its reader and its writer.
 * All numbers are little-endian:
 *
 *   header (32 bytes)  bands (LZ4 blocks)  table (16 bytes a band)  sum of header and table (8)
 */
#ifndef JIANYAN_CAMPAIGN_FRAME_FORMAT_H
#define JIANYAN_CAMPAIGN_FRAME_FORMAT_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "campaign/frame_file.h"

enum { FRAME_FORMAT_XRGB8888 = 1 };

struct frame_header {
    char magic[8]; /* FRAME_MAGIC */
    uint32_t width, height;
    uint32_t band_rows;
    uint32_t format;
    uint32_t reserved[2]; /* 0 */
};

struct frame_band {
    uint32_t packed;   /* bytes of the LZ4 block */
    uint32_t reserved; /* 0 */
    uint64_t sum;      /* frame_sum() of the block */
};

#define FRAME_MAGIC     "jyframe1"
#define FRAME_SUM_START UINT64_C(0xcbf29ce484222325)

/* FNV-1a over 32-bit words, the last one filled up with zeros. Every step can be undone, so that
 * damage within one word never goes unnoticed; it is no defence against intent. */
static inline uint64_t frame_sum(uint64_t sum, const void *bytes, size_t len)
{
    for (size_t at = 0; at < len; at += 4) {
        uint32_t word = 0;
        memcpy(&word, (const char *)bytes + at, len - at < 4 ? len - at : 4);
        sum = (sum ^ le32toh(word)) * UINT64_C(0x100000001b3);
    }
    return sum;
}

static inline uint32_t frame_bands(int height)
{
    return ((uint32_t)height + FRAME_BAND_ROWS - 1) / FRAME_BAND_ROWS;
}

#endif
