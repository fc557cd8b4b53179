/* How `service` looks: a plain table, figures of one width, words beside every light. */
#include <stdio.h>
#include <string.h>

#include "face/scenes/service_parts.h"

/* -- places -- */

static int row_height(const struct theme *look)
{
    return look->types[ROLE_HELP].line + look->gap / 2;
}

/* Beside the short title; on a column below, where hands reach. */
struct rect service_tab(const struct theme *look, size_t i)
{
    struct rect r = look->safe;
    if (look->portrait) {
        r = page_body(look);
        layout_cut_bottom(&r, look->button, look->gutter);
        r = layout_cut_bottom(&r, look->button, 0);
    } else {
        r.h = look->types[ROLE_TITLE].line;
        layout_cut_left(&r, look->types[ROLE_TITLE].size * 3, 0);
    }
    return layout_column(r, SERVICE_TABS, (int)i, look->gap);
}

struct rect service_leave(const struct theme *look)
{
    struct rect r = page_body(look);
    if (!look->portrait)
        return (struct rect){0};
    r = layout_cut_bottom(&r, look->button, 0);
    r.h -= look->ring + look->ring_gap;
    return r;
}

struct rect service_body(const struct theme *look)
{
    struct rect r = page_body(look);
    if (look->portrait)
        layout_cut_bottom(&r, look->button * 2 + look->gutter, look->gutter);
    return r;
}

struct rect service_start(const struct theme *look)
{
    struct rect r = service_body(look);
    int ring = look->ring + look->ring_gap;
    if (look->portrait)
        return layout_cut_bottom(&r, look->button, 0);
    r = layout_cut_bottom(&r, look->button + ring, 0);
    r.h -= ring;
    return layout_cut_left(&r, theme_px(look, 480), 0);
}

size_t service_lines(const struct theme *look, size_t count)
{
    size_t lines = (size_t)(service_body(look).h / row_height(look));
    if (count <= lines)
        return count;
    return lines > 2 ? lines - 1 : 1; /* the last one tells how many there are */
}

size_t service_fault_lines(const struct theme *look)
{
    size_t lines = (size_t)(service_body(look).h / row_height(look)) / 2;
    return lines > 3 ? lines - 2 : 1;
}

/* -- the table -- */

static enum token light_token(enum service_light light)
{
    static const enum token tokens[] = {[LIGHT_NONE] = TOKEN_LINE,
                                        [LIGHT_GOOD] = TOKEN_GOOD,
                                        [LIGHT_LOOK] = TOKEN_CITRUS,
                                        [LIGHT_BAD] = TOKEN_ALARM};
    return tokens[light];
}

static void draw_light(struct canvas *canvas, const struct theme *look, struct rect r,
                       enum service_light light)
{
    static const enum str words[] = {[LIGHT_GOOD] = STR_SERVICE_GOOD,
                                     [LIGHT_LOOK] = STR_SERVICE_LOOK,
                                     [LIGHT_BAD] = STR_SERVICE_BAD};
    struct style style = theme_style(look, ROLE_HELP, light == LIGHT_BAD ? TOKEN_ALARM : TOKEN_INK);
    int dot = style.size * 6 / 10;
    style.weight = WEIGHT_BOLD;
    struct rect place = layout_cut_left(&r, dot, look->gap / 2);
    canvas_round(canvas, layout_centre(place, dot, dot), dot / 2,
                 look->colours[light_token(light)]);
    text_line(canvas, r, &style, ALIGN_LEFT, str_text(words[light]));
}

/* Room for a light and its word at the right end of a row. */
static int light_width(const struct theme *look)
{
    return look->types[ROLE_HELP].size * 3 + look->gap / 2;
}

static void draw_fact(struct canvas *canvas, const struct theme *look, struct rect r,
                      const struct service_fact *fact)
{
    struct style quiet = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    struct style value = theme_style(look, ROLE_HELP, TOKEN_INK);
    value.tabular = true;
    canvas_fill(canvas, (struct rect){r.x, r.y + r.h - look->line / 2, r.w, look->line},
                look->colours[TOKEN_MIST]);
    if (fact->light != LIGHT_NONE)
        draw_light(canvas, look, layout_cut_right(&r, light_width(look), look->gap), fact->light);
    text_line(canvas, layout_cut_left(&r, quiet.size * 9 / 2, look->gap), &quiet, ALIGN_LEFT,
              str_text(fact->label));
    text_line_fit(canvas, r, &value, ALIGN_LEFT, fact->value);
}

static void draw_more(struct canvas *canvas, const struct app *app, struct rect r, size_t lines,
                      size_t count)
{
    struct style quiet = theme_style(&app->look, ROLE_HELP, TOKEN_QUIET);
    char numbers[3][24], text[64];
    const char *const values[3] = {numbers[0], numbers[1], numbers[2]};
    size_t at = app->service.at, last = at + lines < count ? at + lines : count;
    if (lines >= count)
        return;
    snprintf(numbers[0], sizeof numbers[0], "%zu", at + 1);
    snprintf(numbers[1], sizeof numbers[1], "%zu", last);
    snprintf(numbers[2], sizeof numbers[2], "%zu", count);
    str_fill(text, sizeof text, STR_SERVICE_MORE, values);
    text_line(canvas, r, &quiet, ALIGN_RIGHT, text);
}

static void draw_state(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    struct service_fact facts[SERVICE_FACTS_MAX];
    size_t count = service_facts(app, facts), lines = service_lines(look, count);
    struct rect r = service_body(look);
    for (size_t i = app->service.at; i < count && i < app->service.at + lines; i++)
        draw_fact(canvas, look, layout_cut_top(&r, row_height(look), 0), &facts[i]);
    draw_more(canvas, app, layout_cut_top(&r, row_height(look), 0), lines, count);
}

/* -- faults -- */

static void draw_fault(struct canvas *canvas, const struct app *app, struct rect r,
                       const struct post_fault_note *note, bool chosen)
{
    const struct theme *look = &app->look;
    const struct service_fault fault = service_fault(app, note);
    struct style style = theme_style(look, ROLE_HELP, TOKEN_INK);
    char text[96], when[SERVICE_TIME_BYTES], times[32];
    style.tabular = true;
    if (chosen)
        canvas_round(canvas, r, look->gap / 2, look->colours[TOKEN_TINT]);
    layout_cut_left(&r, look->gap / 2, 0);
    struct rect right = layout_cut_right(&r, light_width(look), look->gap);
    if (fault.light != LIGHT_NONE)
        draw_light(canvas, look, right, fault.light);
    str_number(times, sizeof times, STR_SERVICE_FAULTS_TIMES, (long)note->times);
    service_time(note->last_ms, when);
    snprintf(text, sizeof text, "%s  %s", when, times);
    if (r.w >= style.size * 24) /* else it stands below, with the cause */
        text_line_fit(canvas, layout_cut_right(&r, style.size * 12, look->gap), &style, ALIGN_LEFT,
                      text);
    snprintf(text, sizeof text, "%u  %s", note->number, str_text(fault.name));
    style.weight = chosen ? WEIGHT_BOLD : WEIGHT_REGULAR;
    text_line_fit(canvas, r, &style, ALIGN_LEFT, text);
}

static struct rect explain(struct canvas *canvas, const struct theme *look, struct rect r,
                           enum str label, const char *text)
{
    struct style quiet = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    struct style ink = theme_style(look, ROLE_HELP, TOKEN_INK);
    struct rect left = layout_cut_left(&r, quiet.size * 3, 0);
    if (r.h < ink.line)
        return r;
    if (label != STR_COUNT)
        text_block(canvas, left, &quiet, ALIGN_LEFT, str_text(label));
    int used = page_text(canvas, r, &ink, text);
    layout_cut_top(&r, used, look->gap / 2);
    return (struct rect){left.x, r.y, left.w + r.w, r.h};
}

/* What to do comes first where there is little room; what the program said last, for a photo. */
static void draw_cause(struct canvas *canvas, const struct app *app, struct rect r,
                       const struct post_fault_note *note)
{
    const struct theme *look = &app->look;
    const struct service_fault fault = service_fault(app, note);
    char first[SERVICE_TIME_BYTES], last[SERVICE_TIME_BYTES], times[12], text[128];
    const char *const values[3] = {first, last, times};
    service_time(note->first_ms, first);
    service_time(note->last_ms, last);
    snprintf(times, sizeof times, "%u", note->times);
    str_fill(text, sizeof text, STR_SERVICE_FAULTS_FIRST, values);
    if (fault.cause != STR_COUNT) {
        r = explain(canvas, look, r, STR_SERVICE_FAULTS_CURE, str_text(fault.cure));
        r = explain(canvas, look, r, STR_SERVICE_FAULTS_CAUSE, str_text(fault.cause));
    }
    r = explain(canvas, look, r, STR_SERVICE_FAULTS_WHEN, text);
    explain(canvas, look, r, STR_COUNT, note->what);
}

static void draw_faults(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    const struct device *device = &app->device;
    struct style body = theme_style(look, ROLE_BODY, TOKEN_INK);
    struct rect r = service_body(look);
    size_t lines = service_fault_lines(look), at = app->service.at;
    size_t first = at < lines ? 0 : at - lines + 1;
    if (device->notes == 0) {
        text_block(
            canvas, r, &body, ALIGN_LEFT,
            str_text(device->facts_known ? STR_SERVICE_FAULTS_NONE : STR_SERVICE_FAULTS_WAITS));
        return;
    }
    for (size_t i = first; i < device->notes && i < first + lines; i++)
        draw_fault(canvas, app, layout_cut_top(&r, row_height(look), 0), &device->note[i], i == at);
    layout_cut_top(&r, look->gap, 0);
    draw_cause(canvas, app, r, &device->note[at]);
}

/* -- the page -- */

static void draw_intro(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    struct style body = theme_style(look, ROLE_BODY, TOKEN_INK);
    struct rect r = service_body(look);
    char text[128];
    bool keys = app->service.tab == SERVICE_KEYS;
    str_number(text, sizeof text, STR_SERVICE_PICTURES_INTRO, SERVICE_PICTURES_COUNT);
    int used = page_text(canvas, r, &body, keys ? str_text(STR_SERVICE_KEYS_INTRO) : text);
    layout_cut_top(&r, used, look->gutter);
    if (keys)
        page_text(canvas, r, &body, str_text(STR_SERVICE_KEYS_TEXT));
    const struct widget_button button = {
        .label = str_text(STR_SERVICE_HELP_ENTER), .primary = true, .focused = true};
    widget_button(canvas, look, service_start(look), &button);
}

static void draw_frame(struct canvas *canvas, const struct app *app)
{
    static const enum str tabs[SERVICE_TABS] = {STR_SERVICE_TAB_STATE, STR_SERVICE_TAB_FAULTS,
                                                STR_SERVICE_TAB_KEYS, STR_SERVICE_TAB_PICTURES};
    const struct theme *look = &app->look;
    bool enters = app->service.tab == SERVICE_KEYS || app->service.tab == SERVICE_PICTURES;
    widget_page(canvas, look, str_text(STR_SERVICE_TITLE), TOKEN_RIVER);
    for (size_t i = 0; i < SERVICE_TABS; i++) {
        const struct widget_button tab = {.label = str_text(tabs[i]),
                                          .focused = i == app->service.tab};
        widget_button(canvas, look, service_tab(look, i), &tab);
    }
    const struct widget_button leave = {.label = str_text(STR_SERVICE_HELP_LEAVE)};
    if (look->portrait)
        widget_button(canvas, look, service_leave(look), &leave);
    const struct widget_hint hints[] = {
        {{KEY_LEFT, NULL}, NULL},
        {{KEY_RIGHT, NULL}, str_text(STR_SERVICE_HELP_TABS)},
        {{enters ? KEY_OK : KEY_DOWN, NULL},
         str_text(enters ? STR_SERVICE_HELP_ENTER : STR_SERVICE_HELP_LINES)},
        {{KEY_BACK, str_text(STR_CAP_BACK)}, str_text(STR_SERVICE_HELP_LEAVE)},
    };
    page_help(canvas, app, hints, sizeof hints / sizeof hints[0]);
}

void service_draw(struct canvas *canvas, const struct app *app)
{
    const struct service_page *page = &app->service;
    if (page->inside && page->tab == SERVICE_KEYS) {
        service_draw_keys(canvas, app);
        return;
    }
    if (page->inside) {
        service_draw_picture(canvas, app);
        return;
    }
    draw_frame(canvas, app);
    if (page->tab == SERVICE_STATE)
        draw_state(canvas, app);
    else if (page->tab == SERVICE_FAULTS)
        draw_faults(canvas, app);
    else
        draw_intro(canvas, app);
}
