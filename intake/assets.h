/* Files built into the program (made by embed.cmake at build time). */
#ifndef JIANYAN_INTAKE_ASSETS_H
#define JIANYAN_INTAKE_ASSETS_H

#include <stddef.h>

struct asset {
    const char *path; /* "/h5/h5.css" */
    const unsigned char *bytes;
    size_t len;
};

extern const struct asset assets[];
extern const size_t assets_count;

/* The asset of that address, NULL if there is none. */
const struct asset *asset_find(const char *path);

#endif
