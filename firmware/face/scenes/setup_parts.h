/* The parts of `setup`: where things lie, and how they are drawn. */
#ifndef JIANYAN_FACE_SCENES_SETUP_PARTS_H
#define JIANYAN_FACE_SCENES_SETUP_PARTS_H

#include "face/scenes/page.h"

enum {
    SETUP_LETTERS = 37,           /* 0–9, A–Z, '-' */
    SETUP_DELETE = SETUP_LETTERS, /* the cell after them */
    SETUP_NEXT,                   /* and the last one, twice as wide */
    SETUP_CELLS,
    SETUP_COLUMNS = 10,
};

/* How many cells the step has, and how they stand side by side: regions, counties, letters, the
 * buttons of the last page. */
size_t setup_cells(const struct app *app);
size_t setup_columns(const struct app *app);

/* The cell that has the focus; cell i on the page. */
size_t setup_focus(const struct app *app);
struct rect setup_cell(const struct app *app, size_t i);

/* Above the cells of the letters: what was typed. */
struct rect setup_typed(const struct app *app);

/* The letter of a cell below SETUP_LETTERS. */
char setup_letter(size_t i);

/* The county that is being set: the one chosen, else the present one. NULL: not in our table. */
const struct county *setup_place(const struct app *app);

/* Whole seconds until television, of a page that came up by itself on a boot screen. */
int setup_seconds_left(const struct app *app);

void setup_draw(struct canvas *canvas, const struct app *app);

#endif
