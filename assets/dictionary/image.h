/* A data file of text entry under construction: sections are filled one by one, then laid out in
 * the form of ime/data_format.h. Without memory the generator ends. */
#ifndef JIANYAN_DICTIONARY_IMAGE_H
#define JIANYAN_DICTIONARY_IMAGE_H

#include <stdbool.h>

#include "ime/data_format.h"

struct image {
    const char *magic; /* of the file */
    uint32_t version, sections;
    void *section[DATA_SECTIONS_MAX]; /* owned */
    size_t bytes[DATA_SECTIONS_MAX];
};

/* A zeroed section of `count` elements of `each` bytes, and room for one more behind them. Its
 * length, image->bytes[id], may be made smaller afterwards. */
void *image_section(struct image *image, uint32_t id, size_t count, size_t each);

/* Writes the file, its length to *len; false after a line on standard error. */
bool image_write(const struct image *image, const char *path, size_t *len);

void image_fini(struct image *image);

#endif
