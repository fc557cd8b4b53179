#include "intake/counties.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *code, *name;
} table[] = {
#define COUNTY(code, region, name) {#code, name},
#include "assets/places/counties.def"
#undef COUNTY
};

const char *county_name(const char *code)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].code, code) == 0)
            return table[i].name;
    }
    return NULL;
}

size_t county_print_options(char *text, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        int len = snprintf(text + at, size - at, "<option value=\"%s\">%s</option>\n",
                           table[i].code, table[i].name);
        if (len < 0 || (size_t)len >= size - at)
            return 0;
        at += (size_t)len;
    }
    return at;
}
