/* The things pages are made of. A widget gets its place, the theme and its texts, and only draws:
 * it keeps nothing, decides nothing, and where the focus is the caller says. Texts are borrowed for
 * the call; NULL or "" leaves a part out. A focused widget draws its ring outside its rectangle:
 * theme->ring + theme->ring_gap px must be free around it. */
#ifndef JIANYAN_UI_WIDGETS_H
#define JIANYAN_UI_WIDGETS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/key.h"
#include "ui/canvas.h"
#include "ui/sign.h"
#include "ui/theme.h"

/* The page itself: paper, then its title in the upper part of the safe area with a short line of
 * `accent` below it. Returns what is left of the safe area below the title. */
struct rect widget_page(struct canvas *canvas, const struct theme *theme, const char *title,
                        enum token accent);

/* The focus ring around r alone (radius is that of r). */
void widget_focus(struct canvas *canvas, const struct theme *theme, struct rect r, int radius);

/* A key of the remote control, drawn as a key cap: arrows as signs, colour keys on a ground of
 * that colour, all others by `word` (what stands on the remote: OK, 返回), or by key_name() without
 * one.
 */
struct widget_cap {
    enum key key; /* KEY_NONE: no cap at all */
    const char *word;
};

/* One key cap of height h, its upper left corner at x, y; returns its width. */
int widget_cap(struct canvas *canvas, const struct theme *theme, int x, int y, int h,
               struct widget_cap cap);

/* The width it would have, without drawing. */
int widget_cap_width(struct canvas *canvas, const struct theme *theme, int h,
                     struct widget_cap cap);

/* -- choosing -- */

struct widget_button {
    const char *label;
    struct widget_cap cap; /* before the label; {0}: none */
    bool primary;          /* outlined in jade; what has the focus is filled with it */
    bool focused;
    bool disabled;
};
void widget_button(struct canvas *canvas, const struct theme *theme, struct rect r,
                   const struct widget_button *button);

/* How large a card's sentence is set: what fits, or one of three sizes. */
enum card_size { CARD_FITTED, CARD_SMALL, CARD_USUAL, CARD_LARGE };

struct widget_card {
    const char *title;
    const char *text;    /* a sentence or two */
    const char *example; /* set apart at the foot, quieter */
    enum token accent;   /* bar along the left edge */
    bool focused;
    enum card_size size;
};

/* The size that fits: large where most of the card would be empty, small before anything is cut
 * off. Cards side by side are drawn in the least of theirs. */
enum card_size widget_card_size(struct fonts *fonts, const struct theme *theme, struct rect r,
                                const struct widget_card *card);

void widget_card(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_card *card);

struct widget_chip {
    const char *label;
    enum token accent; /* ground when chosen, dot when not */
    bool chosen;       /* filled and ticked */
    bool focused;
};
void widget_chip(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_chip *chip);

/* Width a chip of that label likes to have; its height is theme->button * 3 / 4. */
int widget_chip_width(struct canvas *canvas, const struct theme *theme, const char *label);

enum widget_mark { MARK_NONE, MARK_OPEN, MARK_SET };

/* A line of a list, or something to agree to: a box before it, ticked or not. */
struct widget_row {
    const char *title;
    const char *text; /* smaller, below */
    enum widget_mark mark;
    bool focused;
    bool disabled;
};
void widget_row(struct canvas *canvas, const struct theme *theme, struct rect r,
                const struct widget_row *row);

/* -- writing -- */

struct widget_box {
    const char *text;
    size_t caret;            /* byte offset in text; SIZE_MAX: none */
    const char *placeholder; /* shown while the text is empty */
    const char *count;       /* "12/200", at the lower right */
    bool focused;
};
/* The text scrolls so that the caret's line is always seen. */
void widget_box(struct canvas *canvas, const struct theme *theme, struct rect r,
                const struct widget_box *box);

/* The byte of the text whose place is nearest to x, y, in a box drawn at r. */
size_t widget_box_at(struct fonts *fonts, const struct theme *theme, struct rect r,
                     const struct widget_box *box, int x, int y);

struct widget_candidate {
    const char *number;  /* the digit that picks it now */
    const char *text;    /* set smaller where it is too long */
    const char *reading; /* small, below */
    bool quiet;          /* no choice of its own: more of them, or none */
    bool focused;
};
void widget_candidate(struct canvas *canvas, const struct theme *theme, struct rect r,
                      const struct widget_candidate *candidate);

struct widget_key {
    const char *symbol;  /* "2" */
    enum sign sign;      /* instead of a symbol */
    enum sign mark;      /* before the letters: what the key writes, as it looks */
    const char *letters; /* "ABC", smaller, below or beside */
    bool lit;            /* pressed just now, or a possible next key */
    bool focused;
    bool disabled;
};
void widget_key(struct canvas *canvas, const struct theme *theme, struct rect r,
                const struct widget_key *key);

/* What stands beside a keypad: a low button with the key that presses it. */
struct widget_tool {
    struct widget_cap cap;
    const char *label;
    int size; /* of the label, px; 0: as it fits */
    bool focused;
};

/* The size in which the label fits; tools that stand together take the least of theirs. */
int widget_tool_size(struct canvas *canvas, const struct theme *theme, struct rect r,
                     const struct widget_tool *tool);
void widget_tool(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_tool *tool);

/* The same for a choice that one key walks through. */
struct widget_modes {
    struct widget_cap cap;
    const char *const *names;
    size_t count, chosen;
    bool focused;
};
void widget_modes(struct canvas *canvas, const struct theme *theme, struct rect r,
                  const struct widget_modes *modes);

/* -- telling -- */

struct widget_hint {
    struct widget_cap cap;
    const char *label;
};
/* The help line: hints from the left, evenly apart; those that do not fit are left out. A hint
 * without a label shares the one of the hint after it, and goes with it. */
void widget_help(struct canvas *canvas, const struct theme *theme, struct rect r,
                 const struct widget_hint *hints, size_t count);

/* Where the help line lies: along the bottom of the safe area. */
struct rect widget_help_rect(const struct theme *theme);

struct widget_qr {
    const char *heading; /* 扫码参与 */
    const char *text;    /* what the code says */
    const char *host;    /* whose it is, in words */
};
/* A white card with the code as large as r allows. False if the code cannot fit. */
bool widget_qr(struct canvas *canvas, const struct theme *theme, struct rect r,
               const struct widget_qr *qr);

/* Dots for a row of `count` pages, page `at` lit. */
void widget_dots(struct canvas *canvas, const struct theme *theme, struct rect r, int count,
                 int at);

enum badge { BADGE_BUSY, BADGE_SAVED, BADGE_DONE, BADGE_FAILED };

/* A label with a large value below it: the receipt's number, the 查询码. Returns its height. */
int widget_field(struct canvas *canvas, const struct theme *theme, struct rect r, const char *label,
                 const char *value);

/* A state in words with a sign before it: dots, a tick in a ring, a tick on jade, a cross. `step`
 * counts the animation of BADGE_BUSY (0, 1, 2 …). Left-aligned in r. */
void widget_badge(struct canvas *canvas, const struct theme *theme, struct rect r, enum badge badge,
                  const char *text, int step);

/* A message across the page: what happened, what is safe, what to do. Grows with its text; returns
 * its height. `alarm`: an error. */
int widget_notice(struct canvas *canvas, const struct theme *theme, struct rect r, const char *text,
                  bool alarm);

/* The height it would have at that width, without drawing. */
int widget_notice_height(struct fonts *fonts, const struct theme *theme, int width,
                         const char *text);

#endif
