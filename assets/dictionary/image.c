#include "image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void *zeroed(size_t count, size_t each)
{
    void *memory = calloc(count, each);
    if (!memory) {
        fprintf(stderr, "no memory\n");
        exit(1);
    }
    return memory;
}

void *image_section(struct image *image, uint32_t id, size_t count, size_t each)
{
    image->bytes[id] = count * each;
    image->section[id] = zeroed(count + 1, each);
    return image->section[id];
}

/* Places the sections behind the header; returns the file's length. */
static size_t place(const struct image *image, struct data_header *header)
{
    size_t at = sizeof *header + image->sections * sizeof *header->span;
    for (uint32_t id = 0; id < image->sections; id++) {
        at = (at + DATA_ALIGN - 1) / DATA_ALIGN * DATA_ALIGN;
        header->span[id] = (struct data_span){(uint32_t)at, (uint32_t)image->bytes[id]};
        at += image->bytes[id];
    }
    return at;
}

static unsigned char *lay_out(const struct image *image, size_t *len)
{
    struct data_header *header = zeroed(1, sizeof *header + image->sections * sizeof *header->span);
    *len = place(image, header);
    unsigned char *bytes = zeroed(*len, 1);
    for (uint32_t id = 0; id < image->sections; id++)
        memcpy(bytes + header->span[id].offset, image->section[id], image->bytes[id]);
    memcpy(bytes + sizeof *header, header->span, image->sections * sizeof *header->span);
    memcpy(header->magic, image->magic, sizeof header->magic);
    header->version = image->version;
    header->sections = image->sections;
    header->file_bytes = *len;
    header->checksum = data_checksum(bytes + sizeof *header, *len - sizeof *header);
    memcpy(bytes, header, sizeof *header);
    free(header);
    return bytes;
}

bool image_write(const struct image *image, const char *path, size_t *len)
{
    unsigned char *bytes = lay_out(image, len);
    FILE *file = fopen(path, "wbe");
    bool written = file && fwrite(bytes, 1, *len, file) == *len;
    if (file && fclose(file) != 0)
        written = false;
    if (!written)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    free(bytes);
    return written;
}

void image_fini(struct image *image)
{
    for (uint32_t id = 0; id < image->sections; id++)
        free(image->section[id]);
}
