/* Areas as campaigns name them: a code of GB/T 2260 or its beginning. "50" and "500000" are both
 * the whole of Chongqing; an empty one is everywhere. */
#ifndef JIANYAN_CAMPAIGN_AREA_H
#define JIANYAN_CAMPAIGN_AREA_H

#include <stdbool.h>
#include <stddef.h>

enum { AREA_DIGITS = 6, AREA_TEXT = AREA_DIGITS + 1 };

/* At most six digits and nothing else. */
bool area_is_code(const char *text);

/* Digits that say something: two for "500000". */
size_t area_digits(const char *area);

/* The county lies in the area. */
bool area_holds(const char *area, const char *county);

/* One of the two lies in the other. */
bool area_is_near(const char *area, const char *county);

#endif
