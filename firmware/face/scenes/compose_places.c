#include "face/scenes/compose_places.h"

#include "ui/layout.h"

enum { REACH_PERCENT = 42 };

enum key compose_key_at(size_t i)
{
    static const enum key keys[COMPOSE_KEYS] = {KEY_1, KEY_2, KEY_3, KEY_4,    KEY_5, KEY_6,
                                                KEY_7, KEY_8, KEY_9, KEY_STAR, KEY_0, KEY_HASH};
    return keys[i];
}

enum key compose_button_at(size_t i)
{
    static const enum key keys[COMPOSE_BUTTONS] = {KEY_BACK,   KEY_RED,  KEY_GREEN, KEY_OK,
                                                   KEY_YELLOW, KEY_BLUE, KEY_MENU};
    return keys[i];
}

static void place_keys(const struct theme *look, struct rect r, int rows,
                       struct compose_places *places)
{
    for (int i = 0; i < COMPOSE_KEYS; i++) {
        struct rect row = {0};
        if (i / 3 < rows)
            row = layout_row(r, rows, i / 3, look->gap * 3 / 4);
        places->keys[i] = layout_column(row, 3, i % 3, look->gap * 3 / 4);
    }
}

/* The first cell is wide: it holds a whole clause. */
static void place_row(const struct theme *look, struct rect r, struct compose_places *places)
{
    int gap = look->gap;
    places->candidates[0] = layout_cut_left(&r, (r.w - 4 * gap) * 34 / 100, gap);
    for (int i = 1; i < COMPOSE_ROW; i++)
        places->candidates[i] = layout_column(r, COMPOSE_ROW - 1, i - 1, gap);
}

/* Two rows on a narrow page: the first candidate and one more, then three. */
static void place_two_rows(const struct theme *look, struct rect r, struct compose_places *places)
{
    int gap = look->gap;
    struct rect upper = layout_row(r, 2, 0, gap), lower = layout_row(r, 2, 1, gap);
    places->candidates[0] = layout_cut_left(&upper, (upper.w - gap) * 64 / 100, gap);
    places->candidates[1] = upper;
    for (int i = 2; i < COMPOSE_ROW; i++)
        places->candidates[i] = layout_column(lower, 3, i - 2, gap);
}

static int box_height(const struct theme *look, int lines)
{
    return lines * look->types[ROLE_WRITE].line + look->types[ROLE_HELP].line + 2 * look->gap;
}

static void wide(const struct theme *look, struct compose_places *places)
{
    struct rect r = look->safe;
    int ring = look->ring + look->ring_gap;
    places->header = layout_cut_top(&r, look->types[ROLE_STRONG].size * 13 / 10, look->gap);
    places->box = layout_cut_top(&r, box_height(look, look->large ? 2 : 3), look->gap / 2);
    places->status = layout_cut_top(&r, look->types[ROLE_HELP].line, ring);
    place_row(look, layout_cut_top(&r, look->candidate + look->gap, look->gap + ring), places);
    places->keypad = !look->large;
    struct rect pad = r;
    pad.w = r.w * (look->large ? 100 : 46) / 100;
    place_keys(look, pad, look->large ? 3 : 4, places);
    places->hints = r;
    if (!look->large)
        layout_cut_left(&places->hints, pad.w, look->gutter + look->gap);
}

static void tall(const struct theme *look, struct compose_places *places)
{
    struct rect r = look->safe;
    int top = look->height * REACH_PERCENT / 100, ring = look->ring + look->ring_gap;
    places->header = layout_cut_top(&r, look->types[ROLE_TITLE].line, look->gap);
    places->box =
        layout_cut_top(&r, top - r.y - look->types[ROLE_HELP].line - look->gap, look->gap);
    places->status = layout_cut_top(&r, look->types[ROLE_HELP].line, look->gap);
    struct rect rows =
        layout_cut_top(&r, 2 * (look->candidate + look->gap) + look->gap, look->gutter);
    place_two_rows(look, rows, places);
    struct rect foot = layout_cut_bottom(&r, look->button + ring, look->gutter);
    foot.h -= ring;
    struct rect side = layout_cut_right(&r, r.w * 27 / 100, look->gutter);
    place_keys(look, r, 4, places);
    places->keypad = true;
    for (int i = 0; i < 4; i++)
        places->buttons[i] = layout_row(side, 4, i, look->gap * 3 / 4);
    for (int i = 4; i < COMPOSE_BUTTONS; i++)
        places->buttons[i] = layout_column(foot, 3, i - 4, look->gap * 3 / 4);
    places->button_count = COMPOSE_BUTTONS;
    places->hints = (struct rect){0};
}

struct compose_places compose_places(const struct theme *look)
{
    struct compose_places places = {0};
    if (look->portrait)
        tall(look, &places);
    else
        wide(look, &places);
    return places;
}
