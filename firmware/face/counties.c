#include "face/counties.h"

#include <string.h>

static const struct county table[] = {
#define COUNTY(code, region, name) {#code, name, REGION_##region},
#include "places/counties.def"
#undef COUNTY
};

enum { PLACES = sizeof table / sizeof table[0] };

size_t counties_count(enum county_region region)
{
    size_t count = 0;
    for (size_t i = 0; i < PLACES; i++)
        count += table[i].region == region;
    return count;
}

const struct county *counties_at(enum county_region region, size_t i)
{
    for (size_t k = 0; k < PLACES; k++) {
        if (table[k].region == region && i-- == 0)
            return &table[k];
    }
    return NULL;
}

const struct county *counties_find(const char *code)
{
    for (size_t i = 0; i < PLACES; i++) {
        if (strcmp(table[i].code, code) == 0)
            return &table[i];
    }
    return NULL;
}

size_t counties_index(const struct county *place)
{
    size_t index = 0;
    for (const struct county *at = table; at < place; at++)
        index += at->region == place->region;
    return index;
}
