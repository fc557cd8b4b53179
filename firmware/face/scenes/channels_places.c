/* Which channels are shown, and where they lie. */
#include "face/scenes/channels_parts.h"

void channels_list(const struct app *app, struct channels_list *list)
{
    list->manifest = app_manifest(app);
    list->count = 0;
    if (list->manifest)
        list->count = channels_open(list->manifest, app->conf->county, &app->now, list->open);
}

/* -- places -- */

static int row_height(const struct theme *look)
{
    return look->button;
}

/* Rows that fit, at least one. */
static int rows_in(const struct theme *look, int height)
{
    int rows = (height + look->gap) / (row_height(look) + look->gap);
    return rows > 0 ? rows : 1;
}

static void place_buttons(const struct theme *look, struct rect *r, struct channels_places *places)
{
    int ring = look->ring + look->ring_gap;
    places->back = layout_cut_bottom(r, look->button + ring, look->gutter);
    places->back.h -= ring;
}

static void place_rows(const struct theme *look, size_t count, struct channels_places *places)
{
    struct rect r = places->list;
    places->rows = rows_in(look, r.h);
    if (channels_a_page(places) < count) {
        places->dots = layout_cut_bottom(&r, theme_px(look, 14), look->gap);
        places->rows = rows_in(look, r.h);
    }
    size_t page = channels_a_page(places);
    places->pages = count > 0 ? (int)((count + page - 1) / page) : 1;
}

/* The list beside what is told. */
static void place_wide(const struct theme *look, size_t count, struct channels_places *places)
{
    struct rect r = page_body(look);
    places->list = layout_cut_left(&r, r.w * 38 / 100, look->gutter);
    places->detail = r;
    places->detail.h -= look->ring + look->ring_gap;
    place_rows(look, count, places);
}

/* The list below, where hands reach, as high as it has to be; what is told has the rest. */
static void place_high(const struct theme *look, size_t count, struct channels_places *places)
{
    struct rect r = page_body(look);
    places->columns = 2;
    places->list = page_reach(look);
    place_buttons(look, &places->list, places);
    place_rows(look, count, places);
    if (places->pages > 1) {
        struct rect row = places->back;
        places->back = layout_column(row, 2, 0, look->gutter);
        places->more = layout_column(row, 2, 1, look->gutter);
    } else {
        int rows = ((int)count + 1) / 2;
        int height = rows * (row_height(look) + look->gap) - look->gap;
        places->list = layout_cut_bottom(&places->list, height, 0);
    }
    places->detail = r;
    places->detail.h = places->list.y - look->gutter - r.y;
}

struct channels_places channels_places(const struct app *app, size_t count)
{
    const struct theme *look = &app->look;
    struct channels_places places = {.columns = 1};
    if (look->portrait)
        place_high(look, count, &places);
    else
        place_wide(look, count, &places);
    if (app->channels.whole && look->portrait)
        places.detail.h = places.back.y - look->gutter - places.detail.y;
    else if (app->channels.whole)
        places.detail = page_body(look);
    return places;
}

size_t channels_a_page(const struct channels_places *places)
{
    return (size_t)places->rows * (size_t)places->columns;
}

struct rect channels_row(const struct app *app, const struct channels_places *places, size_t i)
{
    const struct theme *look = &app->look;
    int at = (int)(i % channels_a_page(places));
    struct rect r =
        layout_column(places->list, places->columns, at % places->columns, look->gutter);
    r.y += at / places->columns * (row_height(look) + look->gap);
    r.h = row_height(look);
    return r;
}
