#include "campaign/frame_file.h"

#include <errno.h>
#include <fcntl.h>
#include <lz4.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "campaign/frame_format.h"
#include "core/log.h"

enum { BANDS_MAX = FRAME_SIDE_MAX / FRAME_BAND_ROWS };

struct place {
    off_t at;
    uint32_t packed;
    uint64_t sum;
};

struct frame_file {
    char name[FRAME_NAME_MAX];
    int fd;
    int width, height;
    int light;      /* of FRAME_LIGHT_FULL */
    int band;       /* the one unpacked in rows; -1: none */
    uint32_t *rows; /* room for one band */
    char *packed;   /* room for the largest block */
    size_t packed_max;
    struct place places[BANDS_MAX];
};

static bool read_at(int fd, void *bytes, size_t len, off_t at)
{
    char *to = bytes;
    while (len > 0) {
        ssize_t got = pread(fd, to, len, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        at += got;
        len -= (size_t)got;
    }
    return true;
}

static const char *check_header(const struct frame_header *header, int width, int height)
{
    if (memcmp(header->magic, FRAME_MAGIC, sizeof header->magic) != 0)
        return "is no frame file";
    if (le32toh(header->format) != FRAME_FORMAT_XRGB8888 ||
        le32toh(header->band_rows) != FRAME_BAND_ROWS)
        return "has a format this version does not know";
    if (le32toh(header->width) != (uint32_t)width || le32toh(header->height) != (uint32_t)height)
        return "has other dimensions";
    return NULL;
}

static int band_bytes(const struct frame_file *file, uint32_t band)
{
    int rows = file->height - (int)band * FRAME_BAND_ROWS;
    return (rows < FRAME_BAND_ROWS ? rows : FRAME_BAND_ROWS) * file->width * 4;
}

/* Takes the table over; the blocks must fill the file from the header to the table exactly. */
static const char *take_table(struct frame_file *file, const struct frame_band *table, off_t end)
{
    off_t at = sizeof(struct frame_header);
    for (uint32_t i = 0; i < frame_bands(file->height); i++) {
        uint32_t packed = le32toh(table[i].packed);
        if (packed == 0 || packed > (uint32_t)LZ4_compressBound(band_bytes(file, i)) ||
            (off_t)packed > end - at)
            return "has a band outside its bounds";
        file->places[i] = (struct place){at, packed, le64toh(table[i].sum)};
        at += (off_t)packed;
        if (packed > file->packed_max)
            file->packed_max = packed;
    }
    return at == end ? NULL : "is longer than its bands";
}

/* Reads header and table; NULL, or what is wrong. */
static const char *check(struct frame_file *file)
{
    struct stat st;
    struct frame_header header;
    struct frame_band table[BANDS_MAX];
    uint64_t sum;
    size_t table_bytes = frame_bands(file->height) * sizeof table[0];
    off_t tail = (off_t)(table_bytes + sizeof sum);
    if (fstat(file->fd, &st) != 0 || !S_ISREG(st.st_mode))
        return "is not a regular file";
    if (st.st_size < (off_t)sizeof header + tail || !read_at(file->fd, &header, sizeof header, 0) ||
        !read_at(file->fd, table, table_bytes, st.st_size - tail) ||
        !read_at(file->fd, &sum, sizeof sum, st.st_size - (off_t)sizeof sum))
        return "is cut short";
    const char *wrong = check_header(&header, file->width, file->height);
    if (wrong)
        return wrong;
    uint64_t expected = frame_sum(FRAME_SUM_START, &header, sizeof header);
    if (frame_sum(expected, table, table_bytes) != le64toh(sum))
        return "has a damaged header or table";
    return take_table(file, table, st.st_size - tail);
}

struct frame_file *frame_file_open(int dir_fd, const char *name, int width, int height)
{
    if (width < 1 || height < 1 || width > FRAME_SIDE_MAX || height > FRAME_SIDE_MAX) {
        log_error("frame", "no such size file=%s size=%dx%d", name, width, height);
        return NULL;
    }
    struct frame_file *file = calloc(1, sizeof *file);
    if (!file)
        return NULL;
    *file = (struct frame_file){
        .fd = -1, .width = width, .height = height, .light = FRAME_LIGHT_FULL, .band = -1};
    snprintf(file->name, sizeof file->name, "%s", name);
    file->fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    const char *wrong = file->fd < 0 ? strerror(errno) : check(file);
    if (!wrong) {
        file->rows = malloc((size_t)band_bytes(file, 0));
        file->packed = malloc(file->packed_max);
        wrong = file->rows && file->packed ? NULL : "needs more memory than there is";
    }
    if (!wrong)
        return file;
    log_error("frame", "cannot use file=%s: %s", name, wrong);
    frame_file_close(file);
    return NULL;
}

void frame_file_close(struct frame_file *file)
{
    if (!file)
        return;
    if (file->fd >= 0)
        close(file->fd);
    free(file->rows);
    free(file->packed);
    free(file);
}

static void to_host_order(uint32_t *pixels, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pixels[i] = le32toh(pixels[i]);
}

/* One multiplication a channel, two channels a word, which compilers turn into vectors. */
static void dim(uint32_t *pixels, size_t count, uint32_t light)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t rb = (pixels[i] & 0xff00ff) * light, g = (pixels[i] & 0xff00) * light;
        pixels[i] = (rb >> 8 & 0xff00ff) | (g >> 8 & 0xff00);
    }
}

void frame_file_light(struct frame_file *file, int light)
{
    if (light != file->light)
        file->band = -1;
    file->light = light;
}

/* Unpacks a band into file->rows. */
static bool unpack(struct frame_file *file, int band)
{
    const struct place *place = &file->places[band];
    int bytes = band_bytes(file, (uint32_t)band);
    file->band = -1;
    if (!read_at(file->fd, file->packed, place->packed, place->at) ||
        frame_sum(FRAME_SUM_START, file->packed, place->packed) != place->sum ||
        LZ4_decompress_safe(file->packed, (char *)file->rows, (int)place->packed, bytes) != bytes) {
        log_error("frame", "damaged file=%s band=%d", file->name, band);
        return false;
    }
    to_host_order(file->rows, (size_t)bytes / 4);
    if (file->light < FRAME_LIGHT_FULL)
        dim(file->rows, (size_t)bytes / 4, (uint32_t)file->light);
    file->band = band;
    return true;
}

const uint32_t *frame_file_row(struct frame_file *file, int y)
{
    if (y < 0 || y >= file->height)
        return NULL;
    int band = y / FRAME_BAND_ROWS;
    if (band != file->band && !unpack(file, band))
        return NULL;
    return file->rows + (size_t)(y % FRAME_BAND_ROWS) * (size_t)file->width;
}

void frame_file_name(char name[FRAME_NAME_MAX], const char *hash, int width, int height,
                     int rotation)
{
    snprintf(name, FRAME_NAME_MAX, "%.64s-%dx%d-r%d-xrgb.frame", hash, width, height, rotation);
}
