#include "sim/panel.h"

#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "sim/arrivals_draw.h"
#include "strings/strings.h"
#include "ui/sign.h"
#include "ui/text.h"

/* What is drawn with: canvas, state, and where the canvas's origin lies in the window. */
struct pen {
    struct canvas *canvas;
    const struct panel_state *state;
    int x, y;
};

static struct rect here(const struct pen *pen, struct rect r)
{
    return (struct rect){r.x - pen->x, r.y - pen->y, r.w, r.h};
}

static int px(const struct pen *pen, int length)
{
    return layout_px(pen->state->layout, length);
}

static colour tint(const struct pen *pen, enum token token)
{
    return pen->state->theme->colours[token];
}

static void label(const struct pen *pen, struct rect r, int size, enum token token,
                  const char *text)
{
    const struct style style = {WEIGHT_BOLD, px(pen, size), px(pen, size * 5 / 4), tint(pen, token),
                                false};
    text_line(pen->canvas, r, &style, ALIGN_CENTRE, text);
}

/* -- the remote -- */

static const char *word_of(enum key key)
{
    switch (key) {
    case KEY_POWER:
        return str_text(STR_SIM_KEY_POWER);
    case KEY_MENU:
        return str_text(STR_SIM_KEY_MENU);
    case KEY_INFO:
        return str_text(STR_SIM_KEY_INFO);
    case KEY_HOME:
        return str_text(STR_SIM_KEY_HOME);
    case KEY_BACK:
        return str_text(STR_SIM_KEY_BACK);
    case KEY_DEL:
        return str_text(STR_SIM_KEY_DELETE);
    case KEY_EXIT:
        return str_text(STR_SIM_KEY_EXIT);
    case KEY_MUTE:
        return str_text(STR_SIM_KEY_MUTE);
    case KEY_VOL_UP:
        return str_text(STR_SIM_KEY_VOL_UP);
    case KEY_VOL_DOWN:
        return str_text(STR_SIM_KEY_VOL_DOWN);
    case KEY_CH_UP:
        return str_text(STR_SIM_KEY_CH_UP);
    case KEY_CH_DOWN:
        return str_text(STR_SIM_KEY_CH_DOWN);
    case KEY_RED:
        return str_text(STR_CAP_RED);
    case KEY_GREEN:
        return str_text(STR_CAP_GREEN);
    case KEY_YELLOW:
        return str_text(STR_CAP_YELLOW);
    case KEY_BLUE:
        return str_text(STR_CAP_BLUE);
    case KEY_STAR:
        return "*";
    case KEY_HASH:
        return "#";
    default:
        return key_name(key);
    }
}

static enum token ground_of(enum key key)
{
    switch (key) {
    case KEY_OK:
        return TOKEN_JADE;
    case KEY_RED:
        return TOKEN_KEY_RED;
    case KEY_GREEN:
        return TOKEN_KEY_GREEN;
    case KEY_YELLOW:
        return TOKEN_KEY_YELLOW;
    case KEY_BLUE:
        return TOKEN_KEY_BLUE;
    default:
        return TOKEN_QUIET;
    }
}

static void draw_digit(const struct pen *pen, struct rect r, enum key key, enum token ink)
{
    static const char *const letters[10] = {"",    "",    "ABC",  "DEF", "GHI",
                                            "JKL", "MNO", "PQRS", "TUV", "WXYZ"};
    const char *below = letters[key_digit(key)];
    struct rect upper = r;
    if (*below) {
        struct rect lower = {r.x, r.y + r.h * 60 / 100, r.w, r.h * 32 / 100};
        upper.h = r.h * 68 / 100;
        label(pen, lower, 11, ink, below);
    }
    label(pen, upper, 20, ink, key_name(key));
}

static void draw_key(const struct pen *pen, const struct spot *spot)
{
    struct rect r = here(pen, spot->r);
    bool lit = pen->state->lit[spot->key] || pen->state->pressed == spot;
    enum token ground = lit ? TOKEN_CITRUS : ground_of(spot->key);
    enum token ink = lit ? TOKEN_ON_LABEL : TOKEN_ON_JADE;
    int radius = spot->key == KEY_OK ? r.w / 2 : px(pen, 10);
    canvas_round(pen->canvas, r, radius, tint(pen, ground));
    if (sign_of_arrow(spot->key))
        sign_draw(pen->canvas, rect_inset(r, px(pen, 9)), sign_of_arrow(spot->key), tint(pen, ink));
    else if (key_digit(spot->key) >= 0)
        draw_digit(pen, r, spot->key, ink);
    else if (spot->key >= KEY_RED && spot->key <= KEY_BLUE)
        label(pen, r, 14, spot->key == KEY_YELLOW ? TOKEN_ON_LABEL : ink, word_of(spot->key));
    else
        label(pen, r, strlen(word_of(spot->key)) <= 2 ? 19 : 14, ink, word_of(spot->key));
}

/* -- the buttons -- */

static const char *net_word(enum net net)
{
    static const enum str words[NET_COUNT] = {
        STR_SIM_NET_ONLINE, STR_SIM_NET_OFFLINE, STR_SIM_NET_REFUSED,
        STR_SIM_NET_SLOW,   STR_SIM_NET_STALL,   STR_SIM_NET_BUSY,
        STR_SIM_NET_LOST,   STR_SIM_NET_CAPTIVE, STR_SIM_NET_GARBAGE,
    };
    return str_text(words[net]);
}

static const char *button_text(const struct panel_state *state, enum sim_action action, char *text,
                               size_t size)
{
    switch (action) {
    case ACT_SCREEN:
        return str_fill(text, size, STR_SIM_BUTTON_SCREEN,
                        (const char *const[3]){state->profile, NULL, NULL});
    case ACT_NET:
        return str_fill(text, size, STR_SIM_BUTTON_NET,
                        (const char *const[3]){net_word(state->net), NULL, NULL});
    case ACT_CUT:
        return str_text(STR_SIM_BUTTON_CUT);
    case ACT_ARRIVALS:
        return str_text(STR_SIM_BUTTON_ARRIVALS);
    case ACT_TOUR:
        return str_text(state->touring ? STR_SIM_BUTTON_TOUR_END : STR_SIM_BUTTON_TOUR);
    case ACT_NEXT:
        return str_text(STR_SIM_BUTTON_NEXT);
    default:
        return str_text(STR_SIM_BUTTON_FULL);
    }
}

/* The key on the keyboard that does the same, small in the corner. */
static void draw_shortcut(const struct pen *pen, struct rect r, enum sim_action action)
{
    static const char *const names[] = {
        [ACT_FULL] = "F11", [ACT_SCREEN] = "F6",    [ACT_NET] = "F7",  [ACT_CUT] = "F8",
        [ACT_NEXT] = "F9",  [ACT_ARRIVALS] = "F10", [ACT_TOUR] = "F5",
    };
    const struct style style = {WEIGHT_REGULAR, px(pen, 10), px(pen, 12), tint(pen, TOKEN_QUIET),
                                false};
    struct rect corner = {r.x, r.y + px(pen, 3), r.w - px(pen, 6), px(pen, 12)};
    text_line(pen->canvas, corner, &style, ALIGN_RIGHT, names[action]);
}

static void draw_button(const struct pen *pen, const struct spot *spot)
{
    const struct panel_state *state = pen->state;
    struct rect r = here(pen, spot->r);
    bool pressed = state->pressed == spot;
    bool faulty = spot->action == ACT_NET && state->net != NET_ONLINE;
    char text[96];
    canvas_round(pen->canvas, r, px(pen, 10), tint(pen, pressed ? TOKEN_CITRUS : TOKEN_LINE));
    if (!pressed)
        canvas_round(pen->canvas, rect_inset(r, px(pen, 1)), px(pen, 9),
                     tint(pen, faulty ? TOKEN_TINT : TOKEN_CARD));
    draw_shortcut(pen, r, spot->action);
    r = rect_inset(r, px(pen, 8));
    if (spot->action == ACT_NET) {
        struct rect dot = {r.x, r.y + r.h / 2 - px(pen, 5), px(pen, 10), px(pen, 10)};
        canvas_round(pen->canvas, dot, dot.w / 2, tint(pen, faulty ? TOKEN_ALARM : TOKEN_GOOD));
    }
    label(pen, r, 15, TOKEN_INK, button_text(state, spot->action, text, sizeof text));
}

void panel_draw(struct canvas *canvas, void *data)
{
    const struct panel_state *state = data;
    const struct layout *layout = state->layout;
    const struct pen pen = {canvas, state, layout->panel.x, layout->panel.y};
    canvas_fill(canvas, here(&pen, layout->panel), tint(&pen, TOKEN_PAPER));
    struct rect remote = here(&pen, layout->remote);
    canvas_round(canvas, remote, px(&pen, 28), tint(&pen, TOKEN_INK));
    for (size_t i = 0; i < layout->spot_count; i++) {
        if (layout->spots[i].action == ACT_KEY)
            draw_key(&pen, &layout->spots[i]);
        else
            draw_button(&pen, &layout->spots[i]);
    }
}

/* -- the stage -- */

static int write_piece(const struct pen *pen, struct rect row, int x, enum token token,
                       const char *text)
{
    const struct style style = {WEIGHT_REGULAR, px(pen, 16), px(pen, 22), tint(pen, token), true};
    int width = text_width(canvas_fonts(pen->canvas), &style, text, strlen(text));
    struct rect r = {x, row.y, row.x + row.w - x, row.h};
    if (r.w > 0)
        text_line(pen->canvas, r, &style, ALIGN_LEFT, text);
    return x + width + px(pen, 28);
}

/* How many wait, how many have arrived, what the box takes the time for. */
static void draw_counts(const struct pen *pen, struct rect row)
{
    const struct panel_state *state = pen->state;
    char text[128], time[CLOCK_TEXT_MAX];
    int x = row.x;
    if (state->busy) {
        write_piece(pen, row, x, TOKEN_INK, str_text(STR_SIM_STATUS_BUSY));
        return;
    }
    if (state->known) {
        str_number(text, sizeof text, STR_SIM_STATUS_WAITING, (long)state->waiting);
        x = write_piece(pen, row, x, TOKEN_INK, text);
        str_number(text, sizeof text, STR_SIM_STATUS_DELIVERED, (long)state->delivered);
        x = write_piece(pen, row, x, TOKEN_INK, text);
    }
    clock_format(state->wall_ms, time);
    time[10] = ' ';
    time[16] = '\0'; /* to the minute */
    str_fill(text, sizeof text, STR_SIM_STATUS_TIME, (const char *const[3]){time, NULL, NULL});
    write_piece(pen, row, x, TOKEN_QUIET, text);
}

static void draw_addresses(const struct pen *pen, struct rect row)
{
    const struct panel_state *state = pen->state;
    char text[256];
    int x = row.x;
    if (state->arrivals[0]) {
        str_fill(text, sizeof text, STR_SIM_STATUS_ARRIVALS,
                 (const char *const[3]){state->arrivals, NULL, NULL});
        x = write_piece(pen, row, x, TOKEN_QUIET, text);
    }
    if (state->phone[0]) {
        str_fill(text, sizeof text, STR_SIM_STATUS_PHONE,
                 (const char *const[3]){state->phone, NULL, NULL});
        write_piece(pen, row, x, TOKEN_QUIET, text);
    }
}

static void draw_television(const struct pen *pen, struct rect r)
{
    const struct panel_state *state = pen->state;
    char text[160];
    struct rect row = {r.x, r.y + r.h / 2 - px(pen, 64), r.w, px(pen, 56)};
    canvas_fill(pen->canvas, r, tint(pen, TOKEN_RIVER));
    label(pen, row, 40, TOKEN_ON_JADE, str_text(STR_SIM_TELEVISION_TITLE));
    row.y += px(pen, 60);
    row.h = px(pen, 30);
    const char *told = str_text(STR_SIM_TELEVISION_PLAIN);
    if (state->handoff != KEY_NONE)
        told = str_fill(text, sizeof text, STR_SIM_TELEVISION_KEY,
                        (const char *const[3]){key_name(state->handoff), NULL, NULL});
    label(pen, row, 18, TOKEN_ON_JADE, told);
    row.y += px(pen, 34);
    label(pen, row, 18, TOKEN_ON_JADE, str_text(STR_SIM_TELEVISION_AGAIN));
}

/* The tour's words, Chinese above English, as large as their line lets them. */
static void draw_caption(const struct pen *pen, struct rect r)
{
    const struct panel_state *state = pen->state;
    bool dark = state->full;
    const struct style words = {WEIGHT_BOLD, px(pen, 30), px(pen, 38),
                                tint(pen, dark ? TOKEN_ON_JADE : TOKEN_INK), false};
    const struct style english = {WEIGHT_REGULAR, px(pen, 19), px(pen, 25),
                                  tint(pen, dark ? TOKEN_ON_JADE : TOKEN_QUIET), false};
    struct rect upper = {r.x, r.y + px(pen, 10), r.w, px(pen, 44)};
    struct rect lower = {r.x, upper.y + upper.h, r.w, px(pen, 30)};
    text_line_fit(pen->canvas, upper, &words, ALIGN_CENTRE, state->caption);
    text_line_fit(pen->canvas, lower, &english, ALIGN_CENTRE, state->english);
}

void panel_draw_stage(struct canvas *canvas, void *data)
{
    const struct panel_state *state = data;
    const struct layout *layout = state->layout;
    const struct pen pen = {canvas, state, layout->stage.x, layout->stage.y};
    struct rect screen = here(&pen, layout->screen);
    canvas_fill(canvas, here(&pen, layout->stage), state->full ? 0 : tint(&pen, TOKEN_MIST));
    if (!state->full)
        canvas_round(canvas, here(&pen, layout->set), px(&pen, 16), tint(&pen, TOKEN_INK));
    if (state->television)
        draw_television(&pen, screen);
    if (state->caption)
        draw_caption(&pen, here(&pen, layout->caption));
    if (!rect_is_empty(layout->arrivals))
        arrivals_draw(canvas, state, here(&pen, layout->arrivals));
    if (state->full)
        return;
    struct rect row = here(&pen, layout->strip);
    row.h = (row.h - px(&pen, 10)) / 2;
    draw_counts(&pen, row);
    row.y += row.h;
    draw_addresses(&pen, row);
}
