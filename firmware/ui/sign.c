#include "ui/sign.h"

/* A sign is a few strokes on a grid of 24 × 24. */
enum { GRID = 24, STROKES = 5 };

struct stroke {
    signed char x0, y0, x1, y1;
};

struct drawing {
    int count;
    struct stroke strokes[STROKES];
};

static const struct drawing drawings[] = {
    [SIGN_NONE] = {0, {{0, 0, 0, 0}}},
    [SIGN_TICK] = {2, {{5, 13, 10, 18}, {10, 18, 19, 7}}},
    [SIGN_CROSS] = {2, {{7, 7, 17, 17}, {17, 7, 7, 17}}},
    [SIGN_ALERT] = {2, {{12, 5, 12, 14}, {12, 19, 12, 19}}},
    [SIGN_DELETE] =
        {5, {{2, 12, 8, 5}, {8, 5, 22, 5}, {22, 5, 22, 19}, {22, 19, 8, 19}, {8, 19, 2, 12}}},
    [SIGN_LEFT] = {2, {{15, 5, 8, 12}, {8, 12, 15, 19}}},
    [SIGN_RIGHT] = {2, {{9, 5, 16, 12}, {16, 12, 9, 19}}},
    [SIGN_UP] = {2, {{5, 15, 12, 8}, {12, 8, 19, 15}}},
    [SIGN_DOWN] = {2, {{5, 9, 12, 16}, {12, 16, 19, 9}}},
    [SIGN_STROKE_1] = {1, {{3, 12, 21, 12}}},
    [SIGN_STROKE_2] = {1, {{12, 3, 12, 21}}},
    [SIGN_STROKE_3] = {3, {{17, 3, 15, 10}, {15, 10, 11, 16}, {11, 16, 5, 21}}},
    [SIGN_STROKE_4] = {2, {{9, 7, 13, 11}, {13, 11, 16, 17}}},
    [SIGN_STROKE_5] = {2, {{4, 5, 19, 5}, {19, 5, 15, 19}}},
    [SIGN_STROKE_ANY] = {3, {{3, 12, 3, 12}, {12, 12, 12, 12}, {21, 12, 21, 12}}},
};

static int at(int origin, int side, int grid)
{
    return origin + (grid * side + GRID / 2) / GRID;
}

static void strokes(struct canvas *canvas, struct rect r, const struct drawing *drawing, colour c)
{
    int width = (r.w + 4) / 8;
    for (int i = 0; i < drawing->count; i++) {
        const struct stroke *s = &drawing->strokes[i];
        canvas_stroke(canvas, at(r.x, r.w, s->x0), at(r.y, r.h, s->y0), at(r.x, r.w, s->x1),
                      at(r.y, r.h, s->y1), width > 2 ? width : 2, c);
    }
}

void sign_draw(struct canvas *canvas, struct rect r, enum sign sign, colour c)
{
    int side = r.w < r.h ? r.w : r.h;
    struct rect box = {r.x + (r.w - side) / 2, r.y + (r.h - side) / 2, side, side};
    strokes(canvas, box, &drawings[sign], c);
    if (sign == SIGN_DELETE) {
        struct rect cross = {at(box.x, side, 9), at(box.y, side, 6), side / 2, side / 2};
        static const struct drawing small = {2, {{7, 7, 17, 17}, {17, 7, 7, 17}}};
        strokes(canvas, cross, &small, c);
    }
}

enum sign sign_of_arrow(enum key key)
{
    switch (key) {
    case KEY_UP:
        return SIGN_UP;
    case KEY_DOWN:
        return SIGN_DOWN;
    case KEY_LEFT:
        return SIGN_LEFT;
    case KEY_RIGHT:
        return SIGN_RIGHT;
    default:
        return SIGN_NONE;
    }
}
