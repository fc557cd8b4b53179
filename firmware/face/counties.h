/* The places a device may stand at: regions, and the districts and counties of each. One table,
 * assets/places/counties.def. */
#ifndef JIANYAN_FACE_COUNTIES_H
#define JIANYAN_FACE_COUNTIES_H

#include <stdbool.h>
#include <stddef.h>

enum county_region {
    REGION_CENTRAL,
    REGION_NEW,
    REGION_NORTHEAST,
    REGION_SOUTHEAST,
    REGION_COUNT,
};

struct county {
    const char *code, *name; /* constant strings */
    enum county_region region;
};

/* Number of places in a region; place i of it (i below that number). */
size_t counties_count(enum county_region region);
const struct county *counties_at(enum county_region region, size_t i);

/* The place of that code, NULL if it is not in the table. */
const struct county *counties_find(const char *code);

/* Where it stands among those of its region. */
size_t counties_index(const struct county *place);

#endif
