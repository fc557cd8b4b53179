#include "ui/theme.h"

static const colour palettes[PALETTE_COUNT][TOKEN_COUNT] = {
    [PALETTE_DAY] =
        {
            [TOKEN_PAPER] = 0xF7F3EA,      [TOKEN_CARD] = 0xFFFDF8,
            [TOKEN_TINT] = 0xDDEEE7,       [TOKEN_MIST] = 0xDCE4DE,
            [TOKEN_LINE] = 0xC3CDC6,       [TOKEN_INK] = 0x1D2B2A,
            [TOKEN_QUIET] = 0x3F4F4D,      [TOKEN_JADE] = 0x0F6B5C,
            [TOKEN_ON_JADE] = 0xFFFFFF,    [TOKEN_FOCUS] = 0x0F6B5C,
            [TOKEN_RIVER] = 0x1E5AA8,      [TOKEN_CITRUS] = 0xE8772E,
            [TOKEN_ALARM] = 0xB3261E,      [TOKEN_GOOD] = 0x1F7A3A,
            [TOKEN_KEY_RED] = 0xC8322B,    [TOKEN_KEY_GREEN] = 0x2E8B45,
            [TOKEN_KEY_YELLOW] = 0xE9B100, [TOKEN_KEY_BLUE] = 0x2563C4,
            [TOKEN_LABEL] = 0xFFFFFF,      [TOKEN_ON_LABEL] = 0x1D2B2A,
            [TOKEN_ON_KEY] = 0xFFFFFF,
        },
    /* Black ground, white text, yellow focus. */
    [PALETTE_CONTRAST] =
        {
            [TOKEN_PAPER] = 0x000000,      [TOKEN_CARD] = 0x141414,
            [TOKEN_TINT] = 0x3A3200,       [TOKEN_MIST] = 0x303030,
            [TOKEN_LINE] = 0x8A8A8A,       [TOKEN_INK] = 0xFFFFFF,
            [TOKEN_QUIET] = 0xE0E0E0,      [TOKEN_JADE] = 0xFFD60A,
            [TOKEN_ON_JADE] = 0x000000,    [TOKEN_FOCUS] = 0xFFD60A,
            [TOKEN_RIVER] = 0x7DB9FF,      [TOKEN_CITRUS] = 0xFFA45C,
            [TOKEN_ALARM] = 0xFF8A80,      [TOKEN_GOOD] = 0x7FE39A,
            [TOKEN_KEY_RED] = 0xFF5A4F,    [TOKEN_KEY_GREEN] = 0x4CD471,
            [TOKEN_KEY_YELLOW] = 0xFFD60A, [TOKEN_KEY_BLUE] = 0x5C9DFF,
            [TOKEN_LABEL] = 0xFFFFFF,      [TOKEN_ON_LABEL] = 0x1D2B2A,
            [TOKEN_ON_KEY] = 0x1D2B2A,
        },
    /* The hues of the day on a dark green ground. */
    [PALETTE_NIGHT] =
        {
            [TOKEN_PAPER] = 0x101B1A,      [TOKEN_CARD] = 0x182624,
            [TOKEN_TINT] = 0x1C3A34,       [TOKEN_MIST] = 0x223330,
            [TOKEN_LINE] = 0x4A5B57,       [TOKEN_INK] = 0xEDE6D8,
            [TOKEN_QUIET] = 0xC6CBC1,      [TOKEN_JADE] = 0x5DBFA9,
            [TOKEN_ON_JADE] = 0x06201B,    [TOKEN_FOCUS] = 0x5DBFA9,
            [TOKEN_RIVER] = 0x84B2E6,      [TOKEN_CITRUS] = 0xD9823F,
            [TOKEN_ALARM] = 0xF09A8E,      [TOKEN_GOOD] = 0x7CCB95,
            [TOKEN_KEY_RED] = 0xA82E28,    [TOKEN_KEY_GREEN] = 0x2A743C,
            [TOKEN_KEY_YELLOW] = 0xC29A1A, [TOKEN_KEY_BLUE] = 0x2A57A0,
            [TOKEN_LABEL] = 0xDAD6CB,      [TOKEN_ON_LABEL] = 0x0D1716,
            [TOKEN_ON_KEY] = 0xEDE6D8,
        },
};

/* Size and distance of lines at 1920 × 1080. */
static const struct {
    enum weight weight;
    int size, line; /* line: hundredths of the size */
    bool tabular;
} types[ROLE_COUNT] = {
    [ROLE_TITLE] = {WEIGHT_BOLD, 72, 125, false},
    [ROLE_WRITE] = {WEIGHT_REGULAR, 64, 140, false},
    [ROLE_CANDIDATE] = {WEIGHT_REGULAR, 60, 120, false},
    [ROLE_NUMBER] = {WEIGHT_BOLD, 84, 125, true},
    [ROLE_BODY] = {WEIGHT_REGULAR, 48, 150, false},
    [ROLE_STRONG] = {WEIGHT_BOLD, 48, 150, false},
    [ROLE_KEY] = {WEIGHT_BOLD, 54, 110, true},
    [ROLE_HELP] = {WEIGHT_REGULAR, 36, 140, false},
    [ROLE_SMALL] = {WEIGHT_REGULAR, 32, 125, false},
};

/* The smallest type that is read from the sofa: 24 px at 720 lines, 22 on an old television; on an
 * LED wall whatever still makes a Han character. */
static int floor_px(int shorter)
{
    return shorter >= 720 ? 24 : shorter >= 480 ? 22 : shorter >= 64 ? 16 : 12;
}

int theme_px(const struct theme *theme, int px)
{
    int scaled = (px * theme->scale + (px < 0 ? -500 : 500)) / 1000;
    return scaled == 0 && px > 0 ? 1 : scaled;
}

static void set_types(struct theme *theme, int least)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        int size = theme_px(theme, types[role].size);
        size = size < least ? least : size;
        if (theme->large)
            size = (size * 135 + 50) / 100;
        theme->types[role] = (struct style){
            .weight = types[role].weight,
            .size = size,
            .line = (size * types[role].line + 50) / 100,
            .colour = theme->colours[TOKEN_INK],
            .tabular = types[role].tabular,
        };
    }
}

static void set_measures(struct theme *theme)
{
    theme->unit = theme_px(theme, 8);
    theme->gap = theme_px(theme, 16);
    theme->gutter = theme_px(theme, 32);
    theme->pad = theme_px(theme, 32);
    theme->radius = theme_px(theme, 24);
    theme->ring = theme_px(theme, 6);
    theme->ring_gap = theme_px(theme, 4);
    theme->line = theme_px(theme, 2);
    theme->button = theme_px(theme, theme->touch ? 120 : 96);
    int label = theme->types[ROLE_STRONG].line + theme->gap;
    theme->button = theme->button < label ? label : theme->button;
    theme->candidate =
        theme->types[ROLE_CANDIDATE].size * 125 / 100 + theme->types[ROLE_SMALL].size + theme->unit;
    theme->help = theme->types[ROLE_HELP].line + theme->gap;
}

/* Overscan: 5 %, on an old television 7 %; a wall shows every pixel it has. */
static struct rect safe_area(const struct conf_profile *profile)
{
    int share = profile->class == CONF_WALL ? 0 : profile->height < 600 ? 7 : 5;
    int x = profile->width * share / 100, y = profile->height * share / 100;
    return (struct rect){x, y, profile->width - 2 * x, profile->height - 2 * y};
}

/* A canvas lower than wide but narrower than 4:3 is a 4:3 television's: its pixels are wider. */
static void set_pixel(struct theme *theme)
{
    bool television = !theme->portrait && theme->width * 3 < theme->height * 4;
    theme->pixel_w = television ? theme->height * 4 : 1;
    theme->pixel_h = television ? theme->width * 3 : 1;
}

void theme_init(struct theme *theme, const struct conf_profile *profile, bool large,
                enum palette palette)
{
    int shorter = profile->width < profile->height ? profile->width : profile->height;
    *theme = (struct theme){
        .width = profile->width,
        .height = profile->height,
        .portrait = profile->height > profile->width,
        .touch = profile->class == CONF_KIOSK,
        .large = large,
        .palette = palette,
        .scale = shorter * 1000 / 1080,
        .safe = safe_area(profile),
    };
    set_pixel(theme);
    for (int token = 0; token < TOKEN_COUNT; token++)
        theme->colours[token] = palettes[palette][token];
    set_types(theme, floor_px(shorter));
    set_measures(theme);
}

struct style theme_style(const struct theme *theme, enum role role, enum token token)
{
    struct style style = theme->types[role];
    style.colour = theme->colours[token];
    return style;
}
