#include "face/scenes/compose_places.h"

#include "face/scenes/page.h"

enum {
    TALL_SIDE = 4, /* buttons beside the keypad of a portrait page; the others stand below */
    PANEL_ROWS = 4,
};

enum key compose_key_at(size_t i)
{
    static const enum key keys[COMPOSE_KEYS] = {KEY_1, KEY_2, KEY_3, KEY_4,    KEY_5, KEY_6,
                                                KEY_7, KEY_8, KEY_9, KEY_STAR, KEY_0, KEY_HASH};
    return keys[i];
}

enum key compose_button_at(size_t i)
{
    static const enum key keys[COMPOSE_BUTTONS] = {KEY_RED,  KEY_GREEN, KEY_YELLOW, KEY_BLUE,
                                                   KEY_MENU, KEY_BACK,  KEY_OK};
    return keys[i];
}

enum key compose_button_now(const struct compose *compose, size_t i)
{
    enum key key = compose_button_at(i);
    if (!compose_has_choices(compose))
        return key;
    if (key == KEY_YELLOW || key == KEY_BLUE) /* to the left of 大字, where it is a step back */
        return key == KEY_YELLOW ? KEY_BACK : KEY_YELLOW;
    return key == KEY_MENU && compose->mode == COMPOSE_TEMPLATES ? KEY_GREEN : KEY_BLUE;
}

bool compose_button_is_free(const struct compose_places *places, size_t i, bool choices)
{
    const struct rect *last = &places->choices[COMPOSE_PICK - 1];
    return i < places->button_count && (!choices || places->buttons[i].y >= last->y + last->h);
}

/* Between the keys of a pad, and between its rows and what stands beside them. */
static int narrow_gap(const struct theme *look)
{
    return look->gap * 3 / 4;
}

static void place_keys(const struct theme *look, struct rect r, struct compose_places *places)
{
    int gap = narrow_gap(look);
    for (int i = 0; i < COMPOSE_KEYS; i++)
        places->keys[i] = layout_column(layout_row(r, 4, i / 3, gap), 3, i % 3, gap);
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

/* Two rows on a narrow page: the first candidate and one more, then three; beside them what turns
 * their pages. */
static void place_two_rows(const struct theme *look, struct rect r, struct compose_places *places)
{
    int gap = look->gap;
    struct rect side = layout_cut_right(&r, r.w * 13 / 100, gap);
    struct rect upper = layout_row(r, 2, 0, gap), lower = layout_row(r, 2, 1, gap);
    places->more[0] = layout_row(side, 2, 0, gap);
    places->more[1] = layout_row(side, 2, 1, gap);
    places->candidates[0] = layout_cut_left(&upper, (upper.w - gap) * 64 / 100, gap);
    places->candidates[1] = upper;
    for (int i = 2; i < COMPOSE_ROW; i++)
        places->candidates[i] = layout_column(lower, 3, i - 2, gap);
}

/* Beside the keypad, row by row: how to type, then the other four, then what keys do now. */
static void place_panel(const struct theme *look, struct rect r, struct compose_places *places)
{
    int gap = narrow_gap(look);
    places->buttons[0] = layout_row(r, PANEL_ROWS, 0, gap);
    for (int i = 1; i < 5; i++)
        places->buttons[i] =
            layout_column(layout_row(r, PANEL_ROWS, (i + 1) / 2, gap), 2, (i - 1) % 2, gap);
    places->button_count = 5;
    places->hints = layout_row(r, PANEL_ROWS, PANEL_ROWS - 1, gap);
}

static void wide(const struct theme *look, struct compose_places *places)
{
    struct rect r = look->safe;
    int ring = look->ring + look->ring_gap;
    if (!look->large)
        places->header = layout_cut_top(&r, look->types[ROLE_STRONG].size * 125 / 100, look->gap);
    places->box = layout_cut_top(&r, 2 * look->types[ROLE_WRITE].line + look->gap + look->unit,
                                 look->gap / 2);
    places->status = layout_cut_top(&r, look->types[ROLE_BODY].size * 13 / 10, ring);
    struct rect grid = r;
    places->choice_hints = layout_cut_bottom(&grid, look->help, look->gap / 2);
    grid.h -= ring;
    place_choices(look, grid, places);
    place_row(look, layout_cut_top(&r, look->candidate, look->gap + ring), places);
    r.h -= ring; /* of a key in the last row */
    struct rect pad =
        layout_cut_left(&r, r.w * (look->scale < 600 ? 50 : 46) / 100, look->gutter + look->ring);
    place_keys(look, pad, places);
    place_panel(look, r, places);
}

/* Beside the keypad deleting, how to type, templates and being done; the others at the foot. */
static void place_tall_buttons(const struct theme *look, struct rect side, struct rect foot,
                               struct compose_places *places)
{
    static const size_t beside[TALL_SIDE] = {5, 0, 1, 6}, below[] = {2, 3, 4};
    for (int i = 0; i < TALL_SIDE; i++)
        places->buttons[beside[i]] = layout_row(side, TALL_SIDE, i, narrow_gap(look));
    for (int i = 0; i < COMPOSE_BUTTONS - TALL_SIDE; i++)
        places->buttons[below[i]] =
            layout_column(foot, COMPOSE_BUTTONS - TALL_SIDE, i, narrow_gap(look));
    places->button_count = COMPOSE_BUTTONS;
}

static void tall(const struct theme *look, struct compose_places *places)
{
    struct rect r = look->safe;
    int top = look->height * PAGE_REACH_PERCENT / 100, ring = look->ring + look->ring_gap;
    int status = look->types[ROLE_BODY].size * 13 / 10;
    places->header = layout_cut_top(&r, look->types[ROLE_STRONG].line, look->gap);
    places->box = layout_cut_top(&r, top - r.y - status - look->gap, look->gap);
    places->status = layout_cut_top(&r, status, look->gap);
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
    place_tall_buttons(look, side, foot, places);
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
