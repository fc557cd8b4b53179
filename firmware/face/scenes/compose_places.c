#include "face/scenes/compose_places.h"

#include "face/scenes/page.h"

enum { KEYPAD_SCALE = 600 }; /* below it the letters on keys could not be read */

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

static void place_keys(const struct theme *look, struct rect r, struct compose_places *places)
{
    for (int i = 0; i < COMPOSE_KEYS; i++)
        places->keys[i] =
            layout_column(layout_row(r, 4, i / 3, look->gap * 3 / 4), 3, i % 3, look->gap * 3 / 4);
}

static void place_choices(const struct theme *look, struct rect r, struct compose_places *places)
{
    for (int i = 0; i < COMPOSE_PICK; i++)
        places->choices[i] = layout_column(layout_row(r, 3, i / 3, look->gap), 3, i % 3, look->gap);
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
    place_choices(look, r, places);
    place_row(look, layout_cut_top(&r, look->candidate + look->gap, look->gap + ring), places);
    places->hints = r;
    places->keypad = !look->large && look->scale >= KEYPAD_SCALE;
    if (!places->keypad)
        return;
    struct rect pad = layout_cut_left(&places->hints, r.w * 46 / 100, look->gutter + look->gap);
    place_keys(look, pad, places);
}

static void tall(const struct theme *look, struct compose_places *places)
{
    struct rect r = look->safe;
    int top = look->height * PAGE_REACH_PERCENT / 100, ring = look->ring + look->ring_gap;
    places->header = layout_cut_top(&r, look->types[ROLE_STRONG].line, look->gap);
    places->box =
        layout_cut_top(&r, top - r.y - look->types[ROLE_HELP].line - look->gap, look->gap);
    places->status = layout_cut_top(&r, look->types[ROLE_HELP].line, look->gap);
    struct rect whole = r;
    struct rect rows =
        layout_cut_top(&r, 2 * (look->candidate + look->gap) + look->gap, look->gutter);
    place_two_rows(look, rows, places);
    struct rect foot = layout_cut_bottom(&r, look->button + ring, look->gutter);
    foot.h -= ring;
    whole.h = r.y + r.h - whole.y;
    place_choices(look, whole, places);
    struct rect side = layout_cut_right(&r, r.w * 27 / 100, look->gutter);
    place_keys(look, r, places);
    places->keypad = true;
    for (int i = 0; i < COMPOSE_SIDE; i++)
        places->buttons[i] = layout_row(side, COMPOSE_SIDE, i, look->gap * 3 / 4);
    for (int i = COMPOSE_SIDE; i < COMPOSE_BUTTONS; i++)
        places->buttons[i] = layout_column(foot, COMPOSE_BUTTONS - COMPOSE_SIDE, i - COMPOSE_SIDE,
                                           look->gap * 3 / 4);
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
