#include "campaign/area.h"

#include <string.h>

bool area_is_code(const char *text)
{
    size_t len = strlen(text);
    return len <= AREA_DIGITS && strspn(text, "0123456789") == len;
}

size_t area_digits(const char *area)
{
    size_t len = strlen(area);
    while (len >= 2 && len % 2 == 0 && area[len - 1] == '0' && area[len - 2] == '0')
        len -= 2;
    return len;
}

bool area_holds(const char *area, const char *county)
{
    return strncmp(area, county, area_digits(area)) == 0;
}

bool area_is_near(const char *area, const char *county)
{
    return area_holds(area, county) || area_holds(county, area);
}
