/* Where the parts of `setup` lie. */
#include "face/scenes/setup_parts.h"

char setup_letter(size_t i)
{
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"[i];
}

const struct county *setup_place(const struct app *app)
{
    const struct county *place = counties_at(app->setup.region, app->setup.place);
    return place ? place : counties_find(app->conf->county);
}

int setup_seconds_left(const struct app *app)
{
    int64_t left_ms = app->poster_ms + app->conf->boot_seconds * INT64_C(1000) - app->now.mono_ms;
    return left_ms > 0 ? (int)((left_ms + 999) / 1000) : 0;
}

size_t setup_cells(const struct app *app)
{
    switch (app->setup.step) {
    case SETUP_REGION:
        return REGION_COUNT;
    case SETUP_COUNTY:
        return counties_count(app->setup.region);
    case SETUP_UNLOCK:
    case SETUP_TOKEN:
        return SETUP_CELLS;
    case SETUP_CHECK:
        break;
    }
    return app->setup.result == SETUP_SAVED ? 1 : 2;
}

size_t setup_columns(const struct app *app)
{
    bool portrait = app->look.portrait;
    switch (app->setup.step) {
    case SETUP_REGION:
        return 2;
    case SETUP_COUNTY:
        return portrait ? 3 : 4;
    case SETUP_UNLOCK:
    case SETUP_TOKEN:
        return SETUP_COLUMNS;
    case SETUP_CHECK:
        break;
    }
    return portrait ? 1 : 2;
}

size_t setup_focus(const struct app *app)
{
    switch (app->setup.step) {
    case SETUP_REGION:
        return app->setup.region;
    case SETUP_COUNTY:
        return app->setup.place;
    case SETUP_UNLOCK:
    case SETUP_TOKEN:
        return app->setup.letter;
    case SETUP_CHECK:
        break;
    }
    return (size_t)app->setup.check_focus;
}

/* The part of the page with the letters: what is typed above, the cells below. */
static void split(const struct app *app, struct rect *typed, struct rect *cells)
{
    const struct theme *look = &app->look;
    struct rect r = page_reach(look);
    int height = look->types[ROLE_HELP].line + look->types[ROLE_NUMBER].line;
    if (look->portrait) { /* nobody has to touch what is typed */
        struct rect body = page_body(look);
        *typed = layout_cut_top(&body, height * 2, 0);
        r.h = look->button * 4 + look->gap * 3 < r.h ? look->button * 4 + look->gap * 3 : r.h;
    } else {
        *typed = layout_cut_top(&r, height, look->gap);
    }
    *cells = r;
}

struct rect setup_typed(const struct app *app)
{
    struct rect typed, cells;
    split(app, &typed, &cells);
    return typed;
}

static struct rect letter_cell(const struct app *app, size_t i)
{
    const struct theme *look = &app->look;
    struct rect typed, cells;
    int gap = look->gap * 3 / 4;
    split(app, &typed, &cells);
    struct rect row = layout_row(cells, 4, (int)i / SETUP_COLUMNS, gap);
    struct rect cell = layout_column(row, SETUP_COLUMNS, (int)i % SETUP_COLUMNS, gap);
    if (i == SETUP_NEXT)
        cell.w = row.x + row.w - cell.x;
    return cell;
}

/* Rows of one height however many there are: cells stay where they were from region to region. */
static struct rect grid_cell(const struct app *app, size_t i, int rows)
{
    const struct theme *look = &app->look;
    int columns = (int)setup_columns(app);
    struct rect row = layout_row(page_reach(look), rows, (int)i / columns, look->gutter);
    return layout_column(row, columns, (int)i % columns, look->gutter);
}

static struct rect button_cell(const struct app *app, size_t i)
{
    const struct theme *look = &app->look;
    struct rect r = page_body(look);
    int count = (int)setup_cells(app), ring = look->ring + look->ring_gap;
    int rows = look->portrait ? count : 1;
    r = layout_cut_bottom(&r, look->button * rows + look->gutter * (rows - 1) + ring, 0);
    r.h -= ring;
    if (look->portrait)
        return layout_row(r, count, (int)i, look->gutter);
    return layout_column(r, 2, (int)i, look->gutter);
}

struct rect setup_cell(const struct app *app, size_t i)
{
    bool portrait = app->look.portrait;
    switch (app->setup.step) {
    case SETUP_REGION:
        return grid_cell(app, i, 2);
    case SETUP_COUNTY:
        return grid_cell(app, i, portrait ? 4 : 3);
    case SETUP_UNLOCK:
    case SETUP_TOKEN:
        return letter_cell(app, i);
    case SETUP_CHECK:
        break;
    }
    return button_cell(app, i);
}
