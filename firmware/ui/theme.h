/* The look as numbers: colours by token, type by role, and the measures of the grid, all worked out
 * once for a profile. Scenes and widgets take every size and colour from here, so that one drawing
 * serves a kiosk, a 720p box and an old television. Sizes are thought of at 1920×1080 and scaled
 * with the shorter side; what is read has a floor. */
#ifndef JIANYAN_UI_THEME_H
#define JIANYAN_UI_THEME_H

#include <stdbool.h>

#include "core/conf.h"
#include "core/rect.h"
#include "ui/canvas.h"
#include "ui/text.h"

enum token {
    TOKEN_PAPER,    /* ground of pages */
    TOKEN_CARD,     /* ground of cards, boxes and keys */
    TOKEN_TINT,     /* ground of what has the focus */
    TOKEN_MIST,     /* quiet areas, disabled */
    TOKEN_LINE,     /* thin outlines */
    TOKEN_INK,      /* text */
    TOKEN_QUIET,    /* secondary text; still 7:1 on paper, card and tint */
    TOKEN_JADE,     /* primary */
    TOKEN_ON_JADE,  /* text on jade, river and alarm */
    TOKEN_FOCUS,    /* the focus ring and the caret */
    TOKEN_RIVER,    /* second theme colour */
    TOKEN_CITRUS,   /* accent: one spot a page, never small text */
    TOKEN_ALARM,    /* errors only */
    TOKEN_GOOD,     /* all is well; always beside a word */
    TOKEN_LABEL,    /* the white card of a QR code, in every palette */
    TOKEN_ON_LABEL, /* text on it */
    TOKEN_KEY_RED,  /* the four colour keys of a remote control */
    TOKEN_KEY_GREEN,
    TOKEN_KEY_YELLOW,
    TOKEN_KEY_BLUE,
    TOKEN_ON_KEY, /* text on red, green and blue; on yellow TOKEN_ON_LABEL */
    TOKEN_COUNT
};

enum role {
    ROLE_TITLE,     /* title of a scene */
    ROLE_WRITE,     /* what the person writes */
    ROLE_CANDIDATE, /* candidates */
    ROLE_NUMBER,    /* receipt number: bold, tabular */
    ROLE_BODY,      /* sentences */
    ROLE_STRONG,    /* choices, buttons: body in bold */
    ROLE_KEY,       /* digit on a key, tabular */
    ROLE_HELP,      /* help line, hints, second lines of cards */
    ROLE_SMALL,     /* number above a candidate, reading below, letters of a key */
    ROLE_COUNT
};

/* Which colours: by day, for eyes that need contrast, and at night, when a bright screen blinds. */
enum palette { PALETTE_DAY, PALETTE_CONTRAST, PALETTE_NIGHT, PALETTE_COUNT };

struct theme {
    int width, height;    /* canvas, px */
    int pixel_w, pixel_h; /* shape of a pixel: as a ratio; on an old television 16 : 15 */
    bool portrait;        /* higher than wide */
    bool touch;           /* a kiosk: what is touched is larger */
    bool large;           /* 大字: type × 1.35 */
    enum palette palette;
    int scale;        /* shorter side in thousandths of 1080 */
    struct rect safe; /* inside overscan: all that matters is in here */
    int unit;         /* the grid: 8 px */
    int gap;          /* between things that belong together: 16 px */
    int gutter;       /* between columns: 32 px */
    int pad;          /* inside cards: 32 px */
    int radius;       /* of cards: 24 px */
    int ring;         /* focus ring: 6 px wide … */
    int ring_gap;     /* … 4 px outside the cell; keep ring + ring_gap free around a cell */
    int line;         /* thin outlines: 2 px */
    int button;       /* least height of a button: 120 px by touch, 96 by remote */
    int candidate;    /* least height of a candidate cell: the word, its reading below */
    int help;         /* height of the help line */
    colour colours[TOKEN_COUNT];
    struct style types[ROLE_COUNT]; /* without colour: ink */
};

/* Works everything out for a profile. */
void theme_init(struct theme *theme, const struct conf_profile *profile, bool large,
                enum palette palette);

/* A length thought of at 1920×1080, scaled; at least 1 px for a positive one. */
int theme_px(const struct theme *theme, int px);

/* The style of a role in the colour of a token. */
struct style theme_style(const struct theme *theme, enum role role, enum token token);

#endif
