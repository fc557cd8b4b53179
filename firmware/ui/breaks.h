/* Where a line may be broken (避头尾). Only this folder uses it. */
#ifndef JIANYAN_UI_BREAKS_H
#define JIANYAN_UI_BREAKS_H

#include <stdbool.h>
#include <stdint.h>

/* True if a line may end after `before` and the next begin with `after`: between Han characters and
 * after spaces; never before closing punctuation, after opening punctuation, within a word or a
 * number, or within …… and ——. */
bool breaks_between(uint32_t before, uint32_t after);

/* True if a thin space belongs between the two: Han beside a Latin letter or digit. */
bool breaks_thin_space(uint32_t before, uint32_t after);

#endif
