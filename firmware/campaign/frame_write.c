#include <errno.h>
#include <lz4hc.h>
#include <stdlib.h>
#include <unistd.h>

#include "campaign/frame_format.h"
#include "core/log.h"

/* Packing once is dear, unpacking at every switch is not: the files are smaller, as fast to read.
 */
enum { PACKING = 4 };

struct writer {
    int fd, width, height;
    uint32_t *rows; /* one band, little-endian */
    char *packed;
    int packed_max;
    struct frame_band *table;
};

static bool put(int fd, const void *bytes, size_t len)
{
    const char *from = bytes;
    while (len > 0) {
        ssize_t written = write(fd, from, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            log_error("frame", "cannot write: %s", strerror(errno));
            return false;
        }
        from += written;
        len -= (size_t)written;
    }
    return true;
}

static bool put_band(struct writer *writer, uint32_t band,
                     const uint32_t *(*row)(int y, void *data), void *data)
{
    int first = (int)band * FRAME_BAND_ROWS, y = first;
    uint32_t *to = writer->rows;
    for (; y < writer->height && y < first + FRAME_BAND_ROWS; y++) {
        const uint32_t *from = row(y, data);
        if (!from)
            return false;
        for (int x = 0; x < writer->width; x++)
            *to++ = htole32(from[x]);
    }
    int packed = LZ4_compress_HC((const char *)writer->rows, writer->packed,
                                 (y - first) * writer->width * 4, writer->packed_max, PACKING);
    if (packed <= 0) {
        log_error("frame", "cannot pack band=%u", band);
        return false;
    }
    writer->table[band] = (struct frame_band){
        .packed = htole32((uint32_t)packed),
        .sum = htole64(frame_sum(FRAME_SUM_START, writer->packed, (size_t)packed))};
    return put(writer->fd, writer->packed, (size_t)packed);
}

static bool put_all(struct writer *writer, const uint32_t *(*row)(int y, void *data), void *data)
{
    struct frame_header header = {.magic = FRAME_MAGIC,
                                  .width = htole32((uint32_t)writer->width),
                                  .height = htole32((uint32_t)writer->height),
                                  .band_rows = htole32(FRAME_BAND_ROWS),
                                  .format = htole32(FRAME_FORMAT_XRGB8888)};
    size_t table_bytes = frame_bands(writer->height) * sizeof *writer->table;
    if (!put(writer->fd, &header, sizeof header))
        return false;
    for (uint32_t band = 0; band < frame_bands(writer->height); band++) {
        if (!put_band(writer, band, row, data))
            return false;
    }
    uint64_t sum = frame_sum(FRAME_SUM_START, &header, sizeof header);
    sum = htole64(frame_sum(sum, writer->table, table_bytes));
    return put(writer->fd, writer->table, table_bytes) && put(writer->fd, &sum, sizeof sum);
}

bool frame_file_write(int fd, int width, int height, const uint32_t *(*row)(int y, void *data),
                      void *data)
{
    if (width < 1 || height < 1 || width > FRAME_SIDE_MAX || height > FRAME_SIDE_MAX) {
        log_error("frame", "no such size size=%dx%d", width, height);
        return false;
    }
    int band_bytes = FRAME_BAND_ROWS * width * 4;
    struct writer writer = {.fd = fd, .width = width, .height = height};
    writer.packed_max = LZ4_compressBound(band_bytes);
    writer.rows = malloc((size_t)band_bytes);
    writer.packed = malloc((size_t)writer.packed_max);
    writer.table = calloc(frame_bands(height), sizeof *writer.table);
    bool written = false;
    if (writer.rows && writer.packed && writer.table)
        written = put_all(&writer, row, data);
    else
        log_error("frame", "no memory for a band size=%dx%d", width, height);
    free(writer.rows);
    free(writer.packed);
    free(writer.table);
    return written;
}
