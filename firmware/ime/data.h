/* Data files of text entry, mapped read-only. What stands in the header is checked here; what the
 * sections say, by whoever reads them. */
#ifndef JIANYAN_IME_DATA_H
#define JIANYAN_IME_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ime/data_format.h"

/* What a file must be to be read by this version. */
struct data_kind {
    const char *magic; /* DATA_MAGIC_BYTES of it */
    uint32_t version, sections;
};

struct data {
    const unsigned char *bytes; /* aligned to 8; owned if it came from data_map() */
    size_t len;
};

/* Maps a file of a possible size. NULL, or what is wrong; then nothing is mapped. */
const char *data_map(struct data *data, const char *path);

/* Unmaps; fine on a zeroed struct. */
void data_unmap(struct data *data);

/* Checks magic, version, length and checksum. NULL, or what is wrong. */
const char *data_check(const struct data *data, const struct data_kind *kind);

/* Gives back the memory that checking has filled: what is used comes in again piece by piece. */
void data_rest(const struct data *data);

/* Gives back what has been used. Fine on a zeroed struct. */
void data_let_go(const struct data *data);

/* A section as an array of `each` bytes, its length in *count; NULL if it lies outside the file or
 * is cut within an element. Only for data that was checked. */
const void *data_section(const struct data *data, uint32_t id, size_t each, uint32_t *count);

/* Logs why a file cannot be used, and unmaps it. Always false. */
bool data_refuse(struct data *data, const char *path, const char *wrong);

#endif
