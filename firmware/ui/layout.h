/* Places for things: cutting a rectangle up. What is cut off is returned, the rest stays in *r,
 * `gap` px further away. All by value, nothing is drawn. */
#ifndef JIANYAN_UI_LAYOUT_H
#define JIANYAN_UI_LAYOUT_H

#include "core/rect.h"

struct rect layout_cut_top(struct rect *r, int height, int gap);
struct rect layout_cut_bottom(struct rect *r, int height, int gap);
struct rect layout_cut_left(struct rect *r, int width, int gap);
struct rect layout_cut_right(struct rect *r, int width, int gap);

/* Part i of n columns (or rows) of r, all of one size, with `gap` px between, or a px more where
 * that does not come out even; the first and the last end where r does. */
struct rect layout_column(struct rect r, int n, int i, int gap);
struct rect layout_row(struct rect r, int n, int i, int gap);

/* A rectangle of w × h in the middle of r. */
struct rect layout_centre(struct rect r, int w, int h);

#endif
