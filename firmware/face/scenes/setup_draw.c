/* How `setup` looks. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/service_parts.h"
#include "face/scenes/setup_parts.h"

enum { NAMES_BYTES = 512 };

static const char *region_name(enum county_region region)
{
    static const enum str names[REGION_COUNT] = {STR_SETUP_REGION_CENTRAL, STR_SETUP_REGION_NEW,
                                                 STR_SETUP_REGION_NORTHEAST,
                                                 STR_SETUP_REGION_SOUTHEAST};
    return str_text(names[region]);
}

/* All places of a region, for the card that opens it. */
static void list_names(enum county_region region, char names[NAMES_BYTES])
{
    char before[NAMES_BYTES];
    snprintf(names, NAMES_BYTES, "%s", counties_at(region, 0)->name);
    for (size_t i = 1; i < counties_count(region); i++) {
        const char *const values[3] = {before, counties_at(region, i)->name};
        memcpy(before, names, NAMES_BYTES);
        str_fill(names, NAMES_BYTES, STR_SETUP_REGION_NAMES, values);
    }
}

static void draw_regions(struct canvas *canvas, const struct app *app)
{
    for (size_t i = 0; i < REGION_COUNT; i++) {
        char names[NAMES_BYTES];
        list_names((enum county_region)i, names);
        const struct widget_card card = {
            .title = region_name((enum county_region)i),
            .text = app->look.large && !app->look.portrait ? NULL : names,
            .accent = TOKEN_JADE,
            .focused = i == setup_focus(app),
        };
        widget_card(canvas, &app->look, setup_cell(app, i), &card);
    }
}

static void draw_counties(struct canvas *canvas, const struct app *app)
{
    for (size_t i = 0; i < setup_cells(app); i++) {
        const struct widget_button button = {
            .label = counties_at(app->setup.region, i)->name,
            .focused = i == setup_focus(app),
        };
        widget_button(canvas, &app->look, setup_cell(app, i), &button);
    }
}

/* -- letters -- */

/* At a kiosk others may look on. */
static void cover(const struct app *app, char shown[SETUP_TOKEN_BYTES * 3])
{
    size_t len = strlen(app->setup.token), at = 0;
    for (size_t i = 0; app->setup.step == SETUP_UNLOCK && i < len; i++) {
        memcpy(shown + at, "●", strlen("●"));
        at += strlen("●");
    }
    if (app->setup.step != SETUP_UNLOCK)
        at = (size_t)snprintf(shown, SETUP_TOKEN_BYTES * 3, "%s", app->setup.token);
    shown[at] = '\0';
}

static const char *letters_hint(const struct app *app)
{
    bool unlocks = app->setup.step == SETUP_UNLOCK;
    if (app->setup.result == SETUP_WRONG)
        return str_text(unlocks ? STR_SETUP_UNLOCK_WRONG : STR_SETUP_TOKEN_SHORT);
    if (app->setup.result == SETUP_FAILED)
        return str_text(STR_SERVICE_STORE_NONE);
    if (unlocks)
        return str_text(STR_SETUP_UNLOCK_TEXT);
    return str_text(app->device.facts.has_token ? STR_SETUP_TOKEN_KEPT : STR_SETUP_TOKEN_NONE);
}

static void draw_typed(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    char shown[SETUP_TOKEN_BYTES * 3];
    bool alarm = app->setup.result == SETUP_WRONG || app->setup.result == SETUP_FAILED;
    struct style help = theme_style(look, ROLE_HELP, alarm ? TOKEN_ALARM : TOKEN_QUIET);
    struct style large = theme_style(look, ROLE_NUMBER, TOKEN_INK);
    struct rect r = setup_typed(app), value = layout_cut_bottom(&r, large.line, 0);
    cover(app, shown);
    if (look->portrait)
        page_text(canvas, r, &help, letters_hint(app));
    else
        text_line_fit(canvas, r, &help, ALIGN_LEFT, letters_hint(app));
    canvas_fill(canvas, (struct rect){value.x, value.y + value.h - look->line, value.w, look->line},
                look->colours[TOKEN_QUIET]);
    text_line_fit(canvas, value, &large, ALIGN_LEFT, shown);
}

static void draw_letters(struct canvas *canvas, const struct app *app)
{
    draw_typed(canvas, app);
    for (size_t i = 0; i < SETUP_CELLS; i++) {
        const char letter[2] = {i < SETUP_LETTERS ? setup_letter(i) : '\0', '\0'};
        enum str next = app->setup.step == SETUP_UNLOCK ? STR_SETUP_OPEN : STR_SETUP_NEXT;
        struct rect r = setup_cell(app, i);
        const struct widget_key cap = {
            .symbol = letter, .sign = SIGN_DELETE, .focused = i == setup_focus(app)};
        const struct widget_key plain = {.symbol = letter, .focused = i == setup_focus(app)};
        const struct widget_button button = {
            .label = str_text(next), .primary = true, .focused = i == setup_focus(app)};
        if (i == SETUP_NEXT)
            widget_button(canvas, &app->look, r, &button);
        else
            widget_key(canvas, &app->look, r, i == SETUP_DELETE ? &cap : &plain);
    }
}

/* -- the last page -- */

static struct rect draw_line(struct canvas *canvas, const struct theme *look, struct rect r,
                             enum str label, const char *value)
{
    struct style quiet = theme_style(look, ROLE_BODY, TOKEN_QUIET);
    struct style strong = theme_style(look, ROLE_STRONG, TOKEN_INK);
    struct rect line = layout_cut_top(&r, strong.line, look->gap / 2);
    strong.tabular = true;
    text_line_fit(canvas, layout_cut_left(&line, quiet.size * 4, look->gap), &quiet, ALIGN_LEFT,
                  str_text(label));
    text_line_fit(canvas, line, &strong, ALIGN_LEFT, value);
    return r;
}

static const char *token_word(const struct app *app)
{
    if (app->setup.token[0])
        return str_text(STR_SETUP_CHECK_TOKEN_GIVEN);
    return str_text(app->device.facts.has_token ? STR_SETUP_CHECK_TOKEN_KEPT
                                                : STR_SETUP_CHECK_TOKEN_NONE);
}

static void draw_result(struct canvas *canvas, const struct app *app, struct rect r)
{
    static const struct {
        enum badge badge;
        enum str text;
    } results[] = {
        [SETUP_WAITS] = {BADGE_BUSY, STR_SETUP_WAITS},
        [SETUP_SAVED] = {BADGE_DONE, STR_SETUP_SAVED},
        [SETUP_FAILED] = {BADGE_FAILED, STR_SETUP_FAILED},
        [SETUP_WRONG] = {BADGE_FAILED, STR_SETUP_FAILED},
    };
    if (app->setup.result != SETUP_ASKS)
        widget_badge(canvas, &app->look, r, results[app->setup.result].badge,
                     str_text(results[app->setup.result].text), 0);
}

static void draw_check(struct canvas *canvas, const struct app *app)
{
    static const enum str labels[] = {STR_SETUP_KEEP, STR_SETUP_CHANGE};
    const struct theme *look = &app->look;
    const struct county *place = setup_place(app);
    char text[64];
    struct rect r = page_body(look);
    r.h = setup_cell(app, 0).y - look->gutter - r.y;
    snprintf(text, sizeof text, "%s %s", place ? place->name : "",
             place ? place->code : app->conf->county);
    r = draw_line(canvas, look, r, STR_SETUP_CHECK_PLACE, text);
    r = draw_line(canvas, look, r, STR_SETUP_CHECK_TOKEN, token_word(app));
    r = draw_line(canvas, look, r, STR_SETUP_CHECK_SCREEN, app->conf->profile->name);
    r = draw_line(canvas, look, r, STR_SETUP_CHECK_NET, service_net_word(app));
    draw_result(canvas, app, layout_cut_top(&r, look->types[ROLE_STRONG].line, 0));
    for (size_t i = 0; i < setup_cells(app) && i < 2; i++) {
        const struct widget_button button = {
            .label = str_text(app->setup.result == SETUP_SAVED ? STR_SETUP_DONE : labels[i]),
            .primary = i == 0,
            .focused = i == setup_focus(app),
            .disabled = app->setup.result == SETUP_WAITS,
        };
        widget_button(canvas, look, setup_cell(app, i), &button);
    }
}

static void draw_help(struct canvas *canvas, const struct app *app)
{
    bool first = app->setup.step == SETUP_REGION || app->setup.step == SETUP_UNLOCK;
    const struct widget_hint hints[] = {
        {{KEY_LEFT, NULL}, NULL},
        {{KEY_UP, NULL}, NULL},
        {{KEY_DOWN, NULL}, NULL},
        {{KEY_RIGHT, NULL}, str_text(STR_SETUP_HELP_CHOOSE)},
        {{KEY_OK, NULL}, str_text(STR_SETUP_HELP_OK)},
        {{KEY_BACK, str_text(STR_CAP_BACK)},
         str_text(first ? STR_SETUP_HELP_LEAVE : STR_HELP_BACK)},
    };
    page_help(canvas, app, hints, sizeof hints / sizeof hints[0]);
}

void setup_draw(struct canvas *canvas, const struct app *app)
{
    static const enum str titles[] = {STR_SETUP_TITLE_UNLOCK, STR_SETUP_TITLE_REGION,
                                      STR_SETUP_TITLE_COUNTY, STR_SETUP_TITLE_TOKEN,
                                      STR_SETUP_TITLE_CHECK};
    widget_page(canvas, &app->look, str_text(titles[app->setup.step]), TOKEN_JADE);
    switch (app->setup.step) {
    case SETUP_REGION:
        draw_regions(canvas, app);
        break;
    case SETUP_COUNTY:
        draw_counties(canvas, app);
        break;
    case SETUP_UNLOCK:
    case SETUP_TOKEN:
        draw_letters(canvas, app);
        break;
    case SETUP_CHECK:
        draw_check(canvas, app);
        break;
    }
    draw_help(canvas, app);
    if (app->setup.alone && app_is_home(app))
        page_countdown(canvas, app, setup_seconds_left(app));
}
