/* Pages that show every widget, for golden pictures and for the eye. */
#ifndef JIANYAN_TESTS_SHEET_H
#define JIANYAN_TESTS_SHEET_H

#include "ui/theme.h"

/* What sheet_draw() needs to know. */
struct sheet {
    struct theme theme;
    int page; /* 0 choosing, 1 writing, 2 telling */
};

enum { SHEET_PAGES = 3 };

/* Draws a page; for canvas_render(). */
void sheet_draw(struct canvas *canvas, void *sheet);

#endif
